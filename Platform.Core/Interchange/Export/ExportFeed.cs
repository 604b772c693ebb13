using System.Runtime.CompilerServices;
using Platform.Core.Annotations.Geometry;

namespace Platform.Core.Interchange.Export;

/// <summary>Turns a version's assets into what a format carries: videos into frames where it knows no videos, shapes into the nearest that it has.</summary>
internal static class ExportFeed
{
    public static async IAsyncEnumerable<ExportImage> PrepareAsync(
        IAsyncEnumerable<ExportImage> assets, FormatCapabilities format, Action? done, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var asset in assets.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (asset.Video is not null ? format.Tracks : format.Images)
            {
                yield return Carried(asset, format);
            }
            else if (asset.Video is not null)
            {
                foreach (var frame in VideoFrameImages.Of(asset))
                {
                    yield return Carried(frame, format);
                }
            }

            done?.Invoke();
        }
    }

    private static ExportImage Carried(ExportImage image, FormatCapabilities format) => image.Shapes.All(shape => format.Of(shape.Geometry.Type) == ShapeCarry.Kept)
        ? image
        : image with { Shapes = [.. image.Shapes.Select(shape => Carried(shape, image, format)).OfType<ExportShape>()] };

    private static ExportShape? Carried(ExportShape shape, ExportImage image, FormatCapabilities format) => format.Of(shape.Geometry.Type) switch
    {
        ShapeCarry.Kept => shape,
        ShapeCarry.AsBox => shape with { Geometry = shape.Geometry.Bounds },
        ShapeCarry.AsPolygon => shape with { Geometry = Outline(shape.Geometry) },
        ShapeCarry.AsMask => shape with { Geometry = PolygonRaster.ToMask((PolygonGeometry)shape.Geometry, image.Width, image.Height) },
        _ => null,
    };

    private static ShapeGeometry Outline(ShapeGeometry geometry) => geometry switch
    {
        MaskGeometry mask => MaskOutline.Trace(mask),
        BoxGeometry box => new PolygonGeometry([[box.X, box.Y, box.Right, box.Y, box.Right, box.Bottom, box.X, box.Bottom]]),
        _ => geometry,
    };
}
