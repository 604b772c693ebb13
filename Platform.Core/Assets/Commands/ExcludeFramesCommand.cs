using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Assets.Commands;

/// <summary>
/// Leaves frames of a draft's video out of labelling and training, or takes them back in. What is named is changed and nothing else, so that two people who
/// leave out different frames do not undo each other's work. Shapes on such frames stay; nobody learns from them.
/// </summary>
public sealed class ExcludeFramesCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    /// <returns>All frames that are left out now, ascending.</returns>
    public async Task<IReadOnlyList<int>> ExecuteAsync(Actor actor, Guid assetId, IReadOnlyCollection<int> exclude, IReadOnlyCollection<int> restore, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.InTransactionAsync(
            async () =>
            {
                var (found, scope) = await DatasetAccess.FindAssetAsync(db, actor, assetId, Permission.Annotate, cancellationToken);
                scope.DemandDraft();
                // One after the other, or the second would write over what the first has just left out.
                await db.LockDatasetVersionAsync(scope.Version.Id, cancellationToken);
                var asset = await db.Assets.SingleAsync(row => row.Id == found.Id, cancellationToken);
                await db.Entry(asset).ReloadAsync(cancellationToken);
                Check(asset, [.. exclude, .. restore]);
                var frames = ExcludedFrames.Parse(asset.ExcludedFrames).Except(restore).Union(exclude).Order().ToList();
                if (frames.Count >= asset.FrameCount)
                {
                    throw new DomainRuleException("video.all_frames_excluded", $"'{asset.FileName}' would have no frame left. Delete the video instead.", asset.FileName);
                }

                asset.ExcludeFrames(frames);
                await db.SaveChangesAsync(cancellationToken);
                return (IReadOnlyList<int>)frames;
            },
            cancellationToken);
    }

    private static void Check(Asset asset, IReadOnlyCollection<int> frames)
    {
        if (asset.Type != AssetType.Video)
        {
            throw new DomainRuleException("video.asset_is_image", $"'{asset.FileName}' is an image. Only videos have frames.", asset.FileName);
        }

        var last = (asset.FrameCount ?? 0) - 1;
        foreach (var frame in frames.Where(frame => frame < 0 || frame > last).Take(1))
        {
            throw new DomainRuleException("video.no_such_frame", $"There is no frame {frame}. The last frame of this video is {last}.", frame, last);
        }
    }
}
