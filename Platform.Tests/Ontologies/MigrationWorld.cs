using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Ontologies;

/// <summary>A draft of two images and a video whose classes take every kind of shape, and the commands that move it to other ontology versions.</summary>
internal sealed class MigrationWorld : IAsyncDisposable
{
    public const string Hand = """{"names":["wrist","thumb","index"],"edges":[[0,1]],"pairs":[]}""";
    public const string Attributes = """[{"name":"stain","type":"select","values":["red","blue"]}]""";

    private static readonly LabelClassInput[] s_old =
    [
        new(null, "rbc", "Red cell", ShapeType.Bbox, "#ff0000", null, Attributes),
        new(null, "wbc", "White cell", ShapeType.Bbox, "#00ff00"),
        new(null, "outline", "Outline", ShapeType.Polygon, "#0000ff"),
        new(null, "hand", "Hand", ShapeType.Keypoints, "#ffff00", Hand),
        new(null, "blurry", "Blurry", null, "#00ffff"),
    ];

    private MigrationWorld(DatasetWorld world) => World = world;

    public DatasetWorld World { get; }

    public Guid OldId { get; private set; }

    public Guid DraftId { get; private set; }

    public Guid First { get; private set; }

    public Guid Second { get; private set; }

    public Guid Video { get; private set; }

    public OntologyMigrationQueries Migrations => new(World.Database.Contexts);

    public ApplyOntologyMigrationCommand Apply => new(World.Database.Contexts, World.Database.Time);

    public UndoOntologyMigrationCommand Undo => new(World.Database.Contexts, World.Database.Time);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<MigrationWorld> CreateAsync(DatabaseEngine engine)
    {
        var migration = new MigrationWorld(await DatasetWorld.CreateAsync(engine));
        var world = migration.World;
        migration.OldId = await migration.AddOntologyAsync("old", s_old);
        migration.DraftId = (await world.CreateDataset.ExecuteAsync(world.Actor, world.Seed.Project.Id, "Cells", null, migration.OldId, Cancellation)).VersionId;
        await using var db = world.Database.Open();
        var split = await db.DatasetSplits.SingleAsync(row => row.DatasetVersionId == migration.DraftId && row.Split == SplitKind.Train, Cancellation);
        Asset NewAsset(AssetType type, char hash) =>
            new(world.Seed.NewId(), migration.DraftId, split.Id, type, $"{hash}.png", $"blob:{hash}", new string(hash, 64), 10, 100, 80, null, world.Database.Time.UtcNow);
        var (first, second, video) = (NewAsset(AssetType.Image, '1'), NewAsset(AssetType.Image, '2'), NewAsset(AssetType.Video, '3'));
        video.DescribeVideo(1000, 25, 25, "h264");
        db.AddRange(first, second, video);
        await db.SaveChangesAsync(Cancellation);
        (migration.First, migration.Second, migration.Video) = (first.Id, second.Id, video.Id);
        return migration;
    }

    public Task<Guid> AddOntologyAsync(string tag, params LabelClassInput[] classes) =>
        new CreateOntologyVersionCommand(World.Database.Contexts, World.Database.Time).ExecuteAsync(World.Actor, World.Seed.Project.Id, tag, classes, Cancellation);

    public async Task<Guid> DrawAsync(Guid assetId, string classKey, string geometry, string? attributes = null, int? frame = null, Guid? track = null)
    {
        await using var db = World.Database.Open();
        var version = await db.DatasetVersions.SingleAsync(row => row.Id == DraftId, Cancellation);
        var labelClass = await db.LabelClasses.SingleAsync(row => row.OntologyVersionId == version.OntologyVersionId && row.Key == classKey, Cancellation);
        var revision = (await db.Assets.SingleAsync(row => row.Id == assetId, Cancellation)).AnnotationsChanged();
        var shape = Annotation.ByHuman(World.Seed.NewId(), assetId, labelClass.Id, labelClass.ShapeType, geometry, "Kim", attributes, revision, World.Database.Time.UtcNow);
        shape.Place(frame, track, 3);
        db.Add(shape);
        await db.SaveChangesAsync(Cancellation);
        return shape.Id;
    }

    public Task<Guid> DrawBoxAsync(Guid assetId, string classKey, double widthPx = 10, string? attributes = null, int? frame = null, Guid? track = null) =>
        DrawAsync(assetId, classKey, FormattableString.Invariant($$"""{"x":1,"y":2,"width":{{widthPx}},"height":10}"""), attributes, frame, track);

    /// <summary>Where everything of the draft stands: class, type, geometry, attributes; by id.</summary>
    public async Task<Dictionary<Guid, Shape>> ShapesAsync()
    {
        await using var db = World.Database.Open();
        var rows = await (
            from row in db.Annotations
            join asset in db.Assets on row.AssetId equals asset.Id
            join labelClass in db.LabelClasses on row.LabelClassId equals labelClass.Id
            where asset.DatasetVersionId == DraftId
            select new { row, labelClass.Key, labelClass.OntologyVersionId }).ToListAsync(Cancellation);
        return rows.ToDictionary(
            found => found.row.Id,
            found => new Shape(found.Key, found.OntologyVersionId, found.row.GeometryType, found.row.Geometry.Replace(" ", "", StringComparison.Ordinal), found.row.Attributes?.Replace(" ", "", StringComparison.Ordinal), found.row.Frame, found.row.TrackId,
                found.row.ZOrder, found.row.Source, found.row.ReviewState, found.row.AnnotatorName));
    }

    public async Task<Guid> OntologyOfDraftAsync() => await World.ReadAsync(db => db.DatasetVersions.Where(row => row.Id == DraftId).Select(row => row.OntologyVersionId).SingleAsync());

    public Task<MigrationPreview> PreviewAsync(Guid to, params ClassRule[] rules) => Migrations.PreviewAsync(World.Actor, DraftId, to, new OntologyMigrationPlan(rules), Cancellation);

    /// <summary>Looks at the preview and applies it.</summary>
    public async Task<AppliedMigration> ApplyAsync(Guid to, params ClassRule[] rules) =>
        await Apply.ExecuteAsync(World.Actor, DraftId, to, new OntologyMigrationPlan(rules), (await PreviewAsync(to, rules)).Token, Cancellation);

    public Task<MigrationUndoCheck> UndoAsync(Guid migrationId, bool keepLaterEdits = false) => Undo.ExecuteAsync(World.Actor, migrationId, keepLaterEdits, Cancellation);

    /// <summary>A rule for each old class; those not named drop nothing, since nothing of them is drawn.</summary>
    public static ClassRule[] Rules(params ClassRule[] rules) =>
        [.. rules, .. s_old.Where(old => rules.All(rule => rule.Source != old.Key)).Select(old => new ClassRule(old.Key, new MigrationTarget(Drop: true)))];

    public static ClassRule To(string source, string target, bool convert = false) => new(source, new MigrationTarget(target, convert));

    public static async Task<string> RefusedAsync(Func<Task> action) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code;

    public ValueTask DisposeAsync() => World.DisposeAsync();

    internal sealed record Shape(
        string Class, Guid OntologyId, ShapeType? Type, string Geometry, string? Attributes, int? Frame, Guid? TrackId, int ZOrder, AnnotationSource Source, ReviewState Review, string? By);
}
