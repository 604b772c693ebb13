using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.People.Model;
using Platform.Core.Projects.Commands;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Datasets;

public sealed class FreezeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Freeze_OfAReadyDraft_SealsIt(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);

        var frozen = await world.FreezeAsync(world.Seed.Version.Id);

        var details = await world.Datasets.GetVersionAsync(world.Actor, world.Seed.Version.Id, Cancellation);
        details.Version.Should().BeEquivalentTo(new { IsFrozen = true, frozen.ContentSha256 });
        (await world.Freeze.ExecuteAsync(world.Actor, world.Seed.Version.Id, Cancellation)).Should().Be(frozen);
    }

    [Theory, EveryDatabase]
    public async Task Freeze_WithADraftOntology_IsBlockedUntilThatIsFrozen(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);

        var freeze = () => world.Freeze.ExecuteAsync(world.Actor, world.Seed.Version.Id, Cancellation);
        var blocked = (await freeze.Should().ThrowAsync<FreezeBlockedException>()).Which;

        blocked.Check.Issues.Where(issue => issue.IsBlocking).Select(issue => issue.Code).Should().Equal("freeze.ontology_draft");
        blocked.Message.Should().Contain("'v1'").And.Contain("Freeze the ontology version first");
        (await world.ReadAsync(db => db.OntologyVersions.SingleAsync(Cancellation))).IsFrozen.Should().BeFalse("nothing is frozen along without a word");
        await world.FreezeOntologyAsync(world.Seed.Version.Id);
        await freeze.Should().NotThrowAsync();
    }

    [Theory, EveryDatabase]
    public async Task Freeze_OfTheDocumentedExample_GivesTheDocumentedHash(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);

        var frozen = await world.FreezeAsync(world.Seed.Version.Id);

        var lines = await world.Content.StreamManifestAsync(world.Actor, world.Seed.Version.Id, Cancellation).ToListAsync(Cancellation);
        lines.Should().Equal(
            """{"manifest":"dataset","version":1}""",
            """{"class":0,"key":"cell","shape":"bbox"}""",
            $$$"""{"asset":"{{{new string('a', 64)}}}","split":"train","width":100,"height":80,"shapes":[{"class":"cell","type":"bbox","geometry":{"x":1,"y":2,"width":3,"height":4}}]}""");
        frozen.ContentSha256.Should().Be("eeb9de93abe44187ede052ca2e2bc1dcf929ce99888997093b6a4a09af8ddc90");
    }

    [Theory, EveryDatabase]
    public async Task Freeze_OfACopy_GivesTheSameHash(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(5);
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new(0.6, 0.2, 0.2), 1, false, Cancellation);
        await world.Save.ExecuteAsync(world.Actor, assets[2], 0, [SaveAnnotationsTests.Box(world, 1.5, 2, 30.25, 40), SaveAnnotationsTests.Box(world, 0, 0, 10, 10)], [], Cancellation);
        var original = await world.FreezeAsync(version);
        world.Database.Time.Advance(TimeSpan.FromDays(3));

        var copy = await world.CreateDraft.ExecuteAsync(world.Actor, version, null, Cancellation);

        (await world.FreezeAsync(copy)).ContentSha256.Should().Be(original.ContentSha256);
    }

    [Theory, EveryDatabase]
    public async Task Freeze_OfChangedContent_GivesAnotherHash(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var hashes = new List<string>();
        async Task<Guid> CopyAsync() => await world.CreateDraft.ExecuteAsync(world.Actor, world.Seed.Version.Id, null, Cancellation);
        async Task FreezeAsync(Guid version) => hashes.Add((await world.FreezeAsync(version)).ContentSha256);
        async Task<Guid> AssetAsync(Guid version) => (await world.Assets.ListAsync(world.Actor, version, new(), null, 1, Cancellation)).Items[0].Id;

        Guid[] copies = [await CopyAsync(), await CopyAsync(), await CopyAsync()];
        await world.Save.ExecuteAsync(world.Actor, await AssetAsync(copies[0]), 0, [SaveAnnotationsTests.Box(world, 9, 9, 9, 9)], [], Cancellation);
        await world.UploadAsync(copies[1], ("new.png", HeaderCodec.Png(9, 9, "new")));
        await world.AssignSplits.ExecuteAsync(world.Actor, copies[1], new(1, 0, 0), 1, false, Cancellation);
        foreach (var version in copies.Prepend(world.Seed.Version.Id))
        {
            await FreezeAsync(version);
        }

        hashes[3].Should().Be(hashes[0]);
        hashes.Take(3).Should().OnlyHaveUniqueItems();
    }

    [Theory, EveryDatabase]
    public async Task Freeze_OfAnEmptyVersion_ListsEveryReason(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        await world.FreezeOntologyAsync(version);

        var freeze = () => world.Freeze.ExecuteAsync(world.Actor, version, Cancellation);

        var blocked = (await freeze.Should().ThrowAsync<FreezeBlockedException>()).Which;
        blocked.Check.Issues.Where(issue => issue.IsBlocking).Select(issue => issue.Code).Should().Equal("freeze.no_assets");
        blocked.Message.Should().Contain("Upload");
    }

    [Theory, EveryDatabase]
    public async Task Freeze_WithUnassignedImagesAndNoTrainSplit_IsBlockedAndChangesNothing(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, _) = await world.AddDraftAsync(3);

        var check = await world.FreezeChecks.CheckAsync(world.Actor, version, Cancellation);
        var code = await DatasetWorld.RefusedAsync(() => world.Freeze.ExecuteAsync(world.Actor, version, Cancellation));

        check.CanFreeze.Should().BeFalse();
        check.Issues.Select(issue => (issue.Code, issue.IsBlocking)).Should().Equal(
            ("freeze.ontology_draft", true), ("freeze.unassigned_assets", true), ("freeze.empty_train", true), ("freeze.empty_val", false), ("freeze.empty_test", false),
            ("freeze.images_without_shapes", false));
        check.Issues[1].Count.Should().Be(3);
        check.Issues[1].Offenders.Select(offender => offender.FileName).Should().BeEquivalentTo("0.png", "1.png", "2.png");
        code.Should().Be("freeze.blocked");
        (await world.ReadAsync(db => db.DatasetVersions.CountAsync(row => row.IsFrozen, Cancellation))).Should().Be(0);
        (await world.ReadAsync(db => db.OntologyVersions.CountAsync(row => row.IsFrozen, Cancellation))).Should().Be(0);
    }

    [Theory, EveryDatabase]
    public async Task Freeze_WithGeometryBrokenBehindTheProgramsBack_IsBlocked(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await world.FreezeOntologyAsync(world.Seed.Version.Id);
        await world.ReadAsync(db => db.Annotations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Geometry, """{"x":500,"y":2,"width":3,"height":4}"""), Cancellation));

        var check = await world.FreezeChecks.CheckAsync(world.Actor, world.Seed.Version.Id, Cancellation);

        check.Issues.Where(issue => issue.IsBlocking).Select(issue => issue.Code).Should().Equal("freeze.invalid_geometry");
        check.Issues.Single(issue => issue.IsBlocking).Offenders.Should().Equal(new FreezeOffender(world.Seed.Asset.Id, "a.png", world.Seed.Annotation.Id));
        (await DatasetWorld.RefusedAsync(() => world.Freeze.ExecuteAsync(world.Actor, world.Seed.Version.Id, Cancellation))).Should().Be("freeze.blocked");
    }

    [Theory, EveryDatabase]
    public async Task Freeze_WithAModelsShapesUnreviewed_IsBlockedWhereTheProjectDemandsReview(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await world.ReadAsync(db => db.Annotations.ExecuteUpdateAsync(set => set.SetProperty(row => row.ReviewState, ReviewState.Pending), Cancellation));
        async Task<FreezeIssue> IssueAsync() =>
            (await world.FreezeChecks.CheckAsync(world.Actor, world.Seed.Version.Id, Cancellation)).Issues.Single(issue => issue.Code is "freeze.pending_shapes" or "freeze.review_demanded");

        var before = await IssueAsync();
        await new DemandReviewCommand(world.Database.Contexts).ExecuteAsync(world.Actor, world.Seed.Project.Id, true, Cancellation);
        var after = await IssueAsync();

        before.Should().BeEquivalentTo(new { Code = "freeze.pending_shapes", IsBlocking = false, Count = 1 });
        after.Should().BeEquivalentTo(new { Code = "freeze.review_demanded", IsBlocking = true, Count = 1 });
        after.Offenders.Should().Equal(new FreezeOffender(world.Seed.Asset.Id, "a.png", world.Seed.Annotation.Id));
        (await DatasetWorld.RefusedAsync(() => world.Freeze.ExecuteAsync(world.Actor, world.Seed.Version.Id, Cancellation))).Should().Be("freeze.blocked");
    }

    [Theory, EveryDatabase]
    public async Task Check_OfLeaks_WarnsAndDoesNotBlock(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = await world.AddEmptyDraftAsync();
        await world.FreezeOntologyAsync(version);
        var report = await world.UploadAsync(version, ("a.png", HeaderCodec.Png(9, 9, "scene~1")), ("b.png", HeaderCodec.Png(9, 9, "scene~2")));
        await world.Move.ExecuteAsync(world.Actor, version, [report.Added[0].AssetId], SplitKind.Train, Cancellation);
        await world.Move.ExecuteAsync(world.Actor, version, [report.Added[1].AssetId], SplitKind.Test, Cancellation);

        var check = await world.FreezeChecks.CheckAsync(world.Actor, version, Cancellation);

        var leak = check.Issues.Single(issue => issue.Code == "freeze.leak_near_duplicates");
        leak.Should().BeEquivalentTo(new { IsBlocking = false, Count = 1 });
        leak.Offenders.Select(offender => offender.FileName).Should().Equal("a.png", "b.png");
        check.CanFreeze.Should().BeTrue();
    }

    [Theory, EveryDatabase]
    public async Task Freeze_ByAnAnalystOrStranger_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var analyst = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Analyst));
        var stranger = world.Actor with { DepartmentId = Guid.CreateVersion7() };

        (await DatasetWorld.RefusedAsync(() => world.Freeze.ExecuteAsync(analyst, world.Seed.Version.Id, Cancellation))).Should().Be("access.denied");
        (await DatasetWorld.RefusedAsync(() => world.Freeze.ExecuteAsync(stranger, world.Seed.Version.Id, Cancellation))).Should().Be("not_found");
    }

    [Theory, EveryDatabase]
    public async Task Verify_OfTamperedRows_NoticesIt(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var version = world.Seed.Version.Id;
        (await DatasetWorld.RefusedAsync(() => world.Verify.ExecuteAsync(world.Actor, version, false, Cancellation))).Should().Be("dataset.not_frozen");
        await world.FreezeAsync(version);
        (await world.Verify.ExecuteAsync(world.Actor, version, false, Cancellation)).IsIntact.Should().BeTrue();

        foreach (var sql in await world.ReadAsync(db => Task.FromResult(db.DropTriggersSql)))
        {
            await world.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql, Cancellation));
        }

        await world.ReadAsync(db => db.Annotations.ExecuteUpdateAsync(set => set.SetProperty(row => row.Geometry, """{"x":1,"y":2,"width":3,"height":5}"""), Cancellation));

        var verification = await world.Verify.ExecuteAsync(world.Actor, version, false, Cancellation);
        verification.IsIntact.Should().BeFalse();
        verification.ActualSha256.Should().NotBe(verification.ExpectedSha256);
    }

    [Theory, EveryDatabase]
    public async Task Verify_OfDamagedOrMissingFiles_NamesThem(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(3);
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new(1, 0, 0), 1, false, Cancellation);
        await world.FreezeAsync(version);
        (await world.Verify.ExecuteAsync(world.Actor, version, includeBytes: true, Cancellation)).IsIntact.Should().BeTrue();
        await File.WriteAllTextAsync((await world.Media.GetImageAsync(world.Actor, assets[0], Cancellation)).Path, "damaged", Cancellation);
        File.Delete((await world.Media.GetImageAsync(world.Actor, assets[1], Cancellation)).Path);

        var verification = await world.Verify.ExecuteAsync(world.Actor, version, includeBytes: true, Cancellation);

        verification.DamagedFiles.Should().HaveCount(2);
        verification.ActualSha256.Should().Be(verification.ExpectedSha256);
        verification.IsIntact.Should().BeFalse();
    }

    [Theory, EveryDatabase]
    public async Task Freeze_WhileOthersSaveAndUpload_HashesWhatItSeals(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(8);
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new(1, 0, 0), 1, false, Cancellation);
        await world.FreezeOntologyAsync(version);

        var writers = assets.Select((asset, i) => Task.Run(async () =>
        {
            try
            {
                await world.Save.ExecuteAsync(world.Actor, asset, 0, [SaveAnnotationsTests.Box(world, i, 1, 10, 10)], [], Cancellation);
            }
            catch (Core.Shared.DomainRuleException exception) when (exception.Code == "row.frozen")
            {
                // The freeze came first.
            }
        })).ToList();
        var freeze = Task.Run(() => world.Freeze.ExecuteAsync(world.Actor, version, Cancellation));
        await Task.WhenAll(writers.Append(freeze));

        (await world.Verify.ExecuteAsync(world.Actor, version, false, Cancellation)).IsIntact.Should().BeTrue();
    }
}
