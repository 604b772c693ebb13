using System.Text.Json.Serialization;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Core.People.Queries;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>People who have proved who they are and wait to be registered.</summary>
public static class PendingRegistrationEndpoints
{
    private const int MaxTake = 200;

    public static void MapPendingRegistrations(this IEndpointRouteBuilder people)
    {
        people.MapGet("/pending-registrations", ListAsync);
        people.MapPost("/pending-registrations/{registrationId:guid}/approve", ApproveAsync);
        people.MapPost("/pending-registrations/{registrationId:guid}/decline", DeclineAsync);
        people.MapPost("/pending-registrations/{registrationId:guid}/reopen", ReopenAsync);
    }

    /// <param name="declined">Those who were declined, instead of those who wait.</param>
    public static Task<PendingPeople> ListAsync(RequestActor who, PendingRegistrationQueries pending, CancellationToken cancellation, bool declined = false, int take = MaxTake) =>
        pending.ListAsync(who.Actor, declined, take, cancellation);

    public static async Task<ApprovedPerson> ApproveAsync(RequestActor who, Guid registrationId, RegistrationApproval body, ApproveRegistrationCommand approve, CancellationToken cancellation) =>
        new(await approve.ExecuteAsync(who.Actor, registrationId, body.DepartmentId, body.Role, cancellation));

    public static async Task<IResult> DeclineAsync(RequestActor who, Guid registrationId, DeclineRegistrationCommand decline, CancellationToken cancellation)
    {
        await decline.ExecuteAsync(who.Actor, registrationId, cancellation);
        return Results.NoContent();
    }

    public static async Task<IResult> ReopenAsync(RequestActor who, Guid registrationId, ReopenRegistrationCommand reopen, CancellationToken cancellation)
    {
        await reopen.ExecuteAsync(who.Actor, registrationId, cancellation);
        return Results.NoContent();
    }
}

/// <summary>Where somebody who waits is registered, and as what; nothing is assumed.</summary>
public sealed record RegistrationApproval([property: JsonRequired] Guid DepartmentId, [property: JsonRequired] UserRole Role);

/// <summary>The person whom an approval has made.</summary>
public sealed record ApprovedPerson(Guid UserId);
