using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;

namespace Platform.Core.Annotations.Commands;

/// <summary>
/// Keeps what people make of models' shapes, in the transaction that changes the shapes. One verdict a shape, by how the shape ends beside what the model drew: whatever is undone and done again counts once.
/// </summary>
internal sealed class ModelVerdicts(PlatformDbContext db, Actor actor, Guid datasetVersionId, DateTime now)
{
    private const int IdsAtOnce = 500;

    /// <param name="changed">What is about to be written.</param>
    /// <param name="doomed">What is about to go.</param>
    /// <param name="rows">As they stand, by id.</param>
    /// <param name="keyOf">Class keys by id.</param>
    /// <param name="cancellationToken">Ends the queries.</param>
    /// <returns>Shapes that are again as their model drew them, with nobody's verdict.</returns>
    public async Task<IReadOnlySet<Guid>> RecordAsync(
        IReadOnlyList<AnnotationDraft> changed, IReadOnlyList<Annotation> doomed, IReadOnlyDictionary<Guid, Annotation> rows, Func<Guid, string> keyOf, CancellationToken cancellationToken)
    {
        var takenBack = new HashSet<Guid>();
        var refused = doomed.Where(IsDrawnByAModel).ToList();
        var judged = changed.Where(draft => rows.TryGetValue(draft.Id, out var row) && IsDrawnByAModel(row)).ToList();
        var restored = changed.Where(draft => !rows.ContainsKey(draft.Id)).ToList();
        if (refused.Count + judged.Count + restored.Count == 0)
        {
            return takenBack;
        }

        var known = await FindAsync([.. refused.Select(row => row.Id), .. judged.Concat(restored).Select(draft => draft.Id)], cancellationToken);
        foreach (var row in refused)
        {
            Record(row, VerdictKind.Refused, known.GetValueOrDefault(row.Id), keyOf);
        }

        foreach (var draft in judged)
        {
            var (row, verdict) = (rows[draft.Id], known.GetValueOrDefault(draft.Id));
            if (KindOf(draft, row, verdict) is { } kind)
            {
                Record(row, kind, verdict, keyOf);
            }
            else
            {
                takenBack.Add(row.Id);
                Forget(verdict);
            }
        }

        // A deletion that was undone.
        foreach (var draft in restored)
        {
            if (known.TryGetValue(draft.Id, out var verdict))
            {
                verdict.Change(verdict.DrawingHash is { } drawn && drawn != draft.DrawingHash ? VerdictKind.Corrected : VerdictKind.Accepted, actor.UserId, now);
            }
        }

        return takenBack;
    }

    private static bool IsDrawnByAModel(Annotation row) => row is { Source: AnnotationSource.Model, ModelVersionId: not null };

    // Null where a person has not said, or says no more, what he makes of it.
    private static VerdictKind? KindOf(AnnotationDraft draft, Annotation row, ModelVerdict? known)
    {
        if (draft.Verdict == ReviewState.Rejected)
        {
            return VerdictKind.Refused;
        }

        if (!IsAsDrawn(draft, row, known))
        {
            return VerdictKind.Corrected;
        }

        return draft.Verdict == ReviewState.Pending ? null : VerdictKind.Accepted;
    }

    // Until somebody judges it, the row is what the model drew.
    private static bool IsAsDrawn(AnnotationDraft draft, Annotation row, ModelVerdict? known) => known switch
    {
        null => !draft.Redraws(row),

        // Another model has filled the shape since.
        _ when known.ModelVersionId != row.ModelVersionId => !draft.Redraws(row),
        { DrawingHash: { } drawn } => drawn == draft.DrawingHash,
        _ => !draft.Redraws(row) && known.Kind != VerdictKind.Corrected,
    };

    private void Record(Annotation row, VerdictKind kind, ModelVerdict? known, Func<Guid, string> keyOf)
    {
        if (known is null)
        {
            db.Add(new ModelVerdict(
                row.Id, row.ModelVersionId!.Value, datasetVersionId, keyOf(row.LabelClassId), row.Confidence ?? 0, AnnotationDraft.DrawingHashOf(row), kind, actor.UserId, now));
        }
        else
        {
            known.Change(kind, actor.UserId, now);
        }
    }

    private void Forget(ModelVerdict? known)
    {
        if (known is not null)
        {
            db.Remove(known);
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
