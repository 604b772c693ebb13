using System.Globalization;
using System.Text.Json;
using Platform.Core.Projects.Queries;
using Platform.Core.Shared;
using Platform.Training.Checkpoints;
using Platform.Training.Runs;
using Platform.Training.Runs.Events;
using Platform.Training.Runs.Queries;
using Platform.Training.Runs.Requests;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>What the commands of runs do once the platform is open.</summary>
internal sealed class RunConsole(CommandScope scope, bool json)
{
    private const int ShortestPrefix = 4;

    public CommandScope Scope => scope;

    public async Task<int> ListAsync(string? project, RunState? state, CancellationToken cancellation)
    {
        var projects = await scope.Get<ProjectQueries>().ListAsync(scope.Actor, cancellation);
        var chosen = project is null ? null : await ProjectNames.FindAsync(scope, project, cancellation);
        var runs = scope.Get<RunQueries>().List(scope.Actor, chosen?.Id).Where(run => state is null || run.State == state).ToList();
        if (json)
        {
            return Print(runs);
        }

        string[][] rows =
        [
            ["run", "state", "epoch", "score", "launched", "model", "data", "project"],
            .. runs.Select(run => new[]
            {
                run.Id.ToString(), EnumText<RunState>.ToText(run.State), $"{run.Epoch}/{run.Epochs}", ScoreOf(run), run.CreatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                run.ModelName, run.DatasetName, projects.FirstOrDefault(item => item.Id == run.ProjectId)?.Name ?? "",
            }),
        ];
        foreach (var row in rows)
        {
            WriteLine(string.Join("  ", row.Select((text, column) => text.PadRight(rows.Max(other => other[column].Length)))).TrimEnd());
        }

        return ExitCode.Done;
    }

