using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Platform.Core.Shared;

namespace Platform.Core.Data.Providers.Postgres;

/// <summary>The server database, for teams that write at the same time.</summary>
public sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : PlatformDbContext(options)
{
    public override IReadOnlyList<string> CreateTriggersSql => PostgresTriggers.Create;

    public override IReadOnlyList<string> DropTriggersSql => PostgresTriggers.Drop;

    protected override string JsonColumnType => "jsonb";

    public static DbContextOptions<PostgresDbContext> Options(string connectionString) => new DbContextOptionsBuilder<PostgresDbContext>()
        .UseNpgsql(connectionString)
        .ReplaceService<IMigrationsSqlGenerator, DeferrableNpgsqlMigrationsSqlGenerator>()
        .Options;

    public override DomainRuleException? Translate(Exception failure) => FailureOf<PostgresException>(failure) is { } postgres
        ? postgres.SqlState switch
        {
            PostgresTriggers.SqlState => DatabaseFailures.Frozen(postgres, postgres.MessageText),
            PostgresErrorCodes.UniqueViolation => DatabaseFailures.Duplicate(postgres),
            PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation => DatabaseFailures.Referenced(postgres),
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => DatabaseFailures.Busy(postgres),
            _ => null,
        }
        : null;

    public override string CopiedIdSql(string id) => $"(left({id}::text, 24) || right(gen_random_uuid()::text, 12))::uuid";

    public override string MonthSql(string column) => $"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM')";

    public override string JsonRowsSql(string parameter) => $"(SELECT key::uuid AS id, value AS json FROM jsonb_each({parameter}::jsonb))";

    public override Task LockDatasetVersionAsync(Guid datasetVersionId, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT 1 FROM dataset_version WHERE id = {datasetVersionId} FOR UPDATE", cancellationToken);

    public override Task ShareDatasetVersionAsync(Guid datasetVersionId, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT 1 FROM dataset_version WHERE id = {datasetVersionId} FOR SHARE", cancellationToken);

    /// <returns>What is wrong with a connection string, or null.</returns>
    public static string? Validate(string connectionString)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(connectionString).Host)
                ? "names no host; for example 'Host=localhost;Database=platform;Username=platform'"
                : null;
        }
        catch (ArgumentException error)
        {
            return $"cannot be read: {error.Message}";
        }
    }
}
