using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Llm.Model;
using Platform.Core.Llm.Registry.Queries;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Registry.Commands;

/// <summary>Renames a model or says otherwise what it is for. Programs that ask for the old name no longer find it.</summary>
public sealed class ChangeLlmModelCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task ExecuteAsync(Actor actor, Guid modelId, string name, string type, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var model = await db.LlmModelForAsync(actor, modelId, Permission.ManageLlm, cancellationToken);
        var before = model.ModelName;
        model.Describe(LlmNames.Of(name, "model name", LlmModel.NameLength), RequiredText.Of(type, "model type", LlmModel.TypeLength));
        db.Record(actor, AuditActions.LlmModelChanged, LlmNames.Subject(model), ("before", before), ("type", model.ModelType));
        await db.SaveChangesAsync(cancellationToken);
    }
}
