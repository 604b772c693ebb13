using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Platform.Core.Shared;

namespace Platform.Training.Recipes;

/// <summary>The recipe's stored form.</summary>
public static class DetectionRecipeJson
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write(DetectionRecipe recipe) => JsonSerializer.Serialize(recipe, s_options);

    /// <summary>Reads a recipe; absent fields take their defaults, unknown fields are refused (a misspelt knob must not be ignored).</summary>
    public static DetectionRecipe Read(string json) => JsonSerializer.Deserialize<DetectionRecipe>(json, s_options)
        ?? throw new JsonException("The recipe is empty.");

    /// <summary>Reads a recipe that a person or program sent; what cannot be read is refused by name.</summary>
    public static DetectionRecipe Parse(string json)
    {
        try
        {
            return Read(json);
        }
        catch (JsonException fault)
        {
            throw new DomainRuleException("training.recipe_invalid", $"The training settings cannot be used. {fault.Message}", fault.Message);
        }
    }

    /// <summary>Hash that tells whether two runs have the same settings; lower-case hexadecimal SHA-256.</summary>
    public static string Hash(DetectionRecipe recipe) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recipe, s_options)));
}
