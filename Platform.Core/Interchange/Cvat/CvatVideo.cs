using System.Xml.Linq;

namespace Platform.Core.Interchange.Cvat;

/// <summary>The tracks of one CVAT file. Frames count in the source video, whatever step the task had.</summary>
internal sealed class CvatVideo(string path, CvatLabels labels, CvatShapes reader)
{
    private readonly List<ImportedShape> _keyframes = [];
    private readonly List<ImportedShape> _visible = [];
    private int _tracks;

    public IEnumerable<ImportProblem> Add(XElement track)
    {
        var number = _tracks++;
        var label = ((string?)track.Attribute("label") ?? "").Trim();
        foreach (var element in track.Elements().Where(CvatShapes.IsShape))
        {
            var place = $"{path}, track {number}";
            if (XmlFile.Whole((string?)element.Attribute("frame")) is not { } frame)
            {
                yield return ProblemTexts.NoFrame.At(place, label);
                continue;
            }

            if (reader.Read(element, label, (labels.Width, labels.Height), out var why, $"{place}, frame {frame}") is not { } shape)
            {
                yield return why!;
                continue;
            }

            var placed = shape with { Attributes = ShapeGroups.With(shape.Attributes, CvatShapes.GroupOf(track)), Frame = frame, Track = FormattableString.Invariant($"{path}#{number}") };
            if ((string?)element.Attribute("keyframe") is not ("0" or "false" or "False"))
            {
                _keyframes.Add(placed);
            }

            if (!XmlFile.Flag((string?)element.Attribute("outside")))
            {
                _visible.Add(placed);
            }
        }
    }

    public ImportedImage? ToItem()
    {
        if (_tracks == 0)
        {
            return null;
        }

        var folder = Path.GetDirectoryName(path)?.Replace('\\', '/');
        var names = new[] { labels.SourceName, labels.TaskName, folder, Path.GetFileNameWithoutExtension(path) }.Where(name => !string.IsNullOrEmpty(name)).Select(name => name!).ToList();
        return new ImportedImage(names, labels.Width, labels.Height, SplitNames.Parse(labels.Subset ?? ""), _keyframes, path) { IsVideo = true, Frames = Frames };
    }

    private IEnumerable<ImportedImage> Frames() => _visible.GroupBy(shape => shape.Frame!.Value).OrderBy(group => group.Key).Select(group => new ImportedImage(
        [FormattableString.Invariant($"frame_{group.Key:000000}")], labels.Width, labels.Height, null, [.. group.Select(shape => shape with { Frame = null, Track = null })], path));
}
