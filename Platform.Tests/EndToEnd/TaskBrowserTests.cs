using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Platform.Tests.Training.Tasks;
using Platform.Tests.Training.Tasks.Ocr;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Every task but detection, which has the main path, in a real browser: from the launch form to annotations that wait for review. Labelling is done beforehand.</summary>
public sealed class TaskBrowserTests : EndToEndTest
{
    [Theory]
    [InlineData("Classification", 2)]
    [InlineData("Segmentation", 30)]
    [InlineData("Pose", 30)]
    [InlineData("Text recognition", 60)]
    public async Task Task_InABrowser_LeadsFromTheFormToSomethingToReview(string task, int epochs)
    {
        Needs.Training();
        var browser = await OpenBrowserAsync();
        var page = browser.Page;
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var (project, version, boxClass) = await LabelAsync(api, task);

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

    private static async Task<(Guid Project, Guid Version, Guid? BoxClass)> LabelAsync(ApiClient api, string task)
    {
        if (task == "Text recognition")
        {
            var pages = LinePictures.Draw(11, 48).Pages(4);
            return await LabelledBoxes.CreateAsync(api, "plate", LabelledBoxes.TextAttribute, [.. pages.Select(page => (page.Encode(), page.Lines))]);
        }

        var (project, version) = task switch
        {
            "Classification" => await LabelledShapes.CreateAsync(api, null, _ => new { }),
            "Segmentation" => await LabelledShapes.CreateAsync(api, "polygon", figure => new { rings = new[] { LabelledShapes.RingOf(figure) } }),
            _ => await LabelledShapes.CreateAsync(api, "keypoints", figure => new { points = LabelledShapes.SkeletonOf(figure) }),
        };
        return (project, version, null);
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
