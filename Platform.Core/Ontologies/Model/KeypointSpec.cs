using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Core.Shared;

namespace Platform.Core.Ontologies.Model;

/// <summary>The skeleton of a keypoints class.</summary>
/// <param name="Names">Names of the points, in the order of every annotation.</param>
/// <param name="Edges">Lines drawn between points, by index.</param>
/// <param name="Pairs">Points that change places when an image is mirrored (left and right), by index.</param>
/// <param name="Positions">Where the points of a shape just begun stand, [x, y] each from 0 to 1 of the skeleton's box; null where nobody has laid it out.</param>
public sealed record KeypointSpec(IReadOnlyList<string> Names, IReadOnlyList<int[]> Edges, IReadOnlyList<int[]> Pairs, IReadOnlyList<double[]>? Positions = null)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The properties that a skeleton may have.</summary>
    public static readonly IReadOnlyList<string> Fields = ["names", "edges", "pairs", "positions"];

    /// <summary>Properties of a JSON object that no skeleton has: misspelt ones would otherwise be lost without a word.</summary>
    public static IEnumerable<string> UnknownFields(JsonElement skeleton) => skeleton.ValueKind == JsonValueKind.Object
        ? skeleton.EnumerateObject().Select(property => property.Name).Where(name => !Fields.Contains(name, StringComparer.OrdinalIgnoreCase))
        : [];

    /// <summary>Reads <c>{"names":["nose","left_eye"],"edges":[[0,1]],"pairs":[]}</c>.</summary>
    public static KeypointSpec Parse(string json)
    {
        KeypointSpec? spec;
        string? unknown;
        try
        {
            unknown = UnknownFields(JsonElement.Parse(json)).FirstOrDefault();
            spec = JsonSerializer.Deserialize<KeypointSpec>(json, s_json);
        }
        catch (JsonException)
        {
            (spec, unknown) = (null, null);
        }

        if (unknown is not null)
        {
            throw Invalid($"it has no field \"{unknown}\"; known are {string.Join(", ", Fields)}");
        }

        if (spec?.Names is not { Count: > 0 })
        {
            throw Invalid("it must be JSON with at least one point under \"names\"");
        }

        var complete = spec with { Edges = spec.Edges ?? [], Pairs = spec.Pairs ?? [] };
        if (complete.Names.Any(string.IsNullOrWhiteSpace) || complete.Names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != complete.Names.Count)
        {
            throw Invalid("every point needs a name of its own");
        }

        if (complete.Positions is { } positions && (positions.Count != complete.Names.Count || !positions.All(IsInBox)))
        {
            throw Invalid("\"positions\" must hold x and y from 0 to 1 for every point");
        }

        return complete.Edges.Concat(complete.Pairs).All(complete.JoinsTwoPoints) ? complete : throw Invalid("edges and pairs must each join two different points, by index from 0");
    }

    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    private static DomainRuleException Invalid(string reason) => new("label_class.keypoints", $"The skeleton cannot be used: {reason}.", reason);

    private static bool IsInBox(double[]? point) => point is [>= 0 and <= 1, >= 0 and <= 1];

    private bool JoinsTwoPoints(int[]? ends) =>
        ends is [var from, var to] && from != to && from >= 0 && to >= 0 && from < Names.Count && to < Names.Count;
}
