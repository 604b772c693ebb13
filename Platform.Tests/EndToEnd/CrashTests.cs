using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>The server dies without a word, as by kill -9 or a power cut, and comes back.</summary>
public sealed class CrashTests : EndToEndTest
{
    private const int Epochs = 14;

    [Fact]
    public async Task Training_KilledWithTheServer_IsInterruptedAndResumesToTheEnd()
    {
        Needs.Training();
        var pictures = Pictures.Take(10);
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, pictures);
        await project.FreezeAsync(api, pictures);
        var run = await project.LaunchAsync(api, await project.CreateModelAsync(api), Epochs);
        await foreach (var happened in RunEvents.ReadAsync(api, run, Cancellation))
        {
            if (RunEvents.Type(happened) == "epoch" && happened.GetProperty("epoch").GetInt32() >= 6)
            {
                break;
            }
        }

        await Server.KillAsync();
        await Server.StartAgainAsync();

        var page = browser.Page;
        await page.GotoAsync($"/projects/{project.ProjectId}/runs/{run}");
        await Expect(page.GetByText("Interrupted", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("Resume it to go on from its newest checkpoint.")).ToBeVisibleAsync();
        await page.ButtonAsync("Resume");
        await Expect(page.GetByText("Completed", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 120_000 });
        await Expect(page.EpochCounter()).ToHaveTextAsync(new Regex($"^{Epochs}"));
        (await page.LossCurve().PointsAsync()).Select(point => point.X).Should().BeInAscendingOrder("the curve goes on where the checkpoint was, without doubling back");

        var story = await RunEvents.ReadAsync(api, run, Cancellation).ToListAsync(Cancellation);
        story.Where(happened => RunEvents.Type(happened) == "epoch").Select(happened => happened.GetProperty("epoch").GetInt32()).Should().Equal(Enumerable.Range(1, Epochs));
        story.Single(happened => RunEvents.Type(happened) == "resumed").GetProperty("afterEpoch").GetInt32().Should().BeGreaterThanOrEqualTo(5, "a checkpoint is written every five epochs at least");
        (await api.GetAsync($"/api/model-versions/{run}")).GetProperty("artifacts").GetArrayLength().Should().Be(3);
    }

    [Fact]
    public async Task Box_DrawnWhileTheServerIsDown_IsSavedWhenItComesBack()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, Pictures.Take(1));
        await browser.Page.GotoAsync($"/projects/{project.ProjectId}/annotate/{project.AssetIds[0]}");
        var canvas = new CanvasView(browser.Page);
        await canvas.ReadyAsync();
        await canvas.DrawAsync(new ImageBox(40, 40, 100, 80));
        await canvas.SavedAsync();

        await Server.KillAsync();
        await canvas.DrawAsync(new ImageBox(220, 60, 120, 90));
        await canvas.HasShapesAsync(2);
        await Expect(canvas.Host).ToHaveAttributeAsync("data-save-state", "offline");
        await Server.StartAgainAsync();

        await canvas.SavedAsync();
        (await canvas.BoxesAsync()).Should().HaveCount(2);
    }

    [Fact]
    public async Task Box_DrawnWhileTheServerIsDown_SurvivesClosingTheTab()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, Pictures.Take(1));
        var address = $"/projects/{project.ProjectId}/annotate/{project.AssetIds[0]}";
        var tab = await browser.NewTabAsync();
        await tab.GotoAsync(address);
        var canvas = new CanvasView(tab);
        await canvas.ReadyAsync();

        await Server.KillAsync();
        await canvas.DrawAsync(new ImageBox(220, 60, 120, 90));
        await Expect(canvas.Host).ToHaveAttributeAsync("data-save-state", "offline");
        await tab.CloseAsync();
        await Server.StartAgainAsync();

        await browser.Page.GotoAsync(address);
        var after = new CanvasView(browser.Page);
        await after.ReadyAsync();
        await after.HasShapesAsync(1);
        await after.SavedAsync();
        (await after.BoxesAsync()).Should().ContainSingle().Which.X.Should().BeApproximately(220, 3);
    }
}
