namespace Platform.Core.Models.Model;

/// <summary>The decision that a version is the one of its model to use from now on; the newest holds.</summary>
public sealed class ModelPromotion
{
    public const int ReasonLength = 1000;

    // Only for EF.
    private ModelPromotion()
    {
    }

    public ModelPromotion(Guid id, Guid modelId, Guid modelVersionId, Guid promotedById, string? overrideReason, string? overridden, DateTime createdAt)
    {
        Id = id;
        ModelId = modelId;
        ModelVersionId = modelVersionId;
        PromotedById = promotedById;
        OverrideReason = overrideReason;
        Overridden = overridden;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid ModelId { get; private set; }

    public Guid ModelVersionId { get; private set; }

    public Guid PromotedById { get; private set; }

    /// <summary>Why it was promoted although classes were forgotten, in the person's words; null where nothing spoke against it.</summary>
    public string? OverrideReason { get; private set; }

    /// <summary>JSON array of what spoke against it.</summary>
    public string? Overridden { get; private set; }

    public DateTime CreatedAt { get; private set; }
}
