using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>The main job in a real browser, on pictures from a microscope, judged by what a person sees.</summary>
public sealed class MainPathTests : EndToEndTest
{
    private const int Labelled = 19;
    private const int Epochs = 30;

    // The picture that a person annotates by hand comes after those whose boxes are imported; the last four wait for the model.
    private static readonly ImageBox s_drawn = new(120, 90, 200, 140);

    [Fact]
    public async Task MainJob_InABrowser_LeadsFromPicturesToAModelThatGrowsAndAnswers()
    {
        Needs.Training();
        var pictures = Pictures.Take(24);
        var browser = await OpenBrowserAsync();
        var page = browser.Page;

        await browser.SetUpAsync();
        var project = await page.CreateProjectAsync("Blood cells");
        await page.CreateOntologyAsync(project, Pictures.ClassKeys);
        var dataset = await page.CreateDatasetAsync(project, "Smears");
        await UploadAsync(page, pictures);
        await page.ImportAsync(pictures.Take(Labelled).Select(picture => picture.VocPayload()), pictures.Take(Labelled).Sum(picture => picture.Boxes.Count));
        await AnnotateByHandAsync(page, dataset, pictures[Labelled]);
        await SplitAndFreezeAsync(page, dataset);
        await page.CreateModelAsync(project, "Cell finder");
        await page.LaunchAsync(Epochs, imageSize: 96, batchSize: 2);
        await WatchAsync(page);
        var version = await DownloadAsync(page, pictures[Labelled + 1]);
        var draft = await AutoAnnotateAsync(page, dataset, [.. pictures.Skip(Labelled + 1)]);

        await page.AddClassAsync(project, draft);
        await page.LabelAddedAsync(draft, pictures.Take(4));
        await page.GotoAsync(draft);
        await page.ButtonAsync("Split");
        await page.SplitAsync();
        await page.FreezeAsync();
        await page.GrowAsync(version, epochs: 2);
        await page.ConvertAsync();
        await page.DeployAndAskAsync("cell-finder", pictures[^1]);
        await browser.ScreenshotAsync("loop-end");

        browser.Problems.Should().BeEmpty();
    }

    private static async Task UploadAsync(IPage page, IReadOnlyList<Picture> pictures)
    {
        FilePayload[] bad =
        [
            new() { Name = "damaged.jpg", MimeType = "image/jpeg", Buffer = pictures[0].Bytes[..1500] },
            new() { Name = "the-same-again.jpg", MimeType = "image/jpeg", Buffer = pictures[0].Bytes },
        ];
        var dialog = await page.UploadAsync([.. pictures.Take(Labelled + 1).Select(picture => picture.Payload()), .. bad]);
        await Expect(dialog.GetByText($"{Labelled + 3} of {Labelled + 3} files · {Labelled + 1} added · 1 already there · 1 skipped")).ToBeVisibleAsync();
        await Expect(dialog.Locator(".upload-row[data-state=failed]")).ToContainTextAsync("damaged.jpg");
        await Expect(dialog.Locator(".upload-row[data-state=failed] .upload-problems")).ToContainTextAsync(new Regex(".{10,}"));
        await Expect(dialog.Locator(".upload-row[data-state=duplicate]")).ToHaveCountAsync(1);
        await dialog.ButtonAsync("Done");
        await Expect(page.Locator(".thumb")).ToHaveCountAsync(Labelled + 1);
    }

    private static async Task AnnotateByHandAsync(IPage page, string dataset, Picture picture)
    {
        await page.GotoAsync(dataset);
        await page.Locator($".thumb[title='{picture.Name}']").ClickAsync();
        var canvas = new CanvasView(page);
        await canvas.ReadyAsync();
        await canvas.HasShapesAsync(0);
        await canvas.EditEveryWayAsync(s_drawn, Pictures.ClassKeys);
        await canvas.SavedAsync();

        // Reloading is what a person does to be sure; box and paint must be where they were.
        var edited = await canvas.SelectedAsync();
        await canvas.PressAsync("Escape");
        var painted = await canvas.PaintedAsync(edited);
        await canvas.ReloadAsync();
        await canvas.HasShapesAsync(1);
        (await canvas.PaintedAsync(edited)).DifferenceTo(painted).Should().BeLessThan(1, "the same box is painted in the same place");
        await canvas.PressAsync("h");
        (await canvas.PaintedAsync(edited)).DifferenceTo(painted).Should().BeGreaterThan(1, "the box is what was painted there");
        await canvas.PressAsync("h");
        await canvas.SelectToolAsync();
        await canvas.ClickAsync(edited.Center);
        (await canvas.SelectedAsync()).Should().Be(edited);
        (await canvas.BoxesAsync()).Should().Equal(edited);
    }

