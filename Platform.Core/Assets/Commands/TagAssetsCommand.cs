using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.Assets.Commands;

/// <summary>Puts a tag on chosen assets of a draft.</summary>
public sealed class TagAssetsCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <returns>The assets that did not have it; ids that are not in the version are passed over.</returns>
    public Task<IReadOnlyList<Guid>> ExecuteAsync(Actor actor, Guid versionId, IReadOnlyCollection<Guid> assetIds, string tag, CancellationToken cancellationToken)
    {
        var checkedTag = AssetTags.Check(tag);
        return TagEdits.ApplyAsync(contexts, actor, versionId, assetIds, tags => AssetTags.With(tags, checkedTag) ?? tags, cancellationToken);
    }
}
