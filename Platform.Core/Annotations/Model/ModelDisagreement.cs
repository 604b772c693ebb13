namespace Platform.Core.Annotations.Model;

/// <summary>How far two models see different things on an image, as of the last time that both looked at it.</summary>
public sealed class ModelDisagreement
{
    // Only for EF.
    private ModelDisagreement()
    {
    }

    public ModelDisagreement(Guid assetId, Guid modelVersionId, Guid otherVersionId, int apart, int total, DateTime createdAt)
    {
        AssetId = assetId;
        ModelVersionId = modelVersionId;
        OtherVersionId = otherVersionId;
        Apart = apart;
        Total = total;
        CreatedAt = createdAt;
    }

    public Guid AssetId { get; private set; }

    public Guid ModelVersionId { get; private set; }

    public Guid OtherVersionId { get; private set; }

    /// <summary>Shapes of either model that the other has no partner for.</summary>
    public int Apart { get; private set; }

    /// <summary>Shapes of both models; <see cref="Apart"/> of it is one minus their F1.</summary>
    public int Total { get; private set; }

    public DateTime CreatedAt { get; private set; }
}
