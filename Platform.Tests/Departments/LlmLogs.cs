using Platform.Core.Llm.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Departments;

/// <summary>Sessions with language models as the gateway will write them.</summary>
internal sealed class LlmLogs(TestDatabase database, Seed seed)
{
    private Guid? _deploymentId;

    /// <summary>A session now, with a request for each number of tokens.</summary>
    public async Task AddAsync(Guid userId, Guid? projectId, params int[] tokens)
    {
        await using var db = database.Open();
        if (_deploymentId is null)
        {
            var model = new LlmModel(seed.NewId(), "llama", "chat");
            var deployment = new LlmDeployment(seed.NewId(), new DeploymentSettings(model.Id, "gpu-1", 1, LlmEnvironment.Dev, "http://llm", LlmEngine.Vllm, "llama"), database.Time.UtcNow);
            db.AddRange(model, deployment);
            _deploymentId = deployment.Id;
        }

        var now = database.Time.UtcNow;
        var session = new LlmSession(seed.NewId(), userId, projectId, now, now, LlmSessionType.Dev, LlmSessionStatus.Completed);
        db.Add(session);
        // What a deployment does not count itself is known by its two halves.
        db.AddRange(tokens.Select((count, index) => new LlmSessionLog(
            session.Id, index + 1, now, "s3://p", null, index == 0 ? count : null, index == 0 ? 1 : count - 1, index == 0 ? 1 : 1, false, now, null, null, _deploymentId.Value, null, LlmOutcome.Completed)));
        await db.SaveChangesAsync();
    }
}
