using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Tests.EndToEnd;
using Platform.Tests.Tiles;
using Platform.Tests.Training.Imaging;

namespace Platform.Tests.Web.Host;

/// <summary>An image of 108 megapixels on a running server.</summary>
public sealed class TileApiTests : IAsyncLifetime
{
    private const int Width = 12_000;
    private const int Height = 9_000;

    private readonly PlatformHost _host = new();

    public async ValueTask InitializeAsync()
    {
        Needs.Imaging();
        await _host.InitializeAsync();
        await _host.SetUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host.App is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Fact]
    public async Task HugeImage_Uploaded_IsShownInTilesAndWorkedOn()
    {
        var asset = $"/api/assets/{await _host.AddImageAsync("huge.jpg", HugeImages.Jpeg(Width, Height))}";
        var document = await _host.Api.GetFromJsonAsync<JsonElement>($"{asset}/annotations");
        document.GetProperty("tiled").GetBoolean().Should().BeTrue();
        document.GetProperty("width").GetInt32().Should().Be(Width);

        var thumbnail = TestImages.Codec.DecodeRgb(await _host.Api.GetByteArrayAsync($"{asset}/thumbnail?size=256"));
        (thumbnail.Width, thumbnail.Height).Should().Be((256, 192));

        var layout = await LayoutAsync(asset);
        layout.GetProperty("tileSize").GetInt32().Should().Be(512);
        layout.GetProperty("levels").EnumerateArray().Select(level => (level.GetProperty("width").GetInt32(), level.GetProperty("height").GetInt32()))
            .Should().Equal((12_000, 9_000), (6_000, 4_500), (3_000, 2_250), (1_500, 1_125), (750, 563), (375, 282));

        var last = await TileAsync(asset, 0, 23, 17);
        (last.Width, last.Height).Should().Be((Width - (23 * 512), Height - (17 * 512)));
        TestImages.Pixel(last, 10, 10).R.Should().BeCloseTo(HugeImages.RedAt(0.99), 6);
        TestImages.Pixel(await TileAsync(asset, 3, 2, 1), 100, 100).R.Should().BeCloseTo(HugeImages.RedAt(612 * 8.0 / Height), 6);

        var flood = new { point = new[] { 9_000, 100 }, tolerance = 20, output = "mask" };
        var mask = (await (await _host.Api.PostAsJsonAsync($"{asset}/smart/flood", flood)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("mask");
        mask.GetProperty("size").EnumerateArray().Select(side => side.GetInt32()).Should().Equal(Height, Width);
    }

    [Theory]
    [InlineData("0/24/0")]
    [InlineData("6/0/0")]
    [InlineData("0/0/-1")]
    public async Task Tile_OutsideTheImage_IsRefused(string place)
    {
        var asset = $"/api/assets/{await _host.AddImageAsync("small.jpg", HugeImages.Jpeg(1_600, 800))}";
        (await _host.Api.GetAsync($"{asset}/tiles/0/0/0")).StatusCode.Should().BeOneOf(HttpStatusCode.Conflict, HttpStatusCode.OK);
        await LayoutAsync(asset);
        (await _host.Api.GetAsync($"{asset}/tiles/{place}")).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
    }

    private async Task<JsonElement> LayoutAsync(string asset)
    {
        while (true)
        {
            var response = await _host.Api.GetAsync($"{asset}/tiles");
            var body = await response.Content.ReadFromJsonAsync<JsonElement>();
            if (response.StatusCode == HttpStatusCode.OK)
            {
                return body;
            }

            response.StatusCode.Should().Be(HttpStatusCode.Accepted);
            body.GetProperty("progress").GetDouble().Should().BeInRange(0, 1);
            await Task.Delay(100);
        }
    }

    private async Task<Core.Imaging.RgbImage> TileAsync(string asset, int level, int column, int row)
    {
        var response = await _host.Api.GetAsync($"{asset}/tiles/{level}/{column}/{row}");
        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Headers.CacheControl!.Private.Should().BeTrue();
        return TestImages.Codec.DecodeRgb(await response.Content.ReadAsByteArrayAsync());
    }
}
