namespace Platform.Core.Assets.Model;

/// <summary>A review comment on a <see cref="TrashedAsset"/>, with every column of the table that it came from.</summary>
public sealed class TrashedComment
{
    // Rows are written by statements.
    private TrashedComment()
    {
    }

    public Guid Id { get; private set; }

    public Guid AssetId { get; private set; }
}
