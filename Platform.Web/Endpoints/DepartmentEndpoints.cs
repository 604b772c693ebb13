using Platform.Core.Departments;
using Platform.Core.Departments.Commands;
using Platform.Core.Departments.Model;
using Platform.Core.Departments.Queries;
using Platform.Core.People.Commands;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>What departments use and may use, who manages them, and who or what moves between them.</summary>
public static class DepartmentEndpoints
{
    public static void MapDepartments(this IEndpointRouteBuilder api)
    {
        var departments = api.MapGroup("/departments").WithTags("Departments");
        departments.MapGet("/usage", CardsAsync).WithSummary("Every department with what it stores; of a manager, their own.");
        departments.MapGet("/{departmentId:guid}", StandingAsync).WithSummary("What the department has used of its quotas.");
        departments.MapGet("/{departmentId:guid}/usage", UsageAsync).WithSummary("By project, and by month.");
        departments.MapPut("/{departmentId:guid}/quotas", SetQuotasAsync);
        departments.MapPut("/{departmentId:guid}/manager", HandOverAsync);
        departments.MapPut("/{departmentId:guid}/members/{userId:guid}/active", SetActiveAsync);
        departments.MapGet("/{departmentId:guid}/moves/users/{userId:guid}", ReviewUserAsync).WithSummary("What changes when the person moves to this department.");
        departments.MapPost("/{departmentId:guid}/moves/users/{userId:guid}", MoveUserAsync);
        departments.MapGet("/{departmentId:guid}/moves/projects/{projectId:guid}", ReviewProjectAsync).WithSummary("What changes when the project moves to this department.");
        departments.MapPost("/{departmentId:guid}/moves/projects/{projectId:guid}", MoveProjectAsync);
    }

    public static Task<IReadOnlyList<DepartmentCard>> CardsAsync(RequestActor who, DepartmentUsageQueries usage, CancellationToken cancellation) => usage.CardsAsync(who.Actor, cancellation);

    public static Task<DepartmentStanding> StandingAsync(RequestActor who, Guid departmentId, DepartmentUsageQueries usage, CancellationToken cancellation) =>
        usage.StandingAsync(who.Actor, departmentId, cancellation);

    public static Task<DepartmentUsage> UsageAsync(RequestActor who, Guid departmentId, DepartmentUsageQueries usage, CancellationToken cancellation) =>
        usage.UsageAsync(who.Actor, departmentId, cancellation);

    /// <summary>Replaces all three; null or left out is unlimited.</summary>
    public static async Task<IResult> SetQuotasAsync(RequestActor who, Guid departmentId, DepartmentQuotas body, SetDepartmentQuotasCommand set, CancellationToken cancellation)
    {
        await set.ExecuteAsync(who.Actor, departmentId, body, cancellation);
        return Results.NoContent();
    }

    public static async Task<IResult> HandOverAsync(RequestActor who, Guid departmentId, NewManager body, HandOverDepartmentCommand handOver, CancellationToken cancellation)
    {
        await handOver.ExecuteAsync(who.Actor, departmentId, body.UserId, cancellation);
        return Results.NoContent();
    }

    /// <summary>Shuts a member out or lets them in again.</summary>
    public static async Task<IResult> SetActiveAsync(RequestActor who, Guid departmentId, Guid userId, MemberActivity body, SetUserActiveCommand set, CancellationToken cancellation)
    {
        await set.ExecuteAsync(who.Actor, userId, body.Active, cancellation, body.SuccessorId, departmentId);
        return Results.NoContent();
    }

    public static Task<UserMoveReview> ReviewUserAsync(RequestActor who, Guid departmentId, Guid userId, MoveReviewQueries reviews, CancellationToken cancellation) =>
        reviews.OfUserAsync(who.Actor, userId, departmentId, cancellation);

    public static async Task<IResult> MoveUserAsync(RequestActor who, Guid departmentId, Guid userId, ReviewedMove body, MoveUserCommand move, CancellationToken cancellation)
    {
        await move.ExecuteAsync(who.Actor, userId, departmentId, body.Token, body.SuccessorId, cancellation);
        return Results.NoContent();
    }

    public static Task<ProjectMoveReview> ReviewProjectAsync(RequestActor who, Guid departmentId, Guid projectId, MoveReviewQueries reviews, CancellationToken cancellation) =>
        reviews.OfProjectAsync(who.Actor, projectId, departmentId, cancellation);

    public static async Task<IResult> MoveProjectAsync(RequestActor who, Guid departmentId, Guid projectId, ReviewedMove body, MoveProjectCommand move, CancellationToken cancellation)
    {
        await move.ExecuteAsync(who.Actor, projectId, departmentId, body.Token, cancellation);
        return Results.NoContent();
    }
}

/// <summary>Who manages a department from now on.</summary>
public sealed record NewManager(Guid UserId);

/// <summary>Whether a member may come in.</summary>
/// <param name="SuccessorId">Who manages the department afterwards, where the member does.</param>
public sealed record MemberActivity(bool Active, Guid? SuccessorId = null);

/// <summary>A move as it was reviewed.</summary>
/// <param name="Token">Of the review that was read.</param>
/// <param name="SuccessorId">Who manages the old department afterwards, where the person does.</param>
public sealed record ReviewedMove(string Token, Guid? SuccessorId = null);
