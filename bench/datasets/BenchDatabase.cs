using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Data;
using Platform.Core.Datasets.Commands;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Core.People.Commands;
using Platform.Core.Projects.Commands;

namespace DatasetBench;

/// <summary>A database of its own with the platform's schema, triggers and settings, in a folder that is gone afterwards; its rows are made by SQL, since no picture is read here.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private static readonly string[] s_classes = ["cell", "platelet", "wall", "debris", "mark"];

    private readonly string _folder = Directory.CreateTempSubdirectory("platform-bench-").FullName;
    private readonly ServiceProvider _services;

    private BenchDatabase()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = "sqlite",
            ["Database:ConnectionString"] = $"Data Source={Path.Combine(_folder, "platform.db")}",
        }).Build();
        _services = BenchServices.Build(configuration, Path.Combine(_folder, "storage"));
    }

    public Actor Actor { get; private set; } = null!;

    private Guid ProjectId { get; set; }

    private Guid OntologyId { get; set; }

    public static async Task<BenchDatabase> CreateAsync()
    {
        var database = new BenchDatabase();
        await database.Get<DatabaseMigrator>().MigrateAsync(default);
        var userId = await database.Get<FirstPersonSetupCommand>().ExecuteAsync("Ada", "ada@example.com", "Vision", default);
        database.Actor = (await database.Get<ActorResolver>().ResolveAsync(userId, default))!;
        database.ProjectId = await database.Get<CreateProjectCommand>().ExecuteAsync(database.Actor, "Bench", null, null, default);
        database.OntologyId = await database.Get<CreateOntologyVersionCommand>().ExecuteAsync(
            database.Actor, database.ProjectId, "v1", [.. s_classes.Select(key => new LabelClassInput(null, key, null, ShapeType.Bbox, "#ff0000"))], default);
        return database;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A draft of that many pictures in train, val and test, each with that many boxes.</summary>
    public async Task<Guid> AddVersionAsync(string name, int assets, int boxesOfAsset)
    {
        var version = (await Get<CreateDatasetCommand>().ExecuteAsync(Actor, ProjectId, name, null, null, default)).VersionId;
        await using var db = await Get<IDbContextFactory<PlatformDbContext>>().CreateDbContextAsync();
        await ExecuteAsync(db, AssetsSql, version, assets);
        if (boxesOfAsset > 0)
        {
            await ExecuteAsync(db, AnnotationsSql, version, boxesOfAsset);
        }

        await ExecuteAsync(db, "ANALYZE", version, 0);
        return version;
    }

    /// <summary>The ontology that all versions use.</summary>
    public Task FreezeOntologyAsync() => Get<FreezeOntologyVersionCommand>().ExecuteAsync(Actor, OntologyId, default);

    /// <summary>A copy of the ontology with two classes fewer, and a plan for the way there: one kept, one merged, one divided by area, one dropped.</summary>
    public async Task<(Guid OntologyId, OntologyMigrationPlan Plan)> AddOntologyCopyAsync()
    {
        const double LargePx = 5000;
        var copy = await Get<CopyOntologyVersionCommand>().ExecuteAsync(Actor, OntologyId, "v2", default);
        var classes = (await Get<OntologyQueries>().GetAsync(Actor, copy, default)).Classes;
        await Get<SaveLabelClassesCommand>().ExecuteAsync(
            Actor, copy, [.. classes.Where(row => row.Key is not "platelet" and not "debris").Select(row => new LabelClassInput(row.Id, row.Key, row.DisplayName, row.ShapeType, row.Color))], default);
        return (copy, new OntologyMigrationPlan(
        [
            new ClassRule("cell", new MigrationTarget("cell")),
            new ClassRule("platelet", new MigrationTarget("cell")),
            new ClassRule("wall", new MigrationTarget("wall"), [new MigrationBranch(new MigrationCondition(MigrationConditionKind.AreaAbove, AreaPx: LargePx), new MigrationTarget("mark"))]),
            new ClassRule("debris", new MigrationTarget(Drop: true)),
            new ClassRule("mark", new MigrationTarget("mark")),
        ]));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    // Ids sort by the numbers of their rows, as those of uploads sort by time.
    private const string AssetsSql = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count)
        INSERT INTO asset (id, dataset_version_id, dataset_split_id, type, file_name, storage_uri, sha256, bytes, width, height, revision, work_state, perceptual_hash, created_at)
        SELECT upper(printf('01900000-%04x-7%03x-8000-', i >> 12, i & 4095) || substr(lower(hex(randomblob(6))), 1, 12)), $version,
               (SELECT id FROM dataset_split WHERE dataset_version_id = $version AND split = CASE i % 10 WHEN 0 THEN 'test' WHEN 1 THEN 'val' ELSE 'train' END),
               'image', printf('camera-%d/%07d.jpg', i % 20, i), 'local:bench', lower(hex(randomblob(32))), 100000, 1920, 1080, 1, 'done', random(), '2026-01-01 00:00:00'
        FROM n
        """;

    private const string AnnotationsSql = """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $count),
        c AS (SELECT id, sort_order FROM label_class WHERE ontology_version_id = (SELECT ontology_version_id FROM dataset_version WHERE id = $version))
        INSERT INTO annotation (id, asset_id, label_class_id, geometry_type, geometry, is_normalized, source, annotator_name, z_order, review_state, revision, created_at)
        SELECT upper(substr(a.id, 1, 24) || lower(hex(randomblob(6)))), a.id, (SELECT id FROM c WHERE sort_order = (a.rowid + n.i) % 5), 'bbox',
               printf('{"x":%d.%d,"y":%d,"width":%d,"height":%d}', abs(random() % 1700), abs(random() % 10), abs(random() % 900), 10 + abs(random() % 150), 10 + abs(random() % 120)),
               0, 'human', CASE n.i % 3 WHEN 0 THEN 'Kim' ELSE 'Lee' END, 0, 'accepted', 1, '2026-01-01 00:00:00'
        FROM asset a, n WHERE a.dataset_version_id = $version ORDER BY a.id
        """;

    private static async Task ExecuteAsync(PlatformDbContext db, string sql, Guid version, int count)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.Parameters.Add(new SqliteParameter("$version", version.ToString().ToUpper(CultureInfo.InvariantCulture)));
        command.Parameters.Add(new SqliteParameter("$count", count));
        await command.ExecuteNonQueryAsync();
    }
}
