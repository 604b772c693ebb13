using Platform.Core.Llm;
using Platform.Core.Llm.Gateway;
using Platform.Core.Llm.Model;

namespace Platform.Web.Gateway;

/// <summary>Answers that come in one piece: read whole, understood, and passed on byte for byte.</summary>
public sealed class WholeRelay(GatewayOptions options)
{
    internal async Task RunAsync(Exchange exchange, HttpResponseMessage response, CancellationTokenSource patience)
    {
        patience.CancelAfter(options.RequestTimeout);
        byte[] body;
        try
        {
            body = await ReadAsync(response, patience.Token);
        }
        catch (OperationCanceledException) when (!exchange.Left.IsCancellationRequested)
        {
            throw new UpstreamFailure(GatewayError.Timeout("request_timeout", "The engine did not answer in time. Ask for a stream, or for fewer tokens."), mayTryAnother: false);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            exchange.Log.End(LlmOutcome.Truncated, "upstream_truncated");
            throw new GatewayException(GatewayError.Upstream("upstream_truncated", "The engine closed the connection in the middle of its answer. Try again."));
        }

        exchange.Log.Answer.Add(body);
        if (ChunkFacts.Read(body) is not { } facts)
        {
            throw new GatewayException(GatewayError.Upstream("upstream_invalid", "The engine's answer is no JSON. What came is kept in the log."));
        }

        exchange.Log.Usage = facts.Usage;
        if (facts.HasText || !exchange.Operation.Generates)
        {
            exchange.Log.NoteText();
        }

        exchange.Log.End(LlmOutcome.Completed);
        var answer = exchange.Context.Response;
        answer.StatusCode = (int)response.StatusCode;
        answer.ContentType = response.Content.Headers.ContentType?.ToString() ?? "application/json";
        answer.ContentLength = body.Length;
        await answer.Body.WriteAsync(body, exchange.Left);
    }

    /// <exception cref="GatewayException">Larger than is taken in.</exception>
    internal async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        using var whole = new MemoryStream((int)Math.Min(response.Content.Headers.ContentLength ?? 0, options.MaxResponseBytes));
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            whole.Write(buffer, 0, read);
            if (whole.Length > options.MaxResponseBytes)
            {
                throw new GatewayException(GatewayError.Upstream("upstream_too_large", $"The engine's answer is larger than {options.MaxResponseBytes >> 20} MiB."));
            }
        }

        return whole.ToArray();
    }
}
