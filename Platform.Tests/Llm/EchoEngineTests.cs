using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Health;
using Platform.Core.Llm.Model;
using Platform.Tests.Support;
using Platform.Tests.Web.Host;

namespace Platform.Tests.Llm;

/// <summary>The application's own engine, over HTTP as any engine is, and the way from nothing to a deployment that serves.</summary>
public sealed class EchoEngineTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private PlatformHost _host = null!;
    private HttpClient _engine = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(DatabaseEngine.Sqlite);
        _host = PlatformHost.On(_database, "--Platform:Llm:EchoEngine", "true", "--Platform:Llm:CheckSeconds", "1");
        await _host.InitializeAsync();
        await _host.SetUpAsync();
        _engine = new HttpClient { BaseAddress = new Uri($"{_host.Address.GetLeftPart(UriPartial.Authority)}/echo/") };
        _engine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _host.Get<IEchoEngine>().Secret);
    }

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        await _host.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Registered_InOneGo_ServesTakesPresetsAndGoesIntoMaintenance()
    {
        var active = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _host.Get<HealthBoard>().Changed += id => _ = _host.Get<HealthBoard>().Of(id)?.Reason == HealthReasons.Ok && active.TrySetResult();
        using var registered = await _host.Api.PostAsync("/api/llm/echo", null, Cancellation);
        var deployment = JsonElement.Parse(await registered.Content.ReadAsStringAsync(Cancellation));
        var (id, model) = (deployment.GetProperty("id").GetGuid(), deployment.GetProperty("llmModelId").GetGuid());

        await active.Task.WaitAsync(Cancellation);
        (await GetAsync($"/api/llm/deployments/{id}")).GetProperty("status").GetString().Should().Be("active");
        (await _host.Api.PostAsJsonAsync($"/api/llm/models/{model}/presets", new { name = "exact", temperature = 0, topK = 1 }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.Created);
        (await _host.Api.PutAsJsonAsync($"/api/llm/deployments/{id}/status", new { status = "maintenance" }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK);
        (await _host.Api.PostAsync("/api/llm/echo", null, Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK, "a second time finds the first");

        var models = await GetAsync("/api/llm/models");
        models.GetArrayLength().Should().Be(1);
        models[0].GetProperty("presets").GetArrayLength().Should().Be(2);
        models[0].GetProperty("deployments").EnumerateArray().Should().ContainSingle().Which.GetProperty("status").GetString().Should().Be("maintenance");
        (await GetAsync($"/api/llm/deployments/{id}/status-changes")).EnumerateArray().Select(change => change.GetProperty("to").GetString()).Should().Equal("maintenance", "active", "error");
        models.GetRawText().Should().NotContain(_host.Get<IEchoEngine>().Secret);
    }

    [Fact]
    public async Task Stranger_WithoutTheSecret_IsTurnedAway()
    {
        foreach (var secret in new[] { null, "", "wrong", _host.Api.DefaultRequestHeaders.Authorization!.Parameter })
        {
            using var client = new HttpClient { BaseAddress = _engine.BaseAddress };
            client.DefaultRequestHeaders.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
            (await client.GetAsync("v1/models", Cancellation)).StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task Chat_WholeAndStreamed_SaysTheSameAndCountsTheSame()
    {
        var messages = new[] { new { role = "system", content = "Be brief." }, new { role = "user", content = "say 안녕 twice  please" } };
        using var whole = await _engine.PostAsJsonAsync("v1/chat/completions", new { model = "echo", messages, max_tokens = 3 }, Cancellation);
        var answer = JsonElement.Parse(await whole.Content.ReadAsStringAsync(Cancellation));
        using var streamed = await _engine.PostAsJsonAsync("v1/chat/completions", new { model = "echo", messages, stream = true, stream_options = new { include_usage = true } }, Cancellation);
        var events = (await streamed.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        var chunks = events[..^1].Select(text => JsonElement.Parse(text["data: ".Length..])).ToList();

        answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().Should().Be("say 안녕 twice");
        answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString().Should().Be("length");
        answer.GetProperty("usage").GetProperty("total_tokens").GetInt32().Should().Be(6 + 3);
        events[^1].Should().Be("data: [DONE]");
        string.Concat(chunks.Where(chunk => chunk.GetProperty("choices").GetArrayLength() > 0).Select(chunk => chunk.GetProperty("choices")[0].GetProperty("delta"))
            .Select(delta => delta.TryGetProperty("content", out var text) ? text.GetString() : "")).Should().Be("say 안녕 twice  please");
        chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString().Should().Be("stop");
        chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32().Should().Be(4);
    }

    [Fact]
    public async Task OtherEndpoints_AndOtherModels_AnswerAsOpenAiDoes()
    {
        using var completion = await _engine.PostAsJsonAsync("v1/completions", new { model = "echo", prompt = new[] { "one two", "three" } }, Cancellation);
        using var embedding = await _engine.PostAsJsonAsync("v1/embeddings", new { model = "echo", input = "text", encoding_format = "base64" }, Cancellation);
        using var missing = await _engine.PostAsJsonAsync("v1/chat/completions", new { model = "gpt", messages = new[] { new { role = "user", content = "x" } } }, Cancellation);
        using var broken = await _engine.PostAsync("v1/chat/completions", new StringContent("{"), Cancellation);

        JsonElement.Parse(await completion.Content.ReadAsStringAsync(Cancellation)).GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("text").GetString()).Should().Equal("one two", "three");
        Convert.FromBase64String(JsonElement.Parse(await embedding.Content.ReadAsStringAsync(Cancellation)).GetProperty("data")[0].GetProperty("embedding").GetString()!).Should().HaveCount(16 * sizeof(float));
        (missing.StatusCode, broken.StatusCode).Should().Be((HttpStatusCode.NotFound, HttpStatusCode.BadRequest));
        JsonElement.Parse(await missing.Content.ReadAsStringAsync(Cancellation)).GetProperty("error").GetProperty("code").GetString().Should().Be("model_not_found");
    }

    private async Task<JsonElement> GetAsync(string path) => await _host.Api.GetFromJsonAsync<JsonElement>(path, Cancellation);
}
