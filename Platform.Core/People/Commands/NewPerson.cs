using System.Net.Mail;
using Platform.Core.People.Model;
using Platform.Core.Shared;

namespace Platform.Core.People.Commands;

/// <summary>A person to register, as typed.</summary>
public sealed record NewPerson(string Name, string Email, UserRole Role)
{
    internal User ToUser(Guid id, Guid departmentId, DateTime now) =>
        new(id, RequiredText.Of(Name, "name", User.NameLength), NormalizedEmail(), Role, departmentId, now);

    /// <summary>Lower case: the database keeps addresses unique and finds them at sign-in in this form.</summary>
    internal string NormalizedEmail()
    {
        var email = RequiredText.Of(Email, "e-mail address", User.EmailLength).ToLowerInvariant();
        return MailAddress.TryCreate(email, out var address) && address.Address == email
            ? email
            : throw new DomainRuleException("user.email_invalid", $"'{email}' is not an e-mail address.", email);
    }
}
