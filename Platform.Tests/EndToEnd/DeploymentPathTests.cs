using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Platform.Core.Imaging;
using Platform.Training.Imaging;
using Platform.Training.Inference;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A trained model put to work in the browser, tried with a picture, asked after the server was killed, and asked on the console.</summary>
public sealed class DeploymentPathTests : EndToEndTest
{
    [Fact]
    public async Task TrainedModel_DeployedInTheBrowser_AnswersThereOverHttpAndOnTheConsoleAcrossAKill()
    {
        Needs.Training();
        var pictures = Pictures.Take(12);
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, [.. pictures.Take(10)]);
        await project.FreezeAsync(api, [.. pictures.Take(10)]);
        var model = await project.CreateModelAsync(api);
        var recipe = new
        {
            size = "nano", width = 0.1, imageSize = 64, epochs = 60, batchSize = 4, optimizer = new { learningRate = 0.004, averageDecay = 0.9 }, reporting = new { sampleInterval = 60, sampleCount = 2 },
        };
        var run = (await api.PostAsync("/api/runs", new { modelId = model, datasetVersionId = project.VersionId, recipe })).GetProperty("runId").GetGuid();
        await RunEvents.ReadAsync(api, run, Cancellation).ToListAsync(Cancellation);

        await DeployAsync(browser, project, model, run);
        await TryAsync(browser, pictures[10]);
        await StopAndStartAsync(browser.Page);
        await LookInTheBrowserAsync(browser, api, pictures[10]);

