namespace Platform.Core.Interchange.Coco;

/// <summary>What the annotations of a file are, by Datumaro's naming: <c>&lt;task&gt;_&lt;subset&gt;.json</c>.</summary>
internal enum CocoTask
{
    Instances,
    Keypoints,
    Labels,
}

/// <summary>Files that speak of the same images: the tasks of one subset.</summary>
internal sealed record CocoGroup(string Subset, IReadOnlyList<(string Path, CocoTask Task)> Files);

/// <summary>Finds and groups the annotation files of a data set.</summary>
internal static class CocoFiles
{
    private static readonly (string Prefix, CocoTask? Task)[] s_tasks =
    [
        ("instances_", CocoTask.Instances), ("person_keypoints_", CocoTask.Keypoints), ("labels_", CocoTask.Labels),
        ("captions_", null), ("panoptic_", null), ("stuff_", null), ("image_info_", null),
    ];

    public static IReadOnlyList<CocoGroup> Find(IImportSource source) =>
    [
        .. source.Paths.Where(path => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            .Select(path => (Path: path, Known: Recognise(path)))
            .Where(file => file.Known.Task is not null)
            .GroupBy(file => (Path.GetDirectoryName(file.Path), file.Known.Subset))
            .Select(group => new CocoGroup(group.Key.Subset, [.. group.Select(file => (file.Path, file.Known.Task!.Value)).OrderBy(file => file.Value)])),
    ];

    private static (string Subset, CocoTask? Task) Recognise(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        foreach (var (prefix, task) in s_tasks)
        {
            if (stem.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return (stem[prefix.Length..], task);
            }
        }

        return (stem, CocoTask.Instances);
    }
}
