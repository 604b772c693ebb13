using System.Globalization;
using System.Text;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Ontologies.Model;

namespace Platform.Web.Components.Datasets;

/// <summary>A shape as the path of an SVG whose units are the image's pixels; a mask as the box around it.</summary>
public static class ShapeOutline
{
    private const int KeypointPx = 3;

    public static string PathOf(ShapeType? type, string geometry) => GeometryJson.Parse(type, geometry) switch
    {
        PolygonGeometry polygon => string.Concat(polygon.Rings.Select(ring => Line(ring) + "Z")),
        PolylineGeometry line => Line(line.Points),
        KeypointsGeometry keypoints => string.Concat(keypoints.Points.Chunk(3).Where(point => point[2] > 0).Select(point => Text($"M{point[0] - KeypointPx} {point[1]}h{2 * KeypointPx}m{-KeypointPx} {-KeypointPx}v{2 * KeypointPx}"))),
        TagGeometry => "",
        var other => Box(other.Bounds),
    };

    private static string Box(BoxGeometry box) => Text($"M{box.X} {box.Y}h{box.Width}v{box.Height}h{-box.Width}Z");

    private static string Line(IReadOnlyList<double> points)
    {
        var path = new StringBuilder();
        for (var i = 0; i + 1 < points.Count; i += 2)
        {
            path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{points[i]} {points[i + 1]}");
        }

        return path.ToString();
    }

    private static string Text(FormattableString path) => path.ToString(CultureInfo.InvariantCulture);
}
