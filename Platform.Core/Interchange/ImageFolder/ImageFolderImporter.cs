using System.Runtime.CompilerServices;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets.Model;

namespace Platform.Core.Interchange.ImageFolder;

/// <summary>
/// Reads folders of images named by class, as classification uses them: <c>train/cat/1.jpg</c>, or <c>cat/1.jpg</c> without splits. The class is the
/// folder below the split, else the image's own folder; it becomes a tag.
/// </summary>
public sealed class ImageFolderImporter : IAnnotationImporter
{
    /// <summary>Whether images stand in folders that could be classes.</summary>
    public static bool HasClassFolders(IImportSource source) => source.Paths.Any(path => ImagePath.IsImage(path) && Read(path) is not null);

    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IImportSource source, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var images = source.Paths.Where(ImagePath.IsImage).Select(path => (Path: path, Found: Read(path))).ToList();
        yield return new ImportedClasses([.. images.Where(image => image.Found is not null).Select(image => image.Found!.Value.ClassName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        foreach (var (path, found) in images)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (found is { } image)
            {
                var tag = new ImportedShape(image.ClassName, [TagGeometry.Instance], IsNormalized: false, Attributes: null);
                yield return new ImportedImage([path], null, null, image.Split, [tag], path);
            }
            else
            {
                yield return ProblemTexts.FolderWithoutClass.At(path);
            }
        }
    }

    private static (string ClassName, SplitKind? Split)? Read(string path)
    {
        var folders = path.Split('/')[..^1];
        for (var i = 0; i < folders.Length - 1; i++)
        {
            if (SplitNames.Parse(folders[i]) is { } split)
            {
                return (folders[i + 1], split);
            }
        }

        return folders.Length > 0 && SplitNames.Parse(folders[^1]) is null ? (folders[^1], null) : null;
    }
}
