using Microsoft.EntityFrameworkCore;
using Platform.Core.Access;
using Platform.Core.Data;
using Platform.Core.People.Model;

namespace Platform.Core.People.Queries;

/// <summary>What a link says to whoever opens it.</summary>
public sealed record LinkPreview(PersonalLinkKind Kind, string UserName, string Email, UserRole Role, string DepartmentName, string IssuedByName, DateTime ExpiresAt);

/// <summary>How far a member has come in, as those see it who hand out links.</summary>
/// <param name="LockedUntil">Null where their password is not locked now.</param>
/// <param name="Link">Their open link, where there is one.</param>
public sealed record SignInState(Guid UserId, bool HasPassword, DateTime? LockedUntil, PersonalLinkKind? Link, DateTime? LinkExpiresAt);

/// <summary>Reads links by which people choose a password.</summary>
public sealed class PersonalLinkQueries(IDbContextFactory<PlatformDbContext> contexts, TimeProvider time)
{
    /// <summary>For whoever holds the link: it proves who they are.</summary>
    /// <returns>Null for a link that is unknown, used, taken back or expired, or whose person is not active.</returns>
    public async Task<LinkPreview?> PreviewAsync(string? token, CancellationToken cancellationToken)
    {
        var (sha256, now) = (TokenHash.Of(token ?? ""), time.GetUtcNow().UtcDateTime);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from link in db.PersonalLinks
            join user in db.Users on link.UserId equals user.Id
            join department in db.Departments on user.DepartmentId equals department.Id
            join issuer in db.Users on link.IssuedBy equals issuer.Id
            where link.TokenSha256 == sha256 && link.ExpiresAt > now && user.IsActive
            select new LinkPreview(link.Kind, user.Name, user.Email, user.Role, department.Name, issuer.Name, link.ExpiresAt)).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Of every member of a department that the actor manages.</summary>
    public async Task<IReadOnlyDictionary<Guid, SignInState>> StatesAsync(Actor actor, Guid departmentId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.DepartmentForAsync(actor, departmentId, Permission.ManageDepartment, cancellationToken);
        return await (
            from user in db.Users
            where user.DepartmentId == departmentId
            join stored in db.UserPasswords on user.Id equals stored.UserId into passwords
            from password in passwords.DefaultIfEmpty()
            join issued in db.PersonalLinks.Where(link => link.ExpiresAt > now) on user.Id equals issued.UserId into links
            from link in links.DefaultIfEmpty()
            select new SignInState(
                user.Id,
                password != null,
                password != null && password.LockedUntil > now ? password.LockedUntil : null,
                link != null ? link.Kind : null,
                link != null ? link.ExpiresAt : null)).ToDictionaryAsync(state => state.UserId, cancellationToken);
    }
}
