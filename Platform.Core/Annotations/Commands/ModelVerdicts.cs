using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;

namespace Platform.Core.Annotations.Commands;

/// <summary>Keeps what people make of models' shapes, in the transaction that changes the shapes. One verdict a shape: whatever is undone and done again counts once.</summary>
internal sealed class ModelVerdicts(PlatformDbContext db, Actor actor, Guid datasetVersionId, DateTime now)
{
    private const int IdsAtOnce = 500;

    /// <param name="changed">What is about to be written.</param>
    /// <param name="doomed">What is about to go.</param>
    /// <param name="rows">As they stand, by id.</param>
    /// <param name="keyOf">Class keys by id.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    public async Task RecordAsync(
        IReadOnlyList<AnnotationDraft> changed, IReadOnlyList<Annotation> doomed, IReadOnlyDictionary<Guid, Annotation> rows, Func<Guid, string> keyOf, CancellationToken cancellationToken)
    {
        var judged = doomed.Where(IsDrawnByAModel).Select(row => (Row: row, Kind: (VerdictKind?)VerdictKind.Refused))
            .Concat(changed.Where(draft => rows.TryGetValue(draft.Id, out var row) && IsDrawnByAModel(row)).Select(draft => (Row: rows[draft.Id], Kind: KindOf(draft, rows[draft.Id])))).ToList();
        var restored = changed.Where(draft => !rows.ContainsKey(draft.Id)).Select(draft => draft.Id).ToList();
        if (judged.Count == 0 && restored.Count == 0)
        {
            return;
        }

        var known = await FindAsync([.. judged.Select(item => item.Row.Id), .. restored], cancellationToken);
        foreach (var (row, kind) in judged)
        {
            Record(row, kind, known.GetValueOrDefault(row.Id), keyOf(row.LabelClassId));
        }

        // A deletion that was undone.
        foreach (var verdict in restored.Where(known.ContainsKey).Select(id => known[id]))
        {
            verdict.Change(VerdictKind.Accepted, actor.UserId, now);
        }
    }

    private static bool IsDrawnByAModel(Annotation row) => row is { Source: AnnotationSource.Model, ModelVersionId: not null };

    private static VerdictKind? KindOf(AnnotationDraft draft, Annotation row) => draft.Verdict switch
    {
        ReviewState.Rejected => VerdictKind.Refused,
        _ when draft.Redraws(row) => VerdictKind.Corrected,
        ReviewState.Accepted => VerdictKind.Accepted,
        _ => null,
    };

    private void Record(Annotation row, VerdictKind? kind, ModelVerdict? known, string classKey)
    {
        if (kind is null)
        {
            if (known is not null)
            {
                db.Remove(known);
            }
        }
        else if (known is null)
        {
            db.Add(new ModelVerdict(row.Id, row.ModelVersionId!.Value, datasetVersionId, classKey, row.Confidence ?? 0, kind.Value, actor.UserId, now));
        }
        else if (!(known.Kind == VerdictKind.Corrected && kind == VerdictKind.Accepted))
        {
            known.Change(kind.Value, actor.UserId, now);
        }
    }

    private async Task<Dictionary<Guid, ModelVerdict>> FindAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Guid, ModelVerdict>();
        foreach (var chunk in ids.Chunk(IdsAtOnce))
        {
            foreach (var verdict in await db.ModelVerdicts.Where(row => chunk.Contains(row.AnnotationId)).ToListAsync(cancellationToken))
            {
                found[verdict.AnnotationId] = verdict;
            }
        }

        return found;
    }
}
