using Platform.Core.Access;

namespace Platform.Core.Audit.Model;

/// <summary>
/// Who did what to what, when and from where. Only ever added: the database refuses to change or remove one. It names people and things by
/// id and by their name at the time and refers to none of them, so that it stands whatever becomes of them.
/// </summary>
public sealed class AuditEntry
{
    public const int ActionLength = 60;
    public const int KindLength = 40;
    public const int NameLength = 300;
    public const int IpAddressLength = 64;
    public const int UserAgentLength = 300;

    // Only for EF.
    private AuditEntry()
    {
    }

    /// <param name="actor">Null for somebody whom the platform does not know.</param>
    /// <param name="arguments">JSON object of texts.</param>
    public AuditEntry(Guid id, DateTime at, Actor? actor, RequestOrigin origin, string action, AuditSubject subject, string arguments)
    {
        Id = id;
        At = at;
        UserId = actor is null || actor.UserId == Guid.Empty ? null : actor.UserId;
        UserName = Cut(actor?.Name, NameLength);
        Action = action;
        SubjectKind = subject.Kind;
        SubjectId = subject.Id;
        SubjectName = Cut(subject.Name, NameLength) ?? "";
        DepartmentId = subject.DepartmentId;
        Arguments = arguments;
        IpAddress = Cut(origin.IpAddress, IpAddressLength);
        UserAgent = Cut(origin.UserAgent, UserAgentLength);
    }

    public Guid Id { get; private set; }

    public DateTime At { get; private set; }

    public Guid? UserId { get; private set; }

    public string? UserName { get; private set; }

    public string Action { get; private set; } = "";

    public string SubjectKind { get; private set; } = "";

    public Guid? SubjectId { get; private set; }

    public string SubjectName { get; private set; } = "";

    public Guid? DepartmentId { get; private set; }

    public string Arguments { get; private set; } = "{}";

    public string? IpAddress { get; private set; }

    public string? UserAgent { get; private set; }

    // What comes from outside may be of any length, and may hold a zero, which PostgreSQL's texts cannot.
    private static string? Cut(string? text, int length)
    {
        var clean = text?.Replace("\0", "", StringComparison.Ordinal);
        return clean?.Length > length ? clean[..(char.IsHighSurrogate(clean[length - 1]) ? length - 1 : length)] : clean;
    }
}
