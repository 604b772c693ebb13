using Platform.Core.Shared;

namespace Platform.Core.Data;

/// <summary>What the database refuses, said so that a user knows what to do; the same words for both engines.</summary>
internal static class DatabaseFailures
{
    /// <summary>Every trigger's message starts with its code and this separator, such as <c>version.frozen: …</c>.</summary>
    public const string CodeSeparator = ": ";

    private static readonly string[] s_triggerCodes = [TriggerMessages.FrozenCode, TriggerMessages.DraftCode, TriggerMessages.ManagerCode, TriggerMessages.MemberCode, TriggerMessages.AuditCode];

    public static DomainRuleException Busy(Exception cause) =>
        new("database.busy", "The database is busy with another change. Nothing was lost; try again in a moment.", cause);

    public static DomainRuleException Duplicate(Exception cause) =>
        new("database.duplicate", "This already exists. Reload to see what stands and choose another name.", cause);

    public static DomainRuleException Referenced(Exception cause) =>
        new("database.referenced", "Something else refers to this, or something this refers to is gone. Reload and try again.", cause);

    /// <param name="cause">The engine's failure.</param>
    /// <param name="message">Text that holds a trigger's message, such as "SQLite Error 19: 'row.frozen: …'.".</param>
    public static DomainRuleException? Frozen(Exception cause, string message)
    {
        foreach (var code in s_triggerCodes)
        {
            var start = message.IndexOf(code + CodeSeparator, StringComparison.Ordinal);
            if (start >= 0)
            {
                return new DomainRuleException(code, message[(start + code.Length + CodeSeparator.Length)..].TrimEnd('\'', '.') + ".", cause);
            }
        }

        return null;
    }
}
