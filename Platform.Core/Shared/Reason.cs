using System.Globalization;

namespace Platform.Core.Shared;

/// <summary>Why something was refused, left out or stopped, for pages to tell in the reader's language.</summary>
/// <param name="Code">Stable, the key of the translation.</param>
/// <param name="Arguments">Values of the translation's placeholders, in order.</param>
/// <param name="English">For programs, and where no translation exists.</param>
public sealed record Reason(string Code, IReadOnlyList<string> Arguments, string English)
{
    public static Reason Of(DomainRuleException refused) => refused.Arguments.OfType<Reason>().FirstOrDefault()
        ?? new Reason(refused.Code, [.. refused.Arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "")], refused.Message);

    public override string ToString() => English;
}

/// <summary>Data that comes from outside is not as its format demands.</summary>
public sealed class MalformedException(string code, string message, params string[] arguments) : FormatException(message)
{
    public Reason Reason { get; } = new(code, arguments, message);
}
