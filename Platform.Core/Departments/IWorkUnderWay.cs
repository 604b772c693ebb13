namespace Platform.Core.Departments;

/// <summary>Kinds of work that goes on while a person or project moves.</summary>
public enum WorkKind
{
    Training,
    Evaluation,
    AutoAnnotation,
    Import,
    Export,
    Upload,
}

/// <summary>Something that runs or waits in a line.</summary>
/// <param name="ProjectId">Null where only the dataset version is known.</param>
/// <param name="DatasetVersionId">Null where the project is known.</param>
/// <param name="Name">As people know it.</param>
public sealed record WorkUnderWay(WorkKind Kind, Guid? ProjectId, Guid? DatasetVersionId, string Name, Guid UserId, string UserName);

/// <summary>What is at work now, for the review of a move.</summary>
public interface IWorkUnderWay
{
    IEnumerable<WorkUnderWay> All { get; }
}

/// <summary>Keeps a copy of which department a project belongs to, and is told when it moved. Called after the move stands in the database.</summary>
public interface IProjectFollower
{
    Task MovedAsync(Guid projectId, Guid departmentId, CancellationToken cancellationToken);
}
