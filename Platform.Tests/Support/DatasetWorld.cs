using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Assets.Queries;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Core.Imaging;
using Platform.Core.Reviews.Commands;
using Platform.Core.Reviews.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Core.Video;

namespace Platform.Tests.Support;

/// <summary>A database with <see cref="Seed"/>, a store in a temporary folder, and the commands and queries of datasets over both.</summary>
public sealed class DatasetWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private DatasetWorld(TestDatabase database, Seed seed, IImageCodec codec)
    {
        Database = database;
        Seed = seed;
        Codec = codec;
        Store = new LocalBlobStore(_folder["store"], TimeProvider.System);
        Cache = new BlobCache(Store, _folder["cache"]);
        Derived = new DerivedFiles(_folder["derived"], long.MaxValue);
        Probe = new VideoProbe(VideoOptions);
        Indexes = new VideoIndexes(Cache, Probe);
        Frames = new VideoFrames(VideoOptions, Indexes, Cache, _folder["frames"], NullLogger<VideoFrames>.Instance);
    }

    public TestDatabase Database { get; }

    public Seed Seed { get; }

    public IImageCodec Codec { get; }

    public LocalBlobStore Store { get; }

    public BlobCache Cache { get; }

    public DerivedFiles Derived { get; }

    /// <summary>May be changed before videos are read.</summary>
    public VideoOptions VideoOptions { get; } = new();

    public VideoProbe Probe { get; }

    public VideoIndexes Indexes { get; }

    public VideoFrames Frames { get; }

    public TemporaryFolder Folder => _folder;

    public Actor Actor => Seed.Actor;

    /// <summary>May do everything, as the person who installs the platform.</summary>
    public Actor Admin => Seed.Actor with { Role = Core.People.Model.UserRole.Admin };

    public CreateDatasetCommand CreateDataset => new(Database.Contexts, Database.Time);

    public CreateDraftVersionCommand CreateDraft => new(Database.Contexts, Database.Time);

    public AssignSplitsCommand AssignSplits => new(Database.Contexts);

    public SplitByListsCommand SplitByLists => new(Database.Contexts);

    public SetGroupKeysCommand SetGroupKeys => new(Database.Contexts);

    public LeakQueries Leaks => new(Database.Contexts);

    public VersionDiffQueries Diffs => new(Database.Contexts);

    public StatisticsQueries Statistics => new(Database.Contexts);

    public TagAssetsCommand Tag => new(Database.Contexts);

    public UntagAssetsCommand Untag => new(Database.Contexts);

    public AssetFacetQueries Facets => new(Database.Contexts);

    public MoveAssetsCommand Move => new(Database.Contexts);

    public FreezeDatasetVersionCommand Freeze => new(Database.Contexts);

    public VerifyDatasetVersionCommand Verify => new(Database.Contexts, Store);

    public DatasetQueries Datasets => new(Database.Contexts);

    public FreezeCheckQueries FreezeChecks => new(Database.Contexts);

    public DatasetContentQueries Content => new(Database.Contexts);

    public VideoIngest Videos => new(Store, Probe, Indexes, VideoOptions, _folder["incoming"]);

    public IngestAssetsCommand Ingest => new(Database.Contexts, Store, Codec, Videos, Quotas, Database.Time);

    public Core.Departments.Queries.DepartmentQuotaGate Quotas => field ??= new(Database.Contexts, Database.Time);

    public ImportAnnotationsCommand Import => new(Database.Contexts, Database.Time);

    public ImportQueries Imports => new(Database.Contexts);

    public Core.Interchange.Commands.ExportVersionCommand Export => new(Database.Contexts, Store, Frames);

    public Core.Interchange.Queries.ExportQueries Exports => new(Database.Contexts, Store);

    public IngestFolderCommand IngestFolder => new(Ingest, Import);

    public DeleteAssetsCommand DeleteAssets => new(Database.Contexts, Database.Time);

    public RestoreAssetsCommand RestoreAssets => new(Database.Contexts);

    public EmptyTrashCommand EmptyTrash => new(Database.Contexts);

    public TrashQueries Trash => new(Database.Contexts);

    public AssetQueries Assets => new(Database.Contexts);

    public SiblingQueries Siblings => new(Database.Contexts);

    public AssetMediaQueries Media => new(Database.Contexts, Cache, Derived, Codec, Frames);

    public AssetFrameQueries AssetFrames => new(Database.Contexts, Frames);

    public WorkQueries Work => new(Database.Contexts);

    public SetWorkStateCommand SetWorkState => new(Database.Contexts, Database.Time);

    public AssignAssetsCommand Assign => new(Database.Contexts);

    public CommentQueries Comments => new(Database.Contexts);

    public AddCommentCommand AddComment => new(Database.Contexts, Database.Time);

    public SettleCommentCommand SettleComment => new(Database.Contexts, Database.Time);

    public DeleteCommentCommand DeleteComment => new(Database.Contexts);

    public AnnotationQueries Annotations => new(Database.Contexts, Tiles);

    public SaveAnnotationsCommand Save => new(Database.Contexts, Tiles, Database.Time);

    public Core.Tiles.TileOptions Tiles { get; } = new();

    public AddModelAnnotationsCommand AddModelAnnotations => new(Database.Contexts, Database.Time);

    public StandingBoxQueries StandingBoxes => new(Database.Contexts);

    public FillBoxesCommand FillBoxes => new(Database.Contexts);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DatasetWorld> CreateAsync(DatabaseEngine engine, IImageCodec? codec = null)
    {
        var database = await TestDatabase.CreateAsync(engine);
        return new DatasetWorld(database, await Seed.AddAsync(database), codec ?? new HeaderCodec());
    }

    /// <summary>A dataset of its own with an empty draft.</summary>
    public async Task<Guid> AddEmptyDraftAsync(string name = "Empty") =>
        (await CreateDataset.ExecuteAsync(Actor, Seed.Project.Id, name, null, Seed.Ontology.Id, Cancellation)).VersionId;

    /// <summary>A draft with that many images of 100×80 pixels, named 0.png, 1.png, …</summary>
    public async Task<(Guid VersionId, IReadOnlyList<Guid> AssetIds)> AddDraftAsync(int images, string name = "Draft")
    {
        var version = await AddEmptyDraftAsync(name);
        var report = await UploadAsync(version, [.. Enumerable.Range(0, images).Select(i => ($"{i}.png", HeaderCodec.Png(100, 80, $"image {i}")))]);
        return (version, [.. report.Added.Select(asset => asset.AssetId)]);
    }

    public Task<IngestReport> UploadAsync(Guid versionId, params (string Name, byte[] Bytes)[] files) => Ingest.ExecuteAsync(
        Actor, versionId, UploadSource.Of(files.Select(file => new NamedUpload(file.Name, _ => ValueTask.FromResult<Stream>(new MemoryStream(file.Bytes))))), null, Cancellation);

    public static async Task<string> RefusedAsync(Func<Task> action) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code;

    public async Task FreezeOntologyAsync(Guid versionId) => await new Core.Ontologies.Commands.FreezeOntologyVersionCommand(Database.Contexts).ExecuteAsync(
        Actor, await ReadAsync(db => db.DatasetVersions.Where(version => version.Id == versionId).Select(version => version.OntologyVersionId).SingleAsync(Cancellation)), Cancellation);

    /// <summary>Freezes the version's ontology, then the version.</summary>
    public async Task<FrozenVersion> FreezeAsync(Guid versionId)
    {
        await FreezeOntologyAsync(versionId);
        return await Freeze.ExecuteAsync(Actor, versionId, Cancellation);
    }

    public async Task<T> ReadAsync<T>(Func<Core.Data.PlatformDbContext, Task<T>> read)
    {
        await using var db = await Database.Contexts.CreateDbContextAsync(Cancellation);
        return await read(db);
    }

    public async ValueTask DisposeAsync()
    {
        await Frames.DisposeAsync();
        Probe.Dispose();
        await Database.DisposeAsync();
        _folder.Dispose();
    }
}
