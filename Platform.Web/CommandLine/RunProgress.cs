using System.Globalization;
using Platform.Training.Runs.Events;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>Shows a run on the console until it ends.</summary>
internal sealed class RunProgress(IAnsiConsole console)
{
    public Task ShowAsync(IAsyncEnumerable<IReadOnlyList<RunEvent>> events, CancellationToken cancellation) => console.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask("Training");
            await foreach (var batch in events.WithCancellation(cancellation))
            {
                foreach (var happened in batch)
                {
                    Show(bar, happened);
                }
            }
        });

    private void Show(ProgressTask bar, RunEvent happened)
    {
        switch (happened)
        {
            case ProgressMade progress:
                bar.MaxValue = (double)progress.Epochs * progress.Iterations;
                bar.Value = ((progress.Epoch - 1) * progress.Iterations) + progress.Iteration;
                bar.Description = string.Create(CultureInfo.InvariantCulture, $"Epoch {progress.Epoch}/{progress.Epochs}  {progress.ImagesPerSecond:0} images/s  loss {progress.Losses["total"]:0.000}");
                break;
            case EpochEnded epoch when epoch.Epoch == epoch.Epochs:
                bar.Value = bar.MaxValue;
                break;
            case StateChanged { Message: { } message }:
                console.MarkupLineInterpolated($"[yellow]{message}[/]");
                break;
            case LineLogged line:
                console.MarkupLineInterpolated($"[grey]{line.Text}[/]");
                break;
        }
    }
}
