using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Model;
using Platform.Core.Datasets.Queries;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Shared;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>What the dataset commands do once the platform is open.</summary>
internal static class DatasetJobs
{
    private const int MaxNamed = 20;

    public static async Task<int> DraftAsync(CommandScope scope, string name, string? tag, CancellationToken cancellation)
    {
        var draft = await scope.Get<CreateDraftVersionCommand>().ExecuteAsync(scope.Actor, await FindAsync(scope, name, cancellation), tag, cancellation);
        scope.Console.WriteLine(draft.ToString());
        return ExitCode.Done;
    }

    public static async Task<int> SplitAsync(CommandScope scope, string name, SplitRequest request, CancellationToken cancellation)
    {
        var version = await FindAsync(scope, name, cancellation);
        var counts = await scope.Get<AssignSplitsCommand>().ExecuteAsync(scope.Actor, version, request, cancellation);
        scope.Console.MarkupLineInterpolated($"{string.Join(", ", counts.Select(pair => $"{EnumText<SplitKind>.ToText(pair.Key)} {pair.Value}"))}");
        var leaks = await scope.Get<LeakQueries>().ReportAsync(scope.Actor, version, cancellation);
        foreach (var (source, count) in leaks.Groups.Where(pair => pair.Value > 0))
        {
            scope.Console.MarkupLineInterpolated($"[yellow]{count} groups by {EnumText<Core.Datasets.Grouping.GroupSource>.ToText(source)} stand in several splits.[/]");
        }

        return ExitCode.Done;
    }

    public static async Task<int> FreezeAsync(CommandScope scope, string name, bool freezeOntology, CancellationToken cancellation)
    {
        var version = await FindAsync(scope, name, cancellation);
        try
        {
            if (freezeOntology)
            {
                var ontology = (await scope.Get<DatasetQueries>().GetVersionAsync(scope.Actor, version, cancellation)).Version.OntologyVersionId;
                await scope.Get<FreezeOntologyVersionCommand>().ExecuteAsync(scope.Actor, ontology, cancellation);
            }

            var frozen = await scope.Get<FreezeDatasetVersionCommand>().ExecuteAsync(scope.Actor, version, cancellation);
            scope.Console.WriteLine(frozen.ContentSha256);
            return ExitCode.Done;
        }
        catch (FreezeBlockedException blocked)
        {
            foreach (var issue in blocked.Check.Issues.Where(issue => issue.IsBlocking))
            {
                scope.Console.MarkupLineInterpolated($"[red]{issue.Message}[/]");
                if (issue.Code == "freeze.ontology_draft")
                {
                    scope.Console.MarkupLineInterpolated($"  --freeze-ontology freezes it along.");
                }

                foreach (var offender in issue.Offenders.Take(MaxNamed))
                {
                    scope.Console.MarkupLineInterpolated($"  {offender.FileName}");
                }
            }

            return ExitCode.Refused;
        }
    }

    public static async Task<int> VerifyAsync(CommandScope scope, string name, bool includeBytes, CancellationToken cancellation)
    {
        var version = await FindAsync(scope, name, cancellation);
        var result = await scope.Get<VerifyDatasetVersionCommand>().ExecuteAsync(scope.Actor, version, includeBytes, cancellation);
        scope.Console.WriteLine(result.ActualSha256);
        if (result.ExpectedSha256 != result.ActualSha256)
        {
            scope.Console.MarkupLineInterpolated($"[red]The rows are not those that were frozen: expected {result.ExpectedSha256}.[/]");
        }

        foreach (var file in result.DamagedFiles)
        {
            scope.Console.MarkupLineInterpolated($"[red]The stored file of {file} is missing or damaged.[/]");
        }

        return result.IsIntact ? ExitCode.Done : ExitCode.Differs;
    }

    public static async Task<int> DiffAsync(CommandScope scope, string baseName, string targetName, CancellationToken cancellation)
    {
        var (from, to) = (await FindAsync(scope, baseName, cancellation), await FindAsync(scope, targetName, cancellation));
        var diff = await scope.Get<VersionDiffQueries>().SummariseAsync(scope.Actor, from, to, cancellation);
        scope.Console.MarkupLineInterpolated($"images  +{diff.AssetsAdded} -{diff.AssetsRemoved} ~{diff.AssetsChanged} ({diff.AssetsMoved} in another split), {diff.AssetsUnchanged} the same");
        scope.Console.MarkupLineInterpolated($"shapes  +{diff.ShapesAdded} -{diff.ShapesRemoved} ~{diff.ShapesChanged}, {diff.ShapesUnchanged} the same");
        foreach (var shift in diff.Classes.Where(shift => shift.BaseCount != shift.TargetCount || shift.InBase != shift.InTarget))
        {
            scope.Console.MarkupLineInterpolated($"class {shift.Key}: {shift.BaseCount} to {shift.TargetCount}");
        }

        return diff.IsSame ? ExitCode.Done : ExitCode.Differs;
    }

    private static Task<Guid> FindAsync(CommandScope scope, string name, CancellationToken cancellation) => scope.Get<DatasetQueries>().FindVersionAsync(scope.Actor, name, cancellation);
}
