using Platform.Core.Access.Queries;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.People;

public sealed class PeopleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task FirstPerson_OnEmptyPlatform_BecomesAdministratorAndManager(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var people = new PeopleQueries(database.Contexts);
        (await people.AnybodyAsync(Cancellation)).Should().BeFalse();

        var userId = await new FirstPersonSetupCommand(database.Contexts, database.Time).ExecuteAsync(" 김하나 ", "Hana@Example.com", "AI 연구팀", Cancellation);

        var actor = await new ActorResolver(database.Contexts).ResolveAsync(userId, Cancellation);
        actor.Should().BeEquivalentTo(new { Name = "김하나", Role = UserRole.Admin, ManagesDepartment = true });
        (await people.FirstAdministratorAsync(Cancellation)).Should().Be(userId);
        (await people.DepartmentsAsync(actor!, Cancellation)).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Name = "AI 연구팀", ManagerName = "김하나", MemberCount = 1, ProjectCount = 0 });
        (await people.MembersAsync(actor!, actor!.DepartmentId, Cancellation)).Should().ContainSingle().Which.Email.Should().Be("hana@example.com");
    }

    [Theory, EveryDatabase]
    public async Task FirstPerson_OnPlatformWithPeople_IsRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await Seed.AddAsync(database);

        var setUp = () => new FirstPersonSetupCommand(database.Contexts, database.Time).ExecuteAsync("Eve", "eve@example.com", "Evil", Cancellation);

        (await setUp.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("setup.done");
    }

    [Theory, EveryDatabase]
    public async Task Department_CreatedByAdministrator_ComesWithItsManager(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var admin = await seed.AddMemberAsync(db, UserRole.Admin);
        var create = new CreateDepartmentCommand(database.Contexts, database.Time);

        var (departmentId, managerId) = await create.ExecuteAsync(admin, "Speech", new NewPerson("Lee", "lee@example.com", UserRole.Researcher), Cancellation);

        (await new ActorResolver(database.Contexts).ResolveAsync(managerId, Cancellation)).Should().BeEquivalentTo(new { DepartmentId = departmentId, ManagesDepartment = true });
        await Refused(() => create.ExecuteAsync(admin, "Speech", new NewPerson("Park", "park@example.com", UserRole.Analyst), Cancellation), "department.name_taken");
        await Refused(() => create.ExecuteAsync(admin, "Other", new NewPerson("Park", "LEE@example.com", UserRole.Analyst), Cancellation), "user.email_taken");
        await Refused(() => create.ExecuteAsync(seed.Actor, "Mine", new NewPerson("Park", "park@example.com", UserRole.Analyst), Cancellation), "access.denied");
    }

    [Theory, EveryDatabase]
    public async Task Register_ByManager_AddsMembersButNoAdministrators(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        await using var db = database.Open();
        var analyst = await seed.AddMemberAsync(db, UserRole.Analyst);
        var register = new RegisterUserCommand(database.Contexts, database.Time);
        var person = new NewPerson("Choi", "choi@example.com", UserRole.Researcher);

        await register.ExecuteAsync(seed.Actor, seed.Department.Id, person, Cancellation);

        (await new PeopleQueries(database.Contexts).MembersAsync(analyst, seed.Department.Id, Cancellation)).Select(member => member.Name).Should().Contain("Choi");
        await Refused(() => register.ExecuteAsync(seed.Actor, seed.Department.Id, person, Cancellation), "user.email_taken");
        await Refused(() => register.ExecuteAsync(seed.Actor, seed.Department.Id, person with { Email = "x@example.com", Role = UserRole.Admin }, Cancellation), "access.denied");
        await Refused(() => register.ExecuteAsync(analyst, seed.Department.Id, person with { Email = "x@example.com" }, Cancellation), "access.denied");
        await Refused(() => register.ExecuteAsync(other.Actor, seed.Department.Id, person with { Email = "x@example.com" }, Cancellation), "not_found");
        await Refused(() => register.ExecuteAsync(seed.Actor, seed.Department.Id, person with { Email = "no address" }, Cancellation), "user.email_invalid");
        await Refused(() => register.ExecuteAsync(seed.Actor, seed.Department.Id, person with { Email = "x@example.com", Name = " " }, Cancellation), "text.required");
        await Refused(() => register.ExecuteAsync(seed.Actor, seed.Department.Id, person with { Email = "x@example.com", Name = new string('n', 51) }, Cancellation), "text.too_long");
    }

    [Theory, EveryDatabase]
    public async Task Deactivated_User_IsNobody(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var member = await seed.AddMemberAsync(db, UserRole.Researcher);
        var setActive = new SetUserActiveCommand(database.Contexts);
        var actors = new ActorResolver(database.Contexts);

        await setActive.ExecuteAsync(seed.Actor, member.UserId, active: false, Cancellation);
        (await actors.ResolveAsync(member.UserId, Cancellation)).Should().BeNull();
        await setActive.ExecuteAsync(seed.Actor, member.UserId, active: true, Cancellation);
        (await actors.ResolveAsync(member.UserId, Cancellation)).Should().NotBeNull();

        await Refused(() => setActive.ExecuteAsync(seed.Actor, seed.Manager.Id, active: false, Cancellation), "department.successor_needed");
    }

    [Theory, EveryDatabase]
    public async Task LastAdministrator_StaysOne(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var db = database.Open();
        var admin = await seed.AddMemberAsync(db, UserRole.Admin);
        var changeRole = new ChangeUserRoleCommand(database.Contexts);

        await Refused(() => changeRole.ExecuteAsync(admin, admin.UserId, UserRole.Analyst, Cancellation), "user.last_administrator");
        await Refused(() => new SetUserActiveCommand(database.Contexts).ExecuteAsync(admin, admin.UserId, active: false, Cancellation), "user.last_administrator");
        await Refused(() => changeRole.ExecuteAsync(seed.Actor, admin.UserId, UserRole.Analyst, Cancellation), "access.denied");
        await changeRole.ExecuteAsync(admin, seed.Manager.Id, UserRole.Admin, Cancellation);
        await changeRole.ExecuteAsync(admin, admin.UserId, UserRole.Analyst, Cancellation);
    }

    [Theory, EveryDatabase]
    public async Task Department_HandedOver_HasAnotherActiveMemberAsManager(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        await using var db = database.Open();
        var member = await seed.AddMemberAsync(db, UserRole.Researcher);
        var handOver = new HandOverDepartmentCommand(database.Contexts);

        await Refused(() => handOver.ExecuteAsync(seed.Actor, seed.Department.Id, other.Manager.Id, Cancellation), "department.manager_not_member");
        await handOver.ExecuteAsync(seed.Actor, seed.Department.Id, member.UserId, Cancellation);

        (await new ActorResolver(database.Contexts).ResolveAsync(member.UserId, Cancellation))!.ManagesDepartment.Should().BeTrue();
        (await new ActorResolver(database.Contexts).ResolveAsync(seed.Manager.Id, Cancellation))!.ManagesDepartment.Should().BeFalse();
    }

    private static async Task Refused(Func<Task> action, string code) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be(code);
}
