using Microsoft.EntityFrameworkCore;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Data;

public sealed class FreezeRaceTests
{
    [Fact]
    public async Task Postgres_AssetAddedWhileVersionIsBeingFrozen_WaitsAndIsRefused()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Postgres);
        var seed = await Seed.AddAsync(database);
        var cancellation = TestContext.Current.CancellationToken;
        await using var freezing = database.Open();
        await using var transaction = await freezing.Database.BeginTransactionAsync(cancellation);
        await freezing.LockDatasetVersionAsync(seed.Version.Id, cancellation);
        (await freezing.DatasetVersions.SingleAsync(cancellation)).Freeze(new string('0', 64));
        await freezing.SaveChangesAsync(cancellation);

        var late = Task.Run(
            async () =>
            {
                await using var db = database.Open();
                db.Add(seed.NewAsset(seed.Version.Id, seed.Splits[0].Id, 'c'));
                await db.SaveChangesAsync(cancellation);
            },
            cancellation);
        await UntilSomebodyWaitsAsync(freezing, cancellation);
        late.IsCompleted.Should().BeFalse();
        await transaction.CommitAsync(cancellation);

        var finish = () => late;
        (await finish.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("row.frozen");
    }

    private static async Task UntilSomebodyWaitsAsync(DbContext db, CancellationToken cancellation)
    {
        while (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_locks WHERE NOT granted").SingleAsync(cancellation) == 0)
        {
            await Task.Yield();
        }
    }
}
