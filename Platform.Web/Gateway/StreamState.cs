using Platform.Core.Llm.Gateway;

namespace Platform.Web.Gateway;

/// <summary>What a stream has said so far, and which of its events the caller gets.</summary>
internal sealed class StreamState(Exchange exchange)
{
    private static readonly Dictionary<string, byte[]?> s_withoutUsage = new() { ["usage"] = null };

    private readonly bool _wantsUsage = exchange.WantsUsage;
    private readonly bool _wantsEveryUsage = JsonMembers.Parse(exchange.Request.ValueOf("stream_options"))?.IsTrue("continuous_usage_stats") == true;

    /// <summary>An event with data came.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Something of it went to the caller.</summary>
    public bool HasPassed { get; set; }

    /// <summary>The engine said [DONE].</summary>
    public bool IsDone { get; private set; }

    /// <summary>The model came to an end, or the engine said that it is done.</summary>
    public bool IsFinished { get; private set; }

    /// <returns>The bytes for the caller, and the error that the stream ends with.</returns>
    public (ReadOnlyMemory<byte> Passed, GatewayError? Error) Take(ReadOnlyMemory<byte> whole)
    {
        var data = SseEvents.DataOf(whole);
        if (data.IsEmpty)
        {
            return (whole, null);
        }

        HasBegun = true;
        if (data.Span.SequenceEqual("[DONE]"u8))
        {
            (IsDone, IsFinished) = (true, true);
            return (whole, null);
        }

        if (ChunkFacts.Read(data) is not { } facts)
        {
            return (default, GatewayError.Upstream("upstream_invalid", "The engine sent a piece that is no JSON. What came is kept in the log."));
        }

        if (facts.Error is { } message)
        {
            return (default, GatewayError.Upstream("upstream_error", message));
        }

        IsFinished |= facts.FinishReason is not null;
        if (facts.HasText)
        {
            exchange.Log.NoteText();
        }

        return facts.Usage is { } usage ? (WithoutUsage(whole, data, facts, usage), null) : (whole, null);
    }

    // We asked for the counts; the caller gets them only where it asked as well.
    private ReadOnlyMemory<byte> WithoutUsage(ReadOnlyMemory<byte> whole, ReadOnlyMemory<byte> data, ChunkFacts facts, TokenUsage usage)
    {
        exchange.Log.Usage = usage;
        if (!facts.HasChoices)
        {
            return _wantsUsage ? whole : default;
        }

        return _wantsEveryUsage ? whole : new ReadOnlyMemory<byte>([.. "data: "u8, .. JsonMembers.Parse(data)!.With(s_withoutUsage), .. "\n\n"u8]);
    }
}
