using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Platform.Core.Data;

/// <summary>The database could not be opened or brought up to date; the application must not start.</summary>
public sealed class DatabaseStartupException(string message, Exception cause) : Exception(message, cause);

/// <summary>Brings the schema up to date at start-up, before anything else touches the database.</summary>
public sealed class DatabaseMigrator(IDbContextFactory<PlatformDbContext> contexts)
{
    private static readonly TimeSpan s_staleLockAge = TimeSpan.FromMinutes(2);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            CreateFolder(db);
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                await ApplyAsync(db, cancellationToken);
            }

            // Also when nothing was pending: a process that died between migration and triggers leaves a schema without them.
            await ExecuteAsync(db, db.CreateTriggersSql, cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new DatabaseStartupException(
                $"The database cannot be opened or brought up to date ({db.Database.ProviderName}, {db.Database.GetDbConnection().DataSource}): {failure.Message} "
                + "Check the section Database of the configuration, that the server runs and that the account may create tables.",
                failure);
        }
    }

    private static async Task ApplyAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        await ClearStaleLockAsync(db, cancellationToken);
        if ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
        {
            await ExecuteAsync(db, db.DropTriggersSql, cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>EF guards migrations on SQLite by a row that a killed process leaves behind, and would wait for it for ever.</summary>
    private static async Task ClearStaleLockAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        if (db.Database.IsSqlite())
        {
            var seconds = (int)s_staleLockAge.TotalSeconds;
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL)", cancellationToken);
            await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\" WHERE unixepoch(\"Timestamp\") < unixepoch('now') - {seconds}", cancellationToken);
        }
    }

    private static async Task ExecuteAsync(PlatformDbContext db, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var statement in statements)
        {
            await db.Database.ExecuteSqlRawAsync(statement.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static void CreateFolder(PlatformDbContext db)
    {
        if (db.Database.GetDbConnection() is SqliteConnection connection && Path.GetDirectoryName(connection.DataSource) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }
}
