using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Assets.Queries;

/// <summary>Reads an asset's revision and label work of one moment.</summary>
internal static class AssetWorkReader
{
    public static async Task<(long Revision, AssetWork Work)> ReadAsync(PlatformDbContext db, Guid assetId, CancellationToken cancellationToken)
    {
        var found = await (
            from asset in db.Assets
            join user in db.Users on asset.AssigneeId equals user.Id into assignees
            from assignee in assignees.DefaultIfEmpty()
            where asset.Id == assetId
            select new { asset.Revision, asset.WorkState, asset.AssigneeId, Name = assignee == null ? null : assignee.Name }).SingleAsync(cancellationToken);
        return (found.Revision, new AssetWork(found.WorkState, found.AssigneeId is { } id ? new Person(id, found.Name!) : null));
    }
}
