using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Makes a model known, under the name that programs ask for.</summary>
public sealed class RegisterLlmModelCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <param name="actor">Who registers it.</param>
    /// <param name="name">Unique on the platform.</param>
    /// <param name="type">What it is mostly for, such as <c>chat</c> or <c>embedding</c>.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public async Task<Guid> ExecuteAsync(Actor actor, string name, string type, CancellationToken cancellationToken)
    {
        actor.DemandLlm(Permission.ManageLlm);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var model = new LlmModel(Ids.New(time), LlmNames.Of(name, "model name", LlmModel.NameLength), RequiredText.Of(type, "model type", LlmModel.TypeLength));
        db.Add(model);
        db.Record(actor, AuditActions.LlmModelRegistered, LlmNames.Subject(model), ("type", model.ModelType));
        await db.SaveChangesAsync(cancellationToken);
        return model.Id;
    }
}
