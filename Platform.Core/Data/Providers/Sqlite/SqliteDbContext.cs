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

    public override string CopiedIdSql(string id) => $"substr({id}, 1, 24) || hex(randomblob(6))";

    /// <summary>
    /// Guards and checks of each row cost a third of the time of a large copy. The guards' absence is part of the transaction, which holds the file's only write lock;
    /// the checks have held for the rows that are copied.
    /// </summary>
    public override async Task CopyIntoOwnVersionAsync(Func<Task> copy, CancellationToken cancellationToken)
    {
        if (Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Rows are copied inside a transaction.");
        }

        await RunAsync([.. SqliteTriggers.DropInserts, SqliteConnectionInterceptor.ForCopies], cancellationToken);
        try
        {
            await copy();
        }
        finally
        {
            await RunAsync([SqliteConnectionInterceptor.ForEverythingElse], CancellationToken.None);
        }

        await RunAsync(SqliteTriggers.CreateInserts, cancellationToken);
    }

    public override string MonthSql(string column) => $"substr({column}, 1, 7)";

    public override string JsonRowsSql(string parameter) => $"(SELECT upper(key) AS id, value AS json FROM json_each({parameter}))";

    /// <summary>Nothing to do: a transaction that writes holds the file's only write lock from its beginning.</summary>
    public override Task LockDatasetVersionAsync(Guid datasetVersionId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="LockDatasetVersionAsync"/>
    public override Task ShareDatasetVersionAsync(Guid datasetVersionId, CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task PrepareMigrationAsync(CancellationToken cancellationToken)
    {
        if (Path.GetDirectoryName(Database.GetDbConnection().DataSource) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        // EF guards migrations on SQLite by a row that a killed process leaves behind, and would wait for it for ever.
        await Database.ExecuteSqlRawAsync(
            "CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)",
            cancellationToken);
        await Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\" WHERE unixepoch(\"Timestamp\") < unixepoch('now') - 120", cancellationToken);
    }

    /// <returns>What is wrong with a connection string, or null.</returns>
    public static string? Validate(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString).DataSource.Length > 0 ? null : "names no file; for example 'Data Source=data/platform.db'";
        }
        catch (ArgumentException error)
        {
            return $"cannot be read: {error.Message}";
        }
    }

    private async Task RunAsync(IEnumerable<string> statements, CancellationToken cancellationToken)
    {
        foreach (var sql in statements)
        {
            await Database.ExecuteSqlRawAsync(sql, cancellationToken);
        }
    }
}
