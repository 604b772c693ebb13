using Platform.Core.Models.Model;
using Platform.Core.Shared;

namespace Platform.Training.Tasks;

/// <summary>The tasks that can be trained.</summary>
public sealed class TrainingTasks(IEnumerable<ITrainingTask> tasks)
{
    private readonly Dictionary<ModelTask, ITrainingTask> _tasks = tasks.ToDictionary(task => task.Task);

    public IReadOnlyList<ModelTask> Known => [.. _tasks.Keys.Order()];

    public ITrainingTask Of(ModelTask task) => _tasks.TryGetValue(task, out var known) ? known : throw new DomainRuleException(
        "training.task_unknown", $"Models of the task '{EnumText<ModelTask>.ToText(task)}' cannot be trained here. Create a model of another task.", EnumText<ModelTask>.ToText(task));
}
