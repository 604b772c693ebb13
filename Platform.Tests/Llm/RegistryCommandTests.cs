using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Model;
using Platform.Core.Llm.Health.Queries;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Commands;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.People.Model;
using Platform.Tests.Support;
using static Platform.Tests.Support.DatasetWorld;

namespace Platform.Tests.Llm;

/// <summary>Models, presets and deployments as people keep them.</summary>
public sealed class RegistryCommandTests
{
    private const string Secret = "sk-very-secret-0123456789";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Preset_InItsRanges_IsKeptAndOutsideRefused(DatabaseEngine engine)
    {
        await using var world = await LlmWorld.CreateAsync(engine);
        var model = await world.AddModelAsync();
        var (create, change) = (world.Get<CreateLlmPresetCommand>(), world.Get<ChangeLlmPresetCommand>());
        var id = await create.ExecuteAsync(world.Actor, model, new PresetValues("exact", 4096, 0, 1, 0), Cancellation);
        await create.ExecuteAsync(world.Actor, model, new PresetValues("open"), Cancellation);

        await change.ExecuteAsync(world.Actor, id, new PresetValues("wild", null, 2, 0.1, 40), Cancellation);

        var presets = (await world.Get<LlmModelQueries>().GetAsync(world.Actor, model, Cancellation)).Presets;
        presets.Select(preset => preset.Values).Should().Equal(new PresetValues("open"), new PresetValues("wild", null, 2, 0.1, 40));
        foreach (var bad in new[]
        {
            new PresetValues("x", 0), new PresetValues("x", Temperature: 2.01), new PresetValues("x", Temperature: -0.01), new PresetValues("x", Temperature: double.NaN), new PresetValues("x", TopP: 0),
            new PresetValues("x", TopP: 1.1), new PresetValues("x", TopK: -1), new PresetValues("x", PresetValues.LargestMaxTokens + 1),
        })
        {
            (await RefusedAsync(() => create.ExecuteAsync(world.Actor, model, bad, Cancellation))).Should().Be("llm.preset_range");
        }

        (await RefusedAsync(() => create.ExecuteAsync(world.Actor, model, new PresetValues("a:b"), Cancellation))).Should().Be("llm.name");
        (await RefusedAsync(() => create.ExecuteAsync(world.Actor, model, new PresetValues("open"), Cancellation))).Should().Be("database.duplicate");
        (await RefusedAsync(() => world.AddModelAsync())).Should().Be("database.duplicate");
        (await RefusedAsync(() => world.AddModelAsync("a:b"))).Should().Be("llm.name");
        await create.ExecuteAsync(world.Actor, await world.AddModelAsync("other"), new PresetValues("open"), Cancellation);
    }

    [Theory, EveryDatabase]
    public async Task Credential_OnceStored_IsReadByNobodyButTheConnection(DatabaseEngine engine)
    {
        await using var world = await LlmWorld.CreateAsync(engine);
        var id = await world.AddDeploymentAsync("http://127.0.0.1:1", credential: Secret);
        var targets = world.Get<EngineTargetQueries>();

        (await targets.GetAsync(Actor.Platform, id, Cancellation)).Credential!.Secret.Should().Be(Secret);
        var view = await world.ViewAsync(id);
        view.HasCredential.Should().BeTrue();
        System.Text.Json.JsonSerializer.Serialize(view).Should().NotContain(Secret);
        (await AllTextsAsync(world)).Should().NotContain(text => text.Contains(Secret));

        world.Database.Time.Advance(TimeSpan.FromSeconds(1));
        await world.Get<SetLlmCredentialCommand>().ExecuteAsync(world.Actor, id, "another", Cancellation);
        (await targets.GetAsync(Actor.Platform, id, Cancellation)).Credential!.Secret.Should().Be("another");
        world.Database.Time.Advance(TimeSpan.FromSeconds(1));
        await world.Get<SetLlmCredentialCommand>().ExecuteAsync(world.Actor, id, null, Cancellation);
        (await targets.GetAsync(Actor.Platform, id, Cancellation)).Credential.Should().BeNull();
        (await world.ReadAsync(db => db.LlmCredentials.CountAsync(Cancellation))).Should().Be(0);
        (await world.ReadAsync(db => db.AuditEntries.OrderBy(entry => entry.Id).Select(entry => entry.Action).ToListAsync(Cancellation)))
            .Should().ContainInOrder(AuditActions.LlmDeploymentRegistered, AuditActions.LlmCredentialReplaced, AuditActions.LlmCredentialRemoved);
        (await RefusedAsync(() => targets.GetAsync(world.Actor, id, Cancellation))).Should().Be("access.denied");
        (await RefusedAsync(() => world.Get<SetLlmCredentialCommand>().ExecuteAsync(world.Actor, id, "two words", Cancellation))).Should().Be("llm.credential");
    }

