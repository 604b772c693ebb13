using System.Globalization;
using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Audit.Model;
using Platform.Core.Data;
using Platform.Core.Shared;

namespace Platform.Core.Audit.Commands;

/// <summary>How commands put on record what they do: one line before they save, so that the act and its record stand or fall together.</summary>
public static class AuditTrail
{
    private const int ArgumentLength = 500;

    /// <summary>Adds the record to what the context saves next.</summary>
    /// <param name="db">The command's own context.</param>
    /// <param name="actor">Null for somebody whom the platform does not know.</param>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="subject">What it was done to.</param>
    /// <param name="arguments">What else there is to know; nothing secret. Null values are left out.</param>
    public static void Record(this PlatformDbContext db, Actor? actor, string action, AuditSubject subject, params (string Name, object? Value)[] arguments) =>
        db.Record(actor, actor?.Origin ?? RequestOrigin.Unknown, action, subject, arguments);

    /// <inheritdoc cref="Record(PlatformDbContext, Actor, string, AuditSubject, ValueTuple{string, object}[])"/>
    public static void Record(this PlatformDbContext db, Actor? actor, RequestOrigin origin, string action, AuditSubject subject, params (string Name, object? Value)[] arguments)
    {
        var texts = arguments.Where(argument => argument.Value is not null).ToDictionary(argument => argument.Name, argument => TextOf(argument.Value!));
        db.Add(new AuditEntry(Ids.New(db.Clock), db.Clock.GetUtcNow().UtcDateTime, actor, origin, action, subject, JsonSerializer.Serialize(texts)));
    }

    private static string TextOf(object value)
    {
        var text = (Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").Replace("\0", "", StringComparison.Ordinal);
        return text.Length > ArgumentLength ? text[..ArgumentLength] : text;
    }
}