    public int Show(string name)
    {
        var run = Find(name);
        var checkpoints = ReadCheckpoints(run.Id);
        if (json)
        {
            return Print(new { run, checkpoints });
        }

        var grid = new Grid().AddColumns(2);
        Add("run", run.Id.ToString());
        Add("state", $"{EnumText<RunState>.ToText(run.State)}{(run.Message is { } message ? $": {message}" : "")}");
        Add("model", run.ModelName);
        Add("data", $"{run.DatasetName} ({run.DatasetSha256})");
        Add("epoch", $"{run.Epoch} of {run.Epochs}");
        Add("scores", string.Join(", ", run.Metrics.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.0000}"))));
        Add("launched", $"{run.CreatedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} by {run.LaunchedByName}");
        Add("checkpoints", string.Join(Environment.NewLine, checkpoints.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.File}, {entry.Bytes / 1e6:0.0} MB"))));
        if (run.Reproduces is { } original)
        {
            Add("reproduces", original.ToString());
        }

        scope.Console.Write(grid);
        return ExitCode.Done;

        void Add(string title, string text) => grid.AddRow(new Text(title, new Style(decoration: Decoration.Bold)), new Text(text));
    }

    public Task<int> WatchAsync(string name, CancellationToken cancellation)
    {
        var run = Find(name);
        if (!scope.IsServerRunning && run.State.IsActive())
        {
            throw new DomainRuleException("runs.nobody_trains", "Nobody works on this run: it starts with the platform. Start it with ./run.sh.");
        }

        return FollowAsync(run.Id, Tail(run.Id, cancellation), cancellation);
    }

    /// <summary>Executes a request: here where no platform runs, by the running platform otherwise.</summary>
    public async Task<int> AskAsync(RunRequest request, bool wait, CancellationToken cancellation)
    {
        if (scope.IsServerRunning)
        {
            var runId = await scope.Get<RunRequestBox>().AskAsync(request, cancellation);
            return wait
                ? await FollowAsync(runId, Tail(runId, cancellation), cancellation)
                : Tell(runId, request is ChangeRequest ? "The platform has been told." : "The platform trains it in its turn.");
        }

        var trains = request is not ChangeRequest { Change: RunChange.Pause or RunChange.Cancel };
        if (trains)
        {
            scope.Get<RunQueue>().Start(TrainingDevices.Resolve(scope.Get<RunOptions>().Devices).Take(1));
            scope.Get<CheckpointCopies>().Start();
            scope.Get<RunRequestDesk>().Start(trainsAnything: false);
        }

        var id = (await scope.Get<RunRequestDesk>().ExecuteAsync(request, cancellation)).RunId;
        return trains ? await TrainHereAsync(id, cancellation) : Tell(id, "Done.");
    }

    public async Task<int> ReproduceAsync(string name, bool wait, CancellationToken cancellation)
    {
        var original = Find(name);
        var known = scope.Get<RunQueries>().List(scope.Actor).Select(run => run.Id).ToHashSet();
        var code = await AskAsync(new ReproduceRequest(scope.Actor.UserId, original.Id), wait, cancellation);
        if (code != ExitCode.Done || (scope.IsServerRunning && !wait))
        {
            return code;
        }

        var again = new RunBoard(scope.Get<RunOptions>(), TimeProvider.System).All.Where(run => run.Reproduces == original.Id && !known.Contains(run.Id)).MaxBy(run => run.CreatedAt)!;
        var losses = RunLosses.Compare(FolderOf(original.Id).ReadEvents(), FolderOf(again.Id).ReadEvents());
        if (!json)
        {
            scope.Console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                losses.FirstDifference is { } epoch
                    ? $"[yellow]The losses differ from epoch {epoch} on, by {losses.LargestDifference:0.0e+0} at most. They are the same on a CPU with as many threads.[/]"
                    : (FormattableString)$"The losses of all {losses.Epochs} epochs are the same, bit by bit.");
        }

        return losses.FirstDifference is null ? ExitCode.Done : ExitCode.Differs;
    }

    public RunRecord Find(string name)
    {
        var runs = scope.Get<RunQueries>().List(scope.Actor);
        var found = name == "last" ? [.. runs.Take(1)] : name.Length < ShortestPrefix ? [] : runs.Where(run => run.Id.ToString().StartsWith(name, StringComparison.OrdinalIgnoreCase)).ToList();
        return found is [var only] ? only : throw new DomainRuleException(
            "runs.name_unknown", $"'{name}' names {(found.Count == 0 ? "no run" : "several runs")}. Give the id as ./run.sh runs list shows it, its first characters ({ShortestPrefix} or more), or last.", name);
    }

    private async Task<int> TrainHereAsync(Guid runId, CancellationToken cancellation)
    {
        try
        {
            return await FollowAsync(runId, scope.Get<RunBoard>().Feed(runId).WatchAsync(BeforeItsTurn(runId), cancellation), cancellation);
        }
        catch (OperationCanceledException)
        {
            if (!json)
            {
                scope.Console.WriteLine($"The step under way is saved. Go on with: ./run.sh runs resume {runId}");
            }

            throw;
        }
    }

    private async Task<int> FollowAsync(Guid runId, IAsyncEnumerable<IReadOnlyList<RunEvent>> events, CancellationToken cancellation)
    {
        if (json)
        {
            await foreach (var batch in events.WithCancellation(cancellation))
            {
                // Only the end is told.
            }
        }
        else
        {
            await new RunProgress(scope.Console).ShowAsync(events, cancellation);
        }

        var run = FolderOf(runId).Read()!;
        if (json)
        {
            Print(run);
        }
        else
        {
            scope.Console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[bold]{EnumText<RunState>.ToText(run.State)}[/] after epoch {run.Epoch} of {run.Epochs}: {string.Join(", ", run.Metrics.Take(4).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.000}")))}  {run.Id}");
        }

        return run.State == RunState.Completed ? ExitCode.Done : ExitCode.NotCompleted;
    }

    private int Tell(Guid runId, string text)
    {
        if (json)
        {
            return Print(new { runId });
        }

        scope.Console.WriteLine($"{text} {runId}");
        return ExitCode.Done;
    }

    private int Print<T>(T value)
    {
        WriteLine(JsonSerializer.Serialize(value, RunJson.Indented));
        return ExitCode.Done;
    }

    // Not through the console's own layout, which breaks lines at its width: scripts read them.
    private void WriteLine(string text) => scope.Console.Profile.Out.Writer.WriteLine(text);

    private IAsyncEnumerable<IReadOnlyList<RunEvent>> Tail(Guid runId, CancellationToken cancellation) =>
        new RunTail(FolderOf(runId), TimeProvider.System).WatchAsync(BeforeItsTurn(runId), cancellation);

    // A run that was resumed has a long story behind it; what is new begins where it was put in the line.
    private long BeforeItsTurn(Guid runId) =>
        FolderOf(runId).ReadEvents().LastOrDefault(happened => happened is StateChanged { State: RunState.Queued }) is { } queued ? queued.Sequence - 1 : 0;

    private RunFolder FolderOf(Guid runId) => new(scope.Get<RunOptions>().Root, runId);

    private IReadOnlyList<CheckpointEntry> ReadCheckpoints(Guid runId)
    {
        var files = new DiskCheckpointFiles(FolderOf(runId).Checkpoints);
        if (!files.Exists(CheckpointManifest.FileName))
        {
            return [];
        }

        using var stream = files.OpenRead(CheckpointManifest.FileName);
        return CheckpointManifest.Read(stream).Checkpoints;
    }

    private static string ScoreOf(RunRecord run) => run.Metrics.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{run.Metrics.First().Key} {run.Metrics.First().Value:0.000}");
}