        browser.Problems.Should().OnlyContain(problem => problem.Contains("status of 422"), "what is no picture was refused, and nothing else went wrong");
        await browser.Page.GotoAsync("about:blank");
        await Server.KillAsync();
        await Server.StartAgainAsync();
        var answer = await api.UploadAsync("/api/deployments/cell-finder/predict", [(pictures[11].Name, pictures[11].Bytes)]);
        answer.GetProperty("modelVersionId").GetGuid().Should().Be(run);
        await AskOnTheConsoleAsync(pictures[11], run);
    }

    private static async Task DeployAsync(BrowserSession browser, ApiProject project, Guid model, Guid run)
    {
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/models/{model}/versions/{run}");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Deploy", Exact = true }).ClickAsync();
        await Expect(page.GetByTestId("deploy-version")).ToHaveValueAsync($"{run}");
        await page.GetByTestId("deploy-name").FillAsync("Cell Finder");
        await page.GetByTestId("deploy-confirm").ClickAsync();
        await Expect(page.GetByText("cannot be part of an address")).ToBeVisibleAsync();
        await page.GetByTestId("deploy-name").FillAsync("cell-finder");
        await page.GetByTestId("deploy-confirm").ClickAsync();
        await page.WaitForURLAsync(new Regex("/deployments/cell-finder$"));
        await Expect(page.GetByText("Serving", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
    }

    private static async Task TryAsync(BrowserSession browser, Picture picture)
    {
        var page = browser.Page;
        await page.GetByTestId("try-file").SetInputFilesAsync(new FilePayload { Name = picture.Name, MimeType = "image/jpeg", Buffer = picture.Bytes });
        await Expect(page.Locator("[data-picture]")).ToHaveAttributeAsync("src", new Regex("^data:image/jpeg"));
        await Expect(page.Locator("[data-summary]")).ToContainTextAsync("Found:");
        await Expect(page.Locator(".stat", new PageLocatorOptions { HasText = "Answered" })).ToContainTextAsync("1");
        await browser.ScreenshotAsync("deployment", fullPage: true);
        await page.GetByTestId("try-file").SetInputFilesAsync(new FilePayload { Name = "notes.txt", MimeType = "text/plain", Buffer = "no picture"u8.ToArray() });
        await Expect(page.Locator("[data-error]")).ToBeVisibleAsync();
    }

    // The same file, run by the browser itself, finds what the server finds.
    private static async Task LookInTheBrowserAsync(BrowserSession browser, ApiClient api, Picture picture)
    {
        var page = browser.Page;

        // As wide as the network's input and without loss: so little training leaves boxes in near ties, which another way of shrinking would decide otherwise.
        var codec = new OpenCvImageCodec();
        var image = codec.Encode(codec.DecodeRgb(picture.Bytes, maxSide: 64), ImageFormat.Png);
        await page.GetByTestId("to-browser").ClickAsync();
        await Expect(page.GetByTestId("browser-summary")).ToHaveTextAsync("The model is ready.");
        await page.GetByTestId("browser-camera").ClickAsync();
        await Expect(page.Locator("[data-error]")).ToContainTextAsync("camera");

        var dropped = await page.EvaluateHandleAsync(
            "base64 => { const data = new DataTransfer(); data.items.add(new File([Uint8Array.from(atob(base64), one => one.charCodeAt(0))], 'dropped.png', { type: 'image/png' })); return data; }",
            Convert.ToBase64String(image));
        await page.DispatchEventAsync("[data-drop]", "drop", new { dataTransfer = dropped });
        await Expect(page.GetByTestId("browser-summary")).ToContainTextAsync("ms a frame");
        await page.GetByTestId("browser-score").FillAsync("1");
        var rows = await page.Locator("[data-rows] tr").EvaluateAllAsync<string[]>("rows => rows.map(row => `${row.dataset.class} ${row.dataset.confidence} ${row.dataset.box}`)");
        await browser.ScreenshotAsync("model-in-the-browser", fullPage: true);

        var answer = await api.UploadAsync("/api/deployments/cell-finder/predict?minimumScore=0.01", [("dropped.png", image)]);
        var own = rows.Select(row => row.Split(' ')).Select(row => (Key: row[0], Box: Box(Number(row[1]), row[2..].Select(Number)))).ToList();
        var served = answer.GetProperty("predictions").EnumerateArray().Take(5).Select(found => (
            Key: found.GetProperty("classKey").GetString()!,
            Box: Box(found.GetProperty("confidence").GetDouble(), new[] { "x", "y", "width", "height" }.Select(side => found.GetProperty("box").GetProperty(side).GetDouble())))).ToList();
        served.Should().NotBeEmpty();
        served.Should().OnlyContain(one => own.Any(other => other.Key == one.Key && IsSame(other.Box, one.Box)), "the browser answered {0}", string.Join("; ", rows.Take(8)));
        served.Should().Contain(one => own.Any(other => other.Key == one.Key && other.Box.IntersectionOverUnion(one.Box) >= 0.9f));
    }

    // Of two boxes that overlap and are as sure of themselves as each other, rounding decides which one is left.
    private static bool IsSame(Detection one, Detection other) =>
        one.IntersectionOverUnion(other) is var overlap && (overlap >= 0.9f || (overlap >= 0.5f && Math.Abs(one.Score - other.Score) < 0.005f));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Detection Box(double score, IEnumerable<double> sides) => sides.ToArray() is [var x, var y, var width, var height]
        ? new Detection(0, (float)score, (float)x, (float)y, (float)(x + width), (float)(y + height))
        : throw new FormatException("A box has four sides.");

    private static async Task StopAndStartAsync(IPage page)
    {
        await page.GetByTestId("deploy-stop").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Stop", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Stopped", new PageGetByTextOptions { Exact = true }).First).ToBeVisibleAsync();
        await page.GetByTestId("deploy-start").ClickAsync();
        await Expect(page.GetByText("Serving", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
    }

    private async Task AskOnTheConsoleAsync(Picture picture, Guid run)
    {
        var file = Path.Combine(Server.DataRoot, "ask.jpg");
        await File.WriteAllBytesAsync(file, picture.Bytes, Cancellation);

        var (deployed, address) = await Server.RunConsoleAsync("deploy", run.ToString(), "--name", "second");
        var (code, text) = await Server.RunConsoleAsync("predict", "second", file);

        (deployed, address.Trim()).Should().Be((0, "/api/deployments/second/predict"));
        code.Should().Be(0, text);
        text.Should().Contain("\"file\":\"ask.jpg\"").And.Contain(run.ToString());
    }
}
