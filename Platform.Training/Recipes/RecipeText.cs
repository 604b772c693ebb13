using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Platform.Core.Shared;

namespace Platform.Training.Recipes;

/// <summary>What came of reading a recipe that a person wrote.</summary>
/// <param name="Recipe">Null where there are faults.</param>
public sealed record RecipeReading(TrainingRecipe? Recipe, IReadOnlyList<RecipeFault> Faults);

/// <summary>Recipes as text: JSON or YAML, whole or in part.</summary>
public static class RecipeText
{
    /// <summary>Longer texts are no recipes.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>Reads text that is JSON where it begins with a brace and YAML otherwise; what it leaves out is taken from the defaults. Every fault is named, none is thrown.</summary>
    public static RecipeReading Read(string text, TrainingRecipe defaults)
    {
        var faults = new List<RecipeFault>();
        var given = text.Length > MaxLength ? RecipeSyntax.Fault<JsonObject>(faults, 1, "the text is too long for a recipe.")
            : text.TrimStart().StartsWith('{') ? RecipeSyntax.FromJson(text, faults) : RecipeSyntax.FromYaml(text, faults);
        if (given is null)
        {
            return new RecipeReading(null, faults);
        }

        // What can be read is checked as well, so that a person corrects everything at once.
        var recipe = TrainingRecipeJson.Parse(Check(given, typeof(TrainingRecipe), "", faults).ToJsonString(), defaults);
        faults.AddRange(TrainingRecipeRules.Find(recipe));
        return new RecipeReading(faults.Count > 0 ? null : recipe, faults);
    }

    /// <summary>Reads like <see cref="Read(string, TrainingRecipe)"/>, for callers who want all or nothing.</summary>
    /// <exception cref="DomainRuleException">Names every fault.</exception>
    public static TrainingRecipe Parse(string text, TrainingRecipe defaults)
    {
        var reading = Read(text, defaults);
        var faults = string.Join(" ", reading.Faults.Select(fault => fault.Message));
        return reading.Recipe ?? throw new DomainRuleException("training.recipe_invalid", $"The training settings cannot be used. {faults}", faults);
    }

    /// <summary>The whole recipe as YAML.</summary>
    public static string ToYaml(TrainingRecipe recipe) => RecipeSyntax.ToYaml(JsonNode.Parse(TrainingRecipeJson.Write(recipe))!.AsObject());

    /// <summary>The fields in which two recipes differ, in the order in which they are stored.</summary>
    public static IReadOnlyList<RecipeDifference> Compare(TrainingRecipe before, TrainingRecipe after)
    {
        var (old, now) = (Flatten(before), Flatten(after));
        return
        [
            .. now.Keys.Concat(old.Keys.Where(field => !now.ContainsKey(field)))
                .Select(field => new RecipeDifference(field, old.GetValueOrDefault(field), now.GetValueOrDefault(field)))
                .Where(difference => difference.Before != difference.After),
        ];
    }

    /// <summary>Every field by its path, in the order in which they are stored.</summary>
    public static IReadOnlyDictionary<string, string> Flatten(TrainingRecipe recipe)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Flatten(JsonNode.Parse(TrainingRecipeJson.Write(recipe))!.AsObject(), "", fields);
        return fields;
    }

    private static void Flatten(JsonObject part, string path, Dictionary<string, string> fields)
    {
        foreach (var (name, value) in part)
        {
            if (value is JsonObject inner)
            {
                Flatten(inner, $"{path}{name}.", fields);
            }
            else if (value is not null)
            {
                fields[path + name] = value.ToString();
            }
        }
    }

    /// <summary>Looks at every field; answers with the part that can be read, under the names that are stored.</summary>
    private static JsonObject Check(JsonObject given, Type type, string path, List<RecipeFault> faults)
    {
        var known = new JsonObject();
        var properties = TrainingRecipeJson.Options.GetTypeInfo(type).Properties.Where(property => property.Set is not null).ToList();
        foreach (var (name, value) in given)
        {
            var property = properties.Find(candidate => string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                faults.Add(new RecipeFault(path + name, RecipeFaultKind.Unknown, "", Nearest(name, properties) is { } meant ? path + meant : ""));
            }
            else if (Read(property, value, path, faults) is { } read)
            {
                known[property.Name] = read.Value;
            }
        }

        return known;
    }

    private static (JsonNode? Value, bool IsRead)? Read(JsonPropertyInfo property, JsonNode? value, string path, List<RecipeFault> faults)
    {
        var field = path + property.Name;
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (value is JsonObject part && IsPart(type))
        {
            return (Check(part, type, field + ".", faults), true);
        }

        try
        {
            // An optional number may be null; a part of the recipe that the task has may not.
            if (value is not null ? !IsPart(type) : Nullable.GetUnderlyingType(property.PropertyType) is not null)
            {
                value.Deserialize(property.PropertyType, TrainingRecipeJson.Options);
                return (value?.DeepClone(), true);
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        faults.Add(new RecipeFault(field, RecipeFaultKind.Type, value?.ToJsonString() ?? "null", Expected(type)));
        return null;
    }

    private static bool IsPart(Type type) => type.IsClass && type != typeof(string);

    private static string Expected(Type type) => type switch
    {
        { IsEnum: true } => string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName)),
        _ when IsPart(type) => "a group of settings",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(bool) => "true or false",
        _ => "a text",
    };

    private static string? Nearest(string name, List<JsonPropertyInfo> properties) =>
        properties.Select(property => (property.Name, Distance: Distance(name.ToUpperInvariant(), property.Name.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= Math.Max(1, name.Length / 3)).OrderBy(candidate => candidate.Distance).FirstOrDefault().Name;

    // Levenshtein's edit distance.
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var (diagonal, above) = (row[0], 0);
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}

/// <summary>A field with two values; null where a recipe has no such part.</summary>
public sealed record RecipeDifference(string Field, string? Before, string? After);
