using System.Buffers.Text;
using System.Security.Cryptography;
using Platform.Core.Access;
using Platform.Core.Audit.Commands;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>A new link; its secret part is shown once and stored nowhere.</summary>
public sealed record IssuedLink(Guid UserId, string UserName, PersonalLinkKind Kind, string Token, DateTime ExpiresAt);

/// <summary>How the commands that hand out links make one.</summary>
internal static class NewLinks
{
    private const int SecretBytes = 32;

    /// <summary>Adds the link and its record to what the context saves next; the person has no other by then.</summary>
    public static IssuedLink Add(PlatformDbContext db, Actor actor, User user, PersonalLinkKind kind)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        var link = new PersonalLink(user.Id, kind, TokenHash.Of(token), actor.UserId, db.Clock.GetUtcNow().UtcDateTime);
        db.Add(link);
        db.Record(actor, AuditActions.SignInLinkIssued, AuditSubjects.Of(user), ("link", EnumText<PersonalLinkKind>.ToText(kind)), ("expires", link.ExpiresAt.ToString("u")));
        return new IssuedLink(user.Id, user.Name, kind, token, link.ExpiresAt);
    }
}
