using Platform.Core.Annotations.Geometry;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Model;

namespace Platform.Tests.Interchange;

/// <summary>Out of the model into every format and back: whatever the loss report does not name comes back exactly.</summary>
public sealed class RoundTripTests
{
    private const int Seeds = 60;

    public static TheoryData<InterchangeFormat, YoloTask> Formats => new()
    {
        { InterchangeFormat.Coco, default }, { InterchangeFormat.Datumaro, default }, { InterchangeFormat.CvatImages, default }, { InterchangeFormat.Labelme, default },
        { InterchangeFormat.LabelStudio, default }, { InterchangeFormat.Voc, default }, { InterchangeFormat.ImageFolder, default },
        { InterchangeFormat.Yolo, YoloTask.Detect }, { InterchangeFormat.Yolo, YoloTask.Segment }, { InterchangeFormat.Yolo, YoloTask.Pose },
    };

    [Theory, MemberData(nameof(Formats))]
    public async Task WhatTheLossReportDoesNotName_ComesBackExactly(InterchangeFormat format, YoloTask task)
    {
        var request = new ExportRequest(format) { YoloTask = task };
        var shapes = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var images = SampleVersion.Lossless(SampleVersion.Draw(seed), request);
            shapes += images.Sum(image => image.Shapes.Count);
            if (images.Count == 0)
            {
                continue;
            }

            var (planned, report) = await SampleVersion.ImportAsync(await SampleVersion.ExportAsync(images, request), images);

            report.Problems.Where(problem => problem.Code != ImportCodes.Duplicate).Should().BeEmpty("seed {0}", seed);
            planned.Select(SampleVersion.Line).Order().Should().Equal(images.Select(SampleVersion.Line).Order(), "seed {0} must come back", seed);
        }

        shapes.Should().BeGreaterThan(5);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task AnyVersion_IsWrittenAndReadAgain_WithWhatTheReportPromises(InterchangeFormat format, YoloTask task)
    {
        var request = new ExportRequest(format) { YoloTask = task };
        for (var seed = 0; seed < Seeds; seed++)
        {
            var images = SampleVersion.Draw(seed);
            var counter = new LossCounter(request);
            images.ForEach(counter.Add);
            var report = counter.Finish();

            var (planned, imported) = await SampleVersion.ImportAsync(await SampleVersion.ExportAsync(images, request), images, format);

            imported.MissingImages.Should().BeEmpty();
            imported.UnknownClasses.Should().BeEmpty();
            var dropped = report.Losses.Where(loss => loss.Code is LossCodes.ShapeDropped or LossCodes.TagDropped).Sum(loss => loss.Count);
            var changedType = report.Losses.Where(loss => loss.Code is LossCodes.ShapeAsBox or LossCodes.ShapeAsMask or LossCodes.ShapeAsPolygon).Sum(loss => loss.Count);
            var reshaped = report.Losses.Any(loss => loss.Code is LossCodes.Rings or LossCodes.SecondTag or LossCodes.Overlap);
            if (!reshaped)
            {
                // A shape of another type is taken where its class finds its own geometry in it, as a box does in an outline.
                var kept = images.Sum(image => image.Shapes.Count) - dropped;
                planned.Sum(image => image.Shapes.Count).Should().BeInRange(kept - changedType, kept, "seed {0}", seed);
            }
        }
    }

    [Theory]
    [InlineData(InterchangeFormat.Coco, true)]
    [InlineData(InterchangeFormat.Datumaro, true)]
    [InlineData(InterchangeFormat.Yolo, false)]
    [InlineData(InterchangeFormat.Voc, false)]
    public void KeepsHash_OfAVersionWithMasksAttributesAndOrder_IsSaidByTheFormatThatKeepsThem(InterchangeFormat format, bool keeps)
    {
        var counter = new LossCounter(new ExportRequest(format));
        var shape = new ExportShape(SampleVersion.Classes[0], new MaskGeometry(SampleVersion.Height, SampleVersion.Width, "09"), """{"crowd":true,"count":3}""") { ZOrder = 2 };
        counter.Add(SampleVersion.Draw(1)[0] with { Shapes = [shape] });

        counter.Finish().KeepsHash.Should().Be(keeps);
    }

