using Microsoft.EntityFrameworkCore;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>One person an e-mail address, on the whole platform.</summary>
internal static class EmailRule
{
    public static async Task RequireFreeAsync(PlatformDbContext db, string email, CancellationToken cancellationToken)
    {
        if (await db.Users.AnyAsync(user => user.Email == email, cancellationToken))
        {
            throw new DomainRuleException("user.email_taken", $"{email} is registered already. A person belongs to one department only.", email);
        }
    }
}
