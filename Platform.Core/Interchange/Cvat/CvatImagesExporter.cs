using System.Globalization;
using System.Xml;
using Platform.Core.Datasets.Model;
using Platform.Core.Interchange.Export;

namespace Platform.Core.Interchange.Cvat;

/// <summary>Writes CVAT for images 1.1 as a project: one <c>annotations.xml</c>, the split as each image's subset, pictures below <c>images/train/</c>.</summary>
public sealed class CvatImagesExporter : IAnnotationExporter
{
    public async Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken)
    {
        await using var spool = sink.CreateSpool();
        var subsets = new SortedSet<SplitKind>();
        var number = 0;
        using (var xml = XmlWriter.Create(spool, CvatWriter.Settings))
        {
            var writer = new CvatWriter(xml);
            await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                subsets.Add(image.Split);
                Image(xml, writer, image, number++);
                if (request.WithImages)
                {
                    await sink.WriteMediaAsync($"images/{image.SplitText}/{image.Name}", image, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        await sink.WriteAsync(
            "annotations.xml",
            async stream =>
            {
                await stream.WriteAsync("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
                Head(stream, set, subsets);
                await stream.CopySpoolAsync(spool, cancellationToken).ConfigureAwait(false);
                await stream.WriteAsync("\n</annotations>\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static void Image(XmlWriter xml, CvatWriter writer, ExportImage image, int number)
    {
        xml.WriteStartElement("image");
        xml.WriteAttributeString("id", number.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("name", image.Name);
        xml.WriteAttributeString("subset", image.SplitText);
        xml.WriteAttributeString("width", image.Width.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("height", image.Height.ToString(CultureInfo.InvariantCulture));
        writer.Begin(image);
        foreach (var shape in image.Shapes)
        {
            writer.Shape(shape, null);
        }

        xml.WriteEndElement();
    }

    private static void Head(Stream stream, ExportSet set, SortedSet<SplitKind> subsets)
    {
        using var xml = XmlWriter.Create(stream, CvatWriter.Settings);
        xml.WriteElementString("version", "1.1");
        xml.WriteStartElement("meta");
        xml.WriteStartElement("project");
        xml.WriteElementString("name", ExportAttributes.XmlText($"{set.DatasetName} {set.VersionTag}"));
        xml.WriteElementString("subsets", string.Join('\n', subsets.Select(split => split.ToString().ToLowerInvariant())));
        new CvatWriter(xml).Labels(set.Classes);
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteWhitespace("\n");
    }
}
