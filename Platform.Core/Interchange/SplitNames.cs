using Platform.Core.Datasets.Model;

namespace Platform.Core.Interchange;

/// <summary>Recognises the splits in the names that tools give to files and folders.</summary>
internal static class SplitNames
{
    private static readonly char[] s_separators = ['/', '_', '-', '.', ' '];

    /// <summary>The split that a word means: train, train2017, val, valid, validation, test…</summary>
    public static SplitKind? Parse(string word) => word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9').ToLowerInvariant() switch
    {
        "train" or "training" => SplitKind.Train,
        "val" or "valid" or "validation" => SplitKind.Val,
        "test" or "testing" => SplitKind.Test,
        _ => null,
    };

    /// <summary>The split named last in a path such as <c>annotations/instances_val2017.json</c> or <c>labels/train/1.txt</c>.</summary>
    /// <param name="withFileName">Whether the file's own name counts too.</param>
    public static SplitKind? FromPath(string path, bool withFileName)
    {
        var text = withFileName ? path : path[..Math.Max(0, path.LastIndexOf('/'))];
        return text.Split(s_separators, StringSplitOptions.RemoveEmptyEntries).Select(Parse).LastOrDefault(split => split is not null);
    }
}
