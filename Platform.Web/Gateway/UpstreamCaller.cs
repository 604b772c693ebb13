using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Platform.Core.Llm;
using Platform.Core.Llm.Connections;
using Platform.Core.Llm.Gateway;
using Platform.Core.Shared;

namespace Platform.Web.Gateway;

/// <summary>
/// Calls engines until one answers: the next deployment where one is away, busy or broken, a bounded number of times. What a request itself got wrong is not tried again, and
/// nothing is once an answer has begun.
/// </summary>
public sealed class UpstreamCaller(EngineConnections connections, RouteBoard board, StreamRelay streams, WholeRelay wholes, GatewayOptions options, TimeProvider time)
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(50);

    internal async Task AnswerAsync(Exchange exchange, IReadOnlyList<RoutedDeployment> deployments)
    {
        GatewayException? last = null;
        var attempts = Math.Max(options.MaxAttempts, 1);
        for (var attempt = 0; attempt < attempts; attempt++)
        {
            var deployment = deployments[attempt % deployments.Count];
            if (attempt > 0 && deployments.Count == 1 && last is { Error.ShouldRetry: false })
            {
                break;
            }

            if (attempt >= deployments.Count && !await MayComeAgainAsync(last!, attempt, exchange.Left))
            {
                break;
            }

            exchange.Log.Attempts = attempt + 1;
            exchange.Log.DeploymentId = deployment.Target.DeploymentId;
            exchange.Log.Answer.Clear();
            board.Enter(deployment.Target.DeploymentId);
            try
            {
                await TryAsync(exchange, deployment);
                return;
            }
            catch (UpstreamFailure failure)
            {
                last = new GatewayException(failure.Error);
                exchange.Log.Answer.Add(failure.Body);
                if (!failure.MayTryAnother)
                {
                    break;
                }
            }
            finally
            {
                board.Leave(deployment.Target.DeploymentId);
            }
        }

        throw last!;
    }

    // Once round all deployments, it pays to wait a little, as long as the engine says and no longer than we are willing to.
    private async Task<bool> MayComeAgainAsync(GatewayException last, int attempt, CancellationToken left)
    {
        var delay = last.Error.RetryAfter ?? s_shortest * (1 << Math.Min(attempt, 6));
        if (delay > options.LongestRetryAfter)
        {
            return false;
        }

        await Task.Delay(delay + TimeSpan.FromMilliseconds(Random.Shared.Next(20)), time, left);
        return true;
    }

    private async Task TryAsync(Exchange exchange, RoutedDeployment deployment)
    {
        using var lease = connections.Rent(deployment.Target);
        using var request = new HttpRequestMessage(HttpMethod.Post, deployment.Target.At(exchange.Operation.Path)) { Content = new ReadOnlyMemoryContent(exchange.Bodies[deployment]) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation(GatewayAnswers.RequestIdHeader, exchange.Log.Id);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(exchange.Left);
        patience.CancelAfter(exchange.IsStream ? options.FirstTokenTimeout : options.RequestTimeout);
        using var response = await SendAsync(lease.Client, request, patience, exchange, deployment);
        if (!response.IsSuccessStatusCode)
        {
            throw await RefusalOfAsync(response, patience.Token);
        }

        exchange.Context.Response.Headers["X-Deployment-Id"] = deployment.Target.DeploymentId.ToString();
        exchange.Context.Response.Headers["X-Attempts"] = exchange.Log.Attempts.ToString(CultureInfo.InvariantCulture);
        exchange.Context.Response.Headers["X-Overhead-Ms"] = Stopwatch.GetElapsedTime(exchange.ArrivedAt).TotalMilliseconds.ToString("0.###", CultureInfo.InvariantCulture);
        await (exchange.IsStream && IsStream(response) ? streams.RunAsync(exchange, response, patience) : wholes.RunAsync(exchange, response, patience));
    }

    private static bool IsStream(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "text/event-stream";

    private async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpRequestMessage request, CancellationTokenSource patience, Exchange exchange, RoutedDeployment deployment)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        }
        catch (OperationCanceledException) when (!exchange.Left.IsCancellationRequested)
        {
            throw Late(exchange);
        }
        catch (Exception failure) when (failure is HttpRequestException or DomainRuleException or IOException)
        {
            throw new UpstreamFailure(GatewayError.Upstream("upstream_unreachable", $"The engine on {deployment.ServerName} cannot be reached: {ReasonOf(failure)}."), mayTryAnother: true);
        }
    }

    private static UpstreamFailure Late(Exchange exchange) => exchange.IsStream
        ? new UpstreamFailure(GatewayError.Timeout("first_token_timeout", "The engine did not begin to answer in time. Try again, or have an administrator raise Platform:Llm:Gateway:FirstTokenTimeout."), mayTryAnother: false)
        : new UpstreamFailure(GatewayError.Timeout("request_timeout", "The engine did not answer in time. Ask for a stream, or for fewer tokens."), mayTryAnother: false);

    // No address of the house in it: callers need not know where engines are.
    private static string ReasonOf(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "its name is unknown",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection could be made",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "it takes no connections",
        DomainRuleException refused => refused.Message.TrimEnd('.'),
        _ => "it closed the connection",
    };

    private async Task<UpstreamFailure> RefusalOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var (status, body) = ((int)response.StatusCode, await ReadRefusalAsync(response, cancellation));
        var retryAfter = RetryAfterOf(response);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return new UpstreamFailure(GatewayError.Upstream("upstream_credential", "The engine refuses the credential that is stored for it. Tell whoever runs the deployment."), mayTryAnother: true) { Body = body };
        }

        var message = ChunkFacts.Read(body)?.Error;
        var isBusy = response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable;
        if (message is null)
        {
            return new UpstreamFailure(
                isBusy ? GatewayError.Unavailable("upstream_busy", "The engine takes no more requests at the moment.") with { RetryAfter = retryAfter } : GatewayError.Upstream("upstream_invalid", $"The engine answered {status} with something that is no error of this interface."),
                mayTryAnother: status >= 500 || isBusy) { Body = body };
        }

        var error = new GatewayError(status, TypeOf(status), CodeOf(body) ?? "upstream_error", message, ParamOf(body)) { RetryAfter = retryAfter };
        return new UpstreamFailure(error, mayTryAnother: status >= 500 || isBusy || status == 408) { Body = body };
    }

    private async Task<byte[]> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            return await wholes.ReadAsync(response, cancellation);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return [];
        }
    }

    private static string TypeOf(int status) => status switch { 429 => "rate_limit_error", 404 => "not_found_error", >= 500 => "api_error", _ => "invalid_request_error" };

    private static string? CodeOf(byte[] body) => JsonMembers.Parse(JsonMembers.Parse(body)!.ValueOf("error"))?.TextOf("code");

    private static string? ParamOf(byte[] body) => JsonMembers.Parse(JsonMembers.Parse(body)!.ValueOf("error"))?.TextOf("param");

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow() is { Ticks: > 0 } until ? until : TimeSpan.Zero,
        _ => null,
    };
}

/// <summary>An attempt that brought no answer, before anything of one was sent on.</summary>
internal sealed class UpstreamFailure(GatewayError error, bool mayTryAnother) : Exception(error.Message)
{
    public GatewayError Error { get; } = error;

    public bool MayTryAnother { get; } = mayTryAnother;

    /// <summary>As it came, for the log.</summary>
    public byte[] Body { get; init; } = [];
}
