using System.Text.Json.Serialization;
using Platform.Training.Recipes;

namespace Platform.Training.Runs.Requests;

/// <summary>What a console asks of the process that trains.</summary>
/// <param name="ActorId">Who asks.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(LaunchRequest), "launch")]
[JsonDerivedType(typeof(ReproduceRequest), "reproduce")]
[JsonDerivedType(typeof(ChangeRequest), "change")]
public abstract record RunRequest(Guid ActorId);

/// <summary>A training to launch.</summary>
public sealed record LaunchRequest(Guid ActorId, Guid ModelId, Guid DatasetVersionId, TrainingRecipe Recipe, bool TrainOnValidation) : RunRequest(ActorId)
{
    /// <summary>Imported weights to start from; null starts from random ones.</summary>
    public Guid? StartFromWeightsId { get; init; }

    /// <summary>The version that the new one grows from.</summary>
    public Guid? ParentModelVersionId { get; init; }
}

/// <summary>A run to train once more.</summary>
public sealed record ReproduceRequest(Guid ActorId, Guid RunId) : RunRequest(ActorId);

/// <summary>A run to pause, resume, stop or cancel.</summary>
public sealed record ChangeRequest(Guid ActorId, Guid RunId, RunChange Change) : RunRequest(ActorId);

/// <summary>What can be done to a run from outside.</summary>
public enum RunChange
{
    Pause,
    Resume,
    Finish,
    Cancel,
}

/// <summary>The answer to a request: a run's id, or why not.</summary>
public sealed record RunAnswer(Guid RunId, string? Code = null, string? Message = null);
