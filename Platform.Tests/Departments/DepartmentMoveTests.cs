using Microsoft.EntityFrameworkCore;
using Platform.Core.Access.Queries;
using Platform.Core.Assets;
using Platform.Core.Departments;
using Platform.Core.Departments.Commands;
using Platform.Core.Departments.Model;
using Platform.Core.Departments.Queries;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.Projects.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Departments;

public sealed class DepartmentMoveTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task User_Moved_SeesWhatTheReviewSaidAndIsOnRecordInBothDepartments(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (from, to) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        await using var db = database.Open();
        var member = await from.AddMemberAsync(db, UserRole.Analyst);
        var admin = await from.AddMemberAsync(db, UserRole.Admin);
        var issue = new IssueAccessTokenCommand(database.Contexts);
        await issue.ExecuteAsync(member, "free", null, Cancellation);
        await issue.ExecuteAsync(member, "bound", null, Cancellation, new TokenLimits(null, from.Project.Id));
        await database.ExecuteAsync($"UPDATE asset SET assignee_id = {member.UserId} WHERE id = {from.Asset.Id}");
        var work = new WorkUnderWay(WorkKind.Training, from.Project.Id, null, "Detector", member.UserId, member.Name);

        var review = await Reviews(database, work).OfUserAsync(admin, member.UserId, to.Department.Id, Cancellation);
        await Move(database).ExecuteAsync(admin, member.UserId, to.Department.Id, review.Token, null, Cancellation);

        review.Should().BeEquivalentTo(new
        {
            From = new { Name = "One" }, To = new { Name = "Two" }, SeesEverything = false, Manages = false, AssignedImages = 1, FreeTokens = 1, BoundTokens = 1,
            LosesProjects = new[] { new { Name = "One project" } }, GainsProjects = new[] { new { Name = "Two project" } }, Work = new[] { new { Name = "Detector" } },
        });
        var actor = (await new ActorResolver(database.Contexts).ResolveAsync(member.UserId, Cancellation))!;
        actor.Should().BeEquivalentTo(new { DepartmentId = to.Department.Id, Role = UserRole.Analyst });
        (await new ProjectQueries(database.Contexts).ListAsync(actor, Cancellation)).Select(project => project.Name).Should().Equal("Two project");
        db.AuditEntries.Where(entry => entry.Action == "user.moved").Select(entry => entry.DepartmentId).Should().BeEquivalentTo([(Guid?)from.Department.Id, to.Department.Id]);
    }

    [Theory, EveryDatabase]
    public async Task Manager_Moved_HandsOverInTheSameStep(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (from, to) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        await using var db = database.Open();
        var admin = await to.AddMemberAsync(db, UserRole.Admin);
        async Task MoveManagerAsync(Guid? successor)
        {
            var review = await Reviews(database).OfUserAsync(admin, from.Manager.Id, to.Department.Id, Cancellation);
            await Move(database).ExecuteAsync(admin, from.Manager.Id, to.Department.Id, review.Token, successor, Cancellation);
        }

        (await DatasetWorld.RefusedAsync(() => MoveManagerAsync(null))).Should().Be("department.last_member");
        var heir = await from.AddMemberAsync(db, UserRole.Analyst);
        (await Reviews(database).OfUserAsync(admin, from.Manager.Id, to.Department.Id, Cancellation)).Should().BeEquivalentTo(new { Manages = true, Successors = new[] { new { Id = heir.UserId } } });
        (await DatasetWorld.RefusedAsync(() => MoveManagerAsync(null))).Should().Be("department.successor_needed");
        await MoveManagerAsync(heir.UserId);

        await using var after = database.Open();
        (await after.Departments.SingleAsync(row => row.Id == from.Department.Id, Cancellation)).ManagerUserId.Should().Be(heir.UserId);
        (await after.Users.SingleAsync(row => row.Id == from.Manager.Id, Cancellation)).DepartmentId.Should().Be(to.Department.Id);
    }

    [Theory, EveryDatabase]
    public async Task Moves_ByOthersThanAdministratorsOrOnAStaleReview_AreRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (from, to) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        await using var db = database.Open();
        var member = await from.AddMemberAsync(db, UserRole.Analyst);
        var admin = await from.AddMemberAsync(db, UserRole.Admin);
        var reviews = Reviews(database);

        (await DatasetWorld.RefusedAsync(() => reviews.OfUserAsync(from.Actor, member.UserId, to.Department.Id, Cancellation))).Should().Be("access.denied");
        (await DatasetWorld.RefusedAsync(() => reviews.OfUserAsync(to.Actor, member.UserId, to.Department.Id, Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => Move(database).ExecuteAsync(from.Actor, member.UserId, to.Department.Id, "", null, Cancellation))).Should().Be("access.denied");
        (await DatasetWorld.RefusedAsync(() => MoveProject(database).ExecuteAsync(to.Actor, from.Project.Id, to.Department.Id, "", Cancellation))).Should().Be("not_found");
        (await DatasetWorld.RefusedAsync(() => reviews.OfUserAsync(admin, member.UserId, from.Department.Id, Cancellation))).Should().Be("department.same");
        (await DatasetWorld.RefusedAsync(() => reviews.OfUserAsync(admin, member.UserId, to.NewId(), Cancellation))).Should().Be("not_found");

        var old = await reviews.OfUserAsync(admin, member.UserId, to.Department.Id, Cancellation);
        db.Add(new Core.Projects.Model.Project(to.NewId(), "New", null, to.Department.Id, to.Manager.Id, database.Time.UtcNow));
        await db.SaveChangesAsync(Cancellation);
        (await DatasetWorld.RefusedAsync(() => Move(database).ExecuteAsync(admin, member.UserId, to.Department.Id, old.Token, null, Cancellation))).Should().Be("department.review_stale");
        (await new ActorResolver(database.Contexts).ResolveAsync(member.UserId, Cancellation))!.DepartmentId.Should().Be(from.Department.Id);
    }

    [Theory, EveryDatabase]
    public async Task User_MovedByTwoAdministratorsAtOnce_GoesToOneDepartment(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (from, two, three) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"), await Seed.AddAsync(database, "Three"));
        await using var db = database.Open();
        var member = await from.AddMemberAsync(db, UserRole.Analyst);
        var admin = await from.AddMemberAsync(db, UserRole.Admin);
        var reviews = new[] { two, three }.Select(async target => await Reviews(database).OfUserAsync(admin, member.UserId, target.Department.Id, Cancellation)).ToList();

        var refused = 0;
        await Task.WhenAll((await Task.WhenAll(reviews)).Select(review => Task.Run(
            async () =>
            {
                try
                {
                    await Move(database).ExecuteAsync(admin, member.UserId, review.To.Id, review.Token, null, Cancellation);
                }
                catch (ConflictException)
                {
                    Interlocked.Increment(ref refused);
                }
            },
            Cancellation)));

        refused.Should().Be(1);
        db.AuditEntries.Count(entry => entry.Action == "user.moved").Should().Be(2, "one move is on record in two departments");
    }

    [Theory, EveryDatabase]
    public async Task Project_Moved_IsSeenByTheOtherDepartmentAlone(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (from, to) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        await using var db = database.Open();
        var member = await from.AddMemberAsync(db, UserRole.Analyst);
        var admin = await from.AddMemberAsync(db, UserRole.Admin);
        await new IssueAccessTokenCommand(database.Contexts).ExecuteAsync(member, "bound", null, Cancellation, new TokenLimits(null, from.Project.Id));
        await DepartmentQuotaTests.LimitAsync(database, to, new DepartmentQuotas(15, 4, null));
        var follower = new Follower();

        var review = await Reviews(database).OfProjectAsync(admin, from.Project.Id, to.Department.Id, Cancellation);
        await MoveProject(database, follower).ExecuteAsync(admin, from.Project.Id, to.Department.Id, review.Token, Cancellation);

        review.Should().BeEquivalentTo(new
        {
            LosesPeople = new[] { new { Name = "Analyst" }, new { Name = "One manager" } }, GainsPeople = new[] { new { Name = "Two manager" } }, BoundTokens = 1, NameTaken = false,
            StorageBytes = 10, TargetBytes = 20, TargetQuotaBytes = 15, TargetTrainingHours = 4,
        });
        var projects = new ProjectQueries(database.Contexts);
        (await projects.ListAsync(from.Actor, Cancellation)).Should().BeEmpty();
        (await projects.ListAsync(to.Actor, Cancellation)).Select(project => project.Name).Should().BeEquivalentTo(["One project", "Two project"]);
        db.AuditEntries.Where(entry => entry.Action == "project.moved").Select(entry => entry.DepartmentId).Should().BeEquivalentTo([(Guid?)from.Department.Id, to.Department.Id]);
        follower.Moved.Should().Equal((from.Project.Id, to.Department.Id));
    }

    [Theory, EveryDatabase]
    public async Task Project_WhoseNameIsTakenThere_StaysWhereItIs(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (from, to) = (await Seed.AddAsync(database, "One"), await Seed.AddAsync(database, "Two"));
        await using var db = database.Open();
        var admin = await from.AddMemberAsync(db, UserRole.Admin);
        db.Add(new Core.Projects.Model.Project(to.NewId(), "One project", null, to.Department.Id, to.Manager.Id, database.Time.UtcNow));
        await db.SaveChangesAsync(Cancellation);

        var review = await Reviews(database).OfProjectAsync(admin, from.Project.Id, to.Department.Id, Cancellation);

        review.NameTaken.Should().BeTrue();
        (await DatasetWorld.RefusedAsync(() => MoveProject(database).ExecuteAsync(admin, from.Project.Id, to.Department.Id, review.Token, Cancellation))).Should().Be("project.name_taken");
        db.AuditEntries.Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task Project_MovedDuringAnUpload_TakesTheFilesWithIt(DatabaseEngine engine)
    {
        await using var world = await DatasetWorld.CreateAsync(engine);
        var to = await Seed.AddAsync(world.Database, "Two");
        var version = await world.AddEmptyDraftAsync();
        var pictures = Enumerable.Range(0, 40).Select(number => HeaderCodec.Png(20, 10, $"{number}")).ToList();
        var files = pictures.Select((bytes, index) => new NamedUpload(
            $"{index}.png",
            async _ =>
            {
                if (index == 35)
                {
                    var review = await Reviews(world.Database, [.. world.Quotas.All]).OfProjectAsync(world.Admin, world.Seed.Project.Id, to.Department.Id, Cancellation);
                    review.Work.Should().ContainSingle().Which.Kind.Should().Be(WorkKind.Upload);
                    await MoveProject(world.Database).ExecuteAsync(world.Admin, world.Seed.Project.Id, to.Department.Id, review.Token, Cancellation);
                }

                return new MemoryStream(bytes);
            },
            bytes.Length)).ToList();

        var report = await world.Ingest.ExecuteAsync(world.Actor, version, UploadSource.Of(files), null, Cancellation);

        report.Added.Should().HaveCount(40);
        (await DatasetWorld.RefusedAsync(() => world.UploadAsync(version, ("late.png", pictures[0])))).Should().Be("not_found");
        (await DepartmentUsageTests.Usage(world.Database).StandingAsync(to.Actor, to.Department.Id, Cancellation)).StorageBytes.Should().BeGreaterThanOrEqualTo(pictures.Sum(bytes => bytes.Length));
    }

    private static MoveReviewQueries Reviews(TestDatabase database, params WorkUnderWay[] work) => new(database.Contexts, [new Work(work)], database.Time);

    private static MoveUserCommand Move(TestDatabase database) => new(database.Contexts, database.Time);

    private static MoveProjectCommand MoveProject(TestDatabase database, params IProjectFollower[] followers) => new(database.Contexts, followers, database.Time);

    private sealed class Work(IEnumerable<WorkUnderWay> all) : IWorkUnderWay
    {
        public IEnumerable<WorkUnderWay> All => all;
    }

    private sealed class Follower : IProjectFollower
    {
        public List<(Guid ProjectId, Guid DepartmentId)> Moved { get; } = [];

        public Task MovedAsync(Guid projectId, Guid departmentId, CancellationToken cancellationToken)
        {
            Moved.Add((projectId, departmentId));
            return Task.CompletedTask;
        }
    }
}
