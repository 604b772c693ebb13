using System.Runtime.InteropServices;
using Platform.Core.SmartTools;
using Platform.Training.Interop;

namespace Platform.Training.Imaging;

/// <summary>Smart tools through the OpenCV shim.</summary>
public sealed unsafe class OpenCvSmartTools : ISmartTools
{
    public ISelection SelectInBox(PictureView picture, BoxToSearch box, IReadOnlyList<SmartStroke> strokes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(strokes);
        var (left, top) = picture.ToPicture(box.Left, box.Top);
        var (right, bottom) = picture.ToPicture(box.Right, box.Bottom);
        var corners = stackalloc double[] { left, top, right, bottom };
        var points = strokes.Select(stroke => PointsOf(stroke, picture)).ToArray();
        var pins = Array.ConvertAll(points, list => GCHandle.Alloc(list, GCHandleType.Pinned));
        try
        {
            var native = strokes.Select((stroke, index) => Describe(stroke, picture, pins[index])).ToArray();
            fixed (byte* pixels = picture.Picture.Pixels)
            fixed (SmartNative.Stroke* first = native)
            {
                ImagingLibrary.Check(SmartNative.SelectBox(Describe(picture, pixels), corners, first, native.Length, out var region));
                return new Selection(region, picture);
            }
        }
        finally
        {
            foreach (var pin in pins)
            {
                pin.Free();
            }
        }
    }

    public ISelection SelectSimilar(PictureView picture, double x, double y, int tolerance, bool isContiguous)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var (column, row) = picture.ToPicture(x, y);
        fixed (byte* pixels = picture.Picture.Pixels)
        {
            ImagingLibrary.Check(SmartNative.SelectSimilar(Describe(picture, pixels), column, row, tolerance, isContiguous ? 1 : 0, out var region));
            return new Selection(region, picture);
        }
    }

    public IEdgeMap MapEdges(PictureView picture, double x, double y, int reachPx)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var (column, row) = picture.ToPicture(x, y);
        fixed (byte* pixels = picture.Picture.Pixels)
        {
            var reach = Math.Max(1, (reachPx + picture.Scale - 1) / picture.Scale);
            ImagingLibrary.Check(SmartNative.EdgeMapBuild(Describe(picture, pixels), column, row, reach, out var map));
            return new EdgeMap(map, picture);
        }
    }

    private static SmartNative.Picture Describe(PictureView view, byte* pixels)
    {
        var image = view.Picture;
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Pixels.LongLength, 3L * image.Width * image.Height);
        return new SmartNative.Picture { Pixels = pixels, Width = image.Width, Height = image.Height, Stride = 3 * image.Width };
    }

    private static SmartNative.Stroke Describe(SmartStroke stroke, PictureView picture, GCHandle points) => new()
    {
        Points = (float*)points.AddrOfPinnedObject(),
        Count = stroke.Points.Count / 2,
        Radius = (float)(stroke.RadiusPx / picture.Scale),
        IsForeground = stroke.IsForeground ? 1 : 0,
    };

    private static float[] PointsOf(SmartStroke stroke, PictureView picture) =>
        [.. stroke.Points.Select((value, index) => (float)((value - (index % 2 == 0 ? picture.Left : picture.Top)) / picture.Scale))];

    private sealed class Selection(nint region, PictureView picture) : ISelection
    {
        private readonly RegionHandle _region = new(region);

        // What the picture shows of the image, without the picture itself.
        private readonly SmartNative.Placement _placement = new()
        {
            Left = picture.Left, Top = picture.Top, Scale = picture.Scale, ImageWidth = picture.ImageWidth, ImageHeight = picture.ImageHeight,
        };

        public IReadOnlyList<long> Runs()
        {
            ImagingLibrary.Check(SmartNative.RegionRuns(_region, _placement, out var runs));
            return ImagingLibrary.TakeNumbers<long>(runs);
        }

        public IReadOnlyList<SelectedPart> Outlines(double epsilonPx, double minAreaPx, int maxPoints)
        {
            double scale = _placement.Scale;
            ImagingLibrary.Check(SmartNative.RegionOutlines(_region, _placement, epsilonPx / scale, minAreaPx / (scale * scale), maxPoints, out var outlines));
            return Read(ImagingLibrary.TakeNumbers<double>(outlines), scale * scale);
        }

        public void Dispose() => _region.Dispose();

        // The layout that pim_region_outlines documents.
        private static List<SelectedPart> Read(double[] numbers, double pixelArea)
        {
            var at = 0;
            var parts = new List<SelectedPart>();
            for (var part = (int)numbers[at++]; part > 0; part--)
            {
                var area = numbers[at++] * pixelArea;
                var rings = new List<IReadOnlyList<double>>();
                for (var ring = (int)numbers[at++]; ring > 0; ring--)
                {
                    var length = 2 * (int)numbers[at++];
                    rings.Add(numbers[at..(at + length)]);
                    at += length;
                }

                parts.Add(new SelectedPart(area, rings));
            }

            return parts;
        }
    }

    private sealed class EdgeMap : IEdgeMap
    {
        private readonly EdgeMapHandle _map;
        private readonly PictureView _placement;

        public EdgeMap(nint map, PictureView picture)
        {
            _map = new EdgeMapHandle(map);
            _placement = picture with { Picture = s_none };
            Bytes = SmartNative.EdgeMapBytes(_map);
        }

        public long Bytes { get; }

        public IReadOnlyList<double> PathTo(double x, double y)
        {
            var (column, row) = _placement.ToPicture(x, y);
            ImagingLibrary.Check(SmartNative.EdgeMapPath(_map, column, row, out var points));
            var path = ImagingLibrary.TakeNumbers<double>(points);
            for (var i = 0; i < path.Length; i += 2)
            {
                (path[i], path[i + 1]) = _placement.ToImage(path[i], path[i + 1]);
            }

            return path;
        }

        public void Dispose() => _map.Dispose();
    }

    // Takes the place of pixels that a kept map no longer needs.
    private static readonly Core.Imaging.RgbImage s_none = new(0, 0, []);
}
