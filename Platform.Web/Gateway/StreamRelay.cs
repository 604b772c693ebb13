using System.Buffers;
using Platform.Core.Llm;
using Platform.Core.Llm.Gateway;
using Platform.Core.Llm.Model;

namespace Platform.Web.Gateway;

/// <summary>
/// Answers that come in pieces: each event is passed on as it came, at once. A stream that breaks off ends with an error event and an aborted connection, the only ending that every
/// official client reports as a failure; never with a stop that the model did not say.
/// </summary>
public sealed class StreamRelay(GatewayOptions options, TimeProvider time)
{
    private const int LargestEventBytes = 16 << 20;
    private static readonly byte[] s_heartbeat = ": keep-alive\n\n"u8.ToArray();
    private static readonly byte[] s_done = "data: [DONE]\n\n"u8.ToArray();

    internal async Task RunAsync(Exchange exchange, HttpResponseMessage response, CancellationTokenSource patience)
    {
        var state = new StreamState(exchange);
        GatewayError? broken;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(patience.Token);
            broken = await PassOnAsync(exchange, state, stream, patience);
        }
        catch (OperationCanceledException) when (!exchange.Left.IsCancellationRequested)
        {
            broken = state.HasBegun
                ? GatewayError.Timeout("idle_timeout", "The engine fell silent in the middle of its answer.")
                : GatewayError.Timeout("first_token_timeout", "The engine did not begin to answer in time. Try again, or have an administrator raise Platform:Llm:Gateway:FirstTokenTimeout.");
            exchange.Log.End(LlmOutcome.Timeout, broken.Code);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && !exchange.Left.IsCancellationRequested)
        {
            broken = Truncated(exchange);
        }

        exchange.Left.ThrowIfCancellationRequested();
        if (broken is null)
        {
            exchange.Log.End(LlmOutcome.Completed);
            await exchange.Context.Response.CompleteAsync();
            return;
        }

        await BreakOffAsync(exchange, broken);
    }

    private async Task<GatewayError?> PassOnAsync(Exchange exchange, StreamState state, Stream stream, CancellationTokenSource patience)
    {
        var events = new SseEvents();
        var buffer = new byte[16 << 10];
        Task? heartbeat = null;
        while (true)
        {
            var reading = stream.ReadAsync(buffer, patience.Token).AsTask();
            while (!reading.IsCompleted)
            {
                heartbeat ??= Task.Delay(options.Heartbeat, time, exchange.Left);
                if (await Task.WhenAny(reading, heartbeat) != reading)
                {
                    await heartbeat;
                    heartbeat = null;
                    await SendAsync(exchange, s_heartbeat);
                }
            }

            var read = await reading;
            if (read == 0)
            {
                break;
            }

            exchange.Log.Answer.Add(buffer.AsSpan(0, read));
            events.Add(buffer.AsSpan(0, read));
            while (events.TryTake(out var whole))
            {
                var (passed, error) = state.Take(whole);
                if (passed.Length > 0)
                {
                    state.HasPassed = true;
                    Begin(exchange);
                    exchange.Context.Response.BodyWriter.Write(passed.Span);
                }

                if (error is not null)
                {
                    exchange.Log.End(LlmOutcome.Error, error.Code);
                    if (state.HasPassed)
                    {
                        await exchange.Context.Response.BodyWriter.FlushAsync(exchange.Left);
                    }

                    return error;
                }
            }

            if (state.HasBegun)
            {
                patience.CancelAfter(options.IdleTimeout);
            }

            if (exchange.Context.Response.HasStarted || state.HasBegun)
            {
                await exchange.Context.Response.BodyWriter.FlushAsync(exchange.Left);
            }

            // Some engines keep the connection open behind their last word; the caller must not wait for that.
            if (state.IsDone)
            {
                return null;
            }

            if (events.PendingBytes > LargestEventBytes || exchange.Log.Answer.Length > options.MaxResponseBytes)
            {
                exchange.Log.End(LlmOutcome.Error, "upstream_too_large");
                return GatewayError.Upstream("upstream_too_large", $"The engine's answer is larger than {options.MaxResponseBytes >> 20} MiB.");
            }
        }

        if (!state.IsFinished)
        {
            return Truncated(exchange);
        }

        if (!state.IsDone)
        {
            await SendAsync(exchange, s_done);
        }

        return null;
    }

    private static GatewayError Truncated(Exchange exchange)
    {
        exchange.Log.End(LlmOutcome.Truncated, "upstream_truncated");
        return GatewayError.Upstream("upstream_truncated", "The engine went away in the middle of its answer. What came of it is kept in the log.");
    }

    private static async Task SendAsync(Exchange exchange, ReadOnlyMemory<byte> bytes)
    {
        Begin(exchange);
        await exchange.Context.Response.BodyWriter.WriteAsync(bytes, exchange.Left);
    }

    private static void Begin(Exchange exchange)
    {
        var answer = exchange.Context.Response;
        if (!answer.HasStarted)
        {
            answer.ContentType = "text/event-stream; charset=utf-8";
            answer.Headers.CacheControl = "no-cache";
            answer.Headers["X-Accel-Buffering"] = "no";
        }
    }

    // Before the first byte it is an answer like any other.
    private static async Task BreakOffAsync(Exchange exchange, GatewayError error)
    {
        if (!exchange.Context.Response.HasStarted)
        {
            throw new GatewayException(error);
        }

        var said = new ReadOnlyMemory<byte>([.. "data: "u8, .. error.ToJson(), .. "\n\n"u8]);
        await exchange.Context.Response.BodyWriter.WriteAsync(said, exchange.Left);
        await exchange.Context.Response.BodyWriter.FlushAsync(exchange.Left);

        // Both halves must leave the house before the connection goes.
        await Task.Delay(TimeSpan.FromMilliseconds(20), exchange.Left);
        exchange.Context.Abort();
    }
}
