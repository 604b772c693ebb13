using Platform.Core.Datasets.Model;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Voc;

/// <summary>The lists in <c>ImageSets/Main</c>: train, val, test, and trainval, which counts as train for images in neither part.</summary>
public sealed class VocSplitLists
{
    private readonly Dictionary<string, SplitKind> _splits = new(StringComparer.Ordinal);
    private readonly List<ImportProblem> _conflicts = [];

    private VocSplitLists(IReadOnlyDictionary<string, IReadOnlyList<string>> lists)
    {
        Lists = lists;
        Add(SplitKind.Train, "train");
        Add(SplitKind.Val, "val");
        Add(SplitKind.Test, "test");
        foreach (var name in Names("trainval").Where(name => !_splits.ContainsKey(name)))
        {
            _splits[name] = SplitKind.Train;
        }
    }

    /// <summary>List name to image names without extension; only the four official lists, not those of single classes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lists { get; }

    public IReadOnlyList<ImportProblem> Conflicts => _conflicts;

    public static VocSplitLists Read(IImportSource source)
    {
        var lists = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var path in source.Paths.Where(path => $"/{path}".Contains("/ImageSets/Main/", StringComparison.OrdinalIgnoreCase)))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (name is "train" or "val" or "test" or "trainval")
            {
                lists[name] = [.. TextFile.Lines(source, path).Select(NameOf).Where(word => word.Length > 0)];
            }
        }

        return new VocSplitLists(lists);
    }

    /// <param name="path">An annotation file or image; its name without extension counts, with the folders below <c>Annotations</c> or without any.</param>
    public SplitKind? SplitOf(string path)
    {
        var folder = $"/{path}".LastIndexOf("/Annotations/", StringComparison.OrdinalIgnoreCase);
        var below = folder < 0 ? path : path[(folder + "Annotations/".Length)..];
        return _splits.TryGetValue(Path.ChangeExtension(below, null), out var nested) ? nested
            : _splits.TryGetValue(Path.GetFileNameWithoutExtension(path), out var split) ? split
            : null;
    }

    // Sample: "2007_000027", or with whether the class is there: "2007_000027 -1". Names may hold spaces.
    private static string NameOf(string line)
    {
        var words = line.Trim().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words is [_, .., "1" or "-1" or "0"] ? line.Trim()[..^words[^1].Length].TrimEnd() : line.Trim();
    }

    private void Add(SplitKind split, string list)
    {
        foreach (var name in Names(list))
        {
            if (!_splits.TryAdd(name, split) && _splits[name] != split)
            {
                _conflicts.Add(ProblemTexts.SplitConflict.At($"ImageSets/Main/{list}.txt", name, EnumText<SplitKind>.ToText(_splits[name])));
            }
        }
    }

    private IReadOnlyList<string> Names(string list) => Lists.TryGetValue(list, out var names) ? names : [];
}