    [Fact]
    public async Task CocoPolygonWithAHole_IsAMaskForOthersAndThePolygonForUs()
    {
        var polygon = new PolygonGeometry([[1, 1, 40, 1, 40, 40, 1, 40], [5, 5, 20, 5, 20, 20, 5, 20]]);
        var image = SampleVersion.Draw(1)[0] with { Shapes = [new ExportShape(SampleVersion.Classes[2], polygon, null)] };

        var sink = await SampleVersion.ExportAsync([image], new ExportRequest(InterchangeFormat.Coco));
        var (planned, _) = await SampleVersion.ImportAsync(sink, [image]);

        sink.Text($"annotations/instances_{image.SplitText}.json").Should().Contain("\"counts\"").And.Contain("\"area\":1296");
        planned.Single().Shapes.Single().Geometry.Type.Should().Be(ShapeType.Polygon);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task ClassOrder_IsTheOntologysInEveryFile(InterchangeFormat format, YoloTask task)
    {
        var images = SampleVersion.Draw(3);

        var sink = await SampleVersion.ExportAsync(images, new ExportRequest(format) { YoloTask = task });

        var keys = SampleVersion.Classes.Select(item => item.Key).ToList();
        foreach (var (path, _) in sink.Files.Where(file => file.Key is "data.yaml" or "labelmap.txt" or "annotations.xml" or "classes.csv" || file.Key.StartsWith("annotations/", StringComparison.Ordinal)))
        {
            var text = sink.Text(path);
            var places = keys.Select(key => text.IndexOf(key, StringComparison.Ordinal)).ToList();
            places.Should().NotContain(-1, "{0} lists every class", path).And.BeInAscendingOrder();
        }
    }

    [Fact]
    public async Task CvatVideo_Tracks_ComeBackByTheirKeyframes()
    {
        var (track, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        ExportShape At(Guid id, int frame, double x, string? attributes = null) =>
            new(SampleVersion.Classes[1], new BoxGeometry(x, 4.125, 10, 8), attributes) { TrackId = id, Frame = frame, ZOrder = 2 };
        var video = Video([At(track, 1, 2.5), At(track, 4, 20), At(track, 7, 30, """{"outside":true}"""), At(other, 3, 50, """{"occluded":true,"count":2}""")]);

        var sink = await SampleVersion.ExportAsync([video], new ExportRequest(InterchangeFormat.CvatVideo));
        var (planned, report) = await SampleVersion.ImportAsync(sink, [video]);

        report.Problems.Should().BeEmpty();
        SampleVersion.Line(planned.Single()).Should().Be(SampleVersion.Line(video));
        sink.Text("clips/a/annotations.xml").Should().Contain("frame=\"2\" keyframe=\"0\" outside=\"0\" occluded=\"0\" z_order=\"2\" xtl=\"8.333\"");
    }

    [Fact]
    public async Task CvatVideo_MasksOfTracksAndOfFrames_ComeBack()
    {
        var track = Guid.CreateVersion7();
        ExportShape At(Guid? id, int frame, int left, string? attributes = null) =>
            new(SampleVersion.Classes[0], new MaskCrop(left, 20, 3, 2, [1, 0, 1, 1, 1, 1]).ToMask(SampleVersion.Width, SampleVersion.Height), attributes) { TrackId = id, Frame = frame };
        var video = Video([At(track, 1, 10), At(track, 4, 30), At(track, 7, 30, """{"outside":true}""")]);
        var alone = Video([At(null, 5, 50)]);

        var sink = await SampleVersion.ExportAsync([video], new ExportRequest(InterchangeFormat.CvatVideo));
        var (planned, report) = await SampleVersion.ImportAsync(sink, [video]);
        var (single, _) = await SampleVersion.ImportAsync(await SampleVersion.ExportAsync([alone], new ExportRequest(InterchangeFormat.CvatVideo)), [alone]);

        report.Problems.Should().BeEmpty();
        SampleVersion.Line(planned.Single()).Should().Be(SampleVersion.Line(video));
        sink.Text("clips/a/annotations.xml").Should().Contain("<mask frame=\"2\" keyframe=\"0\"").And.Contain("rle=\"0, 1, 1, 4\"");
        single.Single().Shapes.Select(shape => (shape.Frame, shape.Geometry.Type)).Should().Equal((5, ShapeType.Mask), (6, ShapeType.Mask));
    }

    [Fact]
    public async Task Video_InAFormatOfImages_BecomesItsAnnotatedFrames()
    {
        var track = Guid.CreateVersion7();
        ExportShape At(Guid? id, int frame, double x, string? attributes = null) => new(SampleVersion.Classes[1], new BoxGeometry(x, 4, 10, 8), attributes) { TrackId = id, Frame = frame };
        var video = Video([At(track, 0, 0), At(track, 10, 20), At(track, 11, 20, """{"outside":true}"""), At(null, 5, 60)]);

        var sink = await SampleVersion.ExportAsync([video], new ExportRequest(InterchangeFormat.Yolo));

        sink.Files.Keys.Where(path => path.EndsWith(".txt", StringComparison.Ordinal)).Should().Equal(new[] { 0, 5, 10, 11 }.Select(frame => $"labels/val/clips/a/frame_{frame:000000}.txt"));
        sink.Text("labels/val/clips/a/frame_000005.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2);
        sink.Text("labels/val/clips/a/frame_000011.txt").Should().BeEmpty();
        SampleVersion.Losses(video, new ExportRequest(InterchangeFormat.Yolo)).Select(loss => (loss.Code, loss.Count)).Should().Contain([(LossCodes.Videos, 1), (LossCodes.Tracks, 1)]);
    }

    private static ExportImage Video(IReadOnlyList<ExportShape> shapes) => new(
        "clips/a.mp4", Core.Datasets.Model.SplitKind.Val, SampleVersion.Width, SampleVersion.Height, shapes, _ => Task.FromResult<Stream>(new MemoryStream([1])))
    {
        Video = new ExportVideo(12, 25, (frame, _) => Task.FromResult<Stream>(new MemoryStream([(byte)frame]))),
    };
}
