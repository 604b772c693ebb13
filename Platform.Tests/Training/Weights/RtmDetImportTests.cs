using System.Text.Json;
using Platform.Tests.Training.Torch;
using Platform.Training.Models;
using Platform.Training.Tensors;
using Platform.Training.Weights;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Weights;

/// <summary>A network of RTMDet's layout, written by PyTorch under RTMDet's names, in ours.</summary>
public sealed class RtmDetImportTests : TorchTest
{
    private const int Side = 64;

    [Fact]
    public void NeckOutputs_AfterImport_AreThoseOfPyTorch()
    {
        using var scope = NewDisposeScope();
        using var weights = StartingWeights.Of(WeightFile.Read(WeightFixtures.PathOf("rtmdet.pth")));
        using var detector = NewDetector(classes: 3);
        StartReport.Of(weights, WeightLoader.Load(detector, weights.Tensors));
        detector.eval();

        // The image as ours is: red, green, blue. The fixture's network was shown it the other way round.
        var image = tensor(Enumerable.Range(0, 3 * Side * Side).Select(i => (float)Math.Sin(0.1 * i)).ToArray()).reshape(1, 3, Side, Side);
        using var noGrad = no_grad();
        var levels = detector.Neck.forward(detector.Backbone.forward(image)).Levels;

        var expected = JsonSerializer.Deserialize<float[][]>(File.ReadAllText(WeightFixtures.PathOf("rtmdet.outputs.json")))!;
        foreach (var (level, values) in levels.Zip(expected))
        {
            var found = level.contiguous().data<float>().ToArray();
            found.Should().HaveCount(values.Length);
            found.Zip(values).Max(pair => Math.Abs(pair.First - pair.Second)).Should().BeLessThan(1e-4f);
            values.Max(Math.Abs).Should().BeGreaterThan(0.1f, "outputs of nothing would agree too");
        }
    }

    [Fact]
    public void Report_OfOtherClassesAndDistributions_SaysWhatIsLeftOut()
    {
        using var weights = StartingWeights.Of(WeightFile.Read(WeightFixtures.PathOf("rtmdet.pth")));
        using var detector = NewDetector(classes: 3);

        var report = StartReport.Of(weights, WeightLoader.Load(detector, weights.Tensors));

        report.Source.Should().Be(WeightSource.RtmDet);
        report.Matched.Should().Contain(new MatchedWeight("backbone.stages.3.csp.blocks.0.depthwise_conv.conv.weight", "backbone.stage4.2.blocks.0.conv2.depthwise_conv.conv.weight"));
        report.Matched.Should().Contain(new MatchedWeight("head.cls_tower.norms.2.1.running_var", "bbox_head.cls_convs.2.1.bn.running_var"));
        report.Skipped.Where(item => item.Reason is SkipReason.OtherClasses).Select(item => item.Name).Should().BeEquivalentTo(
            Enumerable.Range(0, 3).SelectMany(level => new[] { $"bbox_head.rtm_cls.{level}.weight", $"bbox_head.rtm_cls.{level}.bias" }));
        report.Skipped.Where(item => item.Reason is SkipReason.SharedCopy).Should().HaveCount(8, "two towers of two convolutions stand again for each of two levels");
        report.Mismatched.Select(item => item.Name).Should().BeEquivalentTo(
            Enumerable.Range(0, 3).SelectMany(level => new[] { $"head.reg_preds.{level}.weight", $"head.reg_preds.{level}.bias" }), "one value a side is no distribution");
        report.Missing.Should().BeEmpty();
        (report.Matched.Count + report.Mismatched.Count + 6).Should().Be(detector.state_dict().Count);
        StartReportText.Lines(report).Should().Contain(line => line.Text.Contains("BGR", StringComparison.Ordinal)).And.Contain(line => line.Text.Contains("bbox_head.rtm_cls.0.weight", StringComparison.Ordinal));
    }

    [Fact]
    public void Report_OfAsManyClasses_TakesTheClassOutputs()
    {
        using var weights = StartingWeights.Of(WeightFile.Read(WeightFixtures.PathOf("rtmdet.pth")));
        using var detector = NewDetector(classes: 80);

        var report = StartReport.Of(weights, WeightLoader.Load(detector, weights.Tensors));

        report.Matched.Should().Contain(new MatchedWeight("head.cls_preds.1.bias", "bbox_head.rtm_cls.1.bias"));
        report.Skipped.Should().OnlyContain(item => item.Reason == SkipReason.SharedCopy);
    }

