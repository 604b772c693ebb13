using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Platform.Tests.Training.Tasks;
using Platform.Tests.Training.Tasks.Ocr;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Every task but detection, which has the main path, in a real browser: from a picture that is labelled by hand to annotations that wait for review. The other pictures are labelled beforehand.</summary>
public sealed class TaskBrowserTests : EndToEndTest
{
    [Theory]
    [InlineData("Classification", 2)]
    [InlineData("Segmentation", 30)]
    [InlineData("Pose", 30)]
    [InlineData("Text recognition", 60)]
    public async Task Task_InABrowser_LeadsFromLabellingToSomethingToReview(string task, int epochs)
    {
        Needs.Training();
        var browser = await OpenBrowserAsync();
        var page = browser.Page;
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var (project, version, boxClass) = await LabelAsync(api, page, task);

        await page.CreateModelAsync($"{Server.Address}projects/{project}", "Model", task);
        await page.LaunchAsync(epochs, imageSize: 128, batchSize: 8);
        await Expect(page.GetByText("Completed", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 180_000 });
        await Expect(page.Locator(".stat-label").GetByText(task switch { "Classification" => "Top-1", "Text recognition" => "1 − CER", _ => "mAP50" }, new LocatorGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await browser.ScreenshotAsync($"run-{task}", fullPage: true);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Model version" }).First.ClickAsync();
        await Expect(page.GetByText("best.onnx", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await browser.ScreenshotAsync($"model-{task}", fullPage: true);

        var draft = await DraftAsync(api, version, boxClass);
        await page.GotoAsync($"{Server.Address}projects/{project}/datasets/{draft}");
        await page.ButtonAsync("Annotate with a model");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Confidence").FillAsync("1");
        await dialog.ButtonAsync("Annotate");
        await Expect(dialog.GetByText(new Regex("[1-9][0-9]* (annotations wait|boxes were filled in)"))).ToBeVisibleAsync();
        await browser.ScreenshotAsync($"annotated-{task}");
        await page.Keyboard.PressAsync("Escape");

        await page.GetByLabel("State").SelectOptionAsync("To review");
        await Expect(page.Locator(".thumb:not(:has(.thumb-pending))")).ToHaveCountAsync(0);
        await page.Locator(".thumb").First.ClickAsync();
        await new CanvasView(page).ReadyAsync();
        await browser.ScreenshotAsync($"review-{task}");
        browser.Problems.Should().BeEmpty();
    }

    private async Task<(Guid Project, Guid Version, Guid? BoxClass)> LabelAsync(ApiClient api, IPage page, string task)
    {
        if (task == "Text recognition")
        {
            var pages = LinePictures.Draw(11, 48).Pages(4);
            return await LabelledBoxes.CreateAsync(api, "plate", LabelledBoxes.TextAttribute, [.. pages.Select(drawn => (drawn.Encode(), drawn.Lines))], (project, asset, lines) => ByHandAsync(page, project, asset, canvas => WriteAsync(page, canvas, lines[0])));
        }

        var (shapeType, geometry) = task switch
        {
            "Classification" => (null, _ => new { }),
            "Segmentation" => ("polygon", figure => new { rings = new[] { LabelledShapes.RingOf(figure) } }),
            _ => ("keypoints", (Func<ShapePictures.Figure, object>)(figure => new { points = LabelledShapes.SkeletonOf(figure) })),
        };
        var (project, version) = await LabelledShapes.CreateAsync(api, shapeType, geometry, (project, asset, figure) => ByHandAsync(page, project, asset, canvas => DrawAsync(canvas, shapeType, figure)));
        return (project, version, null);
    }

    private async Task ByHandAsync(IPage page, Guid project, Guid asset, Func<CanvasView, Task> draw)
    {
        await page.GotoAsync($"{Server.Address}projects/{project}/annotate/{asset}");
        var canvas = new CanvasView(page);
        await canvas.ReadyAsync();
        await draw(canvas);
        await canvas.HasShapesAsync(1);
        await canvas.SavedAsync();
    }

    // Picking the class takes up its tool, or sets the tag.
    private static async Task DrawAsync(CanvasView canvas, string? shapeType, ShapePictures.Figure figure)
    {
        await canvas.PressAsync($"{figure.Kind + 1}");
        if (shapeType is null)
        {
            return;
        }

        double[] points = shapeType == "polygon" ? LabelledShapes.RingOf(figure) : [.. LabelledShapes.SkeletonOf(figure).Chunk(3).SelectMany(point => point[..2])];
        foreach (var point in points.Chunk(2))
        {
            await canvas.ClickAsync((point[0], point[1]));
        }

        if (shapeType == "polygon")
        {
            await canvas.PressAsync("Enter");
        }
    }

    private static async Task WriteAsync(IPage page, CanvasView canvas, PrintedLine line)
    {
        await canvas.DrawAsync(new ImageBox(line.Box.X, line.Box.Y, line.Box.Width, line.Box.Height));
        await canvas.SelectToolAsync();
        await canvas.Rows.First.ClickAsync();
        var text = page.Locator(".an-attribute-text input");
        await text.FillAsync(line.Text);
        await text.PressAsync("Enter");
    }

    // New pictures in a draft of their own; of text, with boxes whose text nobody has written yet.
    private static async Task<Guid> DraftAsync(ApiClient api, Guid version, Guid? boxClass)
    {
        var draft = ApiProject.Id(await api.PostAsync($"/api/dataset-versions/{version}/drafts"));
        if (boxClass is not { } plate)
        {
            await api.UploadAsync($"/api/dataset-versions/{draft}/assets", Enumerable.Range(500, 3).Select(number => ($"new-{number}.png", ShapePictures.Draw(number))));
            return draft;
        }

        var fresh = LinePictures.Draw(12, 4);
        var asset = await LabelledBoxes.UploadAsync(api, draft, "fresh.png", fresh.Encode());
        await LabelledBoxes.DrawAsync(api, asset, plate, [.. fresh.Lines.Select(line => line with { Text = "" })]);
        return draft;
    }
}
