using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Platform.Core.Shared;

namespace Platform.Core.Data.Providers.Sqlite;

/// <summary>The embedded default: one file, one writer at a time, readers never wait.</summary>
public sealed class SqliteDbContext(DbContextOptions<SqliteDbContext> options) : PlatformDbContext(options)
{
    public override IReadOnlyList<string> CreateTriggersSql => SqliteTriggers.Create;

    public override IReadOnlyList<string> DropTriggersSql => SqliteTriggers.Drop;

    protected override string JsonColumnType => "TEXT";

    public static DbContextOptions<SqliteDbContext> Options(string connectionString) => new DbContextOptionsBuilder<SqliteDbContext>()
        .UseSqlite(connectionString)
        .ReplaceService<IMigrationsSqlGenerator, DeferrableSqliteMigrationsSqlGenerator>()
        .AddInterceptors(new SqliteConnectionInterceptor())
        .Options;

    public override DomainRuleException? Translate(Exception failure) => FailureOf<SqliteException>(failure) is { } sqlite ? SqliteFailures.Translate(sqlite) : null;

    /// <summary>Nothing to do: a transaction that writes holds the file's only write lock from its beginning.</summary>
    public override Task LockDatasetVersionAsync(Guid datasetVersionId, CancellationToken cancellationToken) => Task.CompletedTask;
}
