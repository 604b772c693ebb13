using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Llm.Journal;
using Platform.Core.Llm.Model;
using Platform.Core.Storage;

namespace Platform.Core.Llm.Commands;

/// <summary>
/// Brings sessions and logs in the database up to what the journal says; the platform's own work, for which nobody is asked. A batch stands or falls as one transaction, and one that
/// may have been applied before changes nothing the second time.
/// </summary>
public sealed class ApplyJournalCommand(IDbContextFactory<PlatformDbContext> contexts, IBlobStore blobs)
{
    private bool _isUncertain;

    internal async Task ExecuteAsync(IReadOnlyList<JournalItem> items, bool mayRepeat, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // A commit whose answer was lost may have happened.
        var batch = await LogBatch.OfAsync(db, items, blobs, mayRepeat || _isUncertain, cancellationToken);
        _isUncertain = true;
        await db.InTransactionAsync(() => batch.WriteAsync(db, cancellationToken), cancellationToken);
        _isUncertain = false;
    }

    /// <summary>Requests that were under way when the process before this one died end as errors.</summary>
    internal async Task EndInterruptedAsync(DateTime now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.LlmSessionLogs.Where(log => log.Outcome == LlmOutcome.Pending).ExecuteUpdateAsync(
            set => set.SetProperty(log => log.Outcome, LlmOutcome.Error).SetProperty(log => log.ErrorCode, "interrupted").SetProperty(log => log.ResponseTime, now), cancellationToken);
    }
}
