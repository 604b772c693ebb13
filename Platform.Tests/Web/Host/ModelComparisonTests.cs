using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Imaging;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Storage;
using Platform.Tests.EndToEnd;
using Platform.Tests.Support;
using Platform.Tests.Training.Export;
using Platform.Tests.Training.Imaging;
using Platform.Training.Export;
using Platform.Training.Inference;
using Platform.Training.Models;

namespace Platform.Tests.Web.Host;

/// <summary>Two models on the same images, by the HTTP interface: what they disagree on leads the queue.</summary>
public sealed class ModelComparisonTests
{
    private const int SidePx = 64;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Comparison_OfTwoModels_AddsNothingAndSaysWhereTheyDisagree(DatabaseEngine engine)
    {
        Needs.Training();
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        await seed.FreezeAsync(database);
        await other.FreezeAsync(database);
        await using var host = PlatformHost.On(database);
        await host.InitializeAsync();
        // Made once: random weights come from one generator of the process, which other tests draw from meanwhile.
        using var network = RandomDetector.Make(new DetectorArchitecture { Width = 0.125, Depth = 0.167, ClassCount = 1 });
        Task<Guid> AddAsync(Seed to, string classKey) => AddModelAsync(host, database, to, network, classKey);
        var (first, twin, stranger, foreign) = (await AddAsync(seed, "cell"), await AddAsync(seed, "cell"), await AddAsync(seed, "dust"), await AddAsync(other, "cell"));
        using var api = await host.ClientOfAsync(seed.Actor);
        var draft = await UploadAsync(api, seed, images: 3);
        var path = $"/api/dataset-versions/{draft}/auto-annotation";
        Task<HttpResponseMessage> StartAsync(Guid? compareWith) => api.PostAsJsonAsync(path, new { modelVersionId = first, minimumScore = 0.001, onlyCompare = true, compareWith }, Cancellation);

        (await CodeAsync(await StartAsync(null))).Should().Be("auto_annotation.compare_nothing");
        (await CodeAsync(await StartAsync(first))).Should().Be("auto_annotation.compare_itself");
        (await StartAsync(foreign)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await CompareAsync(twin)).Should().Be((3, 0, 0, 0.0), "the same weights see the same");
        (await CompareAsync(stranger)).Should().Be((3, 3, 0, 1.0), "what one of them calls a cell is dust to the other");

        async Task<(int Compared, int Disagreements, int Boxes, double Share)> CompareAsync(Guid compareWith)
        {
            (await StartAsync(compareWith)).StatusCode.Should().Be(HttpStatusCode.Accepted);
            var status = await Eventually.HoldsAsync(
                () => api.GetFromJsonAsync<JsonElement>(path, Cancellation), status => !status.GetProperty("isRunning").GetBoolean(), "the comparison to end");
            var items = (await api.GetFromJsonAsync<JsonElement>($"/api/dataset-versions/{draft}/assets?order=disagreement", Cancellation)).GetProperty("items").EnumerateArray().ToList();
            items.Should().HaveCount(3).And.OnlyContain(item => item.GetProperty("annotationCount").GetInt32() == 0);
            var share = items.Select(item => item.GetProperty("disagreement")).Select(models => models.GetProperty("apart").GetDouble() / models.GetProperty("total").GetDouble()).Distinct().Single();
            var report = status.GetProperty("report");
            return (report.GetProperty("compared").GetInt32(), report.GetProperty("disagreements").GetInt32(), report.GetProperty("boxes").GetInt32(), share);
        }
    }

    private static async Task<Guid> AddModelAsync(PlatformHost host, TestDatabase database, Seed seed, Detector network, string classKey)
    {
        var version = await seed.AddModelVersionAsync(database, $"Detector {seed.NewId()}");
        var onnx = DetectorOnnxExporter.Export(network, new DetectorMetadata { ClassNames = [classKey], ClassKeys = [classKey], InputSize = SidePx, ModelVersionId = version.Id.ToString() });
        var blob = await host.Get<IBlobStore>().PutAsync(new MemoryStream(onnx), Cancellation);
        await host.Get<RegisterArtifactCommand>().ExecuteAsync(
            seed.Actor, new NewArtifact(version.Id, "best.onnx", ArtifactFormat.Onnx, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, blob.Uri, blob.Sha256, blob.Size), Cancellation);
        await host.Get<FreezeModelVersionCommand>().ExecuteAsync(seed.Actor, version.Id, "{}", Cancellation);
        return version.Id;
    }

    private static async Task<Guid> UploadAsync(HttpClient api, Seed seed, int images)
    {
        var dataset = await (await api.PostAsJsonAsync($"/api/projects/{seed.Project.Id}/datasets", new { name = "New images", ontologyVersionId = seed.Ontology.Id }, Cancellation))
            .Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var draft = dataset.GetProperty("versionId").GetGuid();
        using var form = new MultipartFormDataContent();
        for (var number = 0; number < images; number++)
        {
            var image = RgbImage.Create(SidePx, SidePx);
            new Random(number).NextBytes(image.Pixels);
            form.Add(new ByteArrayContent(TestImages.Codec.Encode(image, ImageFormat.Png)), "file", $"{number}.png");
        }

        (await api.PostAsync($"/api/dataset-versions/{draft}/assets", form, Cancellation)).EnsureSuccessStatusCode();
        return draft;
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("code").GetString();
}
