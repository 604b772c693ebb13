using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Registers a person as a member of a department; only registered people get in.</summary>
public sealed class RegisterUserCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <returns>The new user's id.</returns>
    public async Task<Guid> ExecuteAsync(Actor actor, Guid departmentId, NewPerson person, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await Registration.AddAsync(db, time, actor, departmentId, person, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return user.Id;
    }
}
