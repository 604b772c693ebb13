using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Moves drafts to other ontology versions: suggestion, preview, application, undo.</summary>
public static class OntologyMigrationEndpoints
{
    public static void MapOntologyMigrations(this IEndpointRouteBuilder api)
    {
        var ofVersion = api.MapGroup("/dataset-versions/{versionId:guid}/ontology-migrations").WithTags("Ontologies");
        ofVersion.MapGet("", ListAsync);
        ofVersion.MapGet("/suggestion", SuggestAsync);
        ofVersion.MapPost("/preview", PreviewAsync);
        ofVersion.MapPost("", ApplyAsync);
        var migrations = api.MapGroup("/ontology-migrations/{migrationId:guid}").WithTags("Ontologies");
        migrations.MapGet("/undo", CheckUndoAsync);
        migrations.MapPost("/undo", UndoAsync);
    }

    public static Task<IReadOnlyList<OntologyMigrationView>> ListAsync(RequestActor who, Guid versionId, OntologyMigrationQueries migrations, CancellationToken cancellation) =>
        migrations.ListAsync(who.Actor, versionId, cancellation);

    public static Task<OntologyMigrationPlan> SuggestAsync(RequestActor who, Guid versionId, Guid to, OntologyMigrationQueries migrations, CancellationToken cancellation) =>
        migrations.SuggestAsync(who.Actor, versionId, to, cancellation);

    public static Task<MigrationPreview> PreviewAsync(RequestActor who, Guid versionId, MigrationBody body, OntologyMigrationQueries migrations, CancellationToken cancellation) =>
        migrations.PreviewAsync(who.Actor, versionId, body.ToOntologyVersionId, body.ToPlan(), cancellation);

    /// <summary>Asks for the token of the preview: another outcome than the one that was seen is refused.</summary>
    public static Task<AppliedMigration> ApplyAsync(RequestActor who, Guid versionId, MigrationBody body, ApplyOntologyMigrationCommand apply, CancellationToken cancellation) =>
        apply.ExecuteAsync(who.Actor, versionId, body.ToOntologyVersionId, body.ToPlan(), body.Token ?? "", cancellation);

    public static Task<MigrationUndoCheck> CheckUndoAsync(RequestActor who, Guid migrationId, OntologyMigrationQueries migrations, CancellationToken cancellation) =>
        migrations.CheckUndoAsync(who.Actor, migrationId, cancellation);

    public static Task<MigrationUndoCheck> UndoAsync(RequestActor who, Guid migrationId, UndoBody body, UndoOntologyMigrationCommand undo, CancellationToken cancellation) =>
        undo.ExecuteAsync(who.Actor, migrationId, body.KeepLaterEdits, cancellation);
}

/// <summary>A plan and where it leads.</summary>
/// <param name="Token">Of the preview; needed to apply.</param>
public sealed record MigrationBody(Guid ToOntologyVersionId, IReadOnlyList<ClassRule> Rules, string? Token = null)
{
    public OntologyMigrationPlan ToPlan() => new(Rules ?? []);
}

/// <summary>How to undo.</summary>
public sealed record UndoBody(bool KeepLaterEdits = false);
