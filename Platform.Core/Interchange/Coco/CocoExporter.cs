using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Model;

namespace Platform.Core.Interchange.Coco;

/// <summary>
/// Writes COCO, a file a split and task by Datumaro's naming: <c>annotations/instances_train.json</c>, <c>person_keypoints_train.json</c> where classes
/// have skeletons, <c>labels_train.json</c> where there are tags of whole images; pictures below <c>images/train/</c>. Every file lists all classes, with
/// ids from 1 in the ontology's order, and all images of its split.
/// </summary>
public sealed class CocoExporter : IAnnotationExporter
{
    public async Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken)
    {
        var splits = new SortedDictionary<SplitKind, CocoSplit>();
        var (imageId, annotationId) = (0, 0L);
        try
        {
            await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (!splits.TryGetValue(image.Split, out var split))
                {
                    splits[image.Split] = split = new CocoSplit(set, request, sink);
                }

                split.Add(image, ++imageId, ref annotationId);
                if (request.WithImages)
                {
                    await sink.WriteMediaAsync($"images/{image.SplitText}/{image.Name}", image, cancellationToken).ConfigureAwait(false);
                }
            }

            foreach (var (kind, split) in splits)
            {
                await split.FinishAsync(kind.ToString().ToLowerInvariant(), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var split in splits.Values)
            {
                await split.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}

/// <summary>The files of one split while they grow: images and annotations come together, but stand apart in the file.</summary>
internal sealed class CocoSplit : IAsyncDisposable
{
    private readonly ExportSet _set;
    private readonly ExportRequest _request;
    private readonly IExportSink _sink;
    private readonly JsonSpool _images;
    private readonly Dictionary<CocoTask, JsonSpool> _annotations;

    public CocoSplit(ExportSet set, ExportRequest request, IExportSink sink)
    {
        (_set, _request, _sink) = (set, request, sink);
        _images = new JsonSpool(sink);
        var drawn = set.Classes.Where(item => item.ShapeType is not null).ToList();
        var needsInstances = drawn.Count == 0 || drawn.Any(item => item.ShapeType != ShapeType.Keypoints);
        _annotations = Enum.GetValues<CocoTask>().Where(task => task switch
        {
            CocoTask.Instances => needsInstances,
            CocoTask.Keypoints => set.Classes.Any(item => item.ShapeType == ShapeType.Keypoints),
            _ => set.Classes.Any(item => item.ShapeType is null),
        }).ToDictionary(task => task, _ => new JsonSpool(sink));
    }

    public void Add(ExportImage image, int imageId, ref long annotationId)
    {
        _images.Add(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", imageId);
            writer.WriteNumber("width", image.Width);
            writer.WriteNumber("height", image.Height);
            writer.WriteString("file_name", image.Name);
            writer.WriteEndObject();
        });
        foreach (var shape in image.Shapes)
        {
            var task = shape.Geometry switch { KeypointsGeometry => CocoTask.Keypoints, TagGeometry => CocoTask.Labels, _ => CocoTask.Instances };
            if (!_annotations.TryGetValue(task, out var spool))
            {
                _annotations[task] = spool = new JsonSpool(_sink);
            }

            var id = ++annotationId;
            spool.Add(writer => CocoWriter.Annotation(writer, shape, id, imageId, (image.Width, image.Height), _request));
        }
    }

    public async Task FinishAsync(string split, CancellationToken cancellationToken)
    {
        foreach (var (task, annotations) in _annotations)
        {
            var name = task switch { CocoTask.Keypoints => "person_keypoints", CocoTask.Labels => "labels", _ => "instances" };
            await _sink.WriteAsync(
                $"annotations/{name}_{split}.json",
                async stream =>
                {
                    await stream.WriteAsync(Head(), cancellationToken).ConfigureAwait(false);
                    await _images.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
                    await stream.WriteAsync("],\"annotations\":["u8.ToArray(), cancellationToken).ConfigureAwait(false);
                    await annotations.CopyToAsync(stream, cancellationToken).ConfigureAwait(false);
                    await stream.WriteAsync("]}\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _images.DisposeAsync().ConfigureAwait(false);
        foreach (var spool in _annotations.Values)
        {
            await spool.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Everything up to the images, whose array is left open.
    private byte[] Head()
    {
        var head = CanonicalJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("info");
            writer.WriteString("description", $"{_set.DatasetName} {_set.VersionTag}");
            writer.WriteString("version", _set.ContentSha256 ?? "draft");
            writer.WriteEndObject();
            writer.WriteStartArray("licenses");
            writer.WriteEndArray();
            writer.WriteStartArray("categories");
            foreach (var item in _set.Classes)
            {
                CocoWriter.Category(writer, item);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return System.Text.Encoding.UTF8.GetBytes($"{head[..^1]},\"images\":[");
    }
}
