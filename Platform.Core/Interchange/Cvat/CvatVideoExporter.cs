using System.Globalization;
using System.Xml;
using Platform.Core.Annotations.Tracks;
using Platform.Core.Interchange.Export;

namespace Platform.Core.Interchange.Cvat;

/// <summary>
/// Writes CVAT for video 1.1: a folder a video with its <c>annotations.xml</c>, as CVAT knows one video a task. All frames of a track are written, those
/// between keyframes as interpolated here; a shape of one frame becomes a track that ends on the next.
/// </summary>
public sealed class CvatVideoExporter : IAnnotationExporter
{
    public async Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken)
    {
        await foreach (var video in images.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            await sink.WriteAsync(
                $"{video.Stem}/annotations.xml",
                stream =>
                {
                    Write(stream, set, video, cancellationToken);
                    return Task.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
            if (request.WithImages)
            {
                await sink.WriteMediaAsync($"{video.Stem}/{Path.GetFileName(video.Name)}", video, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static void Write(Stream stream, ExportSet set, ExportImage video, CancellationToken cancellationToken)
    {
        stream.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"u8);
        using var xml = XmlWriter.Create(stream, CvatWriter.Settings);
        xml.WriteStartElement("annotations");
        xml.WriteElementString("version", "1.1");
        var writer = new CvatWriter(xml);
        Head(xml, writer, set, video);
        writer.Begin(video);
        var number = 0;
        foreach (var track in video.Shapes.Where(shape => shape.TrackId is not null).GroupBy(shape => shape.TrackId))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Track(xml, writer, [.. track.OrderBy(shape => shape.Frame)], video.Video!.FrameCount, number++);
        }

        foreach (var lone in video.Shapes.Where(shape => shape is { TrackId: null, Frame: not null }).OrderBy(shape => shape.Frame))
        {
            Lone(xml, writer, lone, video.Video!.FrameCount, number++);
        }

        xml.WriteEndElement();
    }

    private static void Head(XmlWriter xml, CvatWriter writer, ExportSet set, ExportImage video)
    {
        xml.WriteStartElement("meta");
        xml.WriteStartElement("task");
        xml.WriteElementString("name", video.Stem);
        xml.WriteElementString("size", video.Video!.FrameCount.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("mode", "interpolation");
        xml.WriteElementString("start_frame", "0");
        xml.WriteElementString("stop_frame", (video.Video.FrameCount - 1).ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("subset", video.SplitText);
        writer.Labels(set.Classes);
        xml.WriteStartElement("original_size");
        xml.WriteElementString("width", video.Width.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("height", video.Height.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteElementString("source", video.Name);
        xml.WriteEndElement();
    }

    private static void Track(XmlWriter xml, CvatWriter writer, List<ExportShape> keyframes, int frameCount, int number)
    {
        Start(xml, writer, keyframes[0], number);
        var track = new Track(keyframes.Select(shape => new Keyframe(shape.Frame!.Value, shape.Geometry, VideoFrameImages.IsOutside(shape))));
        for (var i = 0; i < keyframes.Count; i++)
        {
            var isOutside = VideoFrameImages.IsOutside(keyframes[i]);
            writer.Shape(keyframes[i], (keyframes[i].Frame!.Value, IsKeyframe: true, isOutside));
            var end = i + 1 < keyframes.Count ? keyframes[i + 1].Frame!.Value : frameCount;
            for (var frame = keyframes[i].Frame!.Value + 1; !isOutside && frame < end; frame++)
            {
                writer.Shape(keyframes[i] with { Geometry = track.At(frame)! }, (frame, IsKeyframe: false, IsOutside: false));
            }
        }

        xml.WriteEndElement();
    }

    private static void Lone(XmlWriter xml, CvatWriter writer, ExportShape shape, int frameCount, int number)
    {
        Start(xml, writer, shape, number);
        var frame = shape.Frame!.Value;
        writer.Shape(shape, (frame, IsKeyframe: true, IsOutside: false));
        if (frame + 1 < frameCount)
        {
            writer.Shape(shape, (frame + 1, IsKeyframe: true, IsOutside: true));
        }

        xml.WriteEndElement();
    }

    private static void Start(XmlWriter xml, CvatWriter writer, ExportShape shape, int number)
    {
        xml.WriteStartElement("track");
        xml.WriteAttributeString("id", number.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("label", shape.Class.Key);
        xml.WriteAttributeString("source", "manual");
        writer.Group(shape);
    }
}
