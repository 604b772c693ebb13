using System.Net;
using System.Text;
using System.Text.Json;
using Platform.Core.Llm.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Gateway;

/// <summary>What passes the gateway stays as it is, byte for byte where it matters, and what is on record is what passed.</summary>
public sealed class GatewayWireTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Chat_Whole_KeepsUnknownFieldsAndIsOnRecordWithItsTokens(DatabaseEngine engine)
    {
        await using var world = await GatewayWorld.CreateAsync(engine);
        var answered = FaultyEngine.Chat("Hello.", """, "made_up": {"a": [1.50, "é"]}""");
        world.Engine.Answer = (context, _) => FaultyEngine.Whole(context, answered);
        using var content = new StringContent("""{ "guided_json" : {"x": 1.50},  "model":"llama", "messages":[{"role":"user","content":"안녕 👩‍👩‍👧"}] }""", Encoding.UTF8, "application/json");

        using var answer = await world.Client.PostAsync("/v1/chat/completions", content, Cancellation);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Cancellation)).Should().Be(answered);
        world.Engine.Bodies.Single().Should().Be("""{ "guided_json" : {"x": 1.50},  "model":"up", "messages":[{"role":"user","content":"안녕 👩‍👩‍👧"}] }""");
        var log = await world.LogOfAsync(answer);
        (log.Outcome, log.PromptTokens, log.CompletionTokens, log.TokenUsed, log.TokensEstimated, log.HttpStatus, log.Attempts).Should().Be((LlmOutcome.Completed, 5, 2, 7, false, 200, 1));
        (await world.BodyAsync(log.RequestPromptS3Path)).Should().Be(world.Engine.Bodies.Single(), "the log shows what reached the engine");
        (await world.BodyAsync(log.ResponseS3Path)).Should().Be(answered);
    }

    [Fact]
    public async Task Stream_ThatDidNotAskForUsage_GetsNoneAndTheLogIsExact()
    {
        await using var world = await GatewayWorld.CreateAsync();
        const string Continuous = """{"id":"c1","choices":[{"index":0,"delta":{"content":"b"},"finish_reason":null}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}}""";
        world.Engine.Answer = (context, _) => FaultyEngine.StreamAsync(context, FaultyEngine.Delta("a"), Continuous, FaultyEngine.Stop, FaultyEngine.Usage, "[DONE]");

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: true));

        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        text.Should().Be($"data: {FaultyEngine.Delta("a")}\n\ndata: {{\"id\":\"c1\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"b\"}},\"finish_reason\":null}}]}}\n\ndata: {FaultyEngine.Stop}\n\ndata: [DONE]\n\n");
        JsonDocument.Parse(world.Engine.Bodies.Single()).RootElement.GetProperty("stream_options").GetRawText().Should().Contain("\"include_usage\":true").And.Contain("\"continuous_usage_stats\":true");
        var log = await world.LogOfAsync(answer);
        (log.Outcome, log.PromptTokens, log.CompletionTokens, log.TokensEstimated).Should().Be((LlmOutcome.Completed, 5, 3, false));
        log.FirstTokenTime.Should().NotBeNull().And.BeOnOrAfter(log.RequestTime);
        (await world.BodyAsync(log.ResponseS3Path)).Should().Contain("[DONE]").And.Contain("\"completion_tokens\":3", "the log has the raw stream");
    }

    [Fact]
    public async Task Stream_ThatAskedForUsage_GetsItOnceBeforeTheEnd()
    {
        await using var world = await GatewayWorld.CreateAsync();
        world.Engine.Answer = (context, _) => FaultyEngine.StreamAsync(context, FaultyEngine.Delta("a"), FaultyEngine.Stop, FaultyEngine.Usage, "[DONE]");

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: true, usage: true));

        var events = (await answer.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events.Should().Equal([$"data: {FaultyEngine.Delta("a")}", $"data: {FaultyEngine.Stop}", $"data: {FaultyEngine.Usage}", "data: [DONE]"]);
    }

    [Fact]
    public async Task Stream_InAwkwardPieces_ArrivesWhole()
    {
        await using var world = await GatewayWorld.CreateAsync();
        var sent = Encoding.UTF8.GetBytes($": ping\r\n\r\nevent: message\r\ndata: {FaultyEngine.Delta("👩‍👩‍👧 한글")}\r\n\r\ndata: {{\"choices\":[{{\"index\":1,\r\ndata: \"delta\":{{\"reasoning_content\":\"hm\",\"reasoning\":\"hm\"}},\"logprobs\":null}}]}}\r\n\r\ndata: {FaultyEngine.Stop}\r\n\r\ndata: [DONE]\r\n\r\n");
        world.Engine.Answer = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            foreach (var one in sent)
            {
                await context.Response.Body.WriteAsync(new[] { one });
                await context.Response.Body.FlushAsync();
            }
        };

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: true));

        (await answer.Content.ReadAsByteArrayAsync(Cancellation)).Should().Equal(sent);
        (await world.LogOfAsync(answer)).Outcome.Should().Be(LlmOutcome.Completed);
    }

    [Fact]
    public async Task Stream_WithAnEndButWithoutDone_IsComplete()
    {
        await using var world = await GatewayWorld.CreateAsync();
        world.Engine.Answer = (context, _) => FaultyEngine.StreamAsync(context, FaultyEngine.Delta("a"), FaultyEngine.Stop);

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: true));

        (await answer.Content.ReadAsStringAsync(Cancellation)).Should().EndWith("data: [DONE]\n\n");
        var log = await world.LogOfAsync(answer);
        (log.Outcome, log.TokensEstimated).Should().Be((LlmOutcome.Completed, true));
    }

    [Fact]
    public async Task Stream_OfAnEngineThatStaysOpenAfterDone_EndsThere()
    {
        await using var world = await GatewayWorld.CreateAsync();
        world.Engine.Answer = async (context, _) =>
        {
            await FaultyEngine.StreamAsync(context, FaultyEngine.Delta("a"), FaultyEngine.Stop, "[DONE]");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: true));

        (await answer.Content.ReadAsStringAsync(Cancellation)).Should().EndWith("data: [DONE]\n\n");
        (await world.LogOfAsync(answer)).Outcome.Should().Be(LlmOutcome.Completed);
    }

    [Fact]
    public async Task Stream_OfASilentEngine_IsKeptAlive()
    {
        await using var world = await GatewayWorld.CreateAsync(settings: ["--Platform:Llm:Gateway:Heartbeat", "00:00:00.1"]);
        var goOn = new TaskCompletionSource();
        world.Engine.Answer = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            await FaultyEngine.StreamAsync(context, FaultyEngine.Delta("a"), FaultyEngine.Stop, "[DONE]");
        };

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: true), completion: HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation));
        (await reader.ReadLineAsync(Cancellation)).Should().Be(": keep-alive");
        goOn.SetResult();

        (await reader.ReadToEndAsync(Cancellation)).Should().EndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task Embeddings_AndCompletions_PassAsTheyAre()
    {
        await using var world = await GatewayWorld.CreateAsync();
        const string Vectors = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":"AACAPw=="}],"usage":{"prompt_tokens":4,"total_tokens":4}}""";
        world.Engine.Answer = (context, _) => FaultyEngine.Whole(context, context.Request.Path == "/v1/embeddings" ? Vectors : """{"object":"text_completion","choices":[{"text":"x","finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""");

        using var embeddings = await world.Client.PostAsync("/v1/embeddings", new StringContent("""{"model":"llama","input":["a","b"],"encoding_format":"base64"}""", Encoding.UTF8, "application/json"), Cancellation);
        using var completion = await world.Client.PostAsync("/v1/completions", new StringContent("""{"model":"llama","prompt":[[1,2,3]]}""", Encoding.UTF8, "application/json"), Cancellation);

        (await embeddings.Content.ReadAsStringAsync(Cancellation)).Should().Be(Vectors);
        world.Engine.Bodies.Should().Equal("""{"model":"up","input":["a","b"],"encoding_format":"base64"}""", """{"model":"up","prompt":[[1,2,3]]}""");
        (await world.LogOfAsync(embeddings)).TokenUsed.Should().Be(4);
        (await world.LogOfAsync(completion)).TokenUsed.Should().Be(2);
    }

    [Fact]
    public async Task Request_OfTenMegabytes_Passes_AndALargerOneIsRefused()
    {
        await using var world = await GatewayWorld.CreateAsync();

        using var large = await world.ChatAsync(new { model = GatewayWorld.Model, messages = new[] { new { role = "user", content = new string('x', 10 << 20) } } });
        using var tooLarge = await world.ChatAsync(new { model = GatewayWorld.Model, messages = new[] { new { role = "user", content = new string('x', 33 << 20) } } });

        large.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.BodyAsync((await world.LogOfAsync(large)).RequestPromptS3Path)).Length.Should().BeGreaterThan(10 << 20);
        tooLarge.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await world.CountAsync()).Should().Be(1);
    }
}
