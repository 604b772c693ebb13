using Platform.Core.Access;

namespace Platform.Core.Deployments;

/// <summary>What speaks against putting a model version to work: a child that forgot classes of its parent is not let through without a reason.</summary>
public interface IPromotionGate
{
    /// <summary>Names of the forgotten classes with what they lost; null where nothing was, or where somebody promoted the version although it was.</summary>
    Task<string?> ObjectionAsync(Actor actor, Guid modelVersionId, CancellationToken cancellationToken);

    /// <summary>Refuses where something speaks against the version and no reason is given; a given one is put on record as that of its promotion.</summary>
    Task DemandAsync(Actor actor, Guid modelVersionId, string? overrideReason, CancellationToken cancellationToken);
}
