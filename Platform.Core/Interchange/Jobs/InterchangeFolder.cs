using Platform.Core.Jobs;

namespace Platform.Core.Interchange.Jobs;

/// <summary>The files of one job: report.json, export.zip, input/ beside those of every job.</summary>
internal sealed class InterchangeFolder(string root, Guid id) : JobFolder(root, id)
{
    private const string ReportName = "report.json";

    public string Input => System.IO.Path.Combine(Path, "input");

    public string Archive => System.IO.Path.Combine(Path, "export.zip");

    public void Write(ImportJobReport report) => Replace(ReportName, report);

    public ImportJobReport? ReadReport() => Read<ImportJobReport>(ReportName);

    public void DeleteInput() => DeleteFolder(Input);
}
