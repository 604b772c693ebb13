using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Platform.Core.Data;

namespace Platform.Tests.Support;

/// <summary>
/// An empty, migrated database of a test's own. The schema is migrated once a run into a template that each test copies.
/// PostgreSQL is the server of PLATFORM_TEST_POSTGRES (scripts/start-postgres.sh prints it); without it such tests skip.
/// </summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> s_sqliteTemplate = new(CreateSqliteTemplateAsync);
    private static readonly Lazy<Task<string>> s_postgresTemplate = new(CreatePostgresTemplateAsync);
    private static int s_count;

    private readonly Func<Task> _drop;

    private TestDatabase(DatabaseEngine engine, string provider, string connectionString, Func<Task> drop)
    {
        Engine = engine;
        ConnectionString = connectionString;
        Contexts = FactoryOf(provider, connectionString, Time);
        _drop = drop;
    }

    public DatabaseEngine Engine { get; }

    public string ConnectionString { get; }

    public IDbContextFactory<PlatformDbContext> Contexts { get; }

    public TestTime Time { get; } = new();

    private static string? Server => Environment.GetEnvironmentVariable("PLATFORM_TEST_POSTGRES");

    public static async Task<TestDatabase> CreateAsync(DatabaseEngine engine)
    {
        if (engine == DatabaseEngine.Sqlite)
        {
            var folder = new TemporaryFolder();
            var file = folder["platform.db"];
            File.Copy(await s_sqliteTemplate.Value, file);
            return new TestDatabase(engine, DatabaseOptions.Sqlite, $"Data Source={file};Pooling=False", () =>
            {
                folder.Dispose();
                return Task.CompletedTask;
            });
        }

        Assert.SkipUnless(Server is { Length: > 0 }, "PLATFORM_TEST_POSTGRES names no PostgreSQL server; scripts/start-postgres.sh starts one.");
        var template = await s_postgresTemplate.Value;
        var name = NextName("test");
        await ExecuteOnServerAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new TestDatabase(engine, DatabaseOptions.Postgres, ConnectionTo(name), () => ExecuteOnServerAsync($"DROP DATABASE {name} WITH (FORCE)"));
    }

    /// <summary>A context factory as the application makes it.</summary>
    public static IDbContextFactory<PlatformDbContext> FactoryOf(string provider, string connectionString, TimeProvider? time = null) =>
        new PlatformDbContextFactory(Options.Create(new DatabaseOptions { Provider = provider, ConnectionString = connectionString }), time ?? TimeProvider.System);

    public PlatformDbContext Open() => Contexts.CreateDbContext();

    /// <summary>Runs raw SQL, as somebody with a database client would.</summary>
    public async Task<int> ExecuteAsync(FormattableString sql)
    {
        await using var db = Open();
        return await db.Database.ExecuteSqlAsync(sql);
    }

    public async ValueTask DisposeAsync() => await _drop();

    private static string NextName(string prefix) => $"{prefix}_{Environment.ProcessId}_{Interlocked.Increment(ref s_count)}";

    // Pooling off: hundreds of databases would each keep idle connections.
    private static string ConnectionTo(string database) => new NpgsqlConnectionStringBuilder(Server) { Database = database, Pooling = false }.ConnectionString;

    private static async Task<string> CreateSqliteTemplateAsync()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("platform-template-").FullName, "template.db");
        await new DatabaseMigrator(FactoryOf(DatabaseOptions.Sqlite, $"Data Source={file};Pooling=False")).MigrateAsync(CancellationToken.None);
        return file;
    }

    private static async Task<string> CreatePostgresTemplateAsync()
    {
        var name = NextName("template");
        await ExecuteOnServerAsync($"CREATE DATABASE {name}");
        await new DatabaseMigrator(FactoryOf(DatabaseOptions.Postgres, ConnectionTo(name))).MigrateAsync(CancellationToken.None);
        return name;
    }

    private static async Task ExecuteOnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionTo("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
