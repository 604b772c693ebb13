using Platform.Core.Departments;
using Platform.Training.AutoAnnotation;
using Platform.Training.Scoring;

namespace Platform.Training.Runs;

/// <summary>Evaluations and auto-annotations that run or wait.</summary>
public sealed class JobsUnderWay(EvaluationBoard evaluations, AutoAnnotationBoard annotations) : IWorkUnderWay
{
    public IEnumerable<WorkUnderWay> All => evaluations.All.Where(job => !job.IsEnded)
        .Select(job => new WorkUnderWay(WorkKind.Evaluation, null, job.Evaluation.DatasetVersionId, "", job.UserId, job.UserName))
        .Concat(annotations.All.Where(job => !job.IsEnded).Select(job => new WorkUnderWay(WorkKind.AutoAnnotation, null, job.Request.DatasetVersionId, "", job.UserId, job.UserName)));
}
