using Platform.Core.Audit.Model;
using Platform.Core.Llm.Model;
using Platform.Core.Shared;

namespace Platform.Core.Llm.Datasets.Commands;

/// <summary>What commands on datasets share.</summary>
internal static class LlmDatasetRules
{
    private const string Scheme = "s3://";

    public static string S3Path(string? text)
    {
        var path = RequiredText.Of(text, "S3 path", LlmDataset.S3PathLength);
        return path.StartsWith(Scheme, StringComparison.Ordinal) && path.Length > Scheme.Length && !path.Any(char.IsControl)
            ? path
            : throw new DomainRuleException("llm.s3_path", "The path must look like s3://bucket/folder/file.jsonl. Or upload the file.");
    }

    public static AuditSubject Subject(LlmDataset dataset) => new(AuditKinds.LlmDataset, dataset.Id, dataset.Description ?? dataset.FileName ?? dataset.S3Path, null);
}
