using System.IO.Compression;
using System.Text.Json;
using Platform.Core.Assets;
using Platform.Core.Datasets.Model;
using Platform.Core.Imaging;
using Platform.Core.Interchange;
using Platform.Core.People.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Assets;

public sealed class IngestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Ingest_GoodDamagedAndDuplicateFiles_AreEachReportedAndNothingElseIsLost(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        var image = HeaderCodec.Png(100, 80, "one");

        var report = await world.UploadAsync(
            version,
            ("a.png", image), ("copy.png", image), ("empty.png", []), ("notes.txt", "hello"u8.ToArray()), ("cut.png", image[..60]),
            ("huge.png", HeaderCodec.Png(70_000, 70_000, "huge")), ("sub\\..\\b.png", HeaderCodec.Png(50, 40, "two")));

        report.Added.Select(asset => asset.Name).Should().Equal("a.png", "sub/b.png");
        report.Duplicates.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "copy.png", AssetId = report.Added[0].AssetId, ExistingName = "a.png" });
        report.Failed.Select(file => (file.Name, file.Code)).Should().BeEquivalentTo(
        [
            ("empty.png", ImageErrorCodes.Empty), ("notes.txt", ImageErrorCodes.NotAnImage), ("cut.png", ImageErrorCodes.Truncated), ("huge.png", ImageErrorCodes.TooManyPixels),
        ]);
        report.Failed.Should().OnlyContain(file => file.Message.Length > 0);
        var details = await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation);
        details.Splits.Single(split => split.Split == SplitKind.Unassigned).Assets.Should().Be(2);
    }

    [Theory, EveryDatabase]
    public async Task Ingest_OfAnInterruptedUpload_ContinuesWhenStartedAgain(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        var files = Enumerable.Range(0, 70).Select(i => ($"{i}.png", HeaderCodec.Png(20, 10, $"{i}"))).ToArray();
        using var stop = new CancellationTokenSource();
        var source = UploadSource.Of(files.Select((file, i) => new NamedUpload(file.Item1, _ =>
        {
            if (i == 50)
            {
                stop.Cancel();
            }

            return ValueTask.FromResult<Stream>(new MemoryStream(file.Item2));
        })));

        var interrupted = () => world.Ingest.ExecuteAsync(world.Actor, version, source, null, stop.Token);
        await interrupted.Should().ThrowAsync<OperationCanceledException>();
        var again = await world.UploadAsync(version, files);

        again.Added.Count.Should().BeInRange(20, 69);
        (again.Added.Count + again.Duplicates.Count).Should().Be(70);
        (await world.Assets.CountAsync(world.Actor, version, new(), Cancellation)).Should().Be(70);
    }

    [Theory, EveryDatabase]
    public async Task Ingest_OfTheSameFilesByTwoAtOnce_AddsEachOnce(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        var files = Enumerable.Range(0, 40).Select(i => ($"{i}.png", HeaderCodec.Png(20, 10, $"{i}"))).ToArray();

        var reports = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => world.UploadAsync(version, files))));

        reports.Sum(report => report.Added.Count).Should().Be(40);
        reports.Sum(report => report.Duplicates.Count).Should().Be(40);
    }

    [Theory, EveryDatabase]
    public async Task Ingest_OfATurnedImage_StoresItUprightAndRecordsIt(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();

        var report = await world.UploadAsync(version, ("turned.png", HeaderCodec.Png(100, 80, "turned")));

        var asset = await world.Assets.GetAsync(world.Actor, report.Added.Single().AssetId, Cancellation);
        (asset.Width, asset.Height).Should().Be((80, 100));
        JsonElement.Parse(asset.Exif!).GetProperty("platform:orientation").GetInt32().Should().Be(6);
        var stored = await world.Media.GetImageAsync(world.Actor, asset.Id, Cancellation);
        world.Codec.ProbeFile(stored.Path).IsUpright.Should().BeTrue();
        stored.MediaType.Should().Be("image/png");
    }

    [Theory, EveryDatabase]
    public async Task Ingest_OfAZip_TakesImagesAndListsWhatIsUnsafe(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in new[]
            {
                ("JPEGImages/a.png", HeaderCodec.Png(20, 10, "a")), ("JPEGImages/b.png", HeaderCodec.Png(20, 10, "b")), ("Annotations/a.xml", "<annotation/>"u8.ToArray()),
                ("../evil.png", HeaderCodec.Png(20, 10, "e")), ("inner.zip", new byte[10]), ("broken.png", [1, 2, 3]),
            })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        using var source = new ZipImportSource(stream, ZipLimits.Default);
        var report = await world.Ingest.ExecuteAsync(world.Actor, version, UploadSource.Of(source), null, Cancellation);

        report.Added.Select(asset => asset.Name).Should().Equal("JPEGImages/a.png", "JPEGImages/b.png");
        report.Failed.Select(file => file.Code).Should().Equal("zip.entry_name", "zip.nested", ImageErrorCodes.NotAnImage);
        report.Ignored.Should().Equal("Annotations/a.xml");
    }

    [Theory, EveryDatabase]
    public async Task Ingest_IntoAFrozenVersionOrWithoutPermission_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var analyst = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Analyst));
        var stranger = world.Actor with { DepartmentId = Guid.CreateVersion7() };
        var source = UploadSource.Of("a.png", new MemoryStream(HeaderCodec.Png(20, 10, "a")));

        (await DatasetWorld.RefusedAsync(() => world.Ingest.ExecuteAsync(analyst, world.Seed.Version.Id, source, null, Cancellation))).Should().Be("access.denied");
        (await DatasetWorld.RefusedAsync(() => world.Ingest.ExecuteAsync(stranger, world.Seed.Version.Id, source, null, Cancellation))).Should().Be("not_found");
        await world.Seed.FreezeAsync(world.Database);
        (await DatasetWorld.RefusedAsync(() => world.UploadAsync(world.Seed.Version.Id, ("a.png", HeaderCodec.Png(20, 10, "a"))))).Should().Be("row.frozen");
    }

    [Theory, EveryDatabase]
    public async Task Delete_AssetsOfADraft_TakesTheirAnnotationsAndSparesCopies(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var copy = await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);

        var deleted = await world.DeleteAssets.ExecuteAsync(world.Actor, world.Seed.Version.Id, [world.Seed.Asset.Id, Guid.CreateVersion7()], Cancellation);

        deleted.Should().Be(1);
        (await world.Datasets.GetVersionAsync(world.Actor, world.Seed.Version.Id, Cancellation)).Version.Should().BeEquivalentTo(new { AssetCount = 0, AnnotationCount = 0 });
        (await world.Datasets.GetVersionAsync(world.Actor, copy, Cancellation)).Version.Should().BeEquivalentTo(new { AssetCount = 1, AnnotationCount = 1 });
    }

    [Theory, EveryDatabase]
    public async Task Progress_OfAnUpload_CountsEveryFile(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        var seen = new List<IngestProgress>();
        var files = Enumerable.Range(0, 40).Select(i => new NamedUpload($"{i}.png", _ => ValueTask.FromResult<Stream>(new MemoryStream(i == 3 ? [] : HeaderCodec.Png(9, 9, $"{i}")))));

        await world.Ingest.ExecuteAsync(world.Actor, version, UploadSource.Of(files), new Listener(seen), Cancellation);

        seen.Select(progress => progress.Done).Should().BeInAscendingOrder();
        seen[^1].Should().BeEquivalentTo(new { Done = 40, Added = 39, Failed = 1 });
    }

    private sealed class Listener(List<IngestProgress> seen) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => seen.Add(value);
    }
}
