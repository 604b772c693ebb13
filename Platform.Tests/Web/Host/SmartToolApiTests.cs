using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Imaging;
using Platform.Tests.EndToEnd;
using Platform.Tests.SmartTools;
using Platform.Tests.Training.Imaging;

namespace Platform.Tests.Web.Host;

public sealed class SmartToolApiTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();
    private string _smart = "";

    public async ValueTask InitializeAsync()
    {
        Needs.Imaging();
        await _host.InitializeAsync();
        await _host.SetUpAsync();
        var asset = await _host.AddImageAsync("disk.png", TestImages.Codec.Encode(SmartPictures.Of(300, 200, SmartPictures.Disk(150, 100, 50)), ImageFormat.Png));
        _smart = $"/api/assets/{asset}/smart";
    }

    public async ValueTask DisposeAsync()
    {
        if (_host.App is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Box_WithStrokes_AnswersRings()
    {
        var answer = await PostAsync("box", new { box = new { x = 90, y = 40, width = 120, height = 120 }, strokes = new[] { new { points = new[] { 150, 100 }, radiusPx = 5, foreground = true } }, output = "polygon" });
        var polygon = answer.GetProperty("polygons")[0];
        polygon.GetProperty("areaPx").GetDouble().Should().BeApproximately(Math.PI * 2500, 250);
        polygon.GetProperty("rings")[0].GetArrayLength().Should().BeGreaterThan(8);
        answer.GetProperty("mask").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Flood_AskedForAMask_AnswersCocoRunLengths()
    {
        var mask = (await PostAsync("flood", new { point = new[] { 150, 100 }, tolerance = 45, output = "mask" })).GetProperty("mask");
        mask.GetProperty("size").EnumerateArray().Select(side => side.GetInt32()).Should().Equal(200, 300);
        SmartPictures.RunsOf(mask.GetProperty("counts").GetString()!).Sum().Should().Be(60_000);
    }

    [Fact]
    public async Task Scissors_ToTwoTargets_AnswerTwoPaths()
    {
        var paths = (await PostAsync("scissors", new { from = new[] { 150, 50 }, to = new[] { new[] { 200, 100 }, new[] { 100, 100 } } })).GetProperty("paths");
        paths.GetArrayLength().Should().Be(2);
        paths[1].EnumerateArray().Select(value => value.GetDouble()).TakeLast(2).Should().Equal(100, 100);
    }

    [Theory]
    [InlineData("box", """{"box":{"x":1,"y":1,"width":0,"height":5}}""", "smart.box_invalid", 422)]
    [InlineData("box", """{"box":{"x":1,"y":1,"width":50,"height":50},"output":"song"}""", "value.unknown", 400)]
    [InlineData("flood", """{"point":[1]}""", "smart.point_invalid", 422)]
    [InlineData("flood", """{"point":["NaN",3]}""", "smart.point_invalid", 422)]
    [InlineData("scissors", """{"from":[1,1]}""", "smart.targets_invalid", 422)]
    public async Task Requests_ThatMakeNoSense_AreRefusedByCode(string tool, string body, string code, int status)
    {
        var response = await _host.Api.PostAsync($"{_smart}/{tool}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        ((int)response.StatusCode).Should().Be(status);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().Should().Be(code);
    }

    [Fact]
    public async Task Request_WithAMillionStrokes_IsRefusedUnread()
    {
        var stroke = """{"points":[5,5],"radiusPx":3,"foreground":true}""";
        var body = $$"""{"box":{"x":90,"y":40,"width":120,"height":120},"strokes":[{{string.Join(',', Enumerable.Repeat(stroke, 1_000_000))}}]}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_smart}/box") { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        (await _host.Api.SendAsync(request)).StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    private async Task<JsonElement> PostAsync(string tool, object body)
    {
        var response = await _host.Api.PostAsJsonAsync($"{_smart}/{tool}", body);
        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
