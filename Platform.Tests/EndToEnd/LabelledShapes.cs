using System.Globalization;
using Platform.Tests.Training.Tasks;

namespace Platform.Tests.EndToEnd;

/// <summary>Data for tasks whose shapes people draw: pictures with one figure each, labelled over the HTTP interface.</summary>
internal static class LabelledShapes
{
    private const int PictureCount = 15;
    private const string SkeletonSpec = """{"names":["top","left","right"],"edges":[[0,1],[0,2]],"pairs":[[1,2]]}""";

    private static readonly string[] s_kinds = ["square", "disc", "triangle"];

    /// <summary>A frozen version of pictures with one shape each; the class is the figure's kind.</summary>
    /// <param name="byHand">Labels the first picture, which is left to it, before the version is frozen; is given the project and the picture.</param>
    public static async Task<(Guid Project, Guid Version)> CreateAsync(ApiClient api, string? shapeType, Func<ShapePictures.Figure, object> geometry, Func<Guid, Guid, ShapePictures.Figure, Task>? byHand = null)
    {
        var project = ApiProject.Id(await api.PostAsync("/api/projects", new { name = "Shapes" }));
        return (project, await FreezeAsync(api, project, "v1", s_kinds, kind => kind, 0, shapeType, geometry, byHand: byHand));
    }

    /// <summary>Other pictures, whose triangles are of a class that stands first in the ontology; beside it a class of another kind of shape.</summary>
    public static Task<Guid> FreezeMoreAsync(ApiClient api, Guid project, string added, string? shapeType, Func<ShapePictures.Figure, object> geometry) =>
        FreezeAsync(api, project, "v2", [added, .. s_kinds], kind => kind == 2 ? 0 : kind + 1, 100, shapeType, geometry, "polyline");

    private static async Task<Guid> FreezeAsync(
        ApiClient api, Guid project, string tag, string[] keys, Func<int, int> classOf, int first, string? shapeType, Func<ShapePictures.Figure, object> geometry, string? otherShape = null,
        Func<Guid, Guid, ShapePictures.Figure, Task>? byHand = null)
    {
        var classes = keys.Select(key => new { key, displayName = key, shapeType, color = "#3b82c4", keypointSpec = shapeType == "keypoints" ? SkeletonSpec : null }).ToList();
        if (otherShape is not null)
        {
            classes.Insert(1, new { key = "other", displayName = "other", shapeType = (string?)otherShape, color = "#3b82c4", keypointSpec = (string?)null });
        }

        var ontology = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/ontologies", new { versionTag = tag, classes }));
        var classIds = (await api.GetAsync($"/api/ontologies/{ontology}")).GetProperty("classes").EnumerateArray().Where(item => item.GetProperty("key").GetString() != "other").Select(ApiProject.Id).ToList();
        var version = (await api.PostAsync($"/api/projects/{project}/datasets", new { name = $"Shapes {tag}", ontologyVersionId = ontology })).GetProperty("versionId").GetGuid();
        var report = await api.UploadAsync($"/api/dataset-versions/{version}/assets", Enumerable.Range(0, PictureCount).Select(number => ($"{number:D2}.png", ShapePictures.Draw(first + number))));
        foreach (var added in report.GetProperty("added").EnumerateArray())
        {
            var number = int.Parse(added.GetProperty("name").GetString()![..2], CultureInfo.InvariantCulture);
            var figure = ShapePictures.FigureOf(first + number);
            if (number == 0 && byHand is not null)
            {
                await byHand(project, added.GetProperty("assetId").GetGuid(), figure);
                continue;
            }

            var shape = new { id = Guid.CreateVersion7(), classId = classIds[classOf(figure.Kind)], type = shapeType, geometry = geometry(figure) };
            await api.PutAsync($"/api/assets/{added.GetProperty("assetId").GetGuid()}/annotations", new { baseRevision = 0, upserts = new[] { shape } });
        }

        await api.PostAsync($"/api/dataset-versions/{version}/splits", new { train = 0.6, val = 0.2, test = 0.2, seed = 7 });
        await api.PostAsync($"/api/ontologies/{ontology}/freeze");
        await api.PostAsync($"/api/dataset-versions/{version}/freeze");
        return version;
    }

    public static double[] SkeletonOf(ShapePictures.Figure figure) =>
        [figure.X, figure.Y - figure.Radius, 2, figure.X - figure.Radius, figure.Y + figure.Radius, 2, figure.X + figure.Radius, figure.Y + figure.Radius, 1];

    // A coarse outline; what the network learns from it does not matter here.
    public static double[] RingOf(ShapePictures.Figure figure) =>
        [figure.X - figure.Radius, figure.Y + figure.Radius, figure.X, figure.Y - figure.Radius, figure.X + figure.Radius, figure.Y + figure.Radius];
}
