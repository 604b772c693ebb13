using Platform.Core.Access;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Model;
using Platform.Core.Deployments.Queries;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.People.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Deployments;

public sealed class DeploymentCommandTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Deployment_ThroughItsLife_KeepsWhatWasDoneWhenAndByWhom(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (seed, first, second) = await VersionsAsync(database);
        var (serving, actor) = (new RecordingServing(), seed.Actor);
        var changes = new DeploymentChanges(database.Contexts, serving, database.Time);
        var deploy = new DeployModelCommand(database.Contexts, serving, new OpenGate(), database.Time);
        var canary = new SetCanaryCommand(changes, serving, new OpenGate());
        var id = await deploy.ExecuteAsync(actor, first, "cells", DeploymentTarget.Cloud, Cancellation);
        database.Time.Advance(TimeSpan.FromMinutes(1));
        (await deploy.ExecuteAsync(actor, second, "cells", DeploymentTarget.Cloud, Cancellation)).Should().Be(id);
        database.Time.Advance(TimeSpan.FromMinutes(1));

        await new RollBackDeploymentCommand(changes, serving).ExecuteAsync(actor, "cells", Cancellation);
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await canary.ExecuteAsync(actor, "cells", second, 25, Cancellation);
        var trying = await QueriesOf(database).GetAsync(actor, "cells", Cancellation);
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await new PromoteCanaryCommand(changes, new OpenGate()).ExecuteAsync(actor, "cells", Cancellation);
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await new SwitchDeploymentCommand(changes, serving).ExecuteAsync(actor, "cells", isActive: false, Cancellation);

        (trying.Stable.ModelVersionId, trying.Canary!.ModelVersionId, trying.CanaryWeight).Should().Be((first, second, 25));
        var view = await QueriesOf(database).GetAsync(actor, "cells", Cancellation);
        view.Should().BeEquivalentTo(new { EndpointUrl = "/api/deployments/cells/predict", IsActive = false, Canary = (object?)null, CanaryWeight = 0, DeployedBy = actor.Name, Task = ModelTask.Det });
        (view.Stable.ModelVersionId, view.Stable.Number).Should().Be((second, 2));
        view.DeployedAt.Should().Be(database.Time.UtcNow.AddMinutes(-1), "the promoted version took over then");
        var history = await QueriesOf(database).HistoryAsync(actor, "cells", Cancellation);
        history.Select(line => (line.Action, line.Version.ModelVersionId, line.Value)).Should().Equal(
            (DeploymentAction.Stopped, second, 0), (DeploymentAction.Promoted, second, 0), (DeploymentAction.CanaryStarted, second, 25), (DeploymentAction.RolledBack, first, 0),
            (DeploymentAction.Deployed, second, 0), (DeploymentAction.Deployed, first, 0));
        history.Should().OnlyContain(line => line.By == actor.Name);
        history.Select(line => line.At).Should().BeInDescendingOrder();
        serving.Applied.Should().HaveCount(6).And.OnlyContain(applied => applied == id);
        (await QueriesOf(database).ListAsync(actor, seed.Project.Id, Cancellation)).Should().ContainSingle();
    }

    [Theory, EveryDatabase]
    public async Task Rollback_Twice_TakesTheFirstBack(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (seed, first, second) = await VersionsAsync(database);
        var serving = new RecordingServing();
        var changes = new DeploymentChanges(database.Contexts, serving, database.Time);
        var deploy = new DeployModelCommand(database.Contexts, serving, new OpenGate(), database.Time);
        var rollBack = new RollBackDeploymentCommand(changes, serving);
        await deploy.ExecuteAsync(seed.Actor, first, "cells", DeploymentTarget.Cloud, Cancellation);

        (await RefusedAsync(() => rollBack.ExecuteAsync(seed.Actor, "cells", Cancellation))).Should().Be("deployment.no_previous");
        database.Time.Advance(TimeSpan.FromMinutes(1));
        await deploy.ExecuteAsync(seed.Actor, second, "cells", DeploymentTarget.Cloud, Cancellation);
        foreach (var expected in new[] { first, second, first })
        {
            database.Time.Advance(TimeSpan.FromMinutes(1));
            await rollBack.ExecuteAsync(seed.Actor, "cells", Cancellation);
            (await QueriesOf(database).GetAsync(seed.Actor, "cells", Cancellation)).Stable.ModelVersionId.Should().Be(expected);
        }
    }

    [Theory, EveryDatabase]
    public async Task Deployment_OfAnotherDepartmentOrByARoleThatMayNot_IsNotFoundOrDenied(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (seed, first, second) = await VersionsAsync(database);
        var stranger = (await Seed.AddAsync(database, "Stranger")).Actor;
        await using var db = database.Open();
        var researcher = await seed.AddMemberAsync(db, UserRole.Researcher);
        var serving = new RecordingServing();
        var changes = new DeploymentChanges(database.Contexts, serving, database.Time);
        var deploy = new DeployModelCommand(database.Contexts, serving, new OpenGate(), database.Time);
        await deploy.ExecuteAsync(seed.Actor, first, "cells", DeploymentTarget.Cloud, Cancellation);
        Func<Actor, Task>[] changesOfIt =
        [
            actor => deploy.ExecuteAsync(actor, second, "cells", DeploymentTarget.Cloud, Cancellation),
            actor => new RollBackDeploymentCommand(changes, serving).ExecuteAsync(actor, "cells", Cancellation),
            actor => new SetCanaryCommand(changes, serving, new OpenGate()).ExecuteAsync(actor, "cells", second, 10, Cancellation),
            actor => new PromoteCanaryCommand(changes, new OpenGate()).ExecuteAsync(actor, "cells", Cancellation),
            actor => new SwitchDeploymentCommand(changes, serving).ExecuteAsync(actor, "cells", isActive: false, Cancellation),
            actor => new KeepRequestsCommand(changes).ExecuteAsync(actor, "cells", 0, null, Cancellation),
        ];
        Func<Actor, Task>[] looksAtIt =
        [
            actor => QueriesOf(database).GetAsync(actor, "cells", Cancellation),
            actor => QueriesOf(database).HistoryAsync(actor, "cells", Cancellation),
            actor => QueriesOf(database).MinutesAsync(actor, "cells", DateTime.UnixEpoch, Cancellation),
            actor => QueriesOf(database).FirstDayAsync(actor, "cells", first, Cancellation),
            actor => QueriesOf(database).ListAsync(actor, seed.Project.Id, Cancellation),
        ];

        foreach (var act in changesOfIt)
        {
            (await RefusedAsync(() => act(stranger))).Should().Be("not_found");
            (await RefusedAsync(() => act(researcher))).Should().Be("access.denied");
        }

        foreach (var look in looksAtIt)
        {
            (await RefusedAsync(() => look(stranger))).Should().Be("not_found");
            await look(researcher);
        }

        (await RefusedAsync(() => QueriesOf(database).ListServedAsync(seed.Actor, null, Cancellation))).Should().Be("access.denied");
    }

    [Theory, EveryDatabase]
    public async Task Deploy_WhatCannotBe_IsRefusedWithTheReason(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var (seed, first, second) = await VersionsAsync(database);
        var serving = new RecordingServing();
        var changes = new DeploymentChanges(database.Contexts, serving, database.Time);
        var deploy = new DeployModelCommand(database.Contexts, serving, new OpenGate(), database.Time);
        var canary = new SetCanaryCommand(changes, serving, new OpenGate());
        var untrained = await new CreateModelVersionCommand(database.Contexts, database.Time).ExecuteAsync(
            seed.Actor, new NewModelVersion(await ModelOfAsync(database, seed, first), seed.Version.Id, "libtorch", "1.13.1", "{}"), Cancellation);
        var otherTask = await new CreateModelCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Project.Id, "Tags", ModelTask.Cls, null, Cancellation);
        var classifier = await RegisterAsync(database, seed, otherTask);
        await deploy.ExecuteAsync(seed.Actor, first, "cells", DeploymentTarget.Cloud, Cancellation);

        (await RefusedAsync(() => deploy.ExecuteAsync(seed.Actor, untrained, "new", DeploymentTarget.Cloud, Cancellation))).Should().Be("deployment.no_onnx");
        (await RefusedAsync(() => deploy.ExecuteAsync(seed.Actor, classifier, "cells", DeploymentTarget.Cloud, Cancellation))).Should().Be("deployment.other_kind");
        (await RefusedAsync(() => deploy.ExecuteAsync(seed.Actor, second, "cells", DeploymentTarget.Edge, Cancellation))).Should().Be("deployment.other_target");
        (await RefusedAsync(() => deploy.ExecuteAsync(seed.Actor, second, "Cells!", DeploymentTarget.Cloud, Cancellation))).Should().Be("deployment.name");
        (await RefusedAsync(() => canary.ExecuteAsync(seed.Actor, "cells", first, 10, Cancellation))).Should().Be("deployment.canary_is_stable");
        (await RefusedAsync(() => canary.ExecuteAsync(seed.Actor, "cells", second, 101, Cancellation))).Should().Be("deployment.weight");
        (await RefusedAsync(() => canary.ExecuteAsync(seed.Actor, "cells", classifier, 10, Cancellation))).Should().Be("deployment.other_kind");
        (await RefusedAsync(() => new PromoteCanaryCommand(changes, new OpenGate()).ExecuteAsync(seed.Actor, "cells", Cancellation))).Should().Be("deployment.no_canary");
        (await RefusedAsync(() => new KeepRequestsCommand(changes).ExecuteAsync(seed.Actor, "cells", 5, seed.Version.Id, Cancellation))).Should().Be("row.frozen");
        (await RefusedAsync(() => new KeepRequestsCommand(changes).ExecuteAsync(seed.Actor, "cells", 5, null, Cancellation))).Should().Be("deployment.keep_where");

        await deploy.ExecuteAsync(seed.Actor, first, "bundle", DeploymentTarget.Edge, Cancellation);
        (await RefusedAsync(() => canary.ExecuteAsync(seed.Actor, "bundle", second, 10, Cancellation))).Should().Be("deployment.not_served");
        (await QueriesOf(database).ListServedAsync(Actor.Platform, null, Cancellation)).Should().ContainSingle().Which.Name.Should().Be("cells");
    }

    private static DeploymentQueries QueriesOf(TestDatabase database) => new(database.Contexts);

    private static async Task<(Seed Seed, Guid First, Guid Second)> VersionsAsync(TestDatabase database)
    {
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var first = await seed.AddModelVersionAsync(database);
        await RegisterFilesAsync(database, seed, first.Id);
        database.Time.Advance(TimeSpan.FromSeconds(1));
        return (seed, first.Id, await RegisterAsync(database, seed, first.ModelId));
    }

    private static async Task<Guid> RegisterAsync(TestDatabase database, Seed seed, Guid modelId)
    {
        var version = await new CreateModelVersionCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, new NewModelVersion(modelId, seed.Version.Id, "libtorch", "1.13.1", "{}"), Cancellation);
        await RegisterFilesAsync(database, seed, version);
        return version;
    }

    private static async Task RegisterFilesAsync(TestDatabase database, Seed seed, Guid version)
    {
        await new RegisterArtifactCommand(database.Contexts, database.Time).ExecuteAsync(
            seed.Actor, new NewArtifact(version, "best.onnx", ArtifactFormat.Onnx, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, "x", new string('0', 64), 1), Cancellation);
        await new FreezeModelVersionCommand(database.Contexts).ExecuteAsync(seed.Actor, version, "{}", Cancellation);
    }

    private static async Task<Guid> ModelOfAsync(TestDatabase database, Seed seed, Guid version) =>
        (await new Core.Models.Queries.ModelQueries(database.Contexts).GetVersionAsync(seed.Actor, version, Cancellation)).Model.Id;

    private static async Task<string> RefusedAsync(Func<Task> action) => (await action.Should().ThrowAsync<DomainRuleException>()).Which.Code;
}
