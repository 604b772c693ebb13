using System.Text;
using Platform.Core.Interchange;
using Platform.Core.Ontologies.Model;

namespace Platform.Tests.Interchange;

/// <summary>Small sources made by code, and a plan run over them.</summary>
internal static class Sources
{
    public static MemoryImportSource Of(params (string Path, string Text)[] files) =>
        new(files.ToDictionary(file => file.Path, file => Encoding.UTF8.GetBytes(file.Text)));

    public static string Voc(string fileName, params (string Name, string Box)[] objects) => $"""
        <annotation><filename>{fileName}</filename><size><width>100</width><height>80</height><depth>3</depth></size>
        {string.Concat(objects.Select(item => $"<object><name>{item.Name}</name><bndbox>{item.Box}</bndbox></object>"))}</annotation>
        """;

    public static string Box(double left, double top, double right, double bottom) =>
        FormattableString.Invariant($"<xmin>{left}</xmin><xmax>{right}</xmax><ymin>{top}</ymin><ymax>{bottom}</ymax>");

    public static ImportTarget Target(string name, int width = 100, int height = 80) => new(Guid.CreateVersion7(), name, width, height);

    public static ImportClass Class(string key, ShapeType? type = ShapeType.Bbox) => new(Guid.CreateVersion7(), key, key, type);

    public static async Task<List<ImportItem>> ReadAsync(this IAnnotationImporter importer, IImportSource source, ImportOptions? options = null)
    {
        var items = new List<ImportItem>();
        await foreach (var item in importer.ReadAsync(source, options ?? ImportOptions.Default, TestContext.Current.CancellationToken))
        {
            items.Add(item);
        }

        return items;
    }

    public static async Task<(List<PlannedImage> Images, ImportReport Report)> PlanAsync(
        IImportSource source, InterchangeFormat format, ImportTarget[] targets, ImportClass[] classes, IReadOnlyDictionary<string, string?>? map = null)
    {
        var planner = new ImportPlanner(targets, classes, map);
        var planned = (await AnnotationImporter.For(format).ReadAsync(source)).SelectMany(planner.Plan).ToList();
        return (planned, planner.Report());
    }
}
