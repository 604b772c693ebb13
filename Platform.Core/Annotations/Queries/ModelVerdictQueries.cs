using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Annotations.Model;
using Platform.Core.Data;

namespace Platform.Core.Annotations.Queries;

/// <summary>How many of a model's shapes of one class people left, corrected and refused.</summary>
public sealed record ClassVerdicts(string ClassKey, int Accepted, int Corrected, int Refused)
{
    // Of the normal distribution, for 95 %.
    private const double Z = 1.96;

    public int Count => Accepted + Corrected + Refused;

    /// <summary>Share of shapes with an object under them; null without a verdict.</summary>
    public double? Precision => Count == 0 ? null : (Accepted + Corrected) / (double)Count;

    /// <summary>Where the precision lies with 95 % confidence (Wilson 1927); null without a verdict.</summary>
    public ShareInterval? Interval
    {
        get
        {
            if (Precision is not { } share)
            {
                return null;
            }

            var (n, square) = ((double)Count, Z * Z);
            var centre = (share + (square / (2 * n))) / (1 + (square / n));
            var half = Z / (1 + (square / n)) * Math.Sqrt((share * (1 - share) / n) + (square / (4 * n * n)));
            return new ShareInterval(Math.Max(0, centre - half), Math.Min(1, centre + half));
        }
    }
}

/// <summary>Bounds of a share, 0 to 1.</summary>
public sealed record ShareInterval(double Low, double High);

/// <summary>Reads what people made of models' shapes.</summary>
public sealed class ModelVerdictQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <summary>By class, the one with most verdicts first; over every dataset version that the model annotated.</summary>
    public async Task<IReadOnlyList<ClassVerdicts>> OfModelVersionAsync(Actor actor, Guid modelVersionId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ModelVersionForAsync(actor, modelVersionId, Permission.ViewProject, cancellationToken);
        var counts = await db.ModelVerdicts.Where(verdict => verdict.ModelVersionId == modelVersionId)
            .GroupBy(verdict => new { verdict.ClassKey, verdict.Kind }).Select(group => new { group.Key.ClassKey, group.Key.Kind, Count = group.Count() }).ToListAsync(cancellationToken);
        return
        [
            .. counts.GroupBy(row => row.ClassKey).Select(rows =>
            {
                var byKind = rows.ToDictionary(row => row.Kind, row => row.Count);
                return new ClassVerdicts(
                    rows.Key, byKind.GetValueOrDefault(VerdictKind.Accepted), byKind.GetValueOrDefault(VerdictKind.Corrected), byKind.GetValueOrDefault(VerdictKind.Refused));
            }).OrderByDescending(verdicts => verdicts.Count).ThenBy(verdicts => verdicts.ClassKey, StringComparer.Ordinal),
        ];
    }
}
