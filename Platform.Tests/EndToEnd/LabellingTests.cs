using System.Globalization;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A labeller's morning: twenty pictures, hundreds of boxes, one hand at the mouse and one at the keys.</summary>
public sealed class LabellingTests : EndToEndTest
{
    private const int Images = 20;

    // Thinner boxes are slips of whoever labelled the data.
    private const double SmallestSidePx = 6;

    [Fact]
    public async Task TwentyImages_LabelledByDragAndAtMostTwoKeysABox_AreAllSaved()
    {
        var pictures = Pictures.Take(Images);
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, pictures);
        await browser.Page.GotoAsync($"/projects/{project.ProjectId}/annotate/{project.AssetIds[0]}");
        var canvas = new CanvasView(browser.Page);
        await canvas.ReadyAsync();

        var presses = 0;
        var boxes = 0;
        var drawnAs = Pictures.ClassKeys[0];
        foreach (var (picture, asset) in pictures.Zip(project.AssetIds))
        {
            await Expect(canvas.Host).ToHaveAttributeAsync("data-asset-id", asset.ToString());
            await canvas.ReadyAsync();
            foreach (var box in Drawable(picture))
            {
                // The box before is let go, so that a drag that begins at its edge draws instead of resizing it.
                await canvas.PressAsync("Escape");
                await canvas.DragAsync((box.Left, box.Top), (box.Right, box.Bottom));
                var relabels = box.ClassKey != drawnAs;
                if (relabels)
                {
                    await canvas.PressAsync(DigitOf(box.ClassKey));
                    drawnAs = box.ClassKey;
                }

                presses += relabels ? 2 : 1;
                boxes++;
            }

            // One key to the next picture; nobody has to wait for the save.
            await canvas.PressAsync("f");
        }

        await canvas.SavedAsync();
        foreach (var (picture, asset) in pictures.Zip(project.AssetIds))
        {
            await AllStandAsync(api, project, asset, Drawable(picture));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{boxes} boxes on {Images} images, {(double)presses / boxes:0.00} key presses a box besides the drag");
        browser.Problems.Should().BeEmpty();
    }

    private static string DigitOf(string classKey) => (Pictures.ClassKeys.ToList().IndexOf(classKey) + 1).ToString(CultureInfo.InvariantCulture);

    private static List<PictureBox> Drawable(Picture picture) =>
        [.. picture.Boxes.Where(box => box.Right - box.Left >= SmallestSidePx && box.Bottom - box.Top >= SmallestSidePx)];

    private static async Task AllStandAsync(ApiClient api, ApiProject project, Guid asset, List<PictureBox> expected)
    {
        var document = await api.GetAsync($"/api/assets/{asset}/annotations");
        var stored = document.GetProperty("annotations").EnumerateArray()
            .Select(annotation => (Class: annotation.GetProperty("classId").GetGuid(), Box: annotation.GetProperty("geometry")))
            .Select(item => new PictureBox(
                Pictures.ClassKeys[project.ClassIds.ToList().IndexOf(item.Class)],
                item.Box.GetProperty("x").GetDouble(),
                item.Box.GetProperty("y").GetDouble(),
                item.Box.GetProperty("x").GetDouble() + item.Box.GetProperty("width").GetDouble(),
                item.Box.GetProperty("y").GetDouble() + item.Box.GetProperty("height").GetDouble()))
            .ToList();
        stored.Should().HaveCount(expected.Count);
        foreach (var box in expected)
        {
            stored.Should().Contain(other => IsNear(other, box));
        }
    }

    // A mouse stands on whole pixels of the window.
    private static bool IsNear(PictureBox a, PictureBox b) =>
        a.ClassKey == b.ClassKey && Math.Abs(a.Left - b.Left) < 2 && Math.Abs(a.Top - b.Top) < 2 && Math.Abs(a.Right - b.Right) < 2 && Math.Abs(a.Bottom - b.Bottom) < 2;
}
