using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;

namespace Platform.Core.People.Commands;

/// <summary>Registers a person as a member of a department and makes the link by which they choose a password and come in.</summary>
public sealed class InviteUserCommand(IDbContextFactory<PlatformDbContext> contexts)
{
    public async Task<IssuedLink> ExecuteAsync(Actor actor, Guid departmentId, NewPerson person, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var user = await Registration.AddAsync(db, db.Clock, actor, departmentId, person, cancellationToken);
        var link = NewLinks.Add(db, actor, user, PersonalLinkKind.Invitation);
        await db.SaveChangesAsync(cancellationToken);
        return link;
    }
}
