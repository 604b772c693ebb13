using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Data;

public sealed class ConcurrencyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Writers_AtTheSameTime_AllSucceed(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            async () =>
            {
                for (var row = 0; row < 10; row++)
                {
                    await using var db = database.Open();
                    db.Add(new Dataset(seed.NewId(), seed.Project.Id, $"{writer}-{row}", null, database.Time.UtcNow));
                    await db.SaveChangesAsync(Cancellation);
                }
            },
            Cancellation)));

        await using var reader = database.Open();
        (await reader.Datasets.CountAsync(Cancellation)).Should().Be(81);
    }

    [Fact]
    public async Task Sqlite_LockedBeyondTheTimeout_SaysBusyAndLosesNothing()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        var seed = await Seed.AddAsync(database);
        var impatient = TestDatabase.FactoryOf(DatabaseOptions.Sqlite, database.ConnectionString + ";Default Timeout=1");
        await using var holder = database.Open();
        await using var transaction = await holder.Database.BeginTransactionAsync(Cancellation);
        await using var db = await impatient.CreateDbContextAsync(Cancellation);
        db.Add(new Dataset(seed.NewId(), seed.Project.Id, "late", null, database.Time.UtcNow));

        var save = () => db.SaveChangesAsync(Cancellation);

        (await save.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("database.busy");
        (await db.Datasets.CountAsync(Cancellation)).Should().Be(1, "readers never wait for a writer");
        await transaction.RollbackAsync(Cancellation);
        await db.SaveChangesAsync(Cancellation);
        (await db.Datasets.CountAsync(Cancellation)).Should().Be(2);
    }

    [Theory, EveryDatabase]
    public async Task Triggers_MissingAfterADeadMigration_ArePutBackAtStart(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        await using var db = database.Open();
        foreach (var statement in db.DropTriggersSql)
        {
            await db.Database.ExecuteSqlRawAsync(statement, Cancellation);
        }

        await database.ExecuteAsync($"UPDATE annotation SET revision = 7");
        await new DatabaseMigrator(database.Contexts).MigrateAsync(Cancellation);

        var attack = () => database.ExecuteAsync($"UPDATE annotation SET revision = 8");
        await attack.Should().ThrowAsync<System.Data.Common.DbException>();
    }

    [Fact]
    public async Task Sqlite_LockOfADeadMigration_DoesNotBlockTheStart()
    {
        using var folder = new TemporaryFolder();
        var contexts = TestDatabase.FactoryOf(DatabaseOptions.Sqlite, $"Data Source={folder["platform.db"]};Pooling=False");
        await using (var db = contexts.CreateDbContext())
        {
            await db.PrepareMigrationAsync(Cancellation);
            await db.Database.ExecuteSqlAsync($"INSERT INTO \"__EFMigrationsLock\" (\"Id\", \"Timestamp\") VALUES (1, '2026-01-01 00:00:00')", Cancellation);
        }

        await new DatabaseMigrator(contexts).MigrateAsync(Cancellation);

        await using var migrated = contexts.CreateDbContext();
        (await migrated.Projects.CountAsync(Cancellation)).Should().Be(0);
    }
}
