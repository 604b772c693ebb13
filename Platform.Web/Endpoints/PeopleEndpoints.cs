using Platform.Core.Access;
using Platform.Core.People.Commands;
using Platform.Core.People.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Who am I, the departments, and the actor's own tokens.</summary>
public static class PeopleEndpoints
{
    public static void MapPeople(this IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("").WithTags("People");
        people.MapGet("/me", Me);
        people.MapGet("/departments", DepartmentsAsync);
        people.MapGet("/departments/{departmentId:guid}/members", MembersAsync);
        people.MapGet("/tokens", TokensAsync);
        people.MapPost("/tokens", IssueAsync);
        people.MapDelete("/tokens/{tokenId:guid}", RevokeAsync);
        people.MapPendingRegistrations();
    }

    public static Me Me(RequestActor who) => new(who.Actor.UserId, who.Actor.Name, who.Actor.Role, who.Actor.DepartmentId, who.Actor.ManagesDepartment);

    public static Task<IReadOnlyList<DepartmentSummary>> DepartmentsAsync(RequestActor who, PeopleQueries people, CancellationToken cancellation) => people.DepartmentsAsync(who.Actor, cancellation);

    public static Task<IReadOnlyList<Member>> MembersAsync(RequestActor who, Guid departmentId, PeopleQueries people, CancellationToken cancellation) =>
        people.MembersAsync(who.Actor, departmentId, cancellation);

    public static Task<IReadOnlyList<AccessTokenSummary>> TokensAsync(RequestActor who, AccessTokenQueries tokens, CancellationToken cancellation) => tokens.ListOwnAsync(who.Actor, cancellation);

    public static Task<IssuedToken> IssueAsync(RequestActor who, NewToken body, IssueAccessTokenCommand issue, CancellationToken cancellation) =>
        issue.ExecuteAsync(who.Actor, body.Name, body.LifetimeDays is { } days ? TimeSpan.FromDays(days) : null, cancellation, new TokenLimits(body.Scopes, body.ProjectId));

    public static async Task<IResult> RevokeAsync(RequestActor who, Guid tokenId, RevokeAccessTokenCommand revoke, CancellationToken cancellation)
    {
        await revoke.ExecuteAsync(who.Actor, tokenId, cancellation);
        return Results.NoContent();
    }
}

/// <summary>The person a request is signed in as.</summary>
public sealed record Me(Guid UserId, string Name, Platform.Core.People.Model.UserRole Role, Guid DepartmentId, bool ManagesDepartment);

/// <summary>A token to issue; without a lifetime it has no end.</summary>
/// <param name="Scopes">What it is for; all where left out.</param>
/// <param name="ProjectId">The only project that it will know; all that its user sees where left out.</param>
public sealed record NewToken(string Name, int? LifetimeDays = null, IReadOnlyList<TokenScope>? Scopes = null, Guid? ProjectId = null);
