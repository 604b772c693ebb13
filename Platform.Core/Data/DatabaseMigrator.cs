using Microsoft.EntityFrameworkCore;

namespace Platform.Core.Data;

/// <summary>The database could not be opened or brought up to date; the application must not start.</summary>
public sealed class DatabaseStartupException(string message, Exception cause) : Exception(message, cause);

/// <summary>Brings the schema up to date at start-up, before anything else touches the database.</summary>
public sealed class DatabaseMigrator(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            await db.PrepareMigrationAsync(cancellationToken);
            if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            {
                if ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
                {
                    await ExecuteAsync(db, db.DropTriggersSql, cancellationToken);
                }

                await db.Database.MigrateAsync(cancellationToken);
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

    private static async Task ExecuteAsync(PlatformDbContext db, IReadOnlyList<string> statements, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var statement in statements)
        {
            await db.Database.ExecuteSqlRawAsync(statement, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
