using Microsoft.EntityFrameworkCore;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Reviews.Commands;

/// <summary>Chosen assets of a version.</summary>
internal static class VersionAssets
{
    /// <summary>All of them, or <see cref="NotFoundException"/> for one that the version does not hold.</summary>
    public static async Task<List<Asset>> FindAsync(PlatformDbContext db, Guid versionId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var assets = await db.Assets.AsNoTracking().Where(asset => asset.DatasetVersionId == versionId && ids.Contains(asset.Id)).ToListAsync(cancellationToken);
        foreach (var stranger in ids.Except(assets.Select(asset => asset.Id)).Take(1))
        {
            throw new NotFoundException("asset of this version", stranger);
        }

        return assets;
    }
}
