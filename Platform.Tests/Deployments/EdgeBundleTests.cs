using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Model;
using Platform.Tests.Support;
using Platform.Training.Inference;

namespace Platform.Tests.Deployments;

public sealed class EdgeBundleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bundle_OfADeployment_IsWholeSignedAndDescribesItsModel()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.Host.Get<DeployModelCommand>().ExecuteAsync(world.Seed.Actor, world.Second, "take-away", DeploymentTarget.Edge, Cancellation);

        var files = await DownloadAsync(world);

        files.Keys.Should().BeEquivalentTo("model.onnx", "model.json", "labels.txt", "README.md", "run.py", "Program.cs", "Runner.csproj", "SHA256SUMS", "SHA256SUMS.sig", "public-key.pem");
        foreach (var line in Encoding.UTF8.GetString(files["SHA256SUMS"]).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split("  ")))
        {
            Convert.ToHexStringLower(SHA256.HashData(files[line[1]])).Should().Be(line[0], line[1]);
        }

        var published = await world.Api.GetStringAsync("/api/deployment-bundle-key", Cancellation);
        published.Should().Be(Encoding.ASCII.GetString(files["public-key.pem"]));
        using var key = ECDsa.Create();
        key.ImportFromPem(published);
        key.VerifyData(files["SHA256SUMS"], files["SHA256SUMS.sig"], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence).Should().BeTrue();

        var model = JsonElement.Parse(Encoding.UTF8.GetString(files["model.json"]));
        (model.GetProperty("task").GetString(), model.GetProperty("input").GetProperty("width").GetInt32(), model.GetProperty("modelVersion").GetInt32()).Should().Be(("det", KnownDetector.Size, 2));
        model.GetProperty("classKeys")[0].GetString().Should().Be("cell");
        model.GetProperty("scoreThreshold").GetDouble().Should().BeApproximately(0.4, 1e-6);
        Encoding.UTF8.GetString(files["labels.txt"]).Should().Be("Cell\n");
        using var detector = OnnxDetector.Load(files["model.onnx"]);
        detector.Metadata.InputSize.Should().Be(KnownDetector.Size);

        var described = JsonElement.Parse(await world.Api.GetStringAsync($"/api/model-versions/{world.Second}/description", Cancellation));
        described.GetProperty("input").GetRawText().Should().Be(model.GetProperty("input").GetRawText(), "the browser goes by the same description");

        using var asked = await world.AskAsync(KnownDetector.Image(250), name: "take-away");
        asked.StatusCode.Should().Be(HttpStatusCode.NotFound, "a bundle is not served");
    }

    [Fact]
    public async Task Bundle_AskedForTwiceOrByAStranger_HasOneKeyAndIsNotFound()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        var stranger = await Seed.AddAsync(world.Database, "Other");
        using var foreign = await world.ClientOfAsync(stranger.Actor);

        var key = await world.Api.GetStringAsync("/api/deployment-bundle-key", Cancellation);

        (await world.Api.GetStringAsync("/api/deployment-bundle-key", Cancellation)).Should().Be(key);
        (await foreign.GetAsync("/api/deployments/cells/bundle", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await foreign.GetAsync($"/api/model-versions/{world.First}/description", Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    private static async Task<Dictionary<string, byte[]>> DownloadAsync(DeployedWorld world)
    {
        using var zip = new ZipArchive(new MemoryStream(await world.Api.GetByteArrayAsync("/api/deployments/take-away/bundle", Cancellation)));
        return zip.Entries.ToDictionary(entry => entry.FullName["take-away/".Length..], entry =>
        {
            using var stream = entry.Open();
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        });
    }
}
