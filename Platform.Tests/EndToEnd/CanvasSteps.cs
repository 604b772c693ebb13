using System.Globalization;
using System.Text.RegularExpressions;
using Platform.Core.Imaging;
using Platform.Training.Imaging;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>What people do on the canvas.</summary>
public static class CanvasSteps
{
    // A hand is exact to the screen pixel; an image pixel may be smaller than that.
    private const double ScreenPx = 1.5;

    /// <summary>Draws a box, moves, resizes and relabels it, deletes it, and goes back and forth in the history; one box is left, selected.</summary>
    public static async Task EditEveryWayAsync(this CanvasView canvas, ImageBox box, IReadOnlyList<string> classNames)
    {
        var tolerance = ScreenPx / await canvas.ScaleAsync();
        await canvas.DrawAsync(box);
        await canvas.HasShapesAsync(1);
        await canvas.IsAtAsync(box, tolerance);

        await canvas.SelectToolAsync();
        var (x, y) = box.Center;
        await canvas.DragAsync((x, y), (x + 60, y + 30));
        var moved = box with { X = box.X + 60, Y = box.Y + 30 };
        await canvas.IsAtAsync(moved, tolerance);

        await canvas.DragAsync((moved.Right, moved.Bottom), (moved.Right + 40, moved.Bottom - 20));
        var resized = moved with { Width = moved.Width + 40, Height = moved.Height - 20 };
        await canvas.IsAtAsync(resized, 2 * tolerance);

        await Expect(canvas.Rows).ToContainTextAsync([classNames[0]]);
        await canvas.PressAsync("2");
        await Expect(canvas.Rows).ToContainTextAsync([classNames[1]]);
        await canvas.PressAsync("Control+z");
        await Expect(canvas.Rows).ToContainTextAsync([classNames[0]]);
        await canvas.PressAsync("Control+Shift+Z");
        await Expect(canvas.Rows).ToContainTextAsync([classNames[1]]);

        await canvas.PressAsync("Delete");
        await canvas.HasShapesAsync(0);
        await canvas.PressAsync("Control+z");
        await canvas.HasShapesAsync(1);
        await canvas.Rows.First.ClickAsync();
        await canvas.IsAtAsync(resized, 2 * tolerance);
    }

    /// <summary>Accepts one of a model's boxes as it is and another after correcting it.</summary>
    public static async Task ReviewAsync(this CanvasView canvas)
    {
        var pending = canvas.Host.Locator(".an-row[data-pending]:visible");
        await Expect(pending.First.Locator(".an-detail")).ToHaveTextAsync(new Regex(@"^\d+%$"));
        var left = canvas.Host.Locator("[data-action=acceptShown]");
        var before = int.Parse(Regex.Match(await left.InnerTextAsync(), @"\d+").Value, CultureInfo.InvariantCulture);
        before.Should().BeGreaterThan(2, "there must be boxes to review");
        await pending.First.ClickAsync();
        await canvas.PressAsync("a");
        await Expect(left).ToHaveTextAsync($"Accept {before - 1} shown");

        var wrong = await pending.First.Locator(".an-name").InnerTextAsync();
        await pending.First.ClickAsync();
        await canvas.PressAsync(wrong == Pictures.ClassKeys[0] ? "2" : "1");
        await Expect(left).ToHaveTextAsync($"Accept {before - 2} shown");
        await Expect(canvas.Host.Locator(".an-row[aria-selected=true] .an-name")).Not.ToHaveTextAsync(wrong);
        await canvas.SavedAsync();
    }

    /// <summary>Mean difference of two screenshots of one place, in grey levels from 0 to 255.</summary>
    public static double DifferenceTo(this byte[] png, byte[] other)
    {
        var codec = new OpenCvImageCodec();
        RgbImage first = codec.DecodeRgb(png);
        RgbImage second = codec.DecodeRgb(other);
        (first.Width, first.Height).Should().Be((second.Width, second.Height));
        return first.Pixels.Zip(second.Pixels, (a, b) => Math.Abs(a - b)).Average();
    }

    // The attributes follow the mouse by a frame.
    private static Task IsAtAsync(this CanvasView canvas, ImageBox expected, double tolerance) => Eventually.HoldsAsync(
        canvas.SelectedAsync,
        actual => Math.Abs(actual.X - expected.X) <= tolerance && Math.Abs(actual.Y - expected.Y) <= tolerance
            && Math.Abs(actual.Right - expected.Right) <= tolerance && Math.Abs(actual.Bottom - expected.Bottom) <= tolerance,
        $"the box at {expected}, give or take {tolerance:0.0} px");
}