    private static async Task SplitAndFreezeAsync(IPage page, string dataset)
    {
        await page.GotoAsync(dataset);
        await page.ButtonAsync("Freeze");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText($"Images in no split: {Labelled + 1}.")).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Freeze", Exact = true })).ToBeDisabledAsync();
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Fix", Exact = true }).First.ClickAsync();
        await page.SplitAsync();
        await page.FreezeAsync();
        await Expect(page.GetByText("Frozen", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
    }

    private static async Task WatchAsync(IPage page)
    {
        await Expect(page.LossCurve()).ToHaveAttributeAsync("d", new Regex("L"));
        var early = await page.LossCurve().GetAttributeAsync("d");
        await Expect(page.EpochCounter()).ToHaveTextAsync(new Regex("^([2-9]|[12][0-9]) "));
        await Expect(page.LossCurve()).Not.ToHaveAttributeAsync("d", early!);
        await Expect(page.Locator(".run-line").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Completed", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 180_000 });
        await Expect(page.EpochCounter()).ToHaveTextAsync(new Regex($"^{Epochs}"));
        (await page.LossCurve().PointsAsync()).Select(point => point.X).Should().BeInAscendingOrder();
    }

    private static async Task<string> DownloadAsync(IPage page, Picture picture)
    {
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Model version" }).First.ClickAsync();
        foreach (var file in new[] { "best.safetensors", "final.safetensors", "best.onnx" })
        {
            await Expect(page.GetByText(file, new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        }

        var row = page.Locator("tr", new PageLocatorOptions { HasText = "best.onnx" });
        var download = await page.RunAndWaitForDownloadAsync(() => row.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Download" }).ClickAsync());
        using var detector = OnnxDetector.Load(await download.PathAsync());
        detector.Metadata.ClassKeys.Should().Equal(Pictures.ClassKeys);
        detector.Detect(new OpenCvImageCodec(), [picture.Bytes], detector.Metadata.Thresholds with { Score = 0.001f })[0].Should().NotBeEmpty();
        return page.Url;
    }

    private static async Task<string> AutoAnnotateAsync(IPage page, string dataset, IReadOnlyList<Picture> pictures)
    {
        await page.GotoAsync(dataset);
        await page.ButtonAsync("New draft from this");
        await Expect(page.GetByText("Draft", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        var draft = page.Url;
        var upload = await page.UploadAsync(pictures.Select(picture => picture.Payload()));
        await Expect(upload.GetByText($"{pictures.Count} added")).ToBeVisibleAsync();
        await upload.ButtonAsync("Done");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToHaveCountAsync(0);

        // The newest alone, from the gallery's bulk actions; then all that are left.
        await page.ButtonAsync("Select");
        await Expect(page.GetByTestId("bulk-bar")).ToBeVisibleAsync();
        await page.Locator(".thumb").Last.ClickAsync();
        await Expect(page.Locator(".thumb-selected")).ToHaveCountAsync(1);
        await page.GetByTestId("bulk-bar").ButtonAsync("Annotate with a model");
        await Expect(dialog).ToContainTextAsync("1 selected images");
        await AnnotateAsync(1);
        await page.ButtonAsync("Select");
        await Expect(page.GetByTestId("bulk-bar")).ToHaveCountAsync(0);
        await page.ButtonAsync("Annotate with a model");
        await AnnotateAsync(pictures.Count - 1);

        await page.GetByLabel("State").SelectOptionAsync("To review");
        await Expect(page.Locator(".thumb:not(:has(.thumb-pending))")).ToHaveCountAsync(0);
        await page.Locator(".thumb").First.ClickAsync();
        var canvas = new CanvasView(page);
        await canvas.ReadyAsync();
        await canvas.ReviewAsync();
        return draft;

        async Task AnnotateAsync(int images)
        {
            await dialog.GetByLabel("Confidence").FillAsync("1");
            await dialog.ButtonAsync("Annotate");
            await Expect(dialog.GetByText(new Regex($"^{images} images were looked at, [1-9][0-9]* annotations wait for review"))).ToBeVisibleAsync();
            await page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToHaveCountAsync(0);
        }
    }
}