    // The published sizes: their blocks are counted as ours, so each of our names has one of theirs.
    [Theory]
    [InlineData(DetectorSize.Tiny)]
    [InlineData(DetectorSize.Small)]
    public void Names_OfAPublishedSize_CoverTheWholeNetwork(DetectorSize size)
    {
        using var detector = new Detector(DetectorArchitecture.Of(size, 80));
        var blocks = DetectorArchitecture.Of(size, 80).Blocks;

        var theirs = PublishedNames(blocks).Select(RtmDetNames.ToOurs).ToHashSet();

        theirs.Should().BeEquivalentTo(detector.state_dict().Keys);
    }

    [Theory]
    [InlineData("data_preprocessor.mean")]
    [InlineData("bbox_head.rtm_kernel.0.weight")]
    [InlineData("bbox_head.cls_convs.0")]
    [InlineData("backbone.stage5.0.conv.weight")]
    [InlineData("")]
    public void Name_WithoutAPlace_HasNone(string name) => RtmDetNames.ToOurs(name).Should().BeNull();

    [Fact]
    public void OwnWeights_Imported_AreTakenAsTheyAre()
    {
        using var scope = NewDisposeScope();
        using var earlier = NewDetector(3);
        using var stream = new MemoryStream();
        SafeTensors.Write(stream, earlier.state_dict());
        stream.Position = 0;
        using var weights = StartingWeights.Of(WeightFile.Read(stream));
        using var detector = NewDetector(3);

        var report = StartReport.Of(weights, WeightLoader.Load(detector, weights.Tensors));

        report.Source.Should().Be(WeightSource.Own);
        report.Matched.Should().HaveCount(earlier.state_dict().Count);
        detector.state_dict()[RtmDetNames.FirstConvolution].equal(earlier.state_dict()[RtmDetNames.FirstConvolution]).Should().BeTrue();
    }

    private static Detector NewDetector(int classes) => new(new DetectorArchitecture { Width = WeightFixtures.Width, Depth = 0.167, ClassCount = classes });

    private static IEnumerable<string> PublishedNames(IReadOnlyList<int> blocks)
    {
        var units = new List<string> { "backbone.stem.0", "backbone.stem.1", "backbone.stem.2" };
        for (var stage = 1; stage <= 4; stage++)
        {
            units.Add($"backbone.stage{stage}.0");
            var csp = $"backbone.stage{stage}.{(stage == 4 ? 2 : 1)}";
            units.AddRange(Csp(csp, blocks[stage - 1]));
            yield return $"{csp}.attention.fc.weight";
            yield return $"{csp}.attention.fc.bias";
        }

        units.AddRange(["backbone.stage4.1.conv1", "backbone.stage4.1.conv2"]);
        foreach (var i in new[] { 0, 1 })
        {
            units.AddRange([$"neck.reduce_layers.{i}", $"neck.downsamples.{i}", .. Csp($"neck.top_down_blocks.{i}", 1), .. Csp($"neck.bottom_up_blocks.{i}", 1)]);
        }

        foreach (var level in new[] { 0, 1, 2 })
        {
            units.AddRange([$"neck.out_convs.{level}", .. new[] { "cls", "reg" }.SelectMany(tower => new[] { $"bbox_head.{tower}_convs.{level}.0", $"bbox_head.{tower}_convs.{level}.1" })]);
            foreach (var output in new[] { "rtm_cls", "rtm_reg" })
            {
                yield return $"bbox_head.{output}.{level}.weight";
                yield return $"bbox_head.{output}.{level}.bias";
            }
        }

        foreach (var name in units.SelectMany(unit => new[] { "conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var", "bn.num_batches_tracked" }.Select(part => $"{unit}.{part}")))
        {
            yield return name;
        }
    }

    private static IEnumerable<string> Csp(string csp, int blocks) =>
    [
        $"{csp}.main_conv", $"{csp}.short_conv", $"{csp}.final_conv",
        .. Enumerable.Range(0, blocks).SelectMany(i => new[] { $"{csp}.blocks.{i}.conv1", $"{csp}.blocks.{i}.conv2.depthwise_conv", $"{csp}.blocks.{i}.conv2.pointwise_conv" }),
    ];
}
