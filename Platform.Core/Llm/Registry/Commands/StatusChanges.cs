using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>How commands change a status: the row and a line of its history; the caller saves.</summary>
internal static class StatusChanges
{
    public static void Enter(PlatformDbContext db, Actor actor, LlmDeployment deployment, LlmDeploymentStatus to, string reason, TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        db.Add(new LlmStatusChange(Ids.New(time), deployment.Id, deployment.Status, to, reason, null, actor.UserId, now));
        deployment.Enter(to, reason, now);
    }
}
