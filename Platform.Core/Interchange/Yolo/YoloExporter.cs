using System.Globalization;
using System.Text;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Yolo;

/// <summary>
/// Writes YOLO: <c>data.yaml</c>, <c>images/train/…</c>, <c>labels/train/….txt</c>; a file an image, empty for background. All rows of a data set are of one
/// kind and lie inside the image, because the usual loader takes anything else for damage. Ten decimals keep a thousandth of a pixel.
/// </summary>
public sealed class YoloExporter : IAnnotationExporter
{
    public async Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken)
    {
        var used = new SortedSet<SplitKind>();
        await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            used.Add(image.Split);
            var rows = string.Concat(image.Shapes.Select(shape => Row(shape, image) + "\n"));
            await sink.WriteTextAsync($"labels/{image.SplitText}/{image.Stem}.txt", rows, cancellationToken).ConfigureAwait(false);
            if (request.WithImages)
            {
                await sink.WriteMediaAsync($"images/{image.SplitText}/{image.Name}", image, cancellationToken).ConfigureAwait(false);
            }
        }

        await sink.WriteTextAsync("data.yaml", DataYaml(set, request.YoloTask, used), cancellationToken).ConfigureAwait(false);
    }

    private static string Row(ExportShape shape, ExportImage image)
    {
        var (width, height) = (image.Width, image.Height);
        var row = new StringBuilder().Append(shape.Class.Index);
        switch (shape.Geometry)
        {
            case PolygonGeometry polygon:
                var ring = polygon.Rings.Count == 1 ? polygon.Rings[0] : PolygonRings.Joined(polygon);
                for (var i = 0; i < ring.Count; i += 2)
                {
                    Append(row, ring[i], width);
                    Append(row, ring[i + 1], height);
                }

                break;
            case KeypointsGeometry keypoints:
                AppendBox(row, keypoints.Bounds, width, height);
                foreach (var point in keypoints.Points.Chunk(3))
                {
                    Append(row, point[0], width);
                    Append(row, point[1], height);
                    row.Append(' ').Append((int)point[2]);
                }

                break;
            default:
                AppendBox(row, shape.Geometry.Bounds, width, height);
                break;
        }

        return row.ToString();
    }

    private static void AppendBox(StringBuilder row, BoxGeometry box, int width, int height)
    {
        Append(row, box.X + (box.Width / 2), width);
        Append(row, box.Y + (box.Height / 2), height);
        Append(row, box.Width, width);
        Append(row, box.Height, height);
    }

    private static void Append(StringBuilder row, double pixels, int side) =>
        row.Append(' ').Append(Math.Clamp(pixels / side, 0, 1).ToString("0.##########", CultureInfo.InvariantCulture));

    private static string DataYaml(ExportSet set, YoloTask task, SortedSet<SplitKind> used)
    {
        var yaml = new StringBuilder();
        yaml.Append("# ").Append(set.DatasetName.ReplaceLineEndings(" ")).Append(' ').Append(set.VersionTag.ReplaceLineEndings(" ")).Append('\n');
        yaml.Append("path: .\n");
        foreach (var split in used)
        {
            var name = EnumText<SplitKind>.ToText(split);
            yaml.Append(name).Append(": images/").Append(name).Append('\n');
        }

        yaml.Append("nc: ").Append(set.Classes.Count).Append("\nnames:\n");
        foreach (var item in set.Classes)
        {
            yaml.Append("  ").Append(item.Index).Append(": \"").Append(item.Key).Append("\"\n");
        }

        if (task == YoloTask.Pose && set.Classes.FirstOrDefault(item => item.ShapeType == ShapeType.Keypoints)?.Keypoints is { } spec)
        {
            yaml.Append("kpt_shape: [").Append(spec.Names.Count).Append(", 3]\n");
            yaml.Append("flip_idx: [").AppendJoin(", ", Mirrored(spec)).Append("]\n");
        }

        return yaml.ToString();
    }

    private static int[] Mirrored(KeypointSpec spec)
    {
        var places = Enumerable.Range(0, spec.Names.Count).ToArray();
        foreach (var pair in spec.Pairs)
        {
            (places[pair[0]], places[pair[1]]) = (pair[1], pair[0]);
        }

        return places;
    }
}
