using Microsoft.EntityFrameworkCore;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Departments;

/// <summary>A department has exactly one manager, an active member of it, and is never without people: by command, by raw SQL, and by two administrators at once.</summary>
public sealed class DepartmentMemberTests
{
    private const int Rounds = 12;

    /// <summary>Placeholders: {d} the department, {m} its manager, {u} another member, {o} another department, {x} that one's manager.</summary>
    private static readonly string[] s_attacks =
    [
        "UPDATE \"user\" SET is_active = (1 = 0) WHERE id = {m}",
        "UPDATE \"user\" SET department_id = {o} WHERE id = {m}",
        "UPDATE \"user\" SET department_id = {o} WHERE department_id = {d}",
        "DELETE FROM \"user\" WHERE id = {m}",
        "UPDATE department SET manager_user_id = {x} WHERE id = {d}",
        "UPDATE department SET manager_user_id = {d} WHERE id = {d}",
        "UPDATE department SET manager_user_id = NULL WHERE id = {d}",
        "UPDATE department SET manager_user_id = {u} WHERE id = {o}",
        "INSERT INTO department (id, name, manager_user_id) VALUES ({u}, 'Ghosts', {m})",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Manager_WhoLeaves_NamesASuccessorInTheSameStep(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        var setActive = new SetUserActiveCommand(database.Contexts);
        Task Deactivate(Guid? successor) => setActive.ExecuteAsync(seed.Actor, seed.Manager.Id, active: false, Cancellation, successor);

        (await DatasetWorld.RefusedAsync(() => Deactivate(null))).Should().Be("department.last_member");
        await using var db = database.Open();
        var heir = await seed.AddMemberAsync(db, UserRole.Researcher);
        (await DatasetWorld.RefusedAsync(() => Deactivate(null))).Should().Be("department.successor_needed");
        (await DatasetWorld.RefusedAsync(() => Deactivate(seed.Manager.Id))).Should().Be("department.successor_needed");
        (await DatasetWorld.RefusedAsync(() => Deactivate(seed.NewId()))).Should().Be("department.manager_not_member");
        await Deactivate(heir.UserId);

        await using var after = database.Open();
        (await after.Departments.SingleAsync(Cancellation)).ManagerUserId.Should().Be(heir.UserId);
        (await after.Users.SingleAsync(user => user.Id == seed.Manager.Id, Cancellation)).IsActive.Should().BeFalse();
        after.AuditEntries.Select(entry => entry.Action).Should().BeEquivalentTo(["department.handed_over", "user.deactivated"]);
    }

    [Theory, EveryDatabase]
    public async Task Invariant_AttackedByRawSql_Stands(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        await using var db = database.Open();
        var member = await seed.AddMemberAsync(db, UserRole.Researcher);
        var ids = new Dictionary<string, Guid>
        {
            ["{d}"] = seed.Department.Id, ["{m}"] = seed.Manager.Id, ["{u}"] = member.UserId, ["{o}"] = other.Department.Id, ["{x}"] = other.Manager.Id,
        };

        foreach (var attack in s_attacks)
        {
            var run = () => database.ExecuteAsync(Fill(attack, ids));
            await run.Should().ThrowAsync<Exception>(attack);
        }

        await AssertInvariantAsync(database);
    }

    [Theory, EveryDatabase]
    public async Task Administrators_AtOnce_NeverLeaveADepartmentWithoutAnActiveManager(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        await using var db = database.Open();
        var (one, two) = (await seed.AddMemberAsync(db, UserRole.Researcher), await seed.AddMemberAsync(db, UserRole.Researcher));
        var handOver = new HandOverDepartmentCommand(database.Contexts);
        var setActive = new SetUserActiveCommand(database.Contexts);

        for (var round = 0; round < Rounds; round++)
        {
            // One makes a person the manager while another shuts the same person out, or sends them away.
            var heir = round % 2 == 0 ? one : two;
            await Task.WhenAll(
                TryAsync(() => handOver.ExecuteAsync(seed.Actor, seed.Department.Id, heir.UserId, Cancellation)),
                TryAsync(() => setActive.ExecuteAsync(seed.Actor, heir.UserId, active: false, Cancellation)),
                TryAsync(() => database.ExecuteAsync($"UPDATE \"user\" SET department_id = {other.Department.Id} WHERE id = {heir.UserId}")));
            await AssertInvariantAsync(database);
            await TryAsync(() => handOver.ExecuteAsync(seed.Actor, seed.Department.Id, seed.Manager.Id, Cancellation));
            await database.ExecuteAsync($"UPDATE \"user\" SET department_id = {seed.Department.Id}, is_active = (1 = 1) WHERE id = {heir.UserId}");
        }
    }

    [Fact]
    public async Task Postgres_HandOverToSomebodyBeingShutOut_WaitsAndRefuses()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseEngine.Postgres);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var heir = await seed.AddMemberAsync(db, UserRole.Researcher);
        await using var shutting = database.Open();
        await using var transaction = await shutting.Database.BeginTransactionAsync(Cancellation);
        await shutting.Users.Where(user => user.Id == heir.UserId).ExecuteUpdateAsync(set => set.SetProperty(user => user.IsActive, false), Cancellation);

        var handingOver = new HandOverDepartmentCommand(database.Contexts).ExecuteAsync(seed.Actor, seed.Department.Id, heir.UserId, Cancellation);
        await WaitForLockAsync(database);
        await transaction.CommitAsync(Cancellation);

        (await DatasetWorld.RefusedAsync(() => handingOver)).Should().Be("department.manager_inactive");
        await AssertInvariantAsync(database);
    }

    private static async Task AssertInvariantAsync(TestDatabase database)
    {
        await using var db = database.Open();
        (await db.Departments.CountAsync(department => !db.Users.Any(user => user.Id == department.ManagerUserId && user.DepartmentId == department.Id && user.IsActive), Cancellation)).Should().Be(0);
    }

    // The server says so itself once the second statement waits.
    private static async Task WaitForLockAsync(TestDatabase database)
    {
        await using var db = database.Open();
        while (await db.Database.SqlQuery<int>($"SELECT CAST(COUNT(*) AS int) AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").SingleAsync(Cancellation) == 0)
        {
            await Task.Yield();
        }
    }

    private static async Task TryAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception failure) when (failure is DomainRuleException or System.Data.Common.DbException or DbUpdateException)
        {
            // Of acts that contradict each other some are refused.
        }
    }

    private static FormattableString Fill(string sql, Dictionary<string, Guid> ids)
    {
        var keys = ids.Keys.ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            sql = sql.Replace(keys[i], $"{{{i}}}", StringComparison.Ordinal);
        }

        return System.Runtime.CompilerServices.FormattableStringFactory.Create(sql, [.. ids.Values.Cast<object>()]);
    }
}
