using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>A bar on the console.</summary>
internal static class ConsoleProgress
{
    /// <summary>The bar fills while the work reports how far it is.</summary>
    public static Task<T> ShowAsync<T>(string title, Func<Action<int, int>, Task<T>> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask(title);
            var result = await work((done, total) => (bar.MaxValue, bar.Value, bar.Description) = (Math.Max(1, total), done, $"{title}, {done} of {total} images"));
            bar.Value = bar.MaxValue;
            return result;
        });
}
