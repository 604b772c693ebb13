using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Model;
using Platform.Core.Assets.Model;
using Platform.Core.Data;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Model;
using Platform.Core.Storage;
using Platform.Core.Video;

namespace Platform.Core.Interchange.Queries;

/// <summary>Streams a version for export: accepted shapes only, in bounded memory.</summary>
/// <param name="frames">Null where no frame of a video is read.</param>
internal sealed class ExportReader(IBlobStore store, VideoFrames? frames)
{
    public static async Task<IReadOnlyList<ExportClass>> ClassesAsync(PlatformDbContext db, DatasetVersion version, CancellationToken cancellationToken)
    {
        var rows = await db.LabelClasses.AsNoTracking().Where(row => row.OntologyVersionId == version.OntologyVersionId).OrderBy(row => row.SortOrder).ToListAsync(cancellationToken);
        return [.. rows.Select((row, index) => new ExportClass(
            index, row.Key, row.DisplayName, row.ShapeType, row.Color, row.KeypointSpec is { } spec ? KeypointSpec.Parse(spec) : null, AttributeSpec.Parse(row.Attributes)))];
    }

    public async IAsyncEnumerable<ExportImage> ReadAsync(
        PlatformDbContext db, DatasetVersion version, IReadOnlyList<ExportClass> classes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = new ExportNames();
        await foreach (var asset in DatasetContent.ReadAsync(db, version, cancellationToken))
        {
            yield return new ExportImage(names.Take(asset.FileName), asset.Split, asset.Width, asset.Height, Shapes(asset, classes), cancellation => store.OpenReadAsync(asset.StorageUri, cancellation))
            {
                Video = asset is { Type: AssetType.Video, FrameCount: { } count } ? new ExportVideo(count, asset.Fps ?? 0, (frame, cancellation) => OpenFrameAsync(asset, count, frame, cancellation)) : null,
            };
        }
    }

    private static IReadOnlyList<ExportShape> Shapes(ContentAsset asset, IReadOnlyList<ExportClass> classes) =>
    [
        .. asset.Shapes.Where(shape => shape.ReviewState == ReviewState.Accepted && shape.ClassIndex >= 0).Select(shape =>
            new ExportShape(classes[shape.ClassIndex], GeometryJson.Parse(shape.Type, shape.Geometry), shape.Attributes) { ZOrder = shape.ZOrder, Frame = shape.Frame, TrackId = shape.TrackId }),
    ];

    private async Task<Stream> OpenFrameAsync(ContentAsset asset, int frameCount, int frame, CancellationToken cancellationToken)
    {
        var video = new VideoSource(asset.Sha256, asset.StorageUri, asset.Width, asset.Height, frameCount);
        return (await frames!.GetAsync(video, frame, FrameFormat.Jpeg, ahead: false, cancellationToken)).Content;
    }
}
