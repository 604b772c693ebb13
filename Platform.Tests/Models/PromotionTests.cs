using Platform.Core.Datasets.Model;
using Platform.Core.Deployments.Commands;
using Platform.Core.Deployments.Model;
using Platform.Core.Deployments.Queries;
using Platform.Core.Models;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Core.Storage;
using Platform.Tests.Deployments;
using Platform.Tests.Support;
using Platform.Training.Incremental;
using Platform.Training.Incremental.Commands;
using Platform.Training.Incremental.Queries;

namespace Platform.Tests.Models;

/// <summary>Which version of a model is in use, and what speaks against a child that forgot.</summary>
public sealed class PromotionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Child_ThatForgotAClass_IsPromotedWithAReasonOnly(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var models = new ModelQueries(database.Contexts);
        var forgetting = new ForgettingQueries(models);
        var promote = new PromoteModelVersionCommand(forgetting, new RecordPromotionCommand(database.Contexts, database.Time));
        var modelId = await new CreateModelCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Project.Id, "Detector", ModelTask.Det, null, Cancellation);
        var (parent, artifact) = await TrainAsync(database, seed, modelId, null, (0.80, 0.70));
        database.Time.Advance(TimeSpan.FromSeconds(1));
        var (child, _) = await TrainAsync(database, seed, modelId, new Incremental(parent, artifact, "{}"), (0.75, 0.71), beside: (parent, (0.80, 0.70)));

        (await forgetting.FindAsync(seed.Actor, parent, Cancellation)).Should().BeNull("it has no parent");
        (await promote.ExecuteAsync(seed.Actor, parent, null, Cancellation)).Should().NotBeEmpty();
        var found = (await forgetting.FindAsync(seed.Actor, child, Cancellation))!;
        found.Should().BeEquivalentTo(new { Split = SplitKind.Test, Number = 2, ParentNumber = 1, OffersJointTraining = false });
        found.Forgotten.Select(change => change.Key).Should().Equal("cell");
        (await promote.Invoking(command => command.ExecuteAsync(seed.Actor, child, " ", Cancellation)).Should().ThrowAsync<DomainRuleException>())
            .Which.Should().Match<DomainRuleException>(refusal => refusal.Code == "promotion.forgotten" && refusal.Message.Contains("Cell"));
        (await models.PromotionsAsync(seed.Actor, modelId, Cancellation)).Should().ContainSingle("a refusal leaves nothing");

        database.Time.Advance(TimeSpan.FromSeconds(1));
        await promote.ExecuteAsync(seed.Actor, child, "The customer needs the new class today.", Cancellation);

        var promotions = await models.PromotionsAsync(seed.Actor, modelId, Cancellation);
        promotions.Select(promotion => promotion.ModelVersionId).Should().Equal(child, parent);
        promotions[0].Should().BeEquivalentTo(new { OverrideReason = "The customer needs the new class today.", PromotedBy = seed.Actor.Name });
        promotions[0].Overridden.Should().Contain("\"cell\"");
        (promotions[1].OverrideReason, promotions[1].Overridden).Should().Be((null, null));
    }

    [Theory, EveryDatabase]
    public async Task Child_ThatForgotAClass_IsPutToWorkWithAReasonOnly(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var models = new ModelQueries(database.Contexts);
        var forgetting = new ForgettingQueries(models);
        var gate = new PromotionGate(forgetting, models, new PromoteModelVersionCommand(forgetting, new RecordPromotionCommand(database.Contexts, database.Time)));
        var serving = new RecordingServing();
        var changes = new DeploymentChanges(database.Contexts, serving, database.Time);
        var deploy = new DeployModelCommand(database.Contexts, serving, gate, database.Time);
        var canary = new SetCanaryCommand(changes, serving, gate);
        var modelId = await new CreateModelCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, seed.Project.Id, "Detector", ModelTask.Det, null, Cancellation);
        var (parent, artifact) = await TrainAsync(database, seed, modelId, null, (0.80, 0.70));
        database.Time.Advance(TimeSpan.FromSeconds(1));
        var (child, _) = await TrainAsync(database, seed, modelId, new Incremental(parent, artifact, "{}"), (0.75, 0.71), beside: (parent, (0.80, 0.70)));
        await deploy.ExecuteAsync(seed.Actor, parent, "cells", DeploymentTarget.Cloud, Cancellation);

        Func<Task>[] refused =
        [
            () => deploy.ExecuteAsync(seed.Actor, child, "cells", DeploymentTarget.Cloud, Cancellation),
            () => deploy.ExecuteAsync(seed.Actor, child, "to-go", DeploymentTarget.Edge, Cancellation, " "),
            () => canary.ExecuteAsync(seed.Actor, "cells", child, 10, Cancellation),
        ];
        foreach (var act in refused)
        {
            (await act.Should().ThrowAsync<DomainRuleException>()).Which.Should().Match<DomainRuleException>(refusal => refusal.Code == "deployment.forgotten" && refusal.Message.Contains("Cell (−5.0)"));
        }

        (await gate.ObjectionAsync(seed.Actor, child, Cancellation)).Should().Be("Cell (−5.0)");
        var queries = new DeploymentQueries(database.Contexts);
        (await queries.GetAsync(seed.Actor, "cells", Cancellation)).Stable.ModelVersionId.Should().Be(parent);
        await canary.ExecuteAsync(seed.Actor, "cells", child, 10, Cancellation, "Only to compare.");

        (await models.PromotionsAsync(seed.Actor, modelId, Cancellation)).Should().ContainSingle().Which.OverrideReason.Should().Be("Only to compare.");
        await new PromoteCanaryCommand(changes, gate).ExecuteAsync(seed.Actor, "cells", Cancellation);
        (await queries.GetAsync(seed.Actor, "cells", Cancellation)).Stable.ModelVersionId.Should().Be(child, "the reason that is on record counts");
        await deploy.ExecuteAsync(seed.Actor, child, "to-go", DeploymentTarget.Edge, Cancellation);
    }

    [Theory, EveryDatabase]
    public async Task Version_StillInTraining_IsNotPromoted(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await seed.FreezeAsync(database);
        var version = await seed.AddModelVersionAsync(database);

        (await FluentActions.Invoking(() => new RecordPromotionCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, version.Id, null, null, Cancellation)).Should().ThrowAsync<DomainRuleException>())
            .Which.Code.Should().Be("promotion.unfinished");
    }

    private static async Task<(Guid Version, Guid Artifact)> TrainAsync(
        TestDatabase database, Seed seed, Guid modelId, Incremental? from, (double Cell, double Other) scores, (Guid Version, (double, double) Scores)? beside = null)
    {
        var request = new NewModelVersion(modelId, seed.Version.Id, "libtorch", "1.13.1", "{}") { From = from };
        var version = await new CreateModelVersionCommand(database.Contexts, database.Time).ExecuteAsync(seed.Actor, request, Cancellation);
        var blob = new BlobRef(new string('0', 64), 1, $"local:{version}");
        List<TrainedEvaluation> evaluations = [Scores(seed, scores)];
        if (beside is { } other)
        {
            evaluations.Add(Scores(seed, other.Scores) with { ModelVersionId = other.Version });
        }

        await new RegisterTrainedModelCommand(database.Contexts, database.Time).ExecuteAsync(
            seed.Actor, new TrainedModel(version, "{}", Files(blob), evaluations), Cancellation);
        return (version, (await new ModelQueries(database.Contexts).GetVersionAsync(seed.Actor, version, Cancellation)).Artifacts.Single(file => file.Format == ArtifactFormat.Ckpt).Id);
    }

    private static TrainedArtifact[] Files(BlobRef blob) =>
    [
        new("best.safetensors", ArtifactFormat.Ckpt, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, blob), new("best.onnx", ArtifactFormat.Onnx, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, blob),
    ];

    private static TrainedEvaluation Scores(Seed seed, (double Cell, double Other) scores)
    {
        static string Class(int index, double accuracy) => FormattableString.Invariant($$$"""{"classIndex":{{{index}}},"imageCount":1,"accuracy":{{{accuracy}}},"precision":1}""");
        var details = $$$"""{"classKeys":["cell","other"],"classNames":["Cell","Other"],"classification":{"top1":1,"top5":1,"precision":1,"recall":1,"f1":1,"imageCount":1,"classes":[{{{Class(0, scores.Cell)}}},{{{Class(1, scores.Other)}}}],"confusion":[1]}}""";
        return new TrainedEvaluation(seed.Version.Id, SplitKind.Test, 1, 1, 1, 1, 1, details);
    }
}
