using System.Text.Json;

namespace Platform.Core.Shared;

/// <summary>Checks JSON that comes from outside before it reaches a JSON column.</summary>
public static class JsonText
{
    /// <param name="json">The document.</param>
    /// <param name="what">What it is, for the message, such as "training configuration".</param>
    public static string RequireObject(string json, string what)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }
        }
        catch (JsonException)
        {
            // Answered below, like any other text that is no object.
        }

        throw new DomainRuleException("json.object", $"The {what} must be a JSON object.", what);
    }
}
