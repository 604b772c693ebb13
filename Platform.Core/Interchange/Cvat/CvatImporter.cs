using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Cvat;

/// <summary>
/// Reads CVAT for images 1.1 and for video 1.1, image by image and track by track. Of a track its keyframes are taken; the shapes that CVAT writes
/// between them serve only where the version holds the video's frames as images.
/// </summary>
public sealed class CvatImporter : IAnnotationImporter
{
    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IImportSource source, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var path in source.Paths.Where(path => path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var item in ReadFile(source, path, cancellationToken))
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<ImportItem> ReadFile(IImportSource source, string path, CancellationToken cancellationToken)
    {
        var labels = new CvatLabels();
        var shapes = new CvatShapes(labels);
        var video = new CvatVideo(path, labels, shapes);
        ImportProblem? broken = null;
        using var elements = Elements(source, path, error => broken = error).GetEnumerator();
        while (elements.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var element = elements.Current;
            switch (element.Name.LocalName)
            {
                case "meta":
                    labels.Read(element);
                    yield return new ImportedClasses([.. labels.Names]);
                    break;
                case "image":
                    foreach (var item in ReadImage(element, path, shapes))
                    {
                        yield return item;
                    }

                    break;
                case "track":
                    foreach (var problem in video.Add(element))
                    {
                        yield return problem;
                    }

                    break;
                default:
                    break;
            }
        }

        if (broken is not null)
        {
            yield return broken;
        }

        if (video.ToItem() is { } whole)
        {
            yield return whole;
        }
    }

    private static IEnumerable<ImportItem> ReadImage(XElement image, string path, CvatShapes reader)
    {
        var name = ((string?)image.Attribute("name") ?? "").Replace('\\', '/');
        if (name.Length == 0)
        {
            yield return ProblemTexts.ImageWithoutName.At(path);
            yield break;
        }

        var size = (Width: XmlFile.Whole((string?)image.Attribute("width")), Height: XmlFile.Whole((string?)image.Attribute("height")));
        var shapes = new List<ImportedShape>();
        foreach (var element in image.Elements().Where(CvatShapes.IsShape))
        {
            if (reader.Read(element, ((string?)element.Attribute("label") ?? "").Trim(), size, out var why, $"{path}, {name}") is { } shape)
            {
                shapes.Add(shape);
            }
            else
            {
                yield return why!;
            }
        }

        var subset = ((string?)image.Attribute("subset") ?? "").Trim();
        yield return new ImportedImage(subset.Length > 0 ? [name, $"{subset}/{name}"] : [name], size.Width, size.Height, SplitNames.Parse(subset), shapes, path);
    }

    // The children of the root, one in memory at a time.
    private static IEnumerable<XElement> Elements(IImportSource source, string path, Action<ImportProblem> fail)
    {
        Stream stream;
        try
        {
            stream = source.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or DomainRuleException)
        {
            fail(Unreadable(path, exception));
            yield break;
        }

        using (stream)
        using (var reader = XmlReader.Create(stream, XmlFile.Settings))
        {
            while (Next(reader, path, fail) is { } element)
            {
                yield return element;
            }
        }
    }

    private static XElement? Next(XmlReader reader, string path, Action<ImportProblem> fail)
    {
        try
        {
            if (reader.NodeType == XmlNodeType.None && (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "annotations" || !reader.Read()))
            {
                fail(ProblemTexts.CvatRoot.At(path));
                return null;
            }

            while (reader.NodeType != XmlNodeType.Element)
            {
                if (!reader.Read())
                {
                    return null;
                }
            }

            return (XElement)XNode.ReadFrom(reader);
        }
        catch (Exception exception) when (exception is XmlException or IOException or InvalidDataException or DomainRuleException)
        {
            fail(Unreadable(path, exception));
            return null;
        }
    }

    private static ImportProblem Unreadable(string path, Exception exception) => ProblemTexts.FileCut.Because(path, exception);
}
