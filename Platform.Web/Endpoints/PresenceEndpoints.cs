using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;
using Platform.Core.Shared;
using Platform.Web.Presence;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>Who else has an image open, and what has changed on it: what a canvas asks every few seconds.</summary>
public static class PresenceEndpoints
{
    public static void MapPresence(this IEndpointRouteBuilder api) =>
        api.MapPost("/assets/{assetId:guid}/presence", PostAsync).WithTags("Review");

    public static async Task<PresenceAnswer> PostAsync(RequestActor who, Guid assetId, PresenceBody body, WorkQueries work, PresenceHub hub, CancellationToken cancellation)
    {
        var pulse = await work.GetPulseAsync(who.Actor, assetId, cancellation);
        IReadOnlyList<PresentPerson> people = [];
        if (body.Leave)
        {
            hub.Leave(assetId, who.Actor.UserId, body.Tab);
        }
        else
        {
            people = hub.Enter(assetId, new Person(who.Actor.UserId, who.Actor.Name), body.Tab);
        }

        return new PresenceAnswer(pulse.Revision, pulse.Work.State, pulse.Work.Assignee, pulse.OpenComments, people);
    }
}

/// <summary>A sign of life of one tab.</summary>
/// <param name="Tab">What the tab calls itself, at most 64 characters.</param>
/// <param name="Leave">The tab was closed or has turned to another image.</param>
public sealed record PresenceBody(string Tab, bool Leave = false);

/// <summary>What goes on on an image.</summary>
public sealed record PresenceAnswer(long Revision, WorkState WorkState, Person? Assignee, int OpenComments, IReadOnlyList<PresentPerson> People);
