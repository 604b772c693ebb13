using Platform.Core.Datasets.Model;

namespace Platform.Core.Datasets.Grouping;

/// <summary>What makes assets belong together, so that none of a group helps to learn another that is meant to test.</summary>
public enum GroupSource
{
    /// <summary>The folder that they were uploaded from. Frames of one video stay together by themselves: a video is one asset.</summary>
    Folder,

    /// <summary>They look alike.</summary>
    NearDuplicates,

    /// <summary>The same value in a column of an uploaded list.</summary>
    Column,
}

/// <summary>An asset as grouping and dealing see it.</summary>
internal sealed record GroupedAsset(Guid Id, string Sha256, string FileName, string? GroupKey, long? PerceptualHash, SplitKind Split)
{
    /// <summary>Empty for a file that came without a folder.</summary>
    public string Folder => FileName.LastIndexOf('/') is > 0 and var end ? FileName[..end] : "";
}

/// <summary>Sorts assets into groups.</summary>
internal static class AssetGroups
{
    /// <summary>Sets of assets that one or several sources hold together; an asset that nothing holds is a set of its own.</summary>
    public static DisjointSets Of(IReadOnlyList<GroupedAsset> assets, IReadOnlyCollection<GroupSource> sources)
    {
        var sets = new DisjointSets(assets.Count);
        foreach (var source in sources.Distinct())
        {
            if (source == GroupSource.NearDuplicates)
            {
                NearDuplicates.Join([.. assets.Select(asset => asset.PerceptualHash)], sets);
            }
            else
            {
                JoinByName(assets, source, sets);
            }
        }

        return sets;
    }

    /// <summary>The name of the group that an asset is in by a source; null where it is in none.</summary>
    public static string? NameOf(GroupedAsset asset, GroupSource source) => source switch
    {
        GroupSource.Folder => asset.Folder.Length > 0 ? asset.Folder : null,
        GroupSource.Column => asset.GroupKey,
        _ => null,
    };

    /// <summary>Whether folders tell assets apart at all: where everything lies in one, the folder says nothing.</summary>
    public static bool HasFolders(IEnumerable<GroupedAsset> assets) => assets.Select(asset => asset.Folder).Distinct(StringComparer.Ordinal).Take(2).Count() > 1;

    private static void JoinByName(IReadOnlyList<GroupedAsset> assets, GroupSource source, DisjointSets sets)
    {
        if (source == GroupSource.Folder && !HasFolders(assets))
        {
            return;
        }

        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var item = 0; item < assets.Count; item++)
        {
            if (NameOf(assets[item], source) is { } name && !first.TryAdd(name, item))
            {
                sets.Join(first[name], item);
            }
        }
    }
}
