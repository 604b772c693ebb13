using Microsoft.Extensions.Localization;
using Platform.Core.Access;
using Platform.Core.Models.Queries;
using Platform.Web.Resources;

namespace Platform.Web.Components.Deployments;

/// <summary>The model versions of a project that can be deployed, newest first.</summary>
internal static class VersionChoices
{
    public static async Task<IReadOnlyList<(Guid Id, string Text)>> ListAsync(ModelQueries models, Actor actor, Guid projectId, IStringLocalizer<Texts> texts, CancellationToken cancellation)
    {
        var names = (await models.ListAsync(actor, projectId, cancellation)).ToDictionary(model => model.Id, model => model.Name);
        return [.. (await models.ProjectVersionsAsync(actor, projectId, cancellation)).Where(version => version.IsFrozen)
            .Select(version => (version.Id, texts["model.versionTitle", names[version.ModelId], version.Number].Value))];
    }
}
