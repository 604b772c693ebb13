using Platform.Core.Ontologies.Model;

namespace Platform.Core.Interchange;

/// <summary>What a source holds, read before there is a project to put it into: enough to propose an ontology.</summary>
/// <param name="ImagePaths">Files that look like images by their names.</param>
/// <param name="Classes">In the order that the format gives, else by name.</param>
public sealed record ImportScan(
    InterchangeFormat Format, int AnnotatedImages, int Shapes, IReadOnlyList<ScannedClass> Classes, IReadOnlyList<string> ImagePaths, IReadOnlyList<ImportProblem> Problems)
{
    public static async Task<ImportScan> ReadAsync(IImportSource source, InterchangeFormat? format, ImportOptions options, CancellationToken cancellationToken)
    {
        var chosen = format ?? AnnotationImporter.Detect(source);
        var declared = new List<string>();
        var classes = new Dictionary<string, (int Count, ShapeType? Richest)>(StringComparer.Ordinal);
        var problems = new List<ImportProblem>();
        var images = 0;
        await foreach (var item in AnnotationImporter.For(chosen).ReadAsync(source, options, cancellationToken).ConfigureAwait(false))
        {
            switch (item)
            {
                case ImportProblem problem:
                    problems.Add(problem);
                    break;
                case ImportedClasses names:
                    declared.AddRange(names.Names);
                    break;
                case ImportedImage image:
                    images++;
                    foreach (var shape in image.Shapes)
                    {
                        var known = classes.GetValueOrDefault(shape.ClassName);
                        classes[shape.ClassName] = (known.Count + 1, known.Richest ?? shape.Geometries[0].Type);
                    }

                    break;
                default:
                    break;
            }
        }

        var order = declared.Concat(classes.Keys.Order(StringComparer.Ordinal)).Distinct(StringComparer.Ordinal);
        return new ImportScan(
            chosen, images, classes.Values.Sum(found => found.Count),
            [.. order.Select(name => new ScannedClass(name, classes.GetValueOrDefault(name).Count, classes.GetValueOrDefault(name).Richest))],
            [.. source.Paths.Where(ImagePath.IsImage)], problems);
    }
}

/// <summary>A class of a source and the richest shape it is drawn with there; every shape has a box as well.</summary>
public sealed record ScannedClass(string Name, int Count, ShapeType? Richest);
