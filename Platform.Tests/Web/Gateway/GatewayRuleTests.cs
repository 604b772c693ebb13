using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Llm.Model;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Gateway;

/// <summary>Who may ask what, under which preset, and in which session it is on record.</summary>
public sealed class GatewayRuleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Preset_BelowTheRequest_ReachesTheEngineAndIsOnRecord()
    {
        await using var world = await GatewayWorld.CreateAsync();
        var preset = await world.AddPresetAsync("calm", maxTokens: 64, temperature: 0.25, topK: 40);

        using var answer = await world.ChatAsync(new { model = "llama:calm", temperature = 0.9, messages = Array.Empty<object>() });

        var sent = JsonDocument.Parse(world.Engine.Bodies.Single()).RootElement;
        (sent.GetProperty("model").GetString(), sent.GetProperty("temperature").GetDouble(), sent.GetProperty("top_k").GetInt32(), sent.GetProperty("max_tokens").GetInt32()).Should().Be(("up", 0.9, 40, 64));
        (await world.LogOfAsync(answer)).LlmModelConfigId.Should().Be(preset);
        using var unknown = await world.ChatAsync(GatewayWorld.Request("llama:wild"));
        unknown.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("llama:calm", null, "top_k")]
    [InlineData("llama", 40, "top_k")]
    public async Task Field_ThatTheEngineWouldIgnore_IsRefusedByName(string model, int? topK, string field)
    {
        await using var world = await GatewayWorld.CreateAsync(engine: LlmEngine.Ollama);
        await world.AddPresetAsync("calm", topK: 40);

        using var answer = await world.ChatAsync(topK is null ? GatewayWorld.Request(model) : new { model, top_k = topK, messages = Array.Empty<object>() });

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("error");
        (error.GetProperty("code").GetString(), error.GetProperty("param").GetString()).Should().Be(("unsupported_parameter", field));
        world.Engine.Bodies.Should().BeEmpty();
        (await world.CountAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Ollama_GetsTheLimitUnderTheNameThatItKnows()
    {
        await using var world = await GatewayWorld.CreateAsync(engine: LlmEngine.Ollama);

        using var answer = await world.ChatAsync(new { model = "llama", max_completion_tokens = 7, messages = Array.Empty<object>() });

        var sent = JsonDocument.Parse(world.Engine.Bodies.Single()).RootElement;
        sent.GetProperty("max_tokens").GetInt32().Should().Be(7);
        sent.TryGetProperty("max_completion_tokens", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Callers_WithoutTheRight_GetErrorsOfTheInterfaceAndReachNoEngine()
    {
        await using var world = await GatewayWorld.CreateAsync();
        var trial = await world.AddDeploymentAsync(world.Engine.Address, environment: LlmEnvironment.Dev, server: "trial");
        using var nobody = new HttpClient { BaseAddress = world.Host.Address };
        using var guesser = new HttpClient { BaseAddress = world.Host.Address };
        guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "plt_guess");
        using var analyst = await world.ClientOfAsync(UserRole.Analyst);
        var narrow = await world.Host.Get<IssueAccessTokenCommand>().ExecuteAsync(world.Seed.Actor, "narrow", null, Cancellation, new TokenLimits([TokenScope.Annotation]));
        using var annotator = new HttpClient { BaseAddress = world.Host.Address };
        annotator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", narrow.Text);

        foreach (var (client, model, status) in new[] { (nobody, "llama", 401), (guesser, "llama", 401), (annotator, "llama", 403), (analyst, trial.ToString(), 404), (analyst, "llama@trial", 404), (analyst, "none", 404) })
        {
            using var answer = await client.PostAsJsonAsync("/v1/chat/completions", GatewayWorld.Request(model), Cancellation);
            ((int)answer.StatusCode).Should().Be(status, model);
            JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("error").TryGetProperty("param", out _).Should().BeTrue();
        }

        world.Engine.Bodies.Should().BeEmpty();
        (await world.CountAsync()).Should().Be(0);
        using var allowed = await analyst.PostAsJsonAsync("/v1/chat/completions", GatewayWorld.Request(), Cancellation);
        allowed.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Models_Listed_AreThoseThatTheCallerMayUse()
    {
        await using var world = await GatewayWorld.CreateAsync();
        using var analyst = await world.ClientOfAsync(UserRole.Analyst);

        var list = await analyst.GetFromJsonAsync<JsonElement>("/v1/models", Cancellation);
        list.GetProperty("data").EnumerateArray().Single().GetProperty("id").GetString().Should().Be("llama");
        (await analyst.GetFromJsonAsync<JsonElement>("/v1/models/llama", Cancellation)).GetProperty("object").GetString().Should().Be("model");
        (await analyst.GetAsync("/v1/models/none", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deployment_InMaintenance_GetsNoRequests()
    {
        await using var world = await GatewayWorld.CreateAsync();
        await using var resting = await FaultyEngine.StartAsync();
        var maintained = await world.AddDeploymentAsync(resting.Address, status: LlmDeploymentStatus.Maintenance, server: "resting");

        for (var i = 0; i < 5; i++)
        {
            (await world.ChatAsync(GatewayWorld.Request())).StatusCode.Should().Be(HttpStatusCode.OK);
        }

        resting.Bodies.Should().BeEmpty();
        using var straight = await world.ChatAsync(GatewayWorld.Request(maintained.ToString()));
        straight.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
    }

    [Theory, EveryDatabase]
    public async Task Department_OutOfTokens_IsToldWhoCanRaiseTheQuota(DatabaseEngine engine)
    {
        await using var world = await GatewayWorld.CreateAsync(engine, settings: ["--Platform:Llm:Gateway:QuotaMemory", "00:00:00"]);
        await using var db = world.Open();
        await db.Departments.Where(department => department.Id == world.Seed.Department.Id).ExecuteUpdateAsync(set => set.SetProperty(department => department.TokenQuota, (long?)7), Cancellation);
        using var last = await world.ChatAsync(GatewayWorld.Request());
        await world.LogOfAsync(last);

        using var refused = await world.ChatAsync(GatewayWorld.Request());

        last.StatusCode.Should().Be(HttpStatusCode.OK, "it began while tokens were left");
        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.GetValues("x-should-retry").Should().Equal("false");
        JsonDocument.Parse(await refused.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("error").GetProperty("code").GetString().Should().Be("insufficient_quota");
        world.Engine.Bodies.Should().ContainSingle();
    }

    [Fact]
    public async Task Project_NamedByTheCaller_MustBeOneThatTheySee()
    {
        await using var world = await GatewayWorld.CreateAsync();
        foreach (var (project, status) in new[] { (world.Seed.Project.Id.ToString(), HttpStatusCode.OK), (world.Seed.NewId().ToString(), HttpStatusCode.NotFound), ("mine", HttpStatusCode.BadRequest) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(GatewayWorld.Request()) };
            request.Headers.Add("X-Project-Id", project);
            using var answer = await world.Client.SendAsync(request, Cancellation);
            answer.StatusCode.Should().Be(status);
        }
    }

    [Theory, EveryDatabase]
    public async Task Requests_AllAtOnce_AreNumberedWithoutGaps(DatabaseEngine engine)
    {
        await using var world = await GatewayWorld.CreateAsync(engine);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => world.ChatAsync(GatewayWorld.Request(), session: number % 2 == 0 ? "nightly" : null)));

        foreach (var session in answers.GroupBy(answer => answer.Headers.GetValues("X-Session-Id").Single()))
        {
            session.Select(answer => int.Parse(answer.Headers.GetValues("X-Log-Sequence").Single(), System.Globalization.CultureInfo.InvariantCulture)).Order().Should().Equal(Enumerable.Range(1, 20));
            await world.LogOfAsync(session.Last());
        }

        answers.Select(answer => answer.Headers.GetValues("X-Session-Id").Single()).Distinct().Should().HaveCount(2);
        await EndToEnd.Eventually.HoldsAsync(world.CountAsync, count => count == 40, "all logs");
    }

    [Fact]
    public async Task Session_LyingIdle_IsClosed_AndItsNameOpensItAgain()
    {
        await using var world = await GatewayWorld.CreateAsync(settings: ["--Platform:Llm:Gateway:SessionIdle", "00:00:00.2"]);
        using var first = await world.ChatAsync(GatewayWorld.Request(), session: "nightly");
        var id = Guid.Parse(first.Headers.GetValues("X-Session-Id").Single());
        var closed = await world.SessionAsync(id, session => session.Status == LlmSessionStatus.Completed);
        (closed.Name, closed.SessionType, closed.EndTime is not null).Should().Be(("nightly", LlmSessionType.Production, true));

        using var second = await world.ChatAsync(GatewayWorld.Request(), session: "nightly");
        using var third = await world.ChatAsync(GatewayWorld.Request(), session: id.ToString());

        second.Headers.GetValues("X-Session-Id").Single().Should().Be(id.ToString());
        third.Headers.GetValues("X-Session-Id").Single().Should().Be(id.ToString());
        second.Headers.GetValues("X-Log-Sequence").Single().Should().Be("2");
        using var stranger = await world.ClientOfAsync(UserRole.Developer);
        using var taken = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = JsonContent.Create(GatewayWorld.Request()) };
        taken.Headers.Add("X-Session-Id", id.ToString());
        (await stranger.SendAsync(taken, Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Session_AskedForByNameAndById_IsOneAndNumbersItsRequestsOnce()
    {
        await using var world = await GatewayWorld.CreateAsync(settings: ["--Platform:Llm:Gateway:SessionIdle", "00:00:00.05"]);
        using var first = await world.ChatAsync(GatewayWorld.Request(), session: "nightly");
        var id = first.Headers.GetValues("X-Session-Id").Single();

        var answers = new List<HttpResponseMessage> { first };
        for (var round = 0; round < 3; round++)
        {
            answers.AddRange(await Task.WhenAll(Enumerable.Range(0, 10).Select(number => world.ChatAsync(GatewayWorld.Request(), session: number % 2 == 0 ? "nightly" : id))));
        }

        answers.Select(answer => answer.Headers.GetValues("X-Session-Id").Single()).Distinct().Should().Equal(id);
        answers.Select(answer => int.Parse(answer.Headers.GetValues("X-Log-Sequence").Single(), System.Globalization.CultureInfo.InvariantCulture)).Order().Should().Equal(Enumerable.Range(1, 31));
        await EndToEnd.Eventually.HoldsAsync(world.CountAsync, count => count == 31, "all logs");
    }

    [Theory]
    [InlineData("[]", "invalid_json")]
    [InlineData("""{"messages":[]}""", "model_missing")]
    [InlineData("""{"model":7}""", "model_missing")]
    public async Task Request_ThatIsNone_IsRefusedAndNotOnRecord(string body, string code)
    {
        await using var world = await GatewayWorld.CreateAsync();

        using var answer = await world.Client.PostAsync("/v1/chat/completions", new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Cancellation);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("error").GetProperty("code").GetString().Should().Be(code);
        (await world.CountAsync()).Should().Be(0);
    }
}
