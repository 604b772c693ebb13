using System.Globalization;
using Platform.Tests.Training.Tasks.Ocr;

namespace Platform.Tests.EndToEnd;

/// <summary>Data for tasks that look into boxes, labelled over the HTTP interface.</summary>
internal static class LabelledBoxes
{
    /// <summary>What a class asks whose boxes hold text.</summary>
    public const string TextAttribute = """[{"name":"text","type":"text"}]""";

    public static async Task<Guid> UploadAsync(ApiClient api, Guid version, string name, byte[] picture) =>
        (await api.UploadAsync($"/api/dataset-versions/{version}/assets", [(name, picture)])).GetProperty("added")[0].GetProperty("assetId").GetGuid();

    /// <summary>Draws boxes on a picture that has none; an empty text is left out.</summary>
    public static async Task<IReadOnlyList<Guid>> DrawAsync(ApiClient api, Guid asset, Guid classId, IReadOnlyList<PrintedLine> lines, IReadOnlyList<Guid>? classIds = null)
    {
        var shapes = lines.Select(line => (Id: Guid.CreateVersion7(), Line: line)).ToList();
        await api.PutAsync($"/api/assets/{asset}/annotations", new
        {
            baseRevision = 0,
            upserts = shapes.Select(shape => new
            {
                id = shape.Id,
                classId = classIds?[shape.Line.Box.ClassIndex] ?? classId,
                type = "bbox",
                geometry = new { x = shape.Line.Box.X, y = shape.Line.Box.Y, width = shape.Line.Box.Width, height = shape.Line.Box.Height },
                attributes = shape.Line.Text.Length == 0 ? null : new { text = shape.Line.Text },
            }),
        });
        return [.. shapes.Select(shape => shape.Id)];
    }

    /// <summary>A frozen version of pictures with boxes.</summary>
    /// <param name="api">Of a person who may.</param>
    /// <param name="key">Of the class that all boxes are of unless they say otherwise.</param>
    /// <param name="attributes">What that class asks.</param>
    /// <param name="pages">Pictures with their boxes.</param>
    /// <param name="byHand">Labels the first picture, which is left to it, before the version is frozen; is given the project and the picture.</param>
    /// <param name="otherKeys">More classes.</param>
    public static async Task<(Guid Project, Guid Version, Guid FirstClass)> CreateAsync(
        ApiClient api, string key, string? attributes, IReadOnlyList<(byte[] Picture, IReadOnlyList<PrintedLine> Lines)> pages, Func<Guid, Guid, IReadOnlyList<PrintedLine>, Task>? byHand = null,
        params string[] otherKeys)
    {
        var project = ApiProject.Id(await api.PostAsync("/api/projects", new { name = $"Boxes of {key}" }));
        var classes = otherKeys.Prepend(key).Select(name => new { key = name, displayName = name, shapeType = "bbox", color = "#3b82c4", attributes = name == key ? attributes : null });
        var ontology = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/ontologies", new { versionTag = "v1", classes }));
        var classIds = (await api.GetAsync($"/api/ontologies/{ontology}")).GetProperty("classes").EnumerateArray().Select(ApiProject.Id).ToList();
        var version = (await api.PostAsync($"/api/projects/{project}/datasets", new { name = "Boxes", ontologyVersionId = ontology })).GetProperty("versionId").GetGuid();
        var report = await api.UploadAsync($"/api/dataset-versions/{version}/assets", pages.Select((page, i) => ($"{i:D2}.png", page.Picture)));
        foreach (var added in report.GetProperty("added").EnumerateArray())
        {
            var number = int.Parse(added.GetProperty("name").GetString()![..2], CultureInfo.InvariantCulture);
            var asset = added.GetProperty("assetId").GetGuid();
            if (number == 0 && byHand is not null)
            {
                await byHand(project, asset, pages[0].Lines);
                continue;
            }

            await DrawAsync(api, asset, classIds[0], pages[number].Lines, classIds);
        }

        await api.PostAsync($"/api/dataset-versions/{version}/splits", pages.Count == 1 ? new { train = 1.0, val = 0.0, test = 0.0, seed = 7 } : new { train = 0.6, val = 0.2, test = 0.2, seed = 7 });
        await api.PostAsync($"/api/ontologies/{ontology}/freeze");
        await api.PostAsync($"/api/dataset-versions/{version}/freeze");
        return (project, version, classIds[0]);
    }
}
