using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Core.Models.Commands;

/// <summary>Puts on record which version of a model is to be used. Whether one may be is decided before, where its scores can be read.</summary>
public sealed class RecordPromotionCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <param name="actor">Who promotes.</param>
    /// <param name="modelVersionId">A registered version.</param>
    /// <param name="overrideReason">Why, although something spoke against it; null where nothing did.</param>
    /// <param name="overridden">JSON array of what spoke against it; null where nothing did.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    /// <returns>The promotion's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid modelVersionId, string? overrideReason, string? overridden, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var version = await db.ModelVersionForAsync(actor, modelVersionId, Permission.TrainModel, cancellationToken);
        if (!version.IsFrozen)
        {
            throw new DomainRuleException("promotion.unfinished", "This version's training has not ended with a registered model. Promote a registered version.");
        }

        var reason = overridden is null ? null : RequiredText.Of(overrideReason, "reason", ModelPromotion.ReasonLength);
        var promotion = new ModelPromotion(Ids.New(time), version.ModelId, version.Id, actor.UserId, reason, overridden, time.GetUtcNow().UtcDateTime);
        db.Add(promotion);
        db.Record(
            actor, reason is null ? AuditActions.ModelVersionPromoted : AuditActions.ModelVersionPromotedAnyway, await AuditSubjects.OfModelVersionAsync(db, version.Id, cancellationToken), ("reason", reason));
        await db.SaveChangesAsync(cancellationToken);
        return promotion.Id;
    }
}
