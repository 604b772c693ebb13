using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A box in pixels of the image.</summary>
public readonly record struct ImageBox(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public (double X, double Y) Center => (X + (Width / 2), Y + (Height / 2));
}

/// <summary>The annotation canvas as hands and eyes meet it: the mouse goes to screen pixels, the answers come back in image pixels.</summary>
public sealed class CanvasView(IPage page)
{
    public ILocator Host => page.Locator(".pf-annotator");

    public ILocator Stage => Host.Locator(".an-stage");

    /// <summary>Rows of the object list; only those in sight exist.</summary>
    public ILocator Rows => Host.Locator(".an-row:visible");

    public Task ReadyAsync() => Expect(Host).ToHaveAttributeAsync("data-state", "ready");

    /// <summary>Every edit made so far was acknowledged by the server.</summary>
    public async Task SavedAsync()
    {
        await Expect(Host).ToHaveAttributeAsync("data-dirty", "0");
        await Expect(Host).ToHaveAttributeAsync("data-save-state", "saved");
    }

    public Task HasShapesAsync(int count) => Expect(Host).ToHaveAttributeAsync("data-count", count.ToString(CultureInfo.InvariantCulture));

    public async Task<int> CountAsync() => int.Parse((await Host.GetAttributeAsync("data-count"))!, CultureInfo.InvariantCulture);

    public async Task<double> ScaleAsync() => await NumberAsync("data-scale");

    /// <summary>Geometry of the one selected box, after everything that hands did so far.</summary>
    public async Task<ImageBox> SelectedAsync()
    {
        await NextFrameAsync();
        await Expect(Host).ToHaveAttributeAsync("data-selected-geometry", new Regex("."));
        var numbers = (await Host.GetAttributeAsync("data-selected-geometry"))!.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new ImageBox(numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    /// <summary>What the server holds for the image that is shown.</summary>
    public async Task<IReadOnlyList<ImageBox>> BoxesAsync()
    {
        var document = await page.EvaluateAsync<JsonElement>("id => fetch(`/api/assets/${id}/annotations`).then(answer => answer.json())", await Host.GetAttributeAsync("data-asset-id"));
        return [.. document.GetProperty("annotations").EnumerateArray().Select(annotation => ReadBox(annotation.GetProperty("geometry")))];
    }

    public async Task ReloadAsync()
    {
        await page.ReloadAsync();
        await ReadyAsync();
    }

    /// <summary>Draws with the box tool by one drag.</summary>
    public async Task DrawAsync(ImageBox box)
    {
        await Host.Locator("[data-action=toolBox]").ClickAsync();
        await DragAsync((box.X, box.Y), (box.Right, box.Bottom));
    }

    /// <summary>Presses, moves and releases the mouse; points are in image pixels.</summary>
    public async Task DragAsync((double X, double Y) from, (double X, double Y) to)
    {
        var (fromX, fromY) = await OnScreenAsync(from);
        var (toX, toY) = await OnScreenAsync(to);
        await page.Mouse.MoveAsync(fromX, fromY);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(toX, toY, new MouseMoveOptions { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    public async Task ClickAsync((double X, double Y) point)
    {
        var (x, y) = await OnScreenAsync(point);
        await page.Mouse.ClickAsync(x, y);
    }

    /// <summary>Brings an image point to the stage's middle by the middle button, and closer by the wheel, until its pixels are that large on the screen.</summary>
    public async Task ZoomToAsync((double X, double Y) point, double scale)
    {
        var stage = await Stage.BoundingBoxAsync() ?? throw new InvalidOperationException("The stage is not on the page.");
        var (middleX, middleY) = (stage.X + (stage.Width / 2), stage.Y + (stage.Height / 2));
        while (true)
        {
            var (x, y) = await OnScreenAsync(point);
            if (Math.Abs(x - middleX) > 2 || Math.Abs(y - middleY) > 2)
            {
                await PullAsync((middleX, middleY), (Reach(middleX - x, stage.Width), Reach(middleY - y, stage.Height)));
            }
            else if (await ScaleAsync() is var now && now < scale)
            {
                await page.Mouse.WheelAsync(0, -240);
                await Expect(Host).Not.ToHaveAttributeAsync("data-scale", now.ToString(CultureInfo.InvariantCulture));
            }
            else
            {
                return;
            }
        }

        // A hand cannot pull beyond the stage.
        static float Reach(float distance, float side) => Math.Clamp(distance, -side * 0.45f, side * 0.45f);
    }

    public Task SelectToolAsync() => Host.Locator("[data-action=toolSelect]").ClickAsync();

    public Task PressAsync(string keys) => page.Keyboard.PressAsync(keys);

    /// <summary>What is painted at an image point, as it comes out of the screen.</summary>
    public async Task<byte[]> PaintedAsync(ImageBox around)
    {
        var (x, y) = await OnScreenAsync((around.X, around.Y));
        var scale = (float)await ScaleAsync();
        // The pointer's crosshair is no part of the picture.
        await page.Mouse.MoveAsync(1, 1);
        return await page.ScreenshotAsync(new PageScreenshotOptions
        {
            Clip = new Clip { X = x, Y = y, Width = (float)around.Width * scale, Height = (float)around.Height * scale },
        });
    }

    private async Task PullAsync((float X, float Y) from, (float X, float Y) by)
    {
        var attribute = Math.Abs(by.X) > Math.Abs(by.Y) ? "data-offset-x" : "data-offset-y";
        var before = await Host.GetAttributeAsync(attribute);
        await page.Mouse.MoveAsync(from.X, from.Y);
        await page.Mouse.DownAsync(new MouseDownOptions { Button = MouseButton.Middle });
        await page.Mouse.MoveAsync(from.X + by.X, from.Y + by.Y, new MouseMoveOptions { Steps = 3 });
        await page.Mouse.UpAsync(new MouseUpOptions { Button = MouseButton.Middle });
        await page.Mouse.MoveAsync(from.X, from.Y);
        await Expect(Host).Not.ToHaveAttributeAsync(attribute, before!);
    }

    private static ImageBox ReadBox(JsonElement geometry) =>
        new(geometry.GetProperty("x").GetDouble(), geometry.GetProperty("y").GetDouble(), geometry.GetProperty("width").GetDouble(), geometry.GetProperty("height").GetDouble());

    private async Task<(float X, float Y)> OnScreenAsync((double X, double Y) point)
    {
        var stage = await Stage.BoundingBoxAsync() ?? throw new InvalidOperationException("The stage is not on the page.");
        var scale = await ScaleAsync();
        return ((float)(stage.X + (point.X * scale) + await NumberAsync("data-offset-x")), (float)(stage.Y + (point.Y * scale) + await NumberAsync("data-offset-y")));
    }

    // The canvas says what changed once a frame and after it is painted; before that its attributes are those of the frame before.
    private Task NextFrameAsync() => page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))");

    private async Task<double> NumberAsync(string attribute) => double.Parse((await Host.GetAttributeAsync(attribute))!, CultureInfo.InvariantCulture);
}
