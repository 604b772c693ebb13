using System.Text.RegularExpressions;
using Platform.Core.Interchange;
using Platform.Core.Shared;

namespace Platform.Web.Quickstart;

/// <summary>Finds the classes that annotation files use, to make an ontology of them.</summary>
internal static partial class ClassScan
{
    /// <summary>Names in ordinal order, so that the same folder always gets the same class indexes; a declared list keeps its order.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(IImportSource source, InterchangeFormat format, CancellationToken cancellation)
    {
        var declared = new List<string>();
        var used = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var item in AnnotationImporter.For(format).ReadAsync(source, ImportOptions.Default, cancellation))
        {
            switch (item)
            {
                case ImportedClasses list:
                    declared.AddRange(list.Names);
                    break;
                case ImportedImage image:
                    used.UnionWith(image.Shapes.Select(shape => shape.ClassName));
                    break;
            }
        }

        IReadOnlyList<string> names = [.. declared.Concat(used).Distinct(StringComparer.Ordinal)];
        return names.Count > 0 ? names : throw new DomainRuleException(
            "quickstart.no_boxes", "No annotation was found in this folder. Name its format with --format, and check that annotation files lie beside the images.");
    }

    /// <summary>A key made of a class name: characters that keys may not have become underscores.</summary>
    public static string KeyOf(string name)
    {
        var key = NotInKeys().Replace(name.Trim(), "_");
        return key.Length > 0 && char.IsAsciiLetterOrDigit(key[0]) ? key : $"class{key}";
    }

    [GeneratedRegex("[^A-Za-z0-9_.-]")]
    private static partial Regex NotInKeys();
}
