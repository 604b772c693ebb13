using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Llm;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Health.Commands;
using Platform.Core.Llm.Health.Queries;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Commands;
using Platform.Core.Llm.Registry.Queries;
using Platform.Tests.Support;

namespace Platform.Tests.Llm;

/// <summary>The health watch against real servers that answer as engines do, and as broken ones do.</summary>
public sealed class HealthWatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LlmEngine.Vllm, "m,n", 2, 3, 0.25)]
    [InlineData(LlmEngine.Ollama, "m:latest,other:8b", null, null, null)]
    [InlineData(LlmEngine.LlamaCpp, "/models/m.gguf", null, null, null)]
    [InlineData(LlmEngine.Tgi, "org/model", 1, 4, null)]
    [InlineData(LlmEngine.OpenAi, "m,n", null, null, null)]
    public async Task Engine_ThatIsWell_SaysItsModelsAndHowBusyItIsForNothing(LlmEngine kind, string models, int? running, int? waiting, double? cache)
    {
        await using var world = await LlmWorld.CreateAsync();
        await using var engine = await EngineStandIn.StartAsync(kind);
        var id = await world.AddDeploymentAsync(engine.Address, kind);

        await world.Get<HealthWatch>().CheckAllAsync(Cancellation);

        var view = await world.ViewAsync(id);
        (view.Status, view.StatusReason).Should().Be((LlmDeploymentStatus.Active, HealthReasons.Ok));
        view.Health!.Models.Should().Equal(models.Split(','));
        (view.Health.Metrics?.Running, view.Health.Metrics?.Waiting, view.Health.Metrics?.KvCacheUsed).Should().Be((running, waiting, cache));
        view.Health.P50Ms.Should().BePositive();
        engine.Requests.Should().OnlyContain(request => !request.Path.Contains("completions"));
    }

    public static TheoryData<LlmEngine, string, string> Faults() => new()
    {
        { LlmEngine.Vllm, "503", HealthReasons.HttpError },
        { LlmEngine.LlamaCpp, "loading", HealthReasons.Loading },
        { LlmEngine.OpenAi, "html", HealthReasons.Html },
        { LlmEngine.OpenAi, "text", HealthReasons.NotJson },
        { LlmEngine.OpenAi, "401", HealthReasons.Unauthorized },
        { LlmEngine.Tgi, "404", HealthReasons.NotFound },
        { LlmEngine.Ollama, "html", HealthReasons.WrongEngine },
        { LlmEngine.OpenAi, "other json", HealthReasons.WrongEngine },
        { LlmEngine.Vllm, "silence", HealthReasons.Timeout },
        { LlmEngine.Vllm, "stopped", HealthReasons.ConnectionRefused },
        { LlmEngine.Vllm, "abort", HealthReasons.NetworkFailed },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Engine_ThatIsBroken_IsToldByWhatIsWrong(LlmEngine kind, string fault, string reason)
    {
        await using var world = await LlmWorld.CreateAsync(options: new LlmOptions { CheckTimeoutSeconds = fault == "silence" ? 0.3 : 20 });
        await using var engine = await EngineStandIn.StartAsync(kind);
        engine.Fault = FaultOf(fault);
        if (fault == "stopped")
        {
            await engine.StopAsync();
        }

        var test = await world.Get<ConnectionTestQueries>().TestAsync(world.Actor, engine.Address, kind, "m", null, null, Cancellation);

        test.Reason.Should().Be(reason);
        test.IsHealthy.Should().BeFalse();
    }

    [Fact]
    public async Task Model_ThatTheEngineDoesNotServe_IsToldWithThoseItDoes()
    {
        await using var world = await LlmWorld.CreateAsync();
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);

        var test = await world.Get<ConnectionTestQueries>().TestAsync(world.Actor, engine.Address + "/v1", LlmEngine.Vllm, "typo", null, null, Cancellation);

        test.Reason.Should().Be(HealthReasons.ModelMissing);
        test.Models.Should().Equal("m", "n");
    }

    [Fact]
    public async Task Secure_AddressOfAPlainServerAndUnknownNames_AreToldApart()
    {
        await using var world = await LlmWorld.CreateAsync();
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        var tests = world.Get<ConnectionTestQueries>();

        (await tests.TestAsync(world.Actor, engine.Address.Replace("http:", "https:", StringComparison.Ordinal), LlmEngine.Vllm, "m", null, null, Cancellation)).Reason.Should().Be(HealthReasons.TlsFailed);
        (await tests.TestAsync(world.Actor, "http://nobody.example:8000", LlmEngine.Vllm, "m", null, null, Cancellation)).Reason.Should().Be(HealthReasons.DnsFailed);
    }

    [Theory, EveryDatabase]
    public async Task Deployment_WhoseEngineComesAndGoes_ChangesStatusAfterTwoBadLooksAndOneGood(DatabaseEngine database)
    {
        await using var world = await LlmWorld.CreateAsync(database);
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        var id = await world.AddDeploymentAsync(engine.Address);
        var statuses = new List<LlmDeploymentStatus>();

        foreach (var isWell in new[] { true, false, true, false, false, false, true })
        {
            engine.Fault = isWell ? null : EngineStandIn.Status(503);
            world.Database.Time.Advance(TimeSpan.FromSeconds(15));
            await world.LookAsync(id);
            statuses.Add((await world.ViewAsync(id)).Status);
        }

        var (active, error) = (LlmDeploymentStatus.Active, LlmDeploymentStatus.Error);
        statuses.Should().Equal(active, active, active, active, error, error, active);
        var history = await world.Get<LlmDeploymentQueries>().HistoryAsync(world.Actor, id, Cancellation);
        history.Select(change => (change.From, change.To, change.Reason, change.By)).Should().Equal(
            (error, active, HealthReasons.Ok, null), (active, error, HealthReasons.HttpError, null), (error, active, HealthReasons.Ok, null), (null, error, HealthReasons.Registered, world.Actor.Name));
        history[1].Detail.Should().Be("HTTP 503 /health");
        (await world.ViewAsync(id)).StatusAt.Should().Be(world.Database.Time.UtcNow);
    }

    [Theory, EveryDatabase]
    public async Task Status_ThatPeopleChose_IsNeverOverwrittenByTheWatch(DatabaseEngine database)
    {
        await using var world = await LlmWorld.CreateAsync(database);
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        var id = await world.AddDeploymentAsync(engine.Address);
        var (watch, set) = (world.Get<HealthWatch>(), world.Get<SetLlmDeploymentStatusCommand>());
        var readBefore = await world.Get<EngineTargetQueries>().GetAsync(Actor.Platform, id, Cancellation);

        foreach (var chosen in new[] { LlmDeploymentStatus.Maintenance, LlmDeploymentStatus.Inactive })
        {
            await set.ExecuteAsync(world.Actor, id, chosen, Cancellation);
            await watch.CheckAsync(readBefore, Cancellation);
            await watch.CheckAllAsync(Cancellation);
            (await world.Get<CheckLlmDeploymentCommand>().ExecuteAsync(world.Actor, id, Cancellation)).Reason.Should().Be(HealthReasons.Ok);
            var view = await world.ViewAsync(id);
            (view.Status, view.IsRouted).Should().Be((chosen, false));
        }

        await set.ExecuteAsync(world.Actor, id, LlmDeploymentStatus.Active, Cancellation);
        (await world.ViewAsync(id)).IsRouted.Should().BeFalse("nobody has seen it well since");
        await watch.CheckAllAsync(Cancellation);
        (await world.ViewAsync(id)).IsRouted.Should().BeTrue();
    }

    [Fact]
    public async Task Round_OverManyDeployments_IsNotHeldUpByASilentOne()
    {
        await using var world = await LlmWorld.CreateAsync(options: new LlmOptions { CheckTimeoutSeconds = 1.5, ChecksAtOnce = 2 });
        await using var silent = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Tgi);
        silent.Fault = EngineStandIn.Silence;
        var first = await world.AddDeploymentAsync(silent.Address);
        var others = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            others.Add(await world.AddDeploymentAsync(engine.Address, LlmEngine.Tgi));
        }

        await world.Get<HealthWatch>().CheckAllAsync(Cancellation);
        await world.Get<HealthWatch>().CheckAllAsync(Cancellation);

        (await world.ViewAsync(first)).StatusReason.Should().Be(HealthReasons.Timeout);
        (await world.ReadAsync(db => db.LlmDeployments.Where(row => others.Contains(row.Id)).Select(row => row.Status).Distinct().ToListAsync(Cancellation))).Should().Equal(LlmDeploymentStatus.Active);
    }

    [Fact]
    public async Task Loop_AfterSomethingWasRegistered_LooksAtOnceAndEndsWhenAsked()
    {
        await using var world = await LlmWorld.CreateAsync(options: new LlmOptions { CheckSeconds = 3600, CheckTimeoutSeconds = 20 });
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var looked = new TaskCompletionSource<Guid>(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = world.Get<HealthWatch>().RunAsync(stop.Token);

        world.Get<HealthBoard>().Changed += id => _ = world.Get<HealthBoard>().Of(id) is not null && looked.TrySetResult(id);
        var registered = await world.AddDeploymentAsync(engine.Address);

        (await looked.Task.WaitAsync(Cancellation)).Should().Be(registered);
        await stop.CancelAsync();
        await loop;
    }

    [Theory, EveryDatabase]
    public async Task History_OfAnEngineThatFlapsForMonths_StaysBounded(DatabaseEngine database)
    {
        await using var world = await LlmWorld.CreateAsync(database);
        var id = await world.AddDeploymentAsync("http://127.0.0.1:1");
        var now = world.Database.Time.UtcNow;
        await using (var db = world.Database.Open())
        {
            db.AddRange(Enumerable.Range(0, LlmStatusChange.Kept).Select(_ => new LlmStatusChange(
                world.Seed.NewId(), id, LlmDeploymentStatus.Error, LlmDeploymentStatus.Active, HealthReasons.Ok, null, null, now)));
            await db.SaveChangesAsync(Cancellation);
        }

        world.Database.Time.Advance(TimeSpan.FromMinutes(1));
        (await world.Get<RecordHealthCommand>().ExecuteAsync(Actor.Platform, id, (LlmDeploymentStatus.Error, 1), LlmDeploymentStatus.Active, HealthReasons.Ok, null, Cancellation)).Should().BeTrue();

        (await world.ReadAsync(db => db.LlmStatusChanges.CountAsync(Cancellation))).Should().Be(LlmStatusChange.Kept);
        (await world.Get<LlmDeploymentQueries>().HistoryAsync(world.Actor, id, Cancellation))[0].At.Should().Be(world.Database.Time.UtcNow);
    }

    private static Func<HttpContext, Task>? FaultOf(string fault) => fault switch
    {
        "503" => EngineStandIn.Status(503),
        "loading" => EngineStandIn.Status(503, "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}"),
        "html" => EngineStandIn.Html,
        "text" => EngineStandIn.Status(200, "hello"),
        "401" => EngineStandIn.Status(401, "{\"error\":\"who are you\"}"),
        "404" => EngineStandIn.Status(404),
        "other json" => EngineStandIn.Status(200, "{\"hello\":1}"),
        "silence" => EngineStandIn.Silence,
        "abort" => context =>
        {
            context.Abort();
            return Task.CompletedTask;
        },
        _ => null,
    };
}
