using Microsoft.AspNetCore.Http;
using Platform.Core.Llm;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Commands;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Llm;

/// <summary>Connections to engines go where they may, and stay open while somebody reads.</summary>
public sealed class EngineConnectionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Name_ThatPointsElsewhereAfterItWasSaved_IsRefusedWhenConnecting()
    {
        await using var world = await LlmWorld.CreateAsync();
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        world.Dns.Answer("gpu.example", "127.0.0.1");
        world.Dns.Answer("gpu.example", "169.254.169.254");

        var id = await world.AddDeploymentAsync(engine.Address.Replace("127.0.0.1", "gpu.example", StringComparison.Ordinal));
        var health = await world.LookAsync(id);

        health.Reason.Should().Be(HealthReasons.AddressRefused);
        engine.Requests.Should().BeEmpty();
        world.Dns.Questions.Should().Be(2, "what is checked is what would be connected to: nobody asks a third time");
    }

    [Fact]
    public async Task Name_WithRefusedAndAllowedAddresses_LeadsToTheAllowedOne()
    {
        await using var world = await LlmWorld.CreateAsync();
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        world.Dns.Answer("gpu.example", "169.254.169.254", "127.0.0.1");

        var id = await world.AddDeploymentAsync(engine.Address.Replace("127.0.0.1", "gpu.example", StringComparison.Ordinal));

        (await world.LookAsync(id)).Reason.Should().Be(HealthReasons.Ok);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("http://[fd00:ec2::254]/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://0xA9FEA9FE/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://meta.example/")]
    public async Task MetadataService_HoweverItIsWritten_IsRefusedWhenSavedAndWhenTested(string address)
    {
        await using var world = await LlmWorld.CreateAsync();
        world.Dns.Answer("meta.example", "169.254.169.254");

        (await DatasetWorld.RefusedAsync(() => world.AddDeploymentAsync(address))).Should().Be("llm.address_refused");
        (await DatasetWorld.RefusedAsync(() => world.Get<ConnectionTestQueries>().TestAsync(world.Actor, address, LlmEngine.Vllm, "m", null, null, Cancellation))).Should().Be("llm.address_refused");
    }

    [Fact]
    public async Task Redirect_ToSomewhereElse_IsNotFollowed()
    {
        await using var world = await LlmWorld.CreateAsync();
        await using var inner = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        engine.Fault = context =>
        {
            context.Response.Redirect(inner.Address + context.Request.Path);
            return Task.CompletedTask;
        };

        var id = await world.AddDeploymentAsync(engine.Address);

        (await world.LookAsync(id)).Reason.Should().Be(HealthReasons.Redirected);
        inner.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Client_OfADeploymentThatChanges_LastsUntilItsLastAnswerIsRead()
    {
        await using var world = await LlmWorld.CreateAsync();
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        var go = new TaskCompletionSource();
        engine.Fault = async context =>
        {
            await context.Response.WriteAsync("first ", Cancellation);
            await context.Response.Body.FlushAsync(Cancellation);
            await go.Task;
            await context.Response.WriteAsync("second", Cancellation);
        };
        var connections = world.Get<EngineConnections>();
        var old = new EngineTarget(Guid.CreateVersion7(), 1, new Uri(engine.Address), LlmEngine.Vllm, "m", new EngineCredential("old"));
        using var lease = connections.Rent(old);
        using var answer = await lease.Client.GetAsync(old.At("/slow"), HttpCompletionOption.ResponseHeadersRead, Cancellation);

        using var renewed = connections.Rent(old with { Revision = 2, Credential = new EngineCredential("new") });
        using var again = connections.Rent(old with { Revision = 2 });
        using var late = connections.Rent(old);
        go.SetResult();

        (await answer.Content.ReadAsStringAsync(Cancellation)).Should().Be("first second");
        renewed.Client.Should().NotBeSameAs(lease.Client).And.BeSameAs(again.Client);
        late.Client.DefaultRequestHeaders.Authorization!.Parameter.Should().Be("old", "whoever read the deployment before it changed sends the new secret nowhere");
    }

    [Fact]
    public async Task Credential_OfOneServer_GoesToNoOther()
    {
        await using var world = await LlmWorld.CreateAsync();
        await using var engine = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        await using var other = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        var id = await world.AddDeploymentAsync(engine.Address, credential: "s3cret-key");
        var model = (await world.ViewAsync(id)).LlmModelId;
        var (change, tests) = (world.Get<ChangeLlmDeploymentCommand>(), world.Get<ConnectionTestQueries>());

        (await DatasetWorld.RefusedAsync(() => change.ExecuteAsync(world.Actor, id, LlmWorld.Settings(model, other.Address), null, Cancellation))).Should().Be("llm.credential_other_server");
        await tests.TestAsync(world.Actor, other.Address, LlmEngine.Vllm, "m", null, id, Cancellation);
        await tests.TestAsync(world.Actor, engine.Address, LlmEngine.Vllm, "m", null, id, Cancellation);
        await change.ExecuteAsync(world.Actor, id, LlmWorld.Settings(model, other.Address), "other-key", Cancellation);
        await world.LookAsync(id);

        other.Requests.Select(request => request.Authorization).Distinct().Should().BeEquivalentTo("", "Bearer other-key");
        engine.Requests.Select(request => request.Authorization).Distinct().Should().Equal("Bearer s3cret-key");
    }

    [Fact]
    public async Task NothingSaid_OfATarget_HoldsTheCredential()
    {
        await using var world = await LlmWorld.CreateAsync(options: new LlmOptions { DeniedHosts = ["127.0.0.0/8"] });
        var target = new EngineTarget(Guid.CreateVersion7(), 1, new Uri("http://127.0.0.1:1"), LlmEngine.Vllm, "m", new EngineCredential("s3cret-key"));
        using var lease = world.Get<EngineConnections>().Rent(target);

        var connect = () => lease.Client.GetAsync(target.At("/health"), Cancellation);

        var failure = (await connect.Should().ThrowAsync<HttpRequestException>()).Which;
        failure.ToString().Should().NotContain("s3cret-key");
        failure.InnerException.Should().BeAssignableTo<DomainRuleException>();
        $"{target}".Should().NotContain("s3cret-key");
    }
}
