using Platform.Core.Shared;

namespace Platform.Core.Interchange.Jobs;

/// <summary>The folders of the server that may be imported from.</summary>
internal static class ImportRoots
{
    /// <returns>The full path. Links on the way are refused, since they may lead anywhere.</returns>
    public static string Check(IReadOnlyList<string> roots, string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var root = roots.Select(allowed => Path.TrimEndingDirectorySeparator(Path.GetFullPath(allowed)))
            .FirstOrDefault(allowed => path == allowed || path.StartsWith(allowed + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        if (root is null)
        {
            throw new DomainRuleException("import.folder_not_allowed", "Imports from this folder are not allowed. Ask whoever runs the server to name it under Interchange:ImportRoots, or send the files.");
        }

        for (var part = path; part.Length > root.Length; part = Path.GetDirectoryName(part)!)
        {
            if (new DirectoryInfo(part) is { Exists: true, LinkTarget: not null })
            {
                throw new DomainRuleException("import.folder_not_allowed", "Imports from this folder are not allowed. Ask whoever runs the server to name it under Interchange:ImportRoots, or send the files.");
            }
        }

        return Directory.Exists(path) ? path : throw new DomainRuleException("import.folder_missing", $"There is no folder {path} on the server. Check the path.", path);
    }
}
