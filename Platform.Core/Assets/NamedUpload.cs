using Platform.Core.Interchange;
using Platform.Core.Interchange.Voc;
using Platform.Core.Shared;
using Platform.Core.Video;

namespace Platform.Core.Assets;

/// <summary>One file on its way in.</summary>
/// <param name="Name">Its name with its folders, as the person knows it.</param>
/// <param name="Bytes">0 where nobody knows before it is read.</param>
public sealed record NamedUpload(string Name, Func<CancellationToken, ValueTask<Stream>> OpenAsync, long Bytes = 0);

/// <summary>Where uploads come from; files that are no images or videos by their names are left to importers and reported as ignored.</summary>
public sealed class UploadSource
{
    private UploadSource(IEnumerable<NamedUpload> files, IReadOnlyList<string> ignored, IReadOnlyList<RefusedEntry> refused, long bytes)
    {
        Files = files;
        Ignored = ignored;
        Refused = refused;
        Bytes = bytes;
    }

    public IEnumerable<NamedUpload> Files { get; }

    /// <summary>Of all files together, as far as it is known before they are read.</summary>
    public long Bytes { get; }

    /// <summary>Files that were not tried.</summary>
    public IReadOnlyList<string> Ignored { get; }

    /// <summary>Entries of an archive that are unsafe to read.</summary>
    public IReadOnlyList<RefusedEntry> Refused { get; }

    /// <summary>Files that a person chose one by one: each is tried, whatever its name.</summary>
    public static UploadSource Of(IEnumerable<NamedUpload> files) => new(files, [], [], (files as IReadOnlyCollection<NamedUpload>)?.Sum(file => file.Bytes) ?? 0);

    public static UploadSource Of(string name, Stream content) => Of([new NamedUpload(name, _ => ValueTask.FromResult(content), content.CanSeek ? content.Length : 0)]);

    /// <summary>The images and videos of a folder or archive.</summary>
    public static UploadSource Of(IImportSource source) => new(
        source.Paths.Where(IsMedia).Select(path => new NamedUpload(path, _ => ValueTask.FromResult(source.OpenRead(path)))),
        [.. source.Paths.Where(path => !IsMedia(path))],
        (source as ZipImportSource)?.Refused ?? [],
        source.Paths.Where(IsMedia).Sum(source.BytesOf));

    /// <summary>The images and videos among the paths of a store.</summary>
    public static UploadSource Of(IReadOnlyDictionary<string, long> bytesByPath, Func<string, CancellationToken, ValueTask<Stream>> openAsync)
    {
        var byKind = bytesByPath.Keys.ToLookup(IsMedia);
        return new([.. byKind[true].Select(path => new NamedUpload(path, cancellation => openAsync(path, cancellation)))], [.. byKind[false]], [], byKind[true].Sum(path => bytesByPath[path]));
    }

    // The label images of Pascal VOC are annotations, not pictures.
    private static bool IsMedia(string path) => (ImagePath.IsImage(path) && !VocSegmentation.IsLabelImage(path)) || VideoPath.IsVideo(path);
}
