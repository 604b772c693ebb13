using System.IO.Compression;
using System.Net.ServerSentEvents;
using System.Security.Cryptography;
using System.Text.Json;
using Platform.Tests.Support;
using Platform.Training.Conversion;
using Platform.Training.Export;
using Platform.Web.CommandLine;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>One trained version in every form that it can take: over the HTTP interface, on the console and on its page, with a server that dies in the middle.</summary>
public sealed class ConversionTests : IAsyncDisposable
{
    private const int Side = 64;

    private readonly TemporaryFolder _folder = new();
    private AppServer? _server;
    private BrowserSession? _browser;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Version_Converted_IsThereInEachFormOnceAndOnlyWhereItAgrees()
    {
        Needs.Training();

        // A loss below nothing is allowed in half precision: every such conversion fails its check. The vendor's converter is a script, which hangs at first.
        _server = await AppServer.StartAsync("--Conversion:LargestLoss:fp16", "-0.001", "--Conversion:Tools:openvino", Vendor("sleep 600"));
        _browser = await BrowserSession.OpenAsync(_server);
        await _browser.SetUpAsync();
        using var api = await _browser.OpenApiAsync();
        var pictures = Pictures.Take(10);
        var project = await ApiProject.CreateAsync(api, pictures);
        await project.FreezeAsync(api, pictures);
        var model = await project.CreateModelAsync(api);
        var version = await project.LaunchAsync(api, model, epochs: 2, imageSize: Side);
        RunEvents.State((await RunEvents.ReadAsync(api, version, Cancellation).ToListAsync(Cancellation))[^1]).Should().Be("completed");
        var training = await ArtifactsAsync(api, version);

        var int8 = await ConvertAsync(api, version, new { format = "onnx", precision = "int8", calibrationImages = 4, calibrationMethod = "min-max" });
        var external = await ConvertAsync(api, version, new { format = "onnx-external" });
        var script = await ConvertAsync(api, version, new { format = "torchscript" });
        var detections = await ConvertAsync(api, version, new { format = "onnx", nms = true, scoreThreshold = 0.03 });
        foreach (var made in new[] { int8, external, script, detections })
        {
            await AgreesAsync(api, made);
        }

        int8.GetProperty("opset").GetInt32().Should().Be(17);
        int8.GetProperty("irVersion").GetInt32().Should().Be(8);
        await RunsAsync(api, external, detections);

        var again = await JobAsync(api, version, new { format = "torchscript" });
        again.GetProperty("wasThere").GetBoolean().Should().BeTrue();
        again.GetProperty("artifactId").GetGuid().Should().Be(ApiProject.Id(script));
        var plain = await JobAsync(api, version, new { format = "onnx" });
        plain.GetProperty("artifactId").GetGuid().Should().Be(ApiProject.Id(training.Single(artifact => artifact.GetProperty("name").GetString() == "best.onnx")), "every training writes it");

        var failed = await JobAsync(api, version, new { format = "onnx", precision = "fp16" });
        failed.GetProperty("state").GetString().Should().Be("failed");
        failed.GetProperty("reason").GetProperty("code").GetString().Should().Be("conversion.accuracy");
        (await ArtifactsAsync(api, version)).Should().HaveCount(training.Count + 4, "what does not agree is not registered");

        await PageAsync(_browser, project, model, version);
        await ConsoleAsync(version, script);
        await DiesAndIsStoppedAsync(api, version);
    }

    // After the pages, since a browser whose server dies complains. Killed while the vendor's converter is at work; started again it is stopped by hand; then the converter works.
    private async Task DiesAndIsStoppedAsync(ApiClient api, Guid version)
    {
        var asked = new { format = "openvino" };
        var job = ApiProject.Id(await api.PostAsync($"/api/model-versions/{version}/conversions", asked));
        ApiProject.Id(await api.PostAsync($"/api/model-versions/{version}/conversions", asked)).Should().Be(job, "one of its kind is under way");
        await AtWorkAsync(api, job);
        await _server!.KillAsync();
        await _server.StartAgainAsync();
        (await api.GetAsync($"/api/conversions/{job}")).GetProperty("state").GetString().Should().Be("interrupted");

        await api.PostAsync($"/api/conversions/{job}/restart");
        await AtWorkAsync(api, job);
        (await api.Http.DeleteAsync($"/api/conversions/{job}", Cancellation)).EnsureSuccessStatusCode();
        (await EndAsync(api, job)).GetProperty("state").GetString().Should().Be("cancelled");

        Vendor("""cp "$1" "$3"; printf weights > "${3%.xml}.bin" """);
        await api.PostAsync($"/api/conversions/{job}/restart");
        var ended = await EndAsync(api, job);
        ended.GetProperty("state").GetString().Should().Be("completed", ended.GetRawText());
        var made = (await ArtifactsAsync(api, version)).Single(artifact => ApiProject.Id(artifact) == ended.GetProperty("artifactId").GetGuid());
        FactsOf(made).Tool.Should().Be("ovc");
    }

