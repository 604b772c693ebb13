using Platform.Core.Projects.Commands;
using Platform.Core.Projects.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Projects.</summary>
public static class ProjectEndpoints
{
    public static void MapProjects(this IEndpointRouteBuilder api)
    {
        var projects = api.MapGroup("/projects").WithTags("Projects");
        projects.MapGet("", ListAsync);
        projects.MapPost("", CreateAsync);
        projects.MapGet("/{projectId:guid}", GetAsync);
        projects.MapPut("/{projectId:guid}", EditAsync);
        projects.MapPut("/{projectId:guid}/review-demand", DemandReviewAsync);
        projects.MapDelete("/{projectId:guid}", DeleteAsync);
    }

    public static Task<IReadOnlyList<ProjectSummary>> ListAsync(RequestActor who, ProjectQueries projects, CancellationToken cancellation) => projects.ListAsync(who.Actor, cancellation);

    public static Task<ProjectSummary> GetAsync(RequestActor who, Guid projectId, ProjectQueries projects, CancellationToken cancellation) => projects.GetAsync(who.Actor, projectId, cancellation);

    public static async Task<IResult> CreateAsync(RequestActor who, ProjectBody body, CreateProjectCommand create, CancellationToken cancellation)
    {
        var id = await create.ExecuteAsync(who.Actor, body.Name, body.Description, body.DepartmentId, cancellation);
        return TypedResults.Created($"/api/projects/{id}", new CreatedId(id));
    }

    public static async Task<IResult> EditAsync(RequestActor who, Guid projectId, ProjectBody body, EditProjectCommand edit, CancellationToken cancellation)
    {
        await edit.ExecuteAsync(who.Actor, projectId, body.Name, body.Description, cancellation);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> DemandReviewAsync(RequestActor who, Guid projectId, ReviewDemand body, DemandReviewCommand demand, CancellationToken cancellation)
    {
        await demand.ExecuteAsync(who.Actor, projectId, body.DemandsReview, cancellation);
        return TypedResults.NoContent();
    }

    public static async Task<IResult> DeleteAsync(RequestActor who, Guid projectId, DeleteProjectCommand delete, CancellationToken cancellation)
    {
        await delete.ExecuteAsync(who.Actor, projectId, cancellation);
        return TypedResults.NoContent();
    }
}

/// <summary>A project as sent; without a department it goes to the sender's own.</summary>
public sealed record ProjectBody(string Name, string? Description = null, Guid? DepartmentId = null);

/// <summary>The id of something just created.</summary>
public sealed record CreatedId(Guid Id);

/// <summary>Whether shapes of a model that nobody reviewed keep dataset versions from being frozen.</summary>
public sealed record ReviewDemand(bool DemandsReview);