    [Fact]
    public async Task Credential_WhoseKeysAreGone_IsToldAndSentNowhere()
    {
        await using var world = await LlmWorld.CreateAsync();
        await using var standIn = await EngineStandIn.StartAsync(LlmEngine.Vllm);
        var id = await world.AddDeploymentAsync(standIn.Address, credential: Secret);
        await world.ReadAsync(db => db.LlmCredentials.ExecuteUpdateAsync(row => row.SetProperty(item => item.ProtectedValue, "AAAA"), Cancellation));

        (await world.LookAsync(id)).Reason.Should().Be(HealthReasons.CredentialUnreadable);
        standIn.Requests.Should().BeEmpty();
    }

    [Theory, EveryDatabase]
    public async Task WhatIsReferenced_Removed_SaysByWhat(DatabaseEngine engine)
    {
        await using var world = await LlmWorld.CreateAsync(engine);
        var deployment = await world.AddDeploymentAsync("http://127.0.0.1:1", credential: Secret);
        var model = (await world.ViewAsync(deployment)).LlmModelId;
        var preset = await world.Get<CreateLlmPresetCommand>().ExecuteAsync(world.Actor, model, new PresetValues("p"), Cancellation);
        var dataset = await world.Get<Core.Llm.Datasets.Commands.CreateLlmDatasetCommand>().ExecuteAsync(world.Actor, LlmLearningType.Transfer, null, "s3://b/k", Cancellation);
        await world.Get<ChangeLlmDeploymentCommand>().ExecuteAsync(world.Actor, deployment, LlmWorld.Settings(model, "http://127.0.0.1:1") with { LlmDatasetId = dataset }, null, Cancellation);
        var session = new LlmSession(world.Seed.NewId(), world.Actor.UserId, null, world.Database.Time.UtcNow, null, LlmSessionType.Dev, LlmSessionStatus.Completed);
        await using (var db = world.Database.Open())
        {
            db.AddRange(session, new LlmSessionLog(session.Id, 1, world.Database.Time.UtcNow, "s3://b/1", null, null, null, null, false, null, null, preset, deployment, null, LlmOutcome.Completed));
            await db.SaveChangesAsync(Cancellation);
        }

        Func<Task> removeModel = () => world.Get<RemoveLlmModelCommand>().ExecuteAsync(world.Actor, model, Cancellation);
        Func<Task> removePreset = () => world.Get<RemoveLlmPresetCommand>().ExecuteAsync(world.Actor, preset, Cancellation);
        Func<Task> removeDeployment = () => world.Get<RemoveLlmDeploymentCommand>().ExecuteAsync(world.Actor, deployment, Cancellation);
        Func<Task> removeDataset = () => world.Get<Core.Llm.Datasets.Commands.RemoveLlmDatasetCommand>().ExecuteAsync(world.Actor, dataset, Cancellation);
        (await removeModel.Should().ThrowAsync<Core.Shared.DomainRuleException>()).Which.Message.Should().Contain("1 presets").And.Contain("1 deployments");
        (await removePreset.Should().ThrowAsync<Core.Shared.DomainRuleException>()).Which.Message.Should().Contain("1 logged");
        (await removeDeployment.Should().ThrowAsync<Core.Shared.DomainRuleException>()).Which.Message.Should().Contain("1 logged");
        (await removeDataset.Should().ThrowAsync<Core.Shared.DomainRuleException>()).Which.Message.Should().Contain("ml-server-01");

        // Once the session is gone, all go, one after the other.
        await world.ReadAsync(db => db.LlmSessions.ExecuteDeleteAsync(Cancellation));
        await removePreset();
        await removeDeployment();
        await removeDataset();
        await removeModel();
        (await world.ReadAsync(db => db.LlmCredentials.CountAsync(Cancellation)) + await world.ReadAsync(db => db.LlmStatusChanges.CountAsync(Cancellation))).Should().Be(0);
    }

