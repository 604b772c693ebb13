using Platform.Core.Access;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Queries;
using Platform.Core.Projects.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Ontology versions and their classes.</summary>
public static class OntologyEndpoints
{
    public static void MapOntologies(this IEndpointRouteBuilder api)
    {
        var ontologies = api.MapGroup("").WithTags("Ontologies");
        ontologies.MapGet("/projects/{projectId:guid}/ontologies", ListAsync);
        ontologies.MapPost("/projects/{projectId:guid}/ontologies", CreateAsync);
        ontologies.MapGet("/ontologies/{ontologyId:guid}", GetAsync);
        ontologies.MapPut("/ontologies/{ontologyId:guid}/classes", SaveClassesAsync);
        ontologies.MapPost("/ontologies/{ontologyId:guid}/copies", CopyAsync);
        ontologies.MapPost("/ontologies/{ontologyId:guid}/freeze", FreezeAsync);
        ontologies.MapPost("/ontologies/{ontologyId:guid}/default", SetDefaultAsync);
        ontologies.MapPut("/ontologies/{ontologyId:guid}/tag", RenameAsync);
        ontologies.MapGet("/ontologies/{ontologyId:guid}/use", UseAsync);
        ontologies.MapGet("/ontologies/{ontologyId:guid}/diff/{otherId:guid}", DiffAsync);
        ontologies.MapGet("/ontologies/{ontologyId:guid}/document", ExportAsync);
        ontologies.MapPost("/projects/{projectId:guid}/ontologies/documents", ImportAsync).Accepts<System.Text.Json.JsonElement>("application/json");
    }

    public static Task<IReadOnlyList<OntologyVersionSummary>> ListAsync(RequestActor who, Guid projectId, OntologyQueries ontologies, CancellationToken cancellation) =>
        ontologies.ListAsync(who.Actor, projectId, cancellation);

    public static Task<OntologyVersionDetails> GetAsync(RequestActor who, Guid ontologyId, OntologyQueries ontologies, CancellationToken cancellation) =>
        ontologies.GetAsync(who.Actor, ontologyId, cancellation);

    public static async Task<IResult> CreateAsync(RequestActor who, Guid projectId, OntologyBody body, CreateOntologyVersionCommand create, CancellationToken cancellation)
    {
        var id = await create.ExecuteAsync(who.Actor, projectId, body.VersionTag, body.Classes, cancellation);
        return TypedResults.Created($"/api/ontologies/{id}", new CreatedId(id));
    }

    public static async Task<IResult> SaveClassesAsync(RequestActor who, Guid ontologyId, IReadOnlyList<LabelClassInput> body, SaveLabelClassesCommand save, CancellationToken cancellation)
    {
        await save.ExecuteAsync(who.Actor, ontologyId, body, cancellation);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> CopyAsync(RequestActor who, Guid ontologyId, VersionTagBody body, CopyOntologyVersionCommand copy, CancellationToken cancellation)
    {
        var id = await copy.ExecuteAsync(who.Actor, ontologyId, body.VersionTag ?? "", cancellation);
        return TypedResults.Created($"/api/ontologies/{id}", new CreatedId(id));
    }

    public static async Task<IResult> FreezeAsync(RequestActor who, Guid ontologyId, FreezeOntologyVersionCommand freeze, CancellationToken cancellation)
    {
        await freeze.ExecuteAsync(who.Actor, ontologyId, cancellation);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> SetDefaultAsync(RequestActor who, Guid ontologyId, SetDefaultOntologyCommand setDefault, CancellationToken cancellation)
    {
        await setDefault.ExecuteAsync(who.Actor, ontologyId, cancellation);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> RenameAsync(RequestActor who, Guid ontologyId, VersionTagBody body, RenameOntologyVersionCommand rename, CancellationToken cancellation)
    {
        await rename.ExecuteAsync(who.Actor, ontologyId, body.VersionTag ?? "", cancellation);
        return TypedResults.NoContent();
    }

    public static Task<OntologyUse> UseAsync(RequestActor who, Guid ontologyId, OntologyUseQueries uses, CancellationToken cancellation) => uses.GetAsync(who.Actor, ontologyId, cancellation);

    /// <summary>What the other version has that this one has not, and the other way round.</summary>
    public static Task<OntologyComparison> DiffAsync(RequestActor who, Guid ontologyId, Guid otherId, OntologyDiffQueries diffs, CancellationToken cancellation) =>
        diffs.CompareAsync(who.Actor, ontologyId, otherId, cancellation);

    public static async Task<IResult> ExportAsync(RequestActor who, Guid ontologyId, OntologyDocumentQueries documents, CancellationToken cancellation)
    {
        var file = await documents.ExportAsync(who.Actor, ontologyId, cancellation);
        return TypedResults.File(System.Text.Encoding.UTF8.GetBytes(file.Json), "application/json", file.FileName);
    }

    /// <summary>Makes a new draft version from a document as it was exported; the body is the document itself.</summary>
    public static async Task<IResult> ImportAsync(RequestActor who, Guid projectId, string versionTag, HttpRequest request, ProjectQueries projects, ImportOntologyCommand import, CancellationToken cancellation)
    {
        // Before the document is read.
        await projects.DemandAsync(who.Actor, projectId, Permission.EditOntology, cancellation);
        using var reader = new StreamReader(request.Body);
        var id = await import.ExecuteAsync(who.Actor, projectId, versionTag, await reader.ReadToEndAsync(cancellation), cancellation);
        return TypedResults.Created($"/api/ontologies/{id}", new CreatedId(id));
    }
}

/// <summary>A first ontology version.</summary>
public sealed record OntologyBody(string VersionTag, IReadOnlyList<LabelClassInput> Classes);

/// <summary>The tag of a new version.</summary>
public sealed record VersionTagBody(string? VersionTag = null);
