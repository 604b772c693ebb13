using Platform.Core.Access;
using Platform.Core.Annotations;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Training.Tasks;

namespace Platform.Training.AutoAnnotation;

/// <summary>Lets a model look into the boxes of a draft and writes down what it sees there, pending review.</summary>
/// <remarks>Answers are saved batch by batch: after an interruption the same request goes on with the boxes that are still open.</remarks>
public sealed class BoxFilling(AssetQueries assets, StandingBoxQueries boxes, FillBoxesCommand fill, BlobCache blobs)
{
    private const int ImagesAtOnce = 16;

    public async Task<AutoAnnotationReport> ExecuteAsync(
        Actor actor, AutoAnnotation request, IBoxReader reader, IProgress<AutoAnnotationProgress>? progress, CancellationToken cancellation)
    {
        var filter = new AssetFilter(HasAnnotations: true, Type: AssetType.Image);
        var total = await assets.CountAsync(actor, request.DatasetVersionId, filter, cancellation).ConfigureAwait(false);
        var (done, filled, kept, failed, unknown) = (0, 0, 0, new List<FailedImage>(), new SortedSet<string>(StringComparer.Ordinal));
        string? after = null;
        do
        {
            var page = await assets.ListAsync(actor, request.DatasetVersionId, filter, after, ImagesAtOnce, cancellation).ConfigureAwait(false);
            var standing = await boxes.ListAsync(actor, request.DatasetVersionId, [.. page.Items.Select(item => item.Id)], reader.Question, request.Overwrite, cancellation).ConfigureAwait(false);
            var readings = new List<AssetReadings>();
            foreach (var item in page.Items.Where(item => standing.ContainsKey(item.Id)))
            {
                kept += standing[item.Id].Answered;
                try
                {
                    readings.Add(new AssetReadings(item.Id, await ReadAsync(actor, reader, item.Id, standing[item.Id].Open, request.MinimumScore, cancellation).ConfigureAwait(false)));
                }
                catch (DomainRuleException unreadable)
                {
                    failed.Add(new FailedImage(item.FileName, unreadable.Message));
                }
            }

            var report = await fill.ExecuteAsync(actor, request.DatasetVersionId, request.ModelVersionId, reader.Question, readings, cancellation).ConfigureAwait(false);
            unknown.UnionWith(report.UnknownClasses.Keys);
            (done, filled, after) = (done + page.Items.Count, filled + report.Filled, page.Next);
            progress?.Report(new AutoAnnotationProgress(done, total, filled));
        }
        while (after is not null);

        var videos = await assets.CountAsync(actor, request.DatasetVersionId, new AssetFilter(Type: AssetType.Video), cancellation).ConfigureAwait(false);
        return new AutoAnnotationReport(done - failed.Count, filled, failed, [.. unknown], videos) { Kept = kept };
    }

    private async Task<IReadOnlyList<BoxReading>> ReadAsync(
        Actor actor, IBoxReader reader, Guid assetId, IReadOnlyList<StandingBox> open, double minimumScore, CancellationToken cancellation)
    {
        if (open.Count == 0)
        {
            return [];
        }

        var asset = await assets.GetAsync(actor, assetId, cancellation).ConfigureAwait(false);
        var path = await blobs.GetPathAsync(asset.StorageUri, asset.Sha256, cancellation).ConfigureAwait(false);
        return reader.Read(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false), open, minimumScore, cancellation);
    }
}
