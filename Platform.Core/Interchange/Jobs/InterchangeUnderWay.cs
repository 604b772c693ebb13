using Platform.Core.Departments;

namespace Platform.Core.Interchange.Jobs;

/// <summary>Imports and exports that run or wait.</summary>
public sealed class InterchangeUnderWay(InterchangeBoard board) : IWorkUnderWay
{
    public IEnumerable<WorkUnderWay> All => board.All.Where(job => !job.IsEnded)
        .Select(job => new WorkUnderWay(job.Kind == JobKind.Import ? WorkKind.Import : WorkKind.Export, null, job.VersionId, job.FileName ?? "", job.UserId, job.UserName));
}
