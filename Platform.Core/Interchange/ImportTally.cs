namespace Platform.Core.Interchange;

/// <summary>Counts of one import and its problems: every one is counted, the first ones are told in words.</summary>
internal sealed class ImportTally
{
    // A file of a million bad rows must fill neither memory nor the report.
    private const int MaxProblems = 20_000;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public int Images { get; set; }

    public int Shapes { get; set; }

    public int Clipped { get; set; }

    public List<string> WithoutShapes { get; } = [];

    public List<string> Missing { get; } = [];

    public List<ImportProblem> Problems { get; } = [];

    public IReadOnlyDictionary<string, int> ProblemCounts => _counts;

    public void Report(ImportProblem problem)
    {
        _counts[problem.Code] = _counts.GetValueOrDefault(problem.Code) + 1;
        if (Problems.Count < MaxProblems)
        {
            Problems.Add(problem);
        }
    }
}
