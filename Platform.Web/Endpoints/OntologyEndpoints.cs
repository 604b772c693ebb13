using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Queries;
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
}

/// <summary>A first ontology version.</summary>
public sealed record OntologyBody(string VersionTag, IReadOnlyList<LabelClassInput> Classes);

/// <summary>The tag of a new version.</summary>
public sealed record VersionTagBody(string? VersionTag = null);
