using System.IO.Compression;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Interchange;

/// <summary>From a frozen version in the database to an archive, and into another dataset.</summary>
public sealed class ExportVersionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task FrozenVersion_ExportedAndImportedElsewhere_FreezesToTheSameHash(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await ExportedWorld.AddVersionAsync(world, withLines: false);
        var hash = (await world.FreezeAsync(version)).ContentSha256;
        var ontology = await world.ReadAsync(db => db.DatasetVersions.Where(row => row.Id == version).Select(row => row.OntologyVersionId).SingleAsync(Cancellation));

        foreach (var format in new[] { InterchangeFormat.Coco, InterchangeFormat.Datumaro, InterchangeFormat.Labelme })
        {
            var loss = await world.Exports.LossAsync(world.Actor, version, new ExportRequest(format), Cancellation);
            loss.KeepsHash.Should().BeTrue("{0} loses {1}", format, string.Join(' ', loss.Losses.Select(item => item.Message)));
            var archive = await ExportedWorld.ExportAsync(world, version, new ExportRequest(format));

            var (elsewhere, report) = await ExportedWorld.ImportElsewhereAsync(world, archive, ontology, $"{format}");

            report.Problems.Should().BeEmpty();
            elsewhere.Should().Be(hash, "{0} keeps everything", format);
        }
    }

    [Theory, EveryDatabase]
    public async Task VersionWithLines_ThroughDatumaro_FreezesToTheSameHashAndCocoSaysWhatItLoses(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await ExportedWorld.AddVersionAsync(world, withLines: true);
        var hash = (await world.FreezeAsync(version)).ContentSha256;
        var ontology = await world.ReadAsync(db => db.DatasetVersions.Where(row => row.Id == version).Select(row => row.OntologyVersionId).SingleAsync(Cancellation));

        var archive = await ExportedWorld.ExportAsync(world, version, new ExportRequest(InterchangeFormat.Datumaro));
        (await ExportedWorld.ImportElsewhereAsync(world, archive, ontology, "Elsewhere")).Hash.Should().Be(hash);

        var loss = await world.Exports.LossAsync(world.Actor, version, new ExportRequest(InterchangeFormat.Coco), Cancellation);
        loss.KeepsHash.Should().BeFalse();
        loss.Losses.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Code = LossCodes.ShapeDropped, Detail = "polyline", Count = 5 });
        loss.Losses[0].Examples.Should().HaveCount(5);
    }

    [Fact]
    public async Task Archive_HoldsTheStoredBytesAndIsTheSameEachTime()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var version = await ExportedWorld.AddVersionAsync(world, withLines: false);

        var first = await File.ReadAllBytesAsync(await ExportedWorld.ExportAsync(world, version, new ExportRequest(InterchangeFormat.Coco)), Cancellation);
        var second = await File.ReadAllBytesAsync(await ExportedWorld.ExportAsync(world, version, new ExportRequest(InterchangeFormat.Coco)), Cancellation);

        second.Should().Equal(first);
        using var zip = new ZipArchive(new MemoryStream(first));
        var images = zip.Entries.Where(entry => entry.FullName.StartsWith("images/", StringComparison.Ordinal)).ToList();
        images.Should().HaveCount(6);
        images.Select(entry => entry.Length).Should().OnlyContain(length => length > 0);
        Directory.EnumerateFiles(world.Folder["spool"]).Should().BeEmpty();
    }

    [Fact]
    public async Task Export_WithoutImages_HoldsAnnotationsOnlyAndKeepsNoHash()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var request = new ExportRequest(InterchangeFormat.Yolo, WithImages: false);

        var archive = await ExportedWorld.ExportAsync(world, world.Seed.Version.Id, request);

        using var zip = ZipFile.OpenRead(archive);
        zip.Entries.Select(entry => entry.FullName).Should().BeEquivalentTo("labels/train/a.txt", "data.yaml");
        (await world.Exports.LossAsync(world.Actor, world.Seed.Version.Id, request, Cancellation)).KeepsHash.Should().BeFalse();
    }

    [Fact]
    public async Task Export_LargerThanItsRoom_IsRefusedWithAdvice()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var version = await ExportedWorld.AddVersionAsync(world, withLines: false);
        using var file = new MemoryStream();
        await using var sink = new ZipExportSink(file, world.Folder["spool"], maxBytes: 100);

        var code = await DatasetWorld.RefusedAsync(() => world.Export.ExecuteAsync(world.Actor, version, new ExportRequest(InterchangeFormat.Datumaro), sink, null, Cancellation));

        code.Should().Be("export.too_large");
    }

    [Fact]
    public async Task Export_OfAnotherDepartmentsVersion_IsNotFound()
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var stranger = (await Seed.AddAsync(world.Database, "Other")).Actor;

        var export = () => world.Exports.LossAsync(stranger, world.Seed.Version.Id, new ExportRequest(InterchangeFormat.Coco), Cancellation);

        await export.Should().ThrowAsync<NotFoundException>();
    }
}
