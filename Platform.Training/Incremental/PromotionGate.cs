using System.Globalization;
using Platform.Core.Access;
using Platform.Core.Deployments;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Incremental.Commands;
using Platform.Training.Incremental.Queries;

namespace Platform.Training.Incremental;

/// <summary>Asks of a deployment what is asked of a promotion.</summary>
public sealed class PromotionGate(ForgettingQueries forgetting, ModelQueries models, PromoteModelVersionCommand promote) : IPromotionGate
{
    public async Task<string?> ObjectionAsync(Actor actor, Guid modelVersionId, CancellationToken cancellationToken)
    {
        var found = await forgetting.FindAsync(actor, modelVersionId, cancellationToken).ConfigureAwait(false);
        return found?.Forgotten is { Count: > 0 } forgotten && !await WasPromotedAsync(actor, modelVersionId, cancellationToken).ConfigureAwait(false) ? ClassChange.Describe(forgotten) : null;
    }

    public async Task DemandAsync(Actor actor, Guid modelVersionId, string? overrideReason, CancellationToken cancellationToken)
    {
        if (await ObjectionAsync(actor, modelVersionId, cancellationToken).ConfigureAwait(false) is not { } forgotten)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(overrideReason))
        {
            throw new DomainRuleException(
                "deployment.forgotten",
                $"This version lost more than {100 * Forgetting.MaxLoss:0} points on classes that its parent knew: {forgotten}. Deploy another version, or give the reason why it is to be used nevertheless, here or by promoting it on its page.",
                (100 * Forgetting.MaxLoss).ToString("0", CultureInfo.InvariantCulture), forgotten);
        }

        await promote.ExecuteAsync(actor, modelVersionId, overrideReason, cancellationToken).ConfigureAwait(false);
    }

    // Promoted before it was scored, it has no reason on record: that weighed nothing.
    private async Task<bool> WasPromotedAsync(Actor actor, Guid modelVersionId, CancellationToken cancellationToken)
    {
        var version = await models.GetVersionAsync(actor, modelVersionId, cancellationToken).ConfigureAwait(false);
        var promotions = await models.PromotionsAsync(actor, version.Model.Id, cancellationToken).ConfigureAwait(false);
        return promotions.Any(promotion => promotion.ModelVersionId == modelVersionId && promotion.OverrideReason is not null);
    }
}
