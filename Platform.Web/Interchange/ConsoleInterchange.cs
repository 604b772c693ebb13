using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Datasets.Queries;
using Platform.Core.People.Queries;
using Platform.Core.Projects.Queries;
using Platform.Core.Shared;
using Platform.Web.Hosting;
using Spectre.Console;

namespace Platform.Web.Interchange;

/// <summary>What the commands of the console share: the application without its server, the person, the version, and the exit codes.</summary>
internal static class ConsoleInterchange
{
    public const int Done = 0;
    public const int Refused = 1;

    /// <summary>Done, but something was left out; the report says what.</summary>
    public const int DoneWithProblems = 3;

    private const int Stopped = 130;

    public static async Task<int> RunAsync(string? database, Func<IServiceProvider, Actor, Task<int>> work, CancellationToken cancellation)
    {
        try
        {
            await using var app = PlatformApplication.Build(DatabaseArguments(database));
            await app.PrepareAsync();
            return await work(app.Services, await SignInAsync(app.Services, cancellation));
        }
        catch (Exception refused) when (refused is DomainRuleException or DataRootInUseException or Core.Data.DatabaseStartupException)
        {
            AnsiConsole.Write(new Text(refused.Message + Environment.NewLine, new Style(Color.Red)));
            return Refused;
        }
        catch (OperationCanceledException)
        {
            AnsiConsole.MarkupLine("Stopped. What was imported so far is kept; an unfinished export was deleted.");
            return Stopped;
        }
    }

    /// <summary>A version by its id, or as project/dataset/tag; without a tag the newest.</summary>
    public static async Task<Guid> FindVersionAsync(IServiceProvider services, Actor actor, string name, CancellationToken cancellation)
    {
        if (Guid.TryParse(name, out var id))
        {
            return id;
        }

        var parts = name.Split('/', StringSplitOptions.TrimEntries);
        if (parts.Length is 2 or 3)
        {
            var datasets = services.GetRequiredService<DatasetQueries>();
            foreach (var project in (await services.GetRequiredService<ProjectQueries>().ListAsync(actor, cancellation)).Where(project => project.Name == parts[0]))
            {
                foreach (var dataset in (await datasets.ListAsync(actor, project.Id, cancellation)).Where(dataset => dataset.Name == parts[1]))
                {
                    var versions = await datasets.ListVersionsAsync(actor, dataset.Id, cancellation);
                    if ((parts.Length == 2 ? versions.FirstOrDefault() : versions.FirstOrDefault(version => version.VersionTag == parts[2])) is { } found)
                    {
                        return found.Id;
                    }
                }
            }
        }

        throw new DomainRuleException("version.unknown", $"There is no version '{name}'. Name it as project/dataset/tag, or by its id.", name);
    }

    /// <summary>A bar that fills while the work reports how far it is.</summary>
    public static Task<T> ShowAsync<T>(string title, Func<Action<int, int>, Task<T>> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(async context =>
        {
            var bar = context.AddTask(title);
            var result = await work((done, total) => (bar.MaxValue, bar.Value, bar.Description) = (Math.Max(1, total), done, $"{title}, {done} of {total} images"));
            bar.Value = bar.MaxValue;
            return result;
        });

    private static async Task<Actor> SignInAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var userId = await services.GetRequiredService<PeopleQueries>().FirstAdministratorAsync(cancellation);
        return userId is { } known && await services.GetRequiredService<ActorResolver>().ResolveAsync(known, cancellation) is { } actor
            ? actor
            : throw new DomainRuleException("setup.missing", "Nobody has set up the platform yet. Start it once and register the first person.");
    }

    private static string[] DatabaseArguments(string? database) => database switch
    {
        null => [],
        "sqlite" => ["--Database:Provider=sqlite"],
        _ => ["--Database:Provider=postgres", $"--Database:ConnectionString={database}"],
    };
}
