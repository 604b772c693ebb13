using Platform.Core.Access;
using Platform.Core.Annotations;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
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
        var (filter, chosen, videos) = await ImageChoice.ChooseAsync(assets, actor, request, annotated: true, cancellation).ConfigureAwait(false);
        var (done, looked, filled, kept, failed, unknown) = (0, 0, 0, 0, new List<FailedImage>(), new SortedSet<string>(StringComparer.Ordinal));
        progress?.Report(new AutoAnnotationProgress(0, chosen.Count, 0));
        foreach (var batch in chosen.Chunk(ImagesAtOnce))
        {
            var left = await assets.ListIdsAsync(actor, request.DatasetVersionId, filter with { Ids = batch }, cancellation).ConfigureAwait(false);
            var standing = await boxes.ListAsync(actor, request.DatasetVersionId, left, reader.Question, request.Overwrite, cancellation).ConfigureAwait(false);
            var readings = new List<AssetReadings>();
            foreach (var id in left.Where(standing.ContainsKey))
            {
                kept += standing[id].Answered;
                var asset = await assets.GetAsync(actor, id, cancellation).ConfigureAwait(false);
                try
                {
                    readings.Add(new AssetReadings(id, await ReadAsync(reader, asset, standing[id].Open, request.MinimumScore, cancellation).ConfigureAwait(false)));
                }
                catch (DomainRuleException unreadable)
                {
                    failed.Add(new FailedImage(asset.FileName, unreadable.Message));
                }
            }

            var report = await fill.ExecuteAsync(actor, request.DatasetVersionId, request.ModelVersionId, reader.Question, readings, cancellation).ConfigureAwait(false);
            unknown.UnionWith(report.UnknownClasses.Keys);
            (done, looked, filled) = (done + batch.Length, looked + left.Count, filled + report.Filled);
            progress?.Report(new AutoAnnotationProgress(done, chosen.Count, filled));
        }

        return new AutoAnnotationReport(looked - failed.Count, filled, failed, [.. unknown], videos) { Kept = kept };
    }

    private async Task<IReadOnlyList<BoxReading>> ReadAsync(
        IBoxReader reader, AssetDetails asset, IReadOnlyList<StandingBox> open, double minimumScore, CancellationToken cancellation)
    {
        if (open.Count == 0)
        {
            return [];
        }

        var path = await blobs.GetPathAsync(asset.StorageUri, asset.Sha256, cancellation).ConfigureAwait(false);
        return reader.Read(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false), open, minimumScore, cancellation);
    }
}
