using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.People.Queries;

/// <summary>Somebody who waits to be registered, or was declined.</summary>
public sealed record PendingPerson(Guid Id, string FirebaseUid, string? Email, bool IsEmailVerified, string? Name, DateTime FirstTriedAt, DateTime LastTriedAt, int Tries, DateTime? DeclinedAt, string? DeclinedByName);

/// <param name="Total">How many there are.</param>
/// <param name="People">Those who tried last, first.</param>
public sealed record PendingPeople(int Total, IReadOnlyList<PendingPerson> People);

/// <summary>Reads who waits; for those who may register people.</summary>
public sealed class PendingRegistrationQueries(IDbContextFactory<PlatformDbContext> contexts)
{
    private const int MaxTake = 200;

    /// <param name="actor">Somebody who may register people in their department.</param>
    /// <param name="declined">Those who were declined, instead of those who wait.</param>
    /// <param name="take">At most 200.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<PendingPeople> ListAsync(Actor actor, bool declined, int take, CancellationToken cancellationToken)
    {
        AccessPolicy.Demand(actor, Permission.ManageDepartment, actor.DepartmentId);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Whoever was registered by their address meanwhile is linked at their next sign-in and need not be approved.
        var rows = db.PendingRegistrations.Where(row => row.DeclinedAt != null == declined && !(row.IsEmailVerified && db.Users.Any(user => user.FirebaseUid == null && user.Email == row.Email)));
        var people = await rows.OrderByDescending(row => row.LastTriedAt).ThenByDescending(row => row.Id).Take(Math.Clamp(take, 1, MaxTake))
            .Select(row => new PendingPerson(
                row.Id, row.FirebaseUid, row.Email, row.IsEmailVerified, row.Name, row.FirstTriedAt, row.LastTriedAt, row.Tries, row.DeclinedAt,
                db.Users.Where(user => user.Id == row.DeclinedById).Select(user => user.Name).FirstOrDefault())).ToListAsync(cancellationToken);
        return new PendingPeople(await rows.CountAsync(cancellationToken), people);
    }
}
