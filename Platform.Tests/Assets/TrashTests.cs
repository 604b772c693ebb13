using Microsoft.EntityFrameworkCore;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Commands;
using Platform.Core.People.Model;
using Platform.Core.Reviews;
using Platform.Core.Shared;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Assets;

/// <summary>Deleted images: out of everything, back as they were, or gone.</summary>
public sealed class TrashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Assets_DeletedAndRestored_AreAsTheyWere(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await LabelledAsync(world);
        var before = await VersionContent.ReadAsync(world.Database, version);

        (await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[0], assets[1], world.Seed.Asset.Id], Cancellation)).Should().Be(2, "the third is in another version");
        (await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[0]], Cancellation)).Should().Be(0, "it is gone already");
        var trash = await world.Trash.ListAsync(world.Actor, version, 0, 10, Cancellation);
        var restored = await world.RestoreAssets.ExecuteAsync(world.Actor, version, [assets[0], assets[1], world.Seed.Asset.Id], Cancellation);

        trash.Total.Should().Be(2);
        trash.Items.Single(item => item.Id == assets[0]).Should().BeEquivalentTo(new { FileName = "0.png", Width = 100, Height = 80, AnnotationCount = 2, TrashedBy = world.Actor.Name, IsBack = false });
        restored.Should().Be(new RestoredAssets(2, 0));
        (await VersionContent.ReadAsync(world.Database, version)).Should().Equal(before);
        (await world.Trash.CountAsync(world.Actor, version, Cancellation)).Should().Be(0);
        (await world.ReadAsync(db => db.TrashedAnnotations.CountAsync(Cancellation))).Should().Be(0);
        (await world.ReadAsync(db => db.TrashedComments.CountAsync(Cancellation))).Should().Be(0);
    }

    [Theory, EveryDatabase]
    public async Task DeletedAssets_CountNowhere(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await LabelledAsync(world);
        await world.Tag.ExecuteAsync(world.Actor, version, [assets[0]], "night", Cancellation);

        await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[0]], Cancellation);

        var details = await world.Datasets.GetVersionAsync(world.Actor, version, Cancellation);
        (details.Version.AssetCount, details.Version.AnnotationCount, details.Splits.Sum(split => split.Assets), details.Classes.Single().Total).Should().Be((3, 1, 3, 1));
        (await world.Assets.CountAsync(world.Actor, version, new(), Cancellation)).Should().Be(3);
        (await world.Assets.ListIdsAsync(world.Actor, version, new(), Cancellation)).Should().NotContain(assets[0]);
        (await world.Work.CountAsync(world.Actor, version, Cancellation)).Total.Should().Be(3);
        (await world.Facets.GetAsync(world.Actor, version, Cancellation)).Tags.Should().BeEmpty();
        (await world.Statistics.GetAsync(world.Actor, version, Cancellation)).Annotators.Sum(annotator => annotator.Shapes).Should().Be(1);
        (await world.Content.StreamManifestAsync(world.Actor, version, Cancellation).Where(line => line.StartsWith("{\"asset\"", StringComparison.Ordinal)).CountAsync(Cancellation)).Should().Be(3);
        var copy = await world.CreateDraft.ExecuteAsync(world.Actor, version, null, Cancellation);
        (await world.Assets.CountAsync(world.Actor, copy, new(), Cancellation)).Should().Be(3);
        (await world.Trash.CountAsync(world.Actor, copy, Cancellation)).Should().Be(0);
        (await DatasetWorld.RefusedAsync(() => world.Annotations.GetDocumentAsync(world.Actor, assets[0], Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => world.Save.ExecuteAsync(world.Actor, assets[0], 2, [], [], Cancellation))).Should().Be("not_found");
    }

    [Theory, EveryDatabase]
    public async Task Freeze_WithATrash_HashesAsIfItHadNeverBeen_AndEmptiesIt(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await LabelledAsync(world);
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new(1, 0, 0), 1, false, Cancellation);
        await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[3]], Cancellation);
        var clean = await world.CreateDraft.ExecuteAsync(world.Actor, version, null, Cancellation);

        var issue = (await world.FreezeChecks.CheckAsync(world.Actor, version, Cancellation)).Issues.Single(issue => issue.Code == "freeze.trash");
        var frozen = await world.FreezeAsync(version);

        issue.Should().BeEquivalentTo(new { IsBlocking = false, Count = 1 });
        frozen.ContentSha256.Should().Be((await world.FreezeAsync(clean)).ContentSha256);
        (await world.Trash.CountAsync(world.Actor, version, Cancellation)).Should().Be(0);
        (await DatasetWorld.RefusedAsync(() => world.RestoreAssets.ExecuteAsync(world.Actor, version, [assets[3]], Cancellation))).Should().Be("row.frozen");
        (await DatasetWorld.RefusedAsync(() => world.EmptyTrash.ExecuteAsync(world.Actor, version, null, Cancellation))).Should().Be("row.frozen");
        (await DatasetWorld.RefusedAsync(() => world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[0]], Cancellation))).Should().Be("row.frozen");
    }

    [Theory, EveryDatabase]
    public async Task Freeze_ThatIsBlocked_LeavesTheTrash(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await LabelledAsync(world);
        await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[0]], Cancellation);

        (await DatasetWorld.RefusedAsync(() => world.Freeze.ExecuteAsync(world.Actor, version, Cancellation))).Should().Be("freeze.blocked");

        (await world.RestoreAssets.ExecuteAsync(world.Actor, version, null, Cancellation)).Restored.Should().Be(1);
    }

    [Theory, EveryDatabase]
    public async Task File_UploadedAgain_StaysAndItsOldAssetWaitsInTheTrash(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await LabelledAsync(world);
        await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[0]], Cancellation);
        var again = (await world.UploadAsync(version, ("0.png", HeaderCodec.Png(100, 80, "image 0")))).Added.Single().AssetId;

        (await world.RestoreAssets.ExecuteAsync(world.Actor, version, null, Cancellation)).Should().Be(new RestoredAssets(0, 1));
        (await world.Trash.ListAsync(world.Actor, version, 0, 10, Cancellation)).Items.Single().IsBack.Should().BeTrue();
        world.Database.Time.Advance(TimeSpan.FromMinutes(1));
        await world.DeleteAssets.ExecuteAsync(world.Actor, version, [again], Cancellation);
        (await world.RestoreAssets.ExecuteAsync(world.Actor, version, null, Cancellation)).Should().Be(new RestoredAssets(1, 1));

        (await world.Assets.ListIdsAsync(world.Actor, version, new(), Cancellation)).Should().Contain(again).And.NotContain(assets[0], "the last deleted comes back");
    }

    [Theory, EveryDatabase]
    public async Task Trash_Emptied_IsGoneForGood(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await LabelledAsync(world);
        await world.DeleteAssets.ExecuteAsync(world.Actor, version, assets, Cancellation);

        (await world.EmptyTrash.ExecuteAsync(world.Actor, version, [assets[0], world.Seed.Asset.Id], Cancellation)).Should().Be(1);
        (await world.EmptyTrash.ExecuteAsync(world.Actor, version, null, Cancellation)).Should().Be(3);

        (await world.RestoreAssets.ExecuteAsync(world.Actor, version, assets, Cancellation)).Should().Be(new RestoredAssets(0, 0));
        (await world.ReadAsync(db => db.TrashedAnnotations.CountAsync(Cancellation))).Should().Be(0);
        (await world.ReadAsync(db => db.TrashedComments.CountAsync(Cancellation))).Should().Be(0);
        (await world.ReadAsync(db => db.Annotations.CountAsync(Cancellation))).Should().Be(1, "that of the other version");
    }

    [Theory, EveryDatabase]
    public async Task Thumbnail_OfADeletedAsset_IsShownToThoseWhoMaySeeTheVersion(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await LabelledAsync(world);
        await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[0]], Cancellation);

        File.Exists((await world.Media.GetTrashedThumbnailAsync(world.Actor, version, assets[0], 128, Cancellation)).Path).Should().BeTrue();
        (await DatasetWorld.RefusedAsync(() => world.Media.GetTrashedThumbnailAsync(world.Actor, world.Seed.Version.Id, assets[0], 128, Cancellation))).Should().Be("not_found");
    }

    [Theory, EveryDatabase]
    public async Task Trash_OfAnotherDepartment_OrForThoseWhoOnlyLabel_IsRefused(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await LabelledAsync(world);
        await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[0]], Cancellation);
        var stranger = world.Actor with { DepartmentId = Guid.CreateVersion7() };
        var analyst = await world.ReadAsync(db => world.Seed.AddMemberAsync(db, UserRole.Analyst));

        foreach (var (actor, code) in new[] { (stranger, "not_found"), (analyst, "access.denied") })
        {
            (await DatasetWorld.RefusedAsync(() => world.DeleteAssets.ExecuteAsync(actor, version, [assets[1]], Cancellation))).Should().Be(code);
            (await DatasetWorld.RefusedAsync(() => world.RestoreAssets.ExecuteAsync(actor, version, null, Cancellation))).Should().Be(code);
            (await DatasetWorld.RefusedAsync(() => world.EmptyTrash.ExecuteAsync(actor, version, null, Cancellation))).Should().Be(code);
        }

        (await DatasetWorld.RefusedAsync(() => world.Trash.ListAsync(stranger, version, 0, 1, Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => world.Trash.CountAsync(stranger, version, Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => world.Media.GetTrashedThumbnailAsync(stranger, version, assets[0], 128, Cancellation))).Should().Be("not_found");
    }

    [Theory, EveryDatabase]
    public async Task Restore_AfterTheDraftMovedToAnotherOntology_TakesItsClasses(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await LabelledAsync(world);
        await world.DeleteAssets.ExecuteAsync(world.Actor, version, [assets[0]], Cancellation);
        var copy = await new CopyOntologyVersionCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(world.Actor, world.Seed.Ontology.Id, "v2", Cancellation);
        await world.ReadAsync(db => db.DatasetVersions.Where(row => row.Id == version).ExecuteUpdateAsync(set => set.SetProperty(row => row.OntologyVersionId, copy), Cancellation));

        await world.RestoreAssets.ExecuteAsync(world.Actor, version, null, Cancellation);

        var classes = await world.ReadAsync(db => db.Annotations.Where(row => row.AssetId == assets[0]).Join(db.LabelClasses, row => row.LabelClassId, row => row.Id, (_, row) => row.OntologyVersionId).Distinct().ToListAsync(Cancellation));
        classes.Should().Equal(copy);
    }

    [Theory, EveryDatabase]
    public async Task Class_OfShapesInTheTrash_IsNotDeleted(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        await world.DeleteAssets.ExecuteAsync(world.Actor, world.Seed.Version.Id, [world.Seed.Asset.Id], Cancellation);

        var save = () => new SaveLabelClassesCommand(world.Database.Contexts, world.Database.Time).ExecuteAsync(world.Actor, world.Seed.Ontology.Id, [], Cancellation);

        (await save.Should().ThrowAsync<DomainRuleException>()).Which.Should().Match<DomainRuleException>(refusal => refusal.Code == "label_class.used" && refusal.Message.Contains("trash (1)"));
    }

    [Theory, EveryDatabase]
    public async Task Tables_OfTheTrash_HaveEveryColumnOfTheLiveOnes(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var db = database.Open();
        foreach (var (live, trashed) in new[] { ("asset", "trashed_asset"), ("annotation", "trashed_annotation"), ("review_comment", "trashed_review_comment") })
        {
            (await ColumnsAsync(trashed)).Should().Contain(await ColumnsAsync(live), "what is deleted comes back whole");
        }

        Task<List<string>> ColumnsAsync(string table) => engine == DatabaseEngine.Sqlite
            ? db.Database.SqlQuery<string>($"SELECT name || ' ' || type || ' ' || \"notnull\" AS \"Value\" FROM pragma_table_info({table})").ToListAsync(Cancellation)
            : db.Database.SqlQuery<string>($"SELECT column_name || ' ' || data_type || ' ' || is_nullable AS \"Value\" FROM information_schema.columns WHERE table_name = {table}").ToListAsync(Cancellation);
    }

    /// <summary>Four images: two boxes, a comment, a tag and an assignee on the first, a box on the second.</summary>
    private static async Task<(Guid VersionId, IReadOnlyList<Guid> AssetIds)> LabelledAsync(DatasetWorld world)
    {
        var (version, assets) = await world.AddDraftAsync(4);
        await world.Save.ExecuteAsync(world.Actor, assets[0], 0, [SaveAnnotationsTests.Box(world, 1.25, 2, 30, 40), SaveAnnotationsTests.Box(world, 5, 5, 10, 10)], [], Cancellation);
        await world.Save.ExecuteAsync(world.Actor, assets[1], 0, [SaveAnnotationsTests.Box(world, 3, 3, 9, 9)], [], Cancellation);
        await world.AddComment.ExecuteAsync(world.Actor, assets[0], new NewComment("Look here", 3.5, 4.25), Cancellation);
        await world.Tag.ExecuteAsync(world.Actor, version, [assets[1]], "dark", Cancellation);
        await world.Untag.ExecuteAsync(world.Actor, version, [assets[1]], "dark", Cancellation);
        await world.Move.ExecuteAsync(world.Actor, version, [assets[0]], SplitKind.Val, Cancellation);
        await world.Assign.ExecuteAsync(world.Actor, version, [assets[0]], world.Actor.UserId, Cancellation);
        await world.SetWorkState.ExecuteAsync(world.Actor, assets[0], WorkState.Done, null, null, Cancellation);
        return (version, assets);
    }
}
