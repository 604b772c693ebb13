using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Queries;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Tests.EndToEnd;
using Platform.Training.Conversion;
using Platform.Training.Deployments;
using Platform.Training.Export;
using Platform.Training.Inference;

namespace Platform.Tests.Deployments;

/// <summary>Versions that follow each other behind a name, while it is asked.</summary>
public sealed class DeploymentLifeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollback_InOneStep_PutsTheVersionBeforeBackAndStaysAfterARestart()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        await world.DeployAsync(world.Second);
        var image = KnownDetector.Image(250);
        (await world.VersionOfAsync(image)).Should().Be(world.Second);
        (await BoxLeftAsync(world, image)).Should().Be(60);

        using var rolledBack = await world.Api.PostAsync("/api/deployments/cells/rollback", null, Cancellation);

        rolledBack.StatusCode.Should().Be(HttpStatusCode.OK);
        (await world.VersionOfAsync(image)).Should().Be(world.First);
        (await BoxLeftAsync(world, image)).Should().Be(20);
        await world.RestartAsync();
        (await world.VersionOfAsync(image)).Should().Be(world.First);
        var history = JsonElement.Parse(await world.Api.GetStringAsync("/api/deployments/cells/history", Cancellation));
        history.EnumerateArray().Select(line => line.GetProperty("action").GetString()).Should().Equal("rolled_back", "deployed", "deployed");
        history[0].GetProperty("by").GetString().Should().Be(world.Seed.Actor.Name);
    }

    [Fact]
    public async Task Canary_OfAShare_AnswersTheSameImagesEachTimeUntilItIsPromoted()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        var images = Enumerable.Range(0, 40).Select(number => KnownDetector.Image(250, number)).ToList();

        using var tried = await world.Api.PutAsJsonAsync("/api/deployments/cells/canary", new { weight = 50, modelVersionId = world.Second }, Cancellation);

        tried.StatusCode.Should().Be(HttpStatusCode.OK);
        var once = await VersionsAsync(world, images);
        once.Count(version => version == world.Second).Should().BeInRange(8, 32, "about half of forty");
        (await VersionsAsync(world, images)).Should().Equal(once);

        using var promoted = await world.Api.PostAsync("/api/deployments/cells/promote", null, Cancellation);
        promoted.StatusCode.Should().Be(HttpStatusCode.OK);
        (await VersionsAsync(world, images)).Should().OnlyContain(version => version == world.Second);
        (await world.Host.Get<DeploymentQueries>().GetAsync(world.Seed.Actor, "cells", Cancellation)).Canary.Should().BeNull();
    }

    [Fact]
    public async Task Stop_AndStart_EndAndBeginTheAnswers()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        var image = KnownDetector.Image(250);

        using var stopped = await world.Api.PostAsync("/api/deployments/cells/stop", null, Cancellation);
        using var refused = await world.AskAsync(image);
        using var started = await world.Api.PostAsync("/api/deployments/cells/start", null, Cancellation);

        refused.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await world.VersionOfAsync(image)).Should().Be(world.First);
    }

    [Fact]
    public async Task Change_WhileRequestsAreInside_LetsThemEndWithTheOldVersion()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        var server = world.Host.Get<DeploymentServer>();
        using var visit = server.Enter(world.Seed.Actor, "cells");

        await world.DeployAsync(world.Second);

        (await visit.PredictAsync(KnownDetector.Image(250), null, Cancellation)).ModelVersionId.Should().Be(world.First);
        (await world.VersionOfAsync(KnownDetector.Image(250))).Should().Be(world.Second);
    }

    [Fact]
    public async Task Change_OfAnotherProcess_IsTakenUp()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);

        // As a console command beside the server: it writes, and tells nobody here.
        var deploy = new DeployModelCommand(world.Database.Contexts, new RecordingServing(), new OpenGate(), world.Database.Time);
        await deploy.ExecuteAsync(world.Seed.Actor, world.Second, "cells", Core.Deployments.Model.DeploymentTarget.Cloud, Cancellation);

        await Eventually.HoldsAsync(() => world.VersionOfAsync(KnownDetector.Image(250)), version => version == world.Second, "the server to take up the change");
    }

    [Fact]
    public async Task Deploy_AFileThatDoesNotLoad_IsRefusedAndLeavesTheOldVersionInPlace()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        var blob = await world.Host.Get<Core.Storage.IBlobStore>().PutAsync(new MemoryStream([1, 2, 3]), Cancellation);
        await using (var db = world.Database.Open())
        {
            db.RemoveRange(db.ModelArtifacts.Where(artifact => artifact.ModelVersionId == world.Second));
            db.Add(new ModelArtifact(
                world.Seed.NewId(), world.Second, "best.onnx", ArtifactFormat.Onnx, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, blob.Uri, blob.Sha256,
                3, world.Database.Time.UtcNow));
            await db.SaveChangesAsync(Cancellation);
        }

        var deploy = () => world.DeployAsync(world.Second);

        (await deploy.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("model.file_damaged");
        (await world.VersionOfAsync(KnownDetector.Image(250))).Should().Be(world.First);
        (await world.Host.Get<DeploymentQueries>().HistoryAsync(world.Seed.Actor, "cells", Cancellation)).Should().ContainSingle();
    }

    [Fact]
    public async Task Deploy_AVersionWithSuppressionInAFile_NeverServesThatFile()
    {
        await using var world = await DeployedWorld.CreateAsync();
        var spec = new ConversionSpec(ArtifactFormat.Onnx) { WithSuppression = true };
        var suppressed = SuppressedDetections.Apply(KnownDetector.Graph(10), DetectionThresholds.Display).ToArray("test", "1");
        var facts = new ArtifactFacts { Conversion = spec.Key }.ToJson();
        var plain = new ArtifactFacts { Conversion = (spec with { WithSuppression = false }).Key }.ToJson();
        var both = await world.AddVersionAsync((suppressed, facts), (KnownDetector.Build(30), plain));
        var only = await world.AddVersionAsync((suppressed, facts));

        await world.DeployAsync(both);

        (await BoxLeftAsync(world, KnownDetector.Image(250))).Should().Be(60, "that is where the plain file finds it");
        using var bundle = new ZipArchive(new MemoryStream(await world.Api.GetByteArrayAsync("/api/deployments/cells/bundle", Cancellation)));
        using var model = bundle.GetEntry("cells/model.onnx")!.Open();
        Convert.ToHexString(await SHA256.HashDataAsync(model, Cancellation)).Should().Be(Convert.ToHexString(SHA256.HashData(KnownDetector.Build(30))));
        (await world.Invoking(one => one.DeployAsync(only)).Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("deployment.no_onnx");
    }

    private static async Task<double> BoxLeftAsync(DeployedWorld world, byte[] image) => (await world.AnswerAsync(image)).GetProperty("predictions")[0].GetProperty("box").GetProperty("x").GetDouble();

    private static async Task<IReadOnlyList<Guid>> VersionsAsync(DeployedWorld world, IEnumerable<byte[]> images)
    {
        var versions = new List<Guid>();
        foreach (var image in images)
        {
            versions.Add(await world.VersionOfAsync(image));
        }

        return versions;
    }
}