    private async Task ConsoleAsync(Guid version, JsonElement script)
    {
        var copy = _folder["copy.pt"];
        var (code, text) = await _server!.RunConsoleAsync("convert", "Blood cells/Cell finder", "--format", "torchscript", "--output", copy, "--json");
        code.Should().Be(ExitCode.Done, text);
        var told = JsonDocument.Parse(text).RootElement;
        told.GetProperty("wasThere").GetBoolean().Should().BeTrue();
        Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(copy, Cancellation))).Should().Be(script.GetProperty("sha256").GetString());
        (await _server.RunConsoleAsync("convert", version.ToString(), "--format", "torchscript", "--precision", "int8")).Should().Match<(int Code, string Text)>(
            answer => answer.Code == ExitCode.Refused && answer.Text.Contains("fp32"));
    }

    private static async Task PageAsync(BrowserSession browser, ApiProject project, Guid model, Guid version)
    {
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/models/{model}/versions/{version}");
        await Expect(page.GetByTestId("artifacts").Locator("tbody tr")).ToHaveCountAsync(7);
        await Expect(page.GetByTestId("artifacts").Locator(".score-change")).ToHaveCountAsync(4);
        await page.GetByTestId("convert").ClickAsync();
        await page.GetByTestId("convert-format").SelectOptionAsync("Trt");
        await Expect(page.GetByTestId("convert-missing")).ToContainTextAsync("trtexec");
        await Expect(page.GetByTestId("convert-start")).ToBeDisabledAsync();
        await page.GetByTestId("convert-format").SelectOptionAsync("OnnxExternal");
        await page.GetByTestId("convert-precision").SelectOptionAsync("Int8");
        await page.GetByTestId("convert-images").FillAsync("3");
        await page.GetByTestId("convert-start").ClickAsync();
        await Expect(page.GetByTestId("artifacts").Locator("tbody tr")).ToHaveCountAsync(8);
        await Expect(page.GetByTestId("conversions").Locator(".check-line").First).ToContainTextAsync("Done");
        browser.Problems.Should().BeEmpty();
    }

    // What is downloaded runs, and its detections are those of the raw outputs.
    private async Task RunsAsync(ApiClient api, JsonElement external, JsonElement detections)
    {
        var unpacked = _folder["external"];
        await using (var archive = new MemoryStream(await DownloadAsync(api, external)))
        {
            await ZipFile.ExtractToDirectoryAsync(archive, unpacked, Cancellation);
        }

        Directory.GetFiles(unpacked).Select(Path.GetFileName).Should().BeEquivalentTo(["best-fp32.onnx", "best-fp32.onnx.data"]);
        var planes = new float[3 * Side * Side];
        using var raw = OnnxRunner.Open(Path.Combine(unpacked, "best-fp32.onnx"), (Side, Side));
        using var final = OnnxRunner.Open(await DownloadAsync(api, detections), (Side, Side));
        raw.Run(planes, 1).Should().HaveCount(2);
        (final.Run(planes, 1)[0].Length % SuppressedDetections.RowLength).Should().Be(0);
    }

    private static async Task AgreesAsync(ApiClient api, JsonElement artifact)
    {
        var facts = FactsOf(artifact);
        facts.ImageCount.Should().BePositive();
        facts.LargestDifference.Should().NotBeNull();
        facts.SourceSha256.Should().HaveLength(64);
        facts.Accuracy!.Split.Should().Be("val");
        var bytes = await DownloadAsync(api, artifact);
        bytes.Should().HaveCount(artifact.GetProperty("sizeBytes").GetInt32());
        Convert.ToHexStringLower(SHA256.HashData(bytes)).Should().Be(artifact.GetProperty("sha256").GetString());
    }

    private static async Task<JsonElement> ConvertAsync(ApiClient api, Guid version, object body)
    {
        var ended = await JobAsync(api, version, body);
        ended.GetProperty("state").GetString().Should().Be("completed", ended.GetRawText());
        ended.GetProperty("wasThere").GetBoolean().Should().BeFalse();
        return (await ArtifactsAsync(api, version)).Single(artifact => ApiProject.Id(artifact) == ended.GetProperty("artifactId").GetGuid());
    }

    private static async Task<JsonElement> JobAsync(ApiClient api, Guid version, object body) => await EndAsync(api, ApiProject.Id(await api.PostAsync($"/api/model-versions/{version}/conversions", body)));

    private static Task<JsonElement> AtWorkAsync(ApiClient api, Guid job) => Eventually.HoldsAsync(
        () => api.GetAsync($"/api/conversions/{job}"), state => state.GetProperty("step").GetString() == "vendorTool" && state.GetProperty("state").GetString() == "running", "the vendor's converter");

    private static async Task<JsonElement> EndAsync(ApiClient api, Guid job)
    {
        await using var stream = await api.Http.GetStreamAsync($"/api/conversions/{job}/events", Cancellation);
        var story = await SseParser.Create(stream).EnumerateAsync(Cancellation).ToListAsync(Cancellation);
        return JsonDocument.Parse(story[^1].Data).RootElement;
    }

    private static async Task<IReadOnlyList<JsonElement>> ArtifactsAsync(ApiClient api, Guid version) => [.. (await api.GetAsync($"/api/model-versions/{version}")).GetProperty("artifacts").EnumerateArray()];

    private static Task<byte[]> DownloadAsync(ApiClient api, JsonElement artifact) => api.Http.GetByteArrayAsync($"/api/artifacts/{ApiProject.Id(artifact)}/download", Cancellation);

    private static ArtifactFacts FactsOf(JsonElement artifact) => ArtifactFacts.Read(artifact.GetProperty("compat").GetString());

    private string Vendor(string script) => _folder.WriteProgram("ovc", script);
}
