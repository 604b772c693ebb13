using System.Net;
using System.Text.Json;
using Platform.Tests.Tiles;

namespace Platform.Tests.EndToEnd;

/// <summary>A picture that no browser could hold, from its upload to a box in its far corner.</summary>
public sealed class HugeImageTests : EndToEndTest
{
    private const int Width = 12_000;
    private const int Height = 9_000;

    [Fact]
    public async Task Box_InTheFarCornerOfAHugeImage_IsExactlyThereAfterAReload()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var (project, asset) = await AddAsync(api, HugeImages.Jpeg(Width, Height));
        await browser.Page.GotoAsync($"/projects/{project.ProjectId}/annotate/{asset}");
        var canvas = new CanvasView(browser.Page);
        await canvas.ReadyAsync();

        var corner = (X: Width - 40.0, Y: Height - 30.0);
        await canvas.ZoomToAsync(corner, 4);
        (await canvas.ScaleAsync()).Should().BeGreaterThanOrEqualTo(4, "a pixel of the picture is several of the screen");
        await canvas.DrawAsync(new ImageBox(corner.X - 20, corner.Y - 10, 30, 20));
        var drawn = await canvas.SelectedAsync();
        drawn.X.Should().BeApproximately(corner.X - 20, 0.5);
        drawn.Y.Should().BeApproximately(corner.Y - 10, 0.5);
        await canvas.SavedAsync();

        await canvas.ReloadAsync();
        (await canvas.BoxesAsync()).Should().Equal(drawn);
        await canvas.Rows.First.ClickAsync();
        (await canvas.SelectedAsync()).Should().Be(drawn);
        // What is seen there is the picture's own colour at that height, not a neighbour's and not the coarse impression of another place.
        await canvas.ZoomToAsync(corner, 4);
        var seen = Training.Imaging.TestImages.Codec.DecodeRgb(await canvas.PaintedAsync(new ImageBox(corner.X - 60, corner.Y - 4, 8, 8)));
        Training.Imaging.TestImages.Pixel(seen, seen.Width / 2, seen.Height / 2).R.Should().BeCloseTo(HugeImages.RedAt(corner.Y / Height), 8);
        browser.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task ServerKilledWhileItCutsTiles_CutsThemAgainAndLeavesNothingBehind()
    {
        using var api = await ApiClient.SetUpAsync(Server);
        var (_, asset) = await AddAsync(api, HugeImages.Jpeg(30_000, 30_000));
        await Eventually.HoldsAsync(() => StateAsync(api, asset), state => state.Status == HttpStatusCode.OK || state.Progress > 0, "the first tiles");
        await Server.KillAsync();
        Leftovers().Should().ContainSingle("the server was in the middle of it");

        await Server.StartAgainAsync();
        await Eventually.HoldsAsync(() => StateAsync(api, asset), state => state.Status == HttpStatusCode.OK, "all tiles");
        Leftovers().Should().BeEmpty();
        Directory.EnumerateFiles(DerivedFolder, "*", SearchOption.AllDirectories).Should().ContainSingle();
        using var tile = await api.Http.GetAsync($"/api/assets/{asset}/tiles/0/58/58", Cancellation);
        tile.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    private string DerivedFolder => Path.Combine(Server.DataRoot, "objects", "derived");

    private string[] Leftovers() => Directory.GetFiles(DerivedFolder, "*.part", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });

    private static async Task<(ApiProject Project, Guid Asset)> AddAsync(ApiClient api, byte[] jpeg)
    {
        var project = await ApiProject.CreateAsync(api, Pictures.Take(1));
        var report = await api.UploadAsync($"/api/dataset-versions/{project.VersionId}/assets", [("huge.jpg", jpeg)]);
        return (project, report.GetProperty("added")[0].GetProperty("assetId").GetGuid());
    }

    private static async Task<(HttpStatusCode Status, double Progress)> StateAsync(ApiClient api, Guid asset)
    {
        using var response = await api.Http.GetAsync($"/api/assets/{asset}/tiles", Cancellation);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return (response.StatusCode, response.StatusCode == HttpStatusCode.Accepted ? body.RootElement.GetProperty("progress").GetDouble() : 1);
    }
}
