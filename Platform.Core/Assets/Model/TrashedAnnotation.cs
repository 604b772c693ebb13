namespace Platform.Core.Assets.Model;

/// <summary>An annotation of a <see cref="TrashedAsset"/>, with every column of the table that it came from.</summary>
public sealed class TrashedAnnotation
{
    // Rows are written by statements.
    private TrashedAnnotation()
    {
    }

    public Guid Id { get; private set; }

    public Guid AssetId { get; private set; }

    public Guid LabelClassId { get; private set; }
}
