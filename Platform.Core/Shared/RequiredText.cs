namespace Platform.Core.Shared;

/// <summary>Checks what people typed: trimmed, not empty, not longer than its column.</summary>
public static class RequiredText
{
    /// <param name="text">What was typed.</param>
    /// <param name="what">The field as the message names it, such as "project name".</param>
    /// <param name="maxLength">Length of the column, in UTF-16 units.</param>
    public static string Of(string? text, string what, int maxLength)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length == 0)
        {
            throw new DomainRuleException("text.required", $"The {what} is missing. Enter one.", what);
        }

        return trimmed.Length <= maxLength
            ? trimmed
            : throw new DomainRuleException("text.too_long", $"The {what} has {trimmed.Length} characters; {maxLength} are allowed. Shorten it.", what, trimmed.Length, maxLength);
    }

    /// <summary>Null where nothing was typed.</summary>
    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
