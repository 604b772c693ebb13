using Microsoft.Playwright;

namespace Platform.Tests.EndToEnd;

/// <summary>A project whose classes take several kinds of shapes, and hands that draw each kind.</summary>
public static class ShapesProject
{
    private static readonly string[] s_shapes = ["bbox", "polygon", "polyline"];

    public static async Task<ApiProject> CreateAsync(ApiClient api, IReadOnlyList<Picture> pictures, string name)
    {
        var project = ApiProject.Id(await api.PostAsync("/api/projects", new { name }));
        var classes = s_shapes.Select(shape => new { key = shape, displayName = shape, shapeType = shape, color = "#3b82c4" });
        var ontology = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/ontologies", new { versionTag = "v1", classes }));
        var created = await api.PostAsync($"/api/projects/{project}/datasets", new { name = "Smears", ontologyVersionId = ontology });
        var version = created.GetProperty("versionId").GetGuid();
        var report = await api.UploadAsync($"/api/dataset-versions/{version}/assets", pictures.Select(picture => (picture.Name, picture.Bytes)));
        var assets = report.GetProperty("added").EnumerateArray().Select(asset => asset.GetProperty("assetId").GetGuid()).ToList();
        return new ApiProject(project, ontology, created.GetProperty("datasetId").GetGuid(), version, assets, []);
    }

    /// <summary>Draws the <paramref name="i"/>-th of many shapes: boxes, polygons and lines in turn, each at a place of its own.</summary>
    public static async Task DrawSomeAsync(this CanvasView canvas, IPage page, int i)
    {
        var (x, y) = (10 + (i % 10 * 22), 10 + (i / 10 * 40));
        // Nothing selected, or a press on a grip would take hold of what was drawn before.
        await page.Keyboard.PressAsync("Escape");
        if (i % 3 == 0)
        {
            await canvas.DrawAsync(new ImageBox(x, y, 18, 24));
            return;
        }

        await page.Keyboard.PressAsync(i % 3 == 1 ? "p" : "y");
        await canvas.ClickAsync((x, y));
        await canvas.ClickAsync((x + 18, y + 4));
        await canvas.ClickAsync((x + 9, y + 24));
        await page.Keyboard.PressAsync("Enter");
    }
}
