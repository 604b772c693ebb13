using System.Runtime.CompilerServices;
using System.Text.Json;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.Coco;

/// <summary>
/// Reads COCO files of instances, keypoints and image labels. Files of several tasks for the same images are read together: an object that stands
/// in two of them under one id is one object with the geometries of both.
/// </summary>
public sealed class CocoImporter : IAnnotationImporter
{
    public async IAsyncEnumerable<ImportItem> ReadAsync(
        IImportSource source, ImportOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var group in CocoFiles.Find(source))
        {
            foreach (var item in ReadGroup(source, group, options, cancellationToken))
            {
                yield return item;
            }
        }
    }

    private static IEnumerable<ImportItem> ReadGroup(IImportSource source, CocoGroup group, ImportOptions options, CancellationToken cancellationToken)
    {
        var files = new List<CocoFile>();
        var problems = new List<ImportProblem>();
        try
        {
            foreach (var (path, task) in group.Files)
            {
                Open(source, path, task, files, problems, cancellationToken);
            }

            foreach (var problem in problems)
            {
                yield return problem;
            }

            yield return new ImportedClasses([.. files.SelectMany(file => file.ClassNames).Distinct(StringComparer.Ordinal)]);
            var split = SplitNames.FromPath(group.Files[0].Path, withFileName: true);
            foreach (var places in Images(files))
            {
                cancellationToken.ThrowIfCancellationRequested();
                problems.Clear();
                var shapes = new List<ImportedShape>();
                foreach (var (file, image) in places)
                {
                    CocoShapes.Read(file, image, options, shapes, problems);
                }

                foreach (var problem in problems)
                {
                    yield return problem;
                }

                var known = places[0].File.Images[places[0].Image];
                yield return new ImportedImage([known.Name, $"{group.Subset}/{known.Name}"], known.Width, known.Height, split, shapes, places[0].File.Path);
            }
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    private static void Open(IImportSource source, string path, CocoTask task, List<CocoFile> files, List<ImportProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            files.Add(CocoFile.Open(source, path, task, problems, cancellationToken));
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or DomainRuleException)
        {
            problems.Add(ProblemTexts.FileUnreadable.Because(path, exception));
        }
    }

    // Each image once, with its place in every file that names it.
    private static IEnumerable<IReadOnlyList<(CocoFile File, int Image)>> Images(List<CocoFile> files)
    {
        if (files.Count == 1)
        {
            return Enumerable.Range(0, files[0].Images.Count).Select(image => (IReadOnlyList<(CocoFile, int)>)[(files[0], image)]);
        }

        return files.SelectMany(file => file.Images.Select((image, index) => (Name: image.Name, Place: (file, index))))
            .GroupBy(image => image.Name, image => image.Place, StringComparer.Ordinal).Select(group => (IReadOnlyList<(CocoFile, int)>)[.. group]);
    }
}

/// <summary>The shapes that one file gives for one image.</summary>
internal static class CocoShapes
{
    private static readonly IReadOnlyList<ShapeGeometry> s_tag = [TagGeometry.Instance];

    public static void Read(CocoFile file, int image, ImportOptions options, List<ImportedShape> shapes, List<ImportProblem> problems)
    {
        var ids = file.Task == CocoTask.Keypoints && shapes.Count > 0 ? shapes.Select((shape, index) => (Id: shape.SourceId, Index: index)).Where(pair => pair.Id is not null).ToLookup(pair => pair.Id!, pair => pair.Index) : null;
        foreach (var (number, annotation) in file.AnnotationsOf(image))
        {
            var place = $"{file.Path}, annotation {number}";
            try
            {
                if (ReadOne(file, image, annotation, options, place, problems) is not { } shape)
                {
                    continue;
                }

                // The id of the object inside its subset serves to find it again in the other task's file.
                if (ids?[shape.SourceId ?? ""].FirstOrDefault(-1) is { } known and >= 0 && shapes[known].ClassName == shape.ClassName)
                {
                    shapes[known] = Merged(shapes[known], shape);
                }
                else
                {
                    shapes.Add(shape);
                }
            }
            catch (Exception exception) when (exception is KeyNotFoundException or InvalidOperationException or FormatException)
            {
                problems.Add(ProblemTexts.RowUnreadable.Because(place, exception));
            }
        }
    }

    private static ImportedShape? ReadOne(CocoFile file, int image, JsonElement annotation, ImportOptions options, string place, List<ImportProblem> problems)
    {
        var category = annotation.GetProperty("category_id").GetInt64();
        if (file.ClassOf(category) is not { } name)
        {
            problems.Add(ProblemTexts.UnknownCategory.At(place, file.Images[image].Name, category));
            return null;
        }

        Exception? failure = null;
        var geometries = file.Task == CocoTask.Labels ? s_tag : CocoGeometry.Read(annotation, out failure);
        if (geometries.Count == 0)
        {
            problems.Add(failure is null ? ProblemTexts.NoArea.At(place) : ProblemTexts.SegmentationUnreadable.Because(place, failure));
            return null;
        }

        if (failure is not null)
        {
            problems.Add(ProblemTexts.SegmentationUnreadable.Because(place, failure));
        }

        if (options.SkipCrowd && CocoGeometry.IsCrowd(annotation))
        {
            problems.Add(ProblemTexts.Crowd.At(place, name));
            return null;
        }

        return new ImportedShape(name, geometries, IsNormalized: false, CocoGeometry.Attributes(annotation))
        {
            SourceId = file.Task != CocoTask.Labels && annotation.TryGetProperty("id", out var id) ? id.GetRawText() : null,
            ZOrder = annotation.TryGetProperty("z_order", out var order) && order.ValueKind == JsonValueKind.Number && order.TryGetInt32(out var layer) ? layer : 0,
        };
    }

    private static ImportedShape Merged(ImportedShape one, ImportedShape other)
    {
        var all = one.Geometries.Concat(other.Geometries).DistinctBy(geometry => geometry.Type);
        return one with { Geometries = [.. all.OrderBy(geometry => geometry is BoxGeometry)] };
    }
}
