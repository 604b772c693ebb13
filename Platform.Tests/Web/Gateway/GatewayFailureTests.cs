using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Platform.Core.Llm.Model;

namespace Platform.Tests.Web.Gateway;

/// <summary>Engines that fail in every way that engines fail: what the caller gets, and what is on record.</summary>
public sealed class GatewayFailureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Engine_DyingInTheMiddleOfAStream_EndsWithAnErrorAndABrokenConnection(bool byReset)
    {
        await using var world = await GatewayWorld.CreateAsync();
        var begun = new TaskCompletionSource();
        world.Engine.Answer = async (context, _) =>
        {
            await FaultyEngine.StreamAsync(context, FaultyEngine.Delta("half an"), FaultyEngine.Delta(" answer"));
            await begun.Task;
            if (byReset)
            {
                context.Abort();
            }
        };

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: true), completion: HttpCompletionOption.ResponseHeadersRead);
        var (text, isBroken) = await ReadAsync(answer, begun);

        text.Should().Contain(" answer").And.NotContain("[DONE]").And.NotContain("\"stop\"").And.Contain("\"code\":\"upstream_truncated\"");
        isBroken.Should().BeTrue("no client may take it for the end");
        var log = await world.LogOfAsync(answer);
        (log.Outcome, log.ErrorCode, log.CompletionTokens, log.TokensEstimated).Should().Be((LlmOutcome.Truncated, "upstream_truncated", 2, true));
        (await world.BodyAsync(log.ResponseS3Path)).Should().Contain("half an");
    }

    [Fact]
    public async Task Engine_SayingAnErrorInTheMiddle_EndsWithItAndABrokenConnection()
    {
        await using var world = await GatewayWorld.CreateAsync();
        world.Engine.Answer = (context, _) => FaultyEngine.StreamAsync(context, FaultyEngine.Delta("a"), """{"error":{"message":"out of memory","type":"x","param":null,"code":500}}""", "[DONE]");

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: true), completion: HttpCompletionOption.ResponseHeadersRead);
        var (text, isBroken) = await ReadAsync(answer);

        text.Should().Contain("out of memory").And.NotContain("[DONE]");
        isBroken.Should().BeTrue();
        (await world.LogOfAsync(answer)).Outcome.Should().Be(LlmOutcome.Error);
    }

    [Fact]
    public async Task Caller_LeavingAStream_FreesTheEngineAndIsOnRecord()
    {
        await using var world = await GatewayWorld.CreateAsync();
        world.Engine.Answer = async (context, _) =>
        {
            await FaultyEngine.StreamAsync(context, FaultyEngine.Delta("a"), FaultyEngine.Delta("b"));
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var answer = await world.ChatAsync(GatewayWorld.Request(stream: true), completion: HttpCompletionOption.ResponseHeadersRead);
        var stream = await answer.Content.ReadAsStreamAsync(Cancellation);
        await stream.ReadExactlyAsync(new byte[20], Cancellation);

        answer.Dispose();

        await world.Engine.Abandoned.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        var log = await world.LogAsync();
        (log.Outcome, log.ErrorCode, log.TokensEstimated).Should().Be((LlmOutcome.Aborted, "client_closed", true));
        log.CompletionTokens.Should().BePositive();
        (await world.BodyAsync(log.ResponseS3Path)).Should().Contain("\"a\"");
    }

    [Fact]
    public async Task Caller_LeavingAWholeAnswer_FreesTheEngineAndIsOnRecord()
    {
        await using var world = await GatewayWorld.CreateAsync();
        var arrived = new TaskCompletionSource();
        world.Engine.Answer = (context, _) =>
        {
            arrived.TrySetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using var leaving = new CancellationTokenSource();
        var asking = world.ChatAsync(GatewayWorld.Request(), cancellation: leaving.Token);
        await arrived.Task.WaitAsync(Cancellation);

        await leaving.CancelAsync();

        await world.Engine.Abandoned.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        await FluentActions.Awaiting(() => asking).Should().ThrowAsync<OperationCanceledException>();
        (await world.LogAsync()).Outcome.Should().Be(LlmOutcome.Aborted);
    }

    [Fact]
    public async Task Engine_TooBusy_IsLeftForAnotherWhichIsTheOneOnRecord()
    {
        await using var world = await GatewayWorld.CreateAsync();
        await using var other = await FaultyEngine.StartAsync();
        var second = await world.AddDeploymentAsync(other.Address, server: "other");
        world.Engine.Answer = (context, _) => Busy(context, retryAfter: "120");

        for (var i = 0; i < 6; i++)
        {
            using var answer = await world.ChatAsync(GatewayWorld.Request());
            answer.StatusCode.Should().Be(HttpStatusCode.OK);
            (await world.LogOfAsync(answer)).LlmDeploymentId.Should().Be(second);
        }

        world.Engine.Bodies.Should().NotBeEmpty("each of them is asked first at times");
        other.Bodies.Should().HaveCount(6);
    }

    [Fact]
    public async Task Engine_SayingWhenToComeAgain_IsAskedAgainWithinReason()
    {
        await using var world = await GatewayWorld.CreateAsync();
        var tries = 0;
        world.Engine.Answer = (context, _) => ++tries == 1 ? Busy(context, retryAfter: "0") : FaultyEngine.Whole(context, FaultyEngine.Chat("Now."));

        using var answer = await world.ChatAsync(GatewayWorld.Request());

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.LogOfAsync(answer)).Attempts.Should().Be(2);

        world.Engine.Answer = (context, _) => Busy(context, retryAfter: "60");
        using var refused = await world.ChatAsync(GatewayWorld.Request());
        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(60));
        var log = await world.LogOfAsync(refused);
        (log.Outcome, log.HttpStatus, log.Attempts).Should().Be((LlmOutcome.Error, 429, 1));
    }

    [Fact]
    public async Task Engine_AlwaysBroken_IsTriedABoundedNumberOfTimes()
    {
        await using var world = await GatewayWorld.CreateAsync();
        world.Engine.Answer = (context, _) => FaultyEngine.Whole(context, """{"error":"overloaded"}""", 503);

        using var answer = await world.ChatAsync(GatewayWorld.Request());

        answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        (await ErrorAsync(answer)).Message.Should().Be("overloaded");
        world.Engine.Bodies.Should().HaveCount(3);
        (await world.LogOfAsync(answer)).Attempts.Should().Be(3);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1", "takes no connections")]
    [InlineData("http://no-such-host.invalid", "name is unknown")]
    public async Task Engine_ThatCannotBeReached_IsSaidSo(string address, string reason)
    {
        await using var world = await GatewayWorld.CreateAsync();
        var deployment = await world.AddDeploymentAsync(address, server: "gone");

        using var answer = await world.ChatAsync(GatewayWorld.Request(deployment.ToString()));

        answer.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        var (code, message) = await ErrorAsync(answer);
        code.Should().Be("upstream_unreachable");
        message.Should().Contain(reason).And.NotContain("127.0.0.1");
        (await world.LogOfAsync(answer)).ErrorCode.Should().Be("upstream_unreachable");
    }

    [Fact]
    public async Task Engine_ClosingBeforeItAnswers_IsAskedAgain()
    {
        await using var world = await GatewayWorld.CreateAsync();
        var tries = 0;
        world.Engine.Answer = (context, _) =>
        {
            if (++tries > 1)
            {
                return FaultyEngine.Whole(context, FaultyEngine.Chat("Here."));
            }

            context.Abort();
            return Task.CompletedTask;
        };

        using var answer = await world.ChatAsync(GatewayWorld.Request());

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.LogOfAsync(answer)).Attempts.Should().Be(2);
    }

    [Theory]
    [InlineData(true, "first_token_timeout")]
    [InlineData(false, "request_timeout")]
    public async Task Engine_ThatDoesNotBegin_RunsOutOfTime(bool stream, string code)
    {
        await using var world = await GatewayWorld.CreateAsync(settings: ["--Platform:Llm:Gateway:FirstTokenTimeout", "00:00:00.3", "--Platform:Llm:Gateway:RequestTimeout", "00:00:00.3"]);
        world.Engine.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: stream));

        answer.StatusCode.Should().Be(HttpStatusCode.GatewayTimeout);
        (await ErrorAsync(answer)).Code.Should().Be(code);
        await world.Engine.Abandoned.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        var log = await world.LogOfAsync(answer);
        (log.Outcome, log.ErrorCode).Should().Be((LlmOutcome.Timeout, code));
    }

    [Fact]
    public async Task Engine_FallingSilentInAStream_RunsOutOfTime()
    {
        await using var world = await GatewayWorld.CreateAsync(settings: ["--Platform:Llm:Gateway:IdleTimeout", "00:00:00.3"]);
        world.Engine.Answer = async (context, _) =>
        {
            await FaultyEngine.StreamAsync(context, FaultyEngine.Delta("a"));
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        using var answer = await world.ChatAsync(GatewayWorld.Request(stream: true), completion: HttpCompletionOption.ResponseHeadersRead);
        var (text, isBroken) = await ReadAsync(answer);

        text.Should().Contain("idle_timeout");
        isBroken.Should().BeTrue();
        (await world.LogOfAsync(answer)).Outcome.Should().Be(LlmOutcome.Timeout);
    }

    [Theory]
    [InlineData(200, "{\"choices\":[", "upstream_invalid")]
    [InlineData(502, "<html><body>Bad gateway</body></html>", "upstream_invalid")]
    [InlineData(401, """{"error":{"message":"bad key","type":"x","param":null,"code":null}}""", "upstream_credential")]
    public async Task Engine_AnsweringNonsense_IsABadGatewayAndTheBytesAreKept(int status, string body, string code)
    {
        await using var world = await GatewayWorld.CreateAsync();
        world.Engine.Answer = (context, _) => FaultyEngine.Whole(context, body, status);

        using var answer = await world.ChatAsync(GatewayWorld.Request());

        answer.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        (await ErrorAsync(answer)).Code.Should().Be(code);
        (await world.BodyAsync((await world.LogOfAsync(answer)).ResponseS3Path)).Should().Be(body);
    }

    [Fact]
    public async Task Engine_RefusingTheRequestItself_IsNotAskedAgain()
    {
        await using var world = await GatewayWorld.CreateAsync();
        const string Refusal = """{"error":{"message":"This model's maximum context length is 8192 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""";
        world.Engine.Answer = (context, _) => FaultyEngine.Whole(context, Refusal, 400);

        using var answer = await world.ChatAsync(GatewayWorld.Request());

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("error").GetProperty("code").GetString().Should().Be("context_length_exceeded");
        world.Engine.Bodies.Should().ContainSingle();
        (await world.LogOfAsync(answer)).ErrorCode.Should().Be("context_length_exceeded");
    }

    private static Task Busy(HttpContext context, string retryAfter)
    {
        context.Response.Headers.RetryAfter = retryAfter;
        return FaultyEngine.Whole(context, """{"error":{"message":"slow down","type":"rate_limit_error","param":null,"code":"rate_limit_exceeded"}}""", 429);
    }

    private static async Task<(string Code, string Message)> ErrorAsync(HttpResponseMessage answer)
    {
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("error");
        error.EnumerateObject().Select(member => member.Name).Should().BeEquivalentTo("message", "type", "param", "code");
        return (error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!);
    }

    /// <param name="answer">Read to its end, whichever way it ends.</param>
    /// <param name="begun">Set once both pieces of the answer have come.</param>
    private static async Task<(string Text, bool IsBroken)> ReadAsync(HttpResponseMessage answer, TaskCompletionSource? begun = null)
    {
        var text = new MemoryStream();
        var buffer = new byte[4096];
        try
        {
            await using var stream = await answer.Content.ReadAsStreamAsync(Cancellation);
            while (await stream.ReadAsync(buffer, Cancellation) is var read and > 0)
            {
                text.Write(buffer, 0, read);
                if (System.Text.Encoding.UTF8.GetString(text.ToArray()).Contains(" answer", StringComparison.Ordinal))
                {
                    begun?.TrySetResult();
                }
            }

            return (System.Text.Encoding.UTF8.GetString(text.ToArray()), false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return (System.Text.Encoding.UTF8.GetString(text.ToArray()), true);
        }
    }
}
