using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;

namespace Platform.Core.People.Commands;

/// <summary>Notes when a person was last let in; called by the sign-in itself, for the user it has just proved.</summary>
public sealed class RecordSignInCommand(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    public async Task ExecuteAsync(Guid userId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Users.Where(user => user.Id == userId).ExecuteUpdateAsync(set => set.SetProperty(user => user.LastLogin, now), cancellationToken);
    }
}
