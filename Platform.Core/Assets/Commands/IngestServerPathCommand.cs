using Platform.Core.Access;
using Platform.Core.Annotations.Commands;
using Platform.Core.Shared;

namespace Platform.Core.Assets.Commands;

/// <summary>Takes a folder of the server into a draft version, if it lies below one of the folders that the configuration allows. For administrators.</summary>
public sealed class IngestServerPathCommand(IngestFolderCommand ingest, IngestOptions options)
{
    // Far more links in a row than anybody needs.
    private const int MaxLinks = 40;

    public async Task<FolderReport> ExecuteAsync(
        Actor actor, Guid versionId, string folder, ImportRequest? annotations, IProgress<IngestProgress>? progress, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManagePlatform, actor.DepartmentId);
        var real = Resolve(Path.GetFullPath(folder));
        if (!options.Roots.Select(root => Resolve(Path.GetFullPath(root))).Any(root => IsWithin(real, root)))
        {
            throw new DomainRuleException(
                "ingest.path_not_allowed", $"{folder} is not below a folder that the platform may read. An operator can allow it with Ingest:Roots in the configuration.", folder);
        }

        return await ingest.ExecuteAsync(actor, versionId, real, annotations, progress, cancellationToken);
    }

    private static bool IsWithin(string path, string root) =>
        path == root || path.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    // Where a path really leads: a link inside an allowed folder must not open the rest of the machine.
    private static string Resolve(string path)
    {
        for (var links = 0; links < MaxLinks; links++)
        {
            if (FirstLink(path) is not { } link)
            {
                return path;
            }

            var target = Path.GetFullPath(link.LinkTarget!, Path.GetDirectoryName(link.FullName)!);
            path = Path.GetFullPath(Path.GetRelativePath(link.FullName, path), target);
        }

        throw new DomainRuleException("ingest.path_not_allowed", $"{path} leads in a circle of links. Name the folder itself.", path);
    }

    private static DirectoryInfo? FirstLink(string path)
    {
        var chain = new Stack<DirectoryInfo>();
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            chain.Push(folder);
        }

        return chain.FirstOrDefault(folder => folder.LinkTarget is not null);
    }
}
