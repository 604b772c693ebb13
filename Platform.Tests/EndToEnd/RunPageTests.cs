using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A training from its form to the images it fails on, with a tiny network, judged by what a person sees.</summary>
public sealed class RunPageTests : EndToEndTest
{
    private const string Recipe = "size: nano\nwidth: 0.1\nimageSize: 64\nbatchSize: 4\nepochs: {0}\nreporting:\n  logInterval: 1\n  sampleCount: 2\n";

    [Fact]
    public async Task PastedRecipe_LaunchedWatchedAndCompared_LeadsToAWorstImageOnTheCanvas()
    {
        Needs.Training();
        var pictures = Pictures.Take(20);
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, pictures);
        await project.FreezeAsync(api, pictures);
        var model = await project.CreateModelAsync(api);
        var page = browser.Page;

        await browser.OpenAsync($"/projects/{project.ProjectId}/models/{model}");
        await page.OpenLaunchFormAsync();
        await Expect(page.Locator("[data-warning=few_images]")).ToContainTextAsync("Only 12 images");
        await BadTextIsToldByFieldAsync(page);
        await LaunchAsync(page, epochs: 3);
        await WatchAsync(page);
        await OpenAWorstImageAsync(page, project);
        await CompareAsync(browser, project, model, api);

        browser.Problems.Should().BeEmpty();
    }

    private static async Task BadTextIsToldByFieldAsync(IPage page)
    {
        await ApplyAsync(page, "epoch: 3\nimageSize: big\n");
        await Expect(page.Locator(".recipe-faults li")).ToHaveCountAsync(2);
        await Expect(page.Locator(".recipe-faults li").First).ToContainTextAsync("Did you mean epochs?");
        await Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Start the training" })).ToBeDisabledAsync();
    }

    private static async Task LaunchAsync(IPage page, int epochs)
    {
        await ApplyAsync(page, string.Format(System.Globalization.CultureInfo.InvariantCulture, Recipe, epochs));
        await Expect(page.GetByTestId("epochs")).ToHaveValueAsync($"{epochs}");
        await Expect(page.GetByTestId("image-size")).ToHaveValueAsync("64");
        await Expect(page.Locator(".recipe-differences tr", new PageLocatorOptions { HasText = "epochs" })).ToContainTextAsync(new Regex($"80.*{epochs}"));
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Measure on this machine" }).ClickAsync();
        await Expect(page.Locator(".launch-basis")).ToHaveAttributeAsync("data-basis", new Regex("Probe|Run"), new LocatorAssertionsToHaveAttributeOptions { Timeout = 90_000 });
        await page.ButtonAsync("Start the training");
        await page.WaitForURLAsync(new Regex("/runs/[0-9a-f-]{36}"));
    }

    private static async Task WatchAsync(IPage page)
    {
        await Expect(page.LossCurve()).ToHaveAttributeAsync("d", new Regex("L"));
        await Expect(page.GetByText("Completed", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 120_000 });
        foreach (var chart in new[] { "Validation scores", "Learning rate", "Images per second", "Memory (GiB)" })
        {
            await Expect(page.GetByRole(AriaRole.Figure, new PageGetByRoleOptions { Name = chart }).Locator("path.chart-line").First).ToHaveAttributeAsync("d", new Regex("M"));
        }

        await Expect(page.Locator(".stage-bar").First.Locator(".stage-backward")).ToHaveCountAsync(1);
        await Expect(page.Locator(".sample img[alt='Annotated']")).ToHaveCountAsync(2);
        await page.GetByTestId("sample-epoch").FillAsync("0");
        await Expect(page.Locator(".sample img[alt='Predictions of epoch 1']")).ToHaveCountAsync(2);
        await Expect(page.Locator(".run-line", new PageLocatorOptions { HasText = "Registered" })).ToBeVisibleAsync();
    }

    private static async Task OpenAWorstImageAsync(IPage page, ApiProject project)
    {
        await page.ButtonAsync("See the results");
        await Expect(page.GetByRole(AriaRole.Figure, new PageGetByRoleOptions { Name = "F1 by confidence" })).ToBeVisibleAsync();
        await Expect(page.Locator(".heat tbody tr")).ToHaveCountAsync(Pictures.ClassKeys.Count + 1);
        await page.Locator("[role=tab]", new PageLocatorOptions { HasText = "Misses" }).ClickAsync();
        var worst = page.Locator(".worst-thumb a").First;
        await Expect(worst.Locator(".judged-missed").First).ToBeAttachedAsync();
        var asset = Guid.Parse((await worst.GetAttributeAsync("href"))!.Split('/')[^1]);
        project.AssetIds.Should().Contain(asset);
        await worst.ClickAsync();
        await page.WaitForURLAsync(new Regex($"/annotate/{asset}"));
        await new CanvasView(page).ReadyAsync();
    }

    private static async Task CompareAsync(BrowserSession browser, ApiProject project, Guid model, ApiClient api)
    {
        var other = await project.LaunchAsync(api, model, epochs: 2);
        await RunEvents.ReadAsync(api, other, Cancellation).ToListAsync(Cancellation);
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/runs");
        await page.GetByRole(AriaRole.Checkbox).Nth(0).CheckAsync();
        await page.GetByRole(AriaRole.Checkbox).Nth(1).CheckAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Compare (2)" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Figure, new PageGetByRoleOptions { Name = "Training loss" }).Locator("path.chart-line")).ToHaveCountAsync(2);
        await Expect(page.Locator("tr", new PageLocatorOptions { HasText = "epochs" })).ToContainTextAsync("3");
        await Expect(page.GetByText("All of them were trained on the same dataset version.")).ToBeVisibleAsync();
        page.Url.Should().Contain(other.ToString());
        var compared = await api.GetAsync($"/api/runs/compare?{new Uri(page.Url).Query.TrimStart('?').Replace("runs=", "id=").Replace("%2C", ",").Replace(",", "&id=")}");
        compared.GetProperty("runs").GetArrayLength().Should().Be(2);
    }

    // Leaving the field is what applies it.
    private static async Task ApplyAsync(IPage page, string text)
    {
        await page.GetByTestId("recipe-text").FillAsync(text);
        await page.GetByTestId("recipe-text").BlurAsync();
    }
}
