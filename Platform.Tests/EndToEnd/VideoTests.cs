using System.Globalization;
using Platform.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A video from its upload to a track that is still there the next time.</summary>
public sealed class VideoTests : EndToEndTest
{
    [Fact]
    public async Task Video_WithAKeyframeOn7And21_ShowsTheBoxHalfwayOn14_AlsoAfterAReload()
    {
        VideoFiles.Need();
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, Pictures.Take(1));
        var report = await api.UploadAsync($"/api/dataset-versions/{project.VersionId}/assets", [("walk.mp4", VideoFiles.Make("reordered.mp4"))]);
        var video = report.GetProperty("added")[0].GetProperty("assetId").GetGuid();
        await browser.Page.GotoAsync($"/projects/{project.ProjectId}/annotate/{video}");
        var canvas = new CanvasView(browser.Page);
        await canvas.ReadyAsync();

        await GoToAsync(canvas, 7);
        await canvas.DrawAsync(new ImageBox(20, 10, 30, 20));
        var drawn = await canvas.SelectedAsync();
        await GoToAsync(canvas, 21);
        await canvas.SelectToolAsync();
        await canvas.DragAsync(drawn.Center, (drawn.Center.X + 56, drawn.Center.Y + 14));
        var moved = await canvas.SelectedAsync();
        moved.X.Should().BeGreaterThan(drawn.X + 50);
        await GoToAsync(canvas, 14);
        var between = await canvas.SelectedAsync();
        between.X.Should().BeApproximately((drawn.X + moved.X) / 2, 0.01);
        between.Y.Should().BeApproximately((drawn.Y + moved.Y) / 2, 0.01);
        await canvas.SavedAsync();

        await canvas.ReloadAsync();
        await Expect(canvas.Host).ToHaveAttributeAsync("data-frame", "14");
        await canvas.Rows.First.ClickAsync();
        (await canvas.SelectedAsync()).X.Should().BeApproximately(between.X, 0.01);
        var stored = (await api.GetAsync($"/api/assets/{video}/annotations")).GetProperty("annotations").EnumerateArray().ToList();
        stored.Select(row => row.GetProperty("frame").GetInt32()).Order().Should().Equal(7, 21);
        stored.Select(row => row.GetProperty("trackId").GetGuid()).Distinct().Should().ContainSingle();
        browser.Problems.Should().BeEmpty();
    }

    private static async Task GoToAsync(CanvasView canvas, int frame)
    {
        var number = frame.ToString(CultureInfo.InvariantCulture);
        await canvas.PressAsync("`");
        await canvas.Host.Locator("[data-action=frameField]").FillAsync(number);
        await canvas.PressAsync("Enter");
        await Expect(canvas.Host).ToHaveAttributeAsync("data-frame", number);
    }
}
