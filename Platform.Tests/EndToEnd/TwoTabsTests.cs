using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Two windows on one image: whatever either draws is there in the end.</summary>
public sealed class TwoTabsTests : EndToEndTest
{
    [Fact]
    public async Task OneImage_EditedInTwoTabs_KeepsEverythingOfBoth()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, Pictures.Take(1));
        var address = $"/projects/{project.ProjectId}/annotate/{project.AssetIds[0]}";
        var first = await OpenAsync(browser.Page, address);
        var second = await OpenAsync(await browser.NewTabAsync(), address);

        // Both start from the same revision; the second to save finds that somebody was faster.
        await first.DrawAsync(new ImageBox(40, 40, 100, 80));
        await first.SavedAsync();
        await second.DrawAsync(new ImageBox(220, 60, 120, 90));
        await second.SavedAsync();

        await second.HasShapesAsync(2);
        (await CountAsync(api, project)).Should().Be(2);

        // Now both move the same box, unaware of each other: neither place is lost.
        await first.ReloadAsync();
        await MoveAsync(first, from: (90, 80), by: (30, 120));
        await MoveAsync(second, from: (90, 80), by: (150, 110));
        await first.SavedAsync();
        await second.SavedAsync();
        var boxes = await second.BoxesAsync();
        boxes.Should().Contain(box => Near(box, 70, 160)).And.Contain(box => Near(box, 190, 150)).And.Contain(box => Near(box, 220, 60));
        (await CountAsync(api, project)).Should().Be(3);
        browser.Problems.Should().OnlyContain(problem => problem.Contains("409"), "a stale save is answered 409 and merged");
    }

    private static async Task<CanvasView> OpenAsync(IPage page, string address)
    {
        // Deaf: a tab hears of the other's saves within seconds, and what it edits then would depend on the machine's speed.
        await page.RouteAsync("**/presence", route => route.FulfillAsync(new RouteFulfillOptions { Status = 200, ContentType = "application/json", Body = "{}" }));
        await page.GotoAsync(address);
        var canvas = new CanvasView(page);
        await canvas.ReadyAsync();
        return canvas;
    }

    private static async Task MoveAsync(CanvasView canvas, (double X, double Y) from, (double X, double Y) by)
    {
        await canvas.SelectToolAsync();
        await canvas.ClickAsync(from);
        await Expect(canvas.Host).ToHaveAttributeAsync("data-selected-count", "1");
        await canvas.DragAsync(from, (from.X + by.X, from.Y + by.Y));
    }

    private static bool Near(ImageBox box, double x, double y) => Math.Abs(box.X - x) < 3 && Math.Abs(box.Y - y) < 3;

    private static async Task<int> CountAsync(ApiClient api, ApiProject project) =>
        (await api.GetAsync($"/api/assets/{project.AssetIds[0]}/annotations")).GetProperty("annotations").GetArrayLength();
}