    [Theory, EveryDatabase]
    public async Task Roles_OnTheRegistry_MayWhatTheMatrixSays(DatabaseEngine engine)
    {
        await using var world = await LlmWorld.CreateAsync(engine);
        var stranger = (await Seed.AddAsync(world.Database, "Stranger")).Actor;
        var (researcher, analyst) = (await world.MemberAsync(UserRole.Researcher), await world.MemberAsync(UserRole.Analyst));
        var managing = analyst with { ManagesDepartment = true };
        var deployment = await world.AddDeploymentAsync("http://127.0.0.1:1");
        var model = (await world.ViewAsync(deployment)).LlmModelId;

        foreach (var reader in new[] { stranger, researcher, analyst, managing })
        {
            (await world.Get<LlmModelQueries>().ListAsync(reader, Cancellation)).Should().ContainSingle();
            (await world.Get<LlmDeploymentQueries>().HistoryAsync(reader, deployment, Cancellation)).Should().ContainSingle();
        }

        await world.Get<CreateLlmPresetCommand>().ExecuteAsync(researcher, model, new PresetValues("r"), Cancellation);
        (await RefusedAsync(() => world.Get<CreateLlmPresetCommand>().ExecuteAsync(managing, model, new PresetValues("a"), Cancellation))).Should().Be("access.denied");
        foreach (var refused in new[] { researcher, managing })
        {
            (await RefusedAsync(() => world.Get<RegisterLlmModelCommand>().ExecuteAsync(refused, "x", "chat", Cancellation))).Should().Be("access.denied");
            (await RefusedAsync(() => world.Get<SetLlmDeploymentStatusCommand>().ExecuteAsync(refused, deployment, LlmDeploymentStatus.Inactive, Cancellation))).Should().Be("access.denied");
            (await RefusedAsync(() => world.Get<SetLlmCredentialCommand>().ExecuteAsync(refused, deployment, "x", Cancellation))).Should().Be("access.denied");
            (await RefusedAsync(() => world.Get<ConnectionTestQueries>().TestAsync(refused, "http://127.0.0.1:1", LlmEngine.Vllm, "m", null, null, Cancellation))).Should().Be("access.denied");
        }

        var projectToken = world.Actor with { Grant = new TokenGrant(Guid.Empty, [TokenScope.Llm], world.Seed.Project.Id, null, null) };
        (await world.Get<LlmModelQueries>().ListAsync(projectToken, Cancellation)).Should().ContainSingle();
        (await RefusedAsync(() => world.Get<RegisterLlmModelCommand>().ExecuteAsync(projectToken, "x", "chat", Cancellation))).Should().Be("token.project");
    }

    [Fact]
    public async Task Echo_SwitchedOff_SaysHowToSwitchItOn()
    {
        await using var world = await LlmWorld.CreateAsync();

        (await RefusedAsync(() => world.Get<RegisterEchoEngineCommand>().ExecuteAsync(world.Actor, Cancellation))).Should().Be("llm.echo_off");
    }

    // Everything that the tables of the registry and the audit hold as text.
    private static Task<List<string>> AllTextsAsync(LlmWorld world) => world.ReadAsync(async db =>
    {
        var texts = await db.AuditEntries.Select(entry => entry.SubjectName + entry.Arguments).ToListAsync(Cancellation);
        texts.AddRange(await db.LlmCredentials.Select(row => row.ProtectedValue).ToListAsync(Cancellation));
        texts.AddRange(await db.LlmDeployments.Select(row => row.BaseUrl + row.CredentialReference).ToListAsync(Cancellation));
        texts.AddRange(await db.LlmStatusChanges.Select(row => row.Reason + row.Detail).ToListAsync(Cancellation));
        return texts;
    });
}
