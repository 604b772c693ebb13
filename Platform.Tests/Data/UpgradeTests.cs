using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.People.Commands;
using Platform.Tests.Support;

namespace Platform.Tests.Data;

/// <summary>A database of the first release, with frozen rows in it, brought up to date.</summary>
public sealed class UpgradeTests
{
    private const string FirstMigration = "Initial";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Upgrade_OfADatabaseWithFrozenRows_KeepsThemTheirHashAndTheirGuards(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var hash = (await world.FreezeAsync(world.Seed.Version.Id)).ContentSha256;
        var (_, empty) = await world.AddDraftAsync(1);
        await new IssueAccessTokenCommand(world.Database.Contexts).ExecuteAsync(world.Actor, "old", null, Cancellation, new TokenLimits([TokenScope.Training]));
        await GoBackToTheFirstReleaseAsync(world.Database);

        await new DatabaseMigrator(world.Database.Contexts).MigrateAsync(Cancellation);

        var verified = await world.Verify.ExecuteAsync(world.Actor, world.Seed.Version.Id, false, Cancellation);
        (verified.IsIntact, verified.ActualSha256).Should().Be((true, hash));
        await using var db = world.Database.Open();
        (await db.Assets.SingleAsync(asset => asset.Id == world.Seed.Asset.Id, Cancellation)).WorkState.Should().Be(WorkState.Done, "it was labelled before work had a state");
        (await db.Assets.SingleAsync(asset => asset.Id == empty[0], Cancellation)).WorkState.Should().Be(WorkState.Unlabelled);
        (await db.AccessTokens.SingleAsync(Cancellation)).Scopes.Should().Be(ScopePolicy.ToText(ScopePolicy.All), "a token from before there were scopes could be used for everything");
        var attack = () => world.Database.ExecuteAsync($"UPDATE asset SET work_state = 'accepted' WHERE id = {world.Seed.Asset.Id}");
        db.Translate((await attack.Should().ThrowAsync<Exception>()).Which)!.Code.Should().Be("row.frozen");
    }

    // The way back loses nothing that the first release knew.
    private static async Task GoBackToTheFirstReleaseAsync(TestDatabase database)
    {
        await using var db = database.Open();
        foreach (var statement in db.DropTriggersSql)
        {
            await db.Database.ExecuteSqlRawAsync(statement, Cancellation);
        }

        await db.GetService<IMigrator>().MigrateAsync(FirstMigration, Cancellation);
        // The guards of the trash and of the audit came with their tables.
        foreach (var statement in db.CreateTriggersSql.Where(statement => !statement.Contains("trashed_asset", StringComparison.Ordinal) && !statement.Contains("audit_entry", StringComparison.Ordinal)))
        {
            await db.Database.ExecuteSqlRawAsync(statement, Cancellation);
        }

        (await db.Database.GetPendingMigrationsAsync(Cancellation)).Should().NotBeEmpty();
    }
}
