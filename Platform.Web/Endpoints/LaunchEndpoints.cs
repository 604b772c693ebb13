using System.Text.Json;
using Platform.Core.Models.Queries;
using Platform.Core.Shared;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;
using Platform.Training.Runs.Launch;
using Platform.Training.Runs.Queries;
using Platform.Training.Tasks;
using Platform.Web.SignIn;

namespace Platform.Web.Endpoints;

/// <summary>What is to be known before a training: presets, faults of a recipe, statistics and warnings of the data, an estimate.</summary>
public static class LaunchEndpoints
{
    public static void MapLaunches(this IEndpointRouteBuilder api)
    {
        var launches = api.MapGroup("").WithTags("Runs");
        launches.MapGet("/models/{modelId:guid}/presets", PresetsAsync);
        launches.MapPost("/models/{modelId:guid}/recipe", ReadRecipeAsync);
        launches.MapPost("/runs/check", CheckAsync);
        launches.MapPost("/runs/estimate", EstimateAsync);
    }

    /// <summary>The recipes to start from, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, JsonElement>> PresetsAsync(RequestActor who, Guid modelId, ModelQueries models, TrainingTasks tasks, CancellationToken cancellation)
    {
        var defaults = await DefaultsAsync(who, modelId, models, tasks, cancellation);
        return Enum.GetValues<RecipePreset>().ToDictionary(EnumText<RecipePreset>.ToText, preset => Json(RecipePresets.Of(preset, defaults)));
    }

    /// <summary>Reads a recipe written as YAML or JSON and names every fault by its field; nothing is launched.</summary>
    public static async Task<RecipeAnswer> ReadRecipeAsync(RequestActor who, Guid modelId, RecipeBody body, ModelQueries models, TrainingTasks tasks, CancellationToken cancellation)
    {
        var defaults = await DefaultsAsync(who, modelId, models, tasks, cancellation);
        var reading = RecipeText.Read(body.Text, defaults);
        return reading.Recipe is { } recipe
            ? new RecipeAnswer(Json(recipe), RecipeText.ToYaml(recipe), [], RecipeText.Compare(defaults, recipe))
            : new RecipeAnswer(null, null, [.. reading.Faults.Select(fault => new RecipeFaultBody(fault.Field, fault.Kind, fault.Message))], []);
    }

    /// <summary>Statistics of the data, warnings and an estimate from what is known already.</summary>
    public static async Task<LaunchCheck> CheckAsync(RequestActor who, NewRun body, RecipeDefaults settings, ParentQueries parents, LaunchQueries launches, CancellationToken cancellation)
    {
        var defaults = await settings.OfAsync(who.Actor, body.ModelId, body.ParentModelVersionId, body.Strategy, cancellation);
        var recipe = RecipeOf(body, defaults);
        TrainingRecipeRules.Validate(recipe);
        var facts = await launches.FactsAsync(who.Actor, body.ModelId, body.DatasetVersionId, cancellation);
        var known = body.ParentModelVersionId is { } parent ? (await parents.InfoAsync(who.Actor, body.ModelId, parent, body.DatasetVersionId, recipe, cancellation)).OldClasses : null;
        return new LaunchCheck(
            facts, LaunchWarnings.Of(facts, recipe, body.TrainOnValidation, known), launches.Estimate(who.Actor, facts, recipe, body.TrainOnValidation), RecipeText.Compare(defaults, recipe));
    }

    /// <summary>Measures a few steps on this machine, which takes seconds; refused while a training is under way.</summary>
    public static async Task<TrainingEstimate> EstimateAsync(RequestActor who, NewRun body, RecipeDefaults settings, LaunchQueries launches, CancellationToken cancellation)
    {
        var recipe = RecipeOf(body, await settings.OfAsync(who.Actor, body.ModelId, body.ParentModelVersionId, body.Strategy, cancellation));
        return await launches.MeasureAsync(who.Actor, body.ModelId, body.DatasetVersionId, recipe, body.TrainOnValidation, cancellation)
            ?? throw new ConflictException("training.measuring", "A training or another measurement is under way, and measuring would disturb it. Ask for the check's estimate instead, or try again later.");
    }

    /// <summary>The recipe that a request asks for, from JSON or text.</summary>
    internal static TrainingRecipe RecipeOf(NewRun body, TrainingRecipe defaults)
    {
        if (body.RecipeText is { } text)
        {
            return RecipeText.Parse(text, defaults);
        }

        return body.Recipe is { } given ? TrainingRecipeJson.Parse(given.GetRawText(), defaults) : defaults;
    }

    private static async Task<TrainingRecipe> DefaultsAsync(RequestActor who, Guid modelId, ModelQueries models, TrainingTasks tasks, CancellationToken cancellation) =>
        tasks.Of((await models.GetAsync(who.Actor, modelId, cancellation)).Task).Defaults;

    private static JsonElement Json(TrainingRecipe recipe) => JsonElement.Parse(TrainingRecipeJson.Write(recipe));
}

/// <summary>A recipe as text.</summary>
public sealed record RecipeBody(string Text);

/// <summary>A recipe as it was understood, or its faults.</summary>
/// <param name="Differences">To the defaults of the model's task.</param>
public sealed record RecipeAnswer(JsonElement? Recipe, string? Yaml, IReadOnlyList<RecipeFaultBody> Faults, IReadOnlyList<RecipeDifference> Differences);

/// <summary>A fault of one field; an empty field stands for the text as a whole.</summary>
public sealed record RecipeFaultBody(string Field, RecipeFaultKind Kind, string Message);

/// <summary>What speaks for and against a training.</summary>
/// <param name="Differences">To the defaults of the model's task.</param>
public sealed record LaunchCheck(LaunchFacts Facts, IReadOnlyList<LaunchWarning> Warnings, TrainingEstimate Estimate, IReadOnlyList<RecipeDifference> Differences);
