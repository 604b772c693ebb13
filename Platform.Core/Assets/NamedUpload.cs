using Platform.Core.Interchange;
using Platform.Core.Interchange.Voc;
using Platform.Core.Shared;
using Platform.Core.Video;

namespace Platform.Core.Assets;

/// <summary>One file on its way in.</summary>
/// <param name="Name">Its name with its folders, as the person knows it.</param>
public sealed record NamedUpload(string Name, Func<CancellationToken, ValueTask<Stream>> OpenAsync);

/// <summary>Where uploads come from; files that are no images or videos by their names are left to importers and reported as ignored.</summary>
public sealed class UploadSource
{
    private UploadSource(IEnumerable<NamedUpload> files, IReadOnlyList<string> ignored, IReadOnlyList<RefusedEntry> refused)
    {
        Files = files;
        Ignored = ignored;
        Refused = refused;
    }

    public IEnumerable<NamedUpload> Files { get; }

    /// <summary>Files that were not tried.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Entries of an archive that are unsafe to read.</summary>
    public IReadOnlyList<RefusedEntry> Refused { get; }

    /// <summary>Files that a person chose one by one: each is tried, whatever its name.</summary>
    public static UploadSource Of(IEnumerable<NamedUpload> files) => new(files, [], []);

    public static UploadSource Of(string name, Stream content) => Of([new NamedUpload(name, _ => ValueTask.FromResult(content))]);

    /// <summary>The images and videos of a folder or archive.</summary>
    public static UploadSource Of(IImportSource source) => new(
        source.Paths.Where(IsMedia).Select(path => new NamedUpload(path, _ => ValueTask.FromResult(source.OpenRead(path)))),
        [.. source.Paths.Where(path => !IsMedia(path))],
        (source as ZipImportSource)?.Refused ?? []);

    /// <summary>The images and videos among the paths of a store.</summary>
    public static UploadSource Of(IEnumerable<string> paths, Func<string, CancellationToken, ValueTask<Stream>> openAsync)
    {
        var byKind = paths.ToLookup(IsMedia);
        return new([.. byKind[true].Select(path => new NamedUpload(path, cancellation => openAsync(path, cancellation)))], [.. byKind[false]], []);
    }

    // The label images of Pascal VOC are annotations, not pictures.
    private static bool IsMedia(string path) => (ImagePath.IsImage(path) && !VocSegmentation.IsLabelImage(path)) || VideoPath.IsVideo(path);
}
