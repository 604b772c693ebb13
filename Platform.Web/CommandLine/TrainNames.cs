using Platform.Core.Datasets.Queries;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.Projects.Queries;
using Platform.Core.Shared;
using Platform.Training.Incremental.Queries;
using Platform.Training.Recipes;
using Platform.Training.Runs.Requests;
using Platform.Training.Tasks;

namespace Platform.Web.CommandLine;

/// <summary>What a person names on the command line, and the ids that it stands for.</summary>
internal sealed record TrainNames(string? Project, string DatasetVersion, ModelTask Task, string? Model)
{
    /// <summary>The version to grow from, as a person names it.</summary>
    public string? Parent { get; init; }

    public IncrementalStrategy Strategy { get; init; }

    internal const string ModelHelp = "PROJECT/MODEL/NUMBER, PROJECT/MODEL for its newest version, or the model version's id, which is its run's.";

    public async Task<LaunchRequest> ToLaunchAsync(CommandScope scope, FileInfo? recipeFile, bool trainOnValidation, string? startFrom, CancellationToken cancellation)
    {
        var parent = Parent is null ? null : await scope.Get<ModelQueries>().GetVersionAsync(scope.Actor, await FindModelVersionAsync(scope, Parent, cancellation), cancellation);
        var defaults = parent is null ? scope.Get<TrainingTasks>().Of(Task).Defaults : await scope.Get<ParentQueries>().DefaultsAsync(scope.Actor, parent.Version.Id, Strategy, cancellation);
        var recipe = await ReadRecipeAsync(recipeFile, defaults, cancellation);
        TrainingRecipeRules.Validate(recipe);
        var versionId = await scope.Get<DatasetQueries>().FindVersionAsync(scope.Actor, await QualifiedAsync(scope, cancellation), cancellation);
        var projectId = (await scope.Get<DatasetQueries>().GetVersionAsync(scope.Actor, versionId, cancellation)).ProjectId;
        var weightsId = startFrom is null ? (Guid?)null : await FindWeightsAsync(scope, projectId, startFrom, cancellation);
        var modelId = parent?.Model.Id ?? await ModelAsync(scope, projectId, cancellation);
        return new LaunchRequest(scope.Actor.UserId, modelId, versionId, recipe, trainOnValidation) { StartFromWeightsId = weightsId, ParentModelVersionId = parent?.Version.Id };
    }

    /// <summary>The version of a model that a person means.</summary>
    public static async Task<Guid> FindModelVersionAsync(CommandScope scope, string name, CancellationToken cancellation)
    {
        if (Guid.TryParse(name, out var id))
        {
            return id;
        }

        var parts = name.Split('/');
        var models = scope.Get<ModelQueries>();
        foreach (var project in parts.Length is 2 or 3 ? (await scope.Get<ProjectQueries>().ListAsync(scope.Actor, cancellation)).Where(project => project.Name == parts[0]) : [])
        {
            foreach (var model in (await models.ListAsync(scope.Actor, project.Id, cancellation)).Where(model => model.Name == parts[1]))
            {
                var versions = await models.VersionsAsync(scope.Actor, model.Id, cancellation);
                if (versions.FirstOrDefault(version => parts.Length == 2 ? version.IsFrozen : $"{version.Number}" == parts[2]) is { } found)
                {
                    return found.Id;
                }
            }
        }

        throw new DomainRuleException("model.name_unknown", $"'{name}' names no trained model. Write it as {ModelHelp}", name);
    }

    private static async Task<Guid> FindWeightsAsync(CommandScope scope, Guid projectId, string name, CancellationToken cancellation)
    {
        var all = await scope.Get<ImportedWeightsQueries>().ListAsync(scope.Actor, projectId, cancellation);
        return all.FirstOrDefault(weights => weights.Name == name || weights.Id.ToString() == name)?.Id ?? throw new DomainRuleException(
            "weights.name_unknown",
            $"The project has no imported weights '{name}'. {(all.Count == 0 ? "Import a file first: weights import --help." : $"It has: {string.Join(", ", all.Select(weights => weights.Name))}.")}", name);
    }

    private static async Task<TrainingRecipe> ReadRecipeAsync(FileInfo? file, TrainingRecipe defaults, CancellationToken cancellation)
    {
        if (file is null)
        {
            return defaults;
        }

        return file.Exists
            ? RecipeText.Parse(await File.ReadAllTextAsync(file.FullName, cancellation), defaults)
            : throw new DomainRuleException("command.no_file", $"There is no file {file.FullName}. Name the file with the training settings.", file.FullName);
    }

    // "DATASET/TAG" and "DATASET" belong to the project that was named.
    private async Task<string> QualifiedAsync(CommandScope scope, CancellationToken cancellation)
    {
        if (Project is null || Guid.TryParse(DatasetVersion, out _))
        {
            return DatasetVersion;
        }

        var name = (await ProjectNames.FindAsync(scope, Project, cancellation)).Name;
        return DatasetVersion.StartsWith(name + "/", StringComparison.Ordinal) ? DatasetVersion : $"{name}/{DatasetVersion}";
    }

    private async Task<Guid> ModelAsync(CommandScope scope, Guid projectId, CancellationToken cancellation)
    {
        var models = await scope.Get<ModelQueries>().ListAsync(scope.Actor, projectId, cancellation);
        var known = models.FirstOrDefault(model => Model is null ? model.Task == Task : model.Name == Model);
        return known?.Id ?? await scope.Get<CreateModelCommand>().ExecuteAsync(scope.Actor, projectId, Model ?? $"Model ({EnumText<ModelTask>.ToText(Task)})", Task, null, cancellation);
    }
}
