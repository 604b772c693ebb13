using System.Globalization;
using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Models.Commands;
using Platform.Core.Shared;
using Platform.Training.Incremental.Queries;
using Platform.Training.Runs;

namespace Platform.Training.Incremental.Commands;

/// <summary>Makes a version the one of its model to use, unless it forgot what its parent knew.</summary>
public sealed class PromoteModelVersionCommand(ForgettingQueries forgetting, RecordPromotionCommand record)
{
    /// <param name="actor">Who promotes.</param>
    /// <param name="modelVersionId">A registered version.</param>
    /// <param name="overrideReason">Why, although classes were forgotten; kept with the promotion. Null refuses then.</param>
    /// <param name="cancellation">Cancels before anything is stored.</param>
    /// <returns>The promotion's id.</returns>
    /// <exception cref="DomainRuleException">An old class lost more than three points and no reason was given.</exception>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid modelVersionId, string? overrideReason, CancellationToken cancellation)
    {
        var forgotten = (await forgetting.FindAsync(actor, modelVersionId, cancellation).ConfigureAwait(false))?.Forgotten ?? [];
        if (forgotten.Count > 0 && string.IsNullOrWhiteSpace(overrideReason))
        {
            var named = ClassChange.Describe(forgotten);
            throw new DomainRuleException(
                "promotion.forgotten", $"This version lost more than {100 * Forgetting.MaxLoss:0} points on classes that its parent knew: {named}. Train on all data again, or give the reason why it is to be used nevertheless.",
                (100 * Forgetting.MaxLoss).ToString("0", CultureInfo.InvariantCulture), named);
        }

        return forgotten.Count == 0
            ? await record.ExecuteAsync(actor, modelVersionId, null, null, cancellation).ConfigureAwait(false)
            : await record.ExecuteAsync(actor, modelVersionId, overrideReason, JsonSerializer.Serialize(forgotten, RunJson.Options), cancellation).ConfigureAwait(false);
    }
}
