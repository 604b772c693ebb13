using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Platform.Core.Shared;

namespace Platform.Training.Recipes;

/// <summary>The recipe's stored form.</summary>
public static class TrainingRecipeJson
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    internal static JsonSerializerOptions Options => s_options;

    public static string Write(TrainingRecipe recipe) => JsonSerializer.Serialize(recipe, s_options);

    /// <summary>Reads a recipe; absent fields take their defaults, unknown fields are refused (a misspelt knob must not be ignored).</summary>
    public static TrainingRecipe Read(string json) => JsonSerializer.Deserialize<TrainingRecipe>(json, s_options)
        ?? throw new JsonException("The recipe is empty.");

    /// <summary>Null where a stored recipe is of a version that this one cannot read.</summary>
    public static TrainingRecipe? TryRead(string json)
    {
        try
        {
            return Read(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a recipe that a person or program sent; absent fields are taken from the task's defaults, what cannot be read is refused by name.</summary>
    public static TrainingRecipe Parse(string json, TrainingRecipe defaults)
    {
        try
        {
            var given = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("It must be a JSON object.");
            return Read(Overlay(JsonNode.Parse(Write(defaults))!.AsObject(), given).ToJsonString());
        }
        catch (JsonException fault)
        {
            throw new DomainRuleException("training.recipe_invalid", $"The training settings cannot be used. {fault.Message}", fault.Message);
        }
    }

    /// <summary>Hash that tells whether two runs have the same settings; lower-case hexadecimal SHA-256.</summary>
    public static string Hash(TrainingRecipe recipe) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recipe, s_options)));

    private static JsonObject Overlay(JsonObject below, JsonObject above)
    {
        foreach (var (name, value) in above)
        {
            below[name] = value is JsonObject part && below[name] is JsonObject under ? Overlay(under, part) : value?.DeepClone();
        }

        return below;
    }
}
