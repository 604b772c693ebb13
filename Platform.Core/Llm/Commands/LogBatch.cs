using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Llm.Journal;
using Platform.Core.Llm.Model;
using Platform.Core.Storage;

namespace Platform.Core.Llm.Commands;

/// <summary>Records of the journal as rows: what began and ended in the same batch is written once.</summary>
internal sealed class LogBatch
{
    private readonly Dictionary<Guid, LlmSession> _opened = [];
    private readonly Dictionary<(Guid Session, int Sequence), LlmSessionLog> _started = [];
    private readonly List<(RequestEnded Ended, string Path)> _ended = [];
    private readonly List<SessionClosed> _closed = [];
    private readonly List<SessionOpened> _reopened = [];

    public static async Task<LogBatch> OfAsync(PlatformDbContext db, IReadOnlyList<JournalItem> items, IBlobStore blobs, bool mayRepeat, CancellationToken cancellationToken)
    {
        var batch = new LogBatch();
        var openedIds = items.Select(item => item.Record).OfType<SessionOpened>().Select(opened => opened.SessionId).Distinct().ToList();
        var knownSessions = openedIds.Count == 0 ? [] : await db.LlmSessions.Where(session => openedIds.Contains(session.Id)).Select(session => session.Id).ToHashSetAsync(cancellationToken);
        var knownLogs = mayRepeat ? await KnownLogsAsync(db, items, cancellationToken) : [];
        foreach (var item in items)
        {
            batch.Take(item, blobs, knownSessions, knownLogs);
        }

        return batch;
    }

    public async Task WriteAsync(PlatformDbContext db, CancellationToken cancellationToken)
    {
        foreach (var opened in _reopened)
        {
            await db.LlmSessions.Where(session => session.Id == opened.SessionId).ExecuteUpdateAsync(
                set => set.SetProperty(session => session.Status, LlmSessionStatus.InProgress).SetProperty(session => session.EndTime, (DateTime?)null), cancellationToken);
        }

        db.AddRange(_opened.Values);
        db.AddRange(_started.Values);
        await db.SaveChangesAsync(cancellationToken);
        foreach (var (ended, path) in _ended)
        {
            await db.LlmSessionLogs.Where(log => log.SessionId == ended.SessionId && log.LogSequence == ended.Sequence).ExecuteUpdateAsync(
                set => set.SetProperty(log => log.ResponseTime, ended.At).SetProperty(log => log.FirstTokenTime, ended.FirstTokenAt).SetProperty(log => log.ResponseS3Path, path)
                    .SetProperty(log => log.LlmDeploymentId, ended.DeploymentId).SetProperty(log => log.Outcome, ended.Outcome).SetProperty(log => log.PromptTokens, ended.PromptTokens)
                    .SetProperty(log => log.CompletionTokens, ended.CompletionTokens).SetProperty(log => log.TokenUsed, TokensOf(ended)).SetProperty(log => log.TokensEstimated, ended.TokensEstimated)
                    .SetProperty(log => log.HttpStatus, ended.HttpStatus).SetProperty(log => log.ErrorCode, ended.ErrorCode).SetProperty(log => log.Attempts, ended.Attempts),
                cancellationToken);
        }

        foreach (var closed in _closed)
        {
            await db.LlmSessions.Where(session => session.Id == closed.SessionId).ExecuteUpdateAsync(
                set => set.SetProperty(session => session.Status, closed.Status).SetProperty(session => session.EndTime, closed.At), cancellationToken);
        }
    }

    private void Take(JournalItem item, IBlobStore blobs, HashSet<Guid> knownSessions, HashSet<(Guid Session, int Sequence)> knownLogs)
    {
        switch (item.Record)
        {
            case SessionOpened opened when knownSessions.Contains(opened.SessionId) || _opened.ContainsKey(opened.SessionId):
                _reopened.Add(opened);
                break;
            case SessionOpened opened:
                _opened.Add(opened.SessionId, new LlmSession(opened.SessionId, opened.UserId, opened.ProjectId, opened.At, null, opened.Type, LlmSessionStatus.InProgress, opened.Name));
                break;
            case RequestStarted started when !knownLogs.Contains((started.SessionId, started.Sequence)):
                _started[(started.SessionId, started.Sequence)] = new LlmSessionLog(
                    started.SessionId, started.Sequence, started.At, BodyNames.PathOf(blobs, item), null, null, null, null, tokensEstimated: false, null, null, started.ConfigId, started.DeploymentId, started.TemplateId, LlmOutcome.Pending);
                break;
            case RequestEnded ended when _started.TryGetValue((ended.SessionId, ended.Sequence), out var log):
                log.End(ended.At, ended.FirstTokenAt, BodyNames.PathOf(blobs, item), ended.DeploymentId, ended.Outcome, ended.PromptTokens, ended.CompletionTokens, ended.TokensEstimated, ended.HttpStatus, ended.ErrorCode, ended.Attempts);
                break;
            case RequestEnded ended:
                _ended.Add((ended, BodyNames.PathOf(blobs, item)));
                break;
            case SessionClosed closed:
                _closed.Add(closed);
                break;
            default:
                break;
        }
    }

    private static int? TokensOf(RequestEnded ended) => ended.PromptTokens is null && ended.CompletionTokens is null ? null : (ended.PromptTokens ?? 0) + (ended.CompletionTokens ?? 0);

    private static async Task<HashSet<(Guid Session, int Sequence)>> KnownLogsAsync(PlatformDbContext db, IReadOnlyList<JournalItem> items, CancellationToken cancellationToken)
    {
        var starts = items.Select(item => item.Record).OfType<RequestStarted>().ToList();
        if (starts.Count == 0)
        {
            return [];
        }

        var (sessions, least) = (starts.Select(started => started.SessionId).Distinct().ToList(), starts.Min(started => started.Sequence));
        var known = await db.LlmSessionLogs.Where(log => sessions.Contains(log.SessionId) && log.LogSequence >= least).Select(log => new { log.SessionId, log.LogSequence }).ToListAsync(cancellationToken);
        return [.. known.Select(log => (log.SessionId, log.LogSequence))];
    }
}
