using Platform.Core.Llm.Gateway;
using Platform.Core.Llm.Journal;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Sessions;

namespace Platform.Web.Gateway;

/// <summary>A request on record: begun before an engine is called, and ended whatever happens.</summary>
internal sealed class GatewayLog(LlmJournal journal, OpenSession session, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly ResponseCapture _answer = new();
    private int _requestBytes;

    public int Sequence { get; private set; }

    /// <summary>The id that callers are told, and quote when they ask what happened.</summary>
    public string Id => $"{session.Id:N}-{Sequence}";

    public Guid SessionId => session.Id;

    /// <summary>What came from upstream, to be kept.</summary>
    public ResponseCapture Answer => _answer;

    /// <summary>What is known so far; the last word counts.</summary>
    public LlmOutcome Outcome { get; private set; } = LlmOutcome.Error;

    public string? ErrorCode { get; private set; } = "internal_error";

    public TokenUsage? Usage { get; set; }

    /// <summary>Pieces of a stream that brought something generated, about a token each.</summary>
    public int TextPieces { get; private set; }

    public DateTime? FirstTokenAt { get; private set; }

    public Guid DeploymentId { get; set; }

    public int Attempts { get; set; }

    public async Task BeginAsync(byte[] body, RoutedDeployment first, RoutedPreset? preset, CancellationToken cancellation)
    {
        DeploymentId = first.Target.DeploymentId;
        _requestBytes = body.Length;
        var file = await journal.SetAsideAsync(body, cancellation);
        Sequence = session.Begin(sequence => journal.Append(
            new RequestStarted(session.Id, sequence, time.GetUtcNow().UtcDateTime, DeploymentId, preset?.Id, null, file), file is null ? body : []));
    }

    public void NoteText()
    {
        FirstTokenAt ??= time.GetUtcNow().UtcDateTime;
        TextPieces++;
    }

    public void End(LlmOutcome outcome, string? errorCode = null) => (Outcome, ErrorCode) = (outcome, errorCode);

    /// <summary>Not ended by the caller's leaving: that is one of the things to be written down.</summary>
    public async Task WriteAsync(int status)
    {
        var isEstimated = Usage is null;
        var (prompt, completion) = Usage is { } usage ? (usage.Prompt, usage.Completion) : (TokenEstimate.OfBytes(_requestBytes), TextPieces > 1 ? TextPieces : TokenEstimate.OfBytes(_answer.Length));
        using var patience = new CancellationTokenSource(s_patience);
        var body = _answer.ToArray();
        var file = await journal.SetAsideAsync(body, patience.Token);
        journal.Append(
            new RequestEnded(
                session.Id, Sequence, time.GetUtcNow().UtcDateTime, FirstTokenAt, DeploymentId, Outcome, prompt, Outcome == LlmOutcome.Completed || TextPieces > 0 ? completion : 0, isEstimated, status, ErrorCode, Attempts, file),
            file is null ? body : []);
    }
}

/// <summary>Counts where an engine does not: about four bytes a token, for English prose.</summary>
internal static class TokenEstimate
{
    private const int BytesAToken = 4;

    public static int OfBytes(long bytes) => (int)((bytes + BytesAToken - 1) / BytesAToken);
}

/// <summary>The bytes of an answer, gathered as they pass.</summary>
internal sealed class ResponseCapture
{
    private readonly System.Buffers.ArrayBufferWriter<byte> _bytes = new();

    public int Length => _bytes.WrittenCount;

    public void Add(ReadOnlySpan<byte> bytes) => System.Buffers.BuffersExtensions.Write(_bytes, bytes);

    /// <summary>An attempt that failed is no part of the answer that another one gave.</summary>
    public void Clear() => _bytes.ResetWrittenCount();

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
