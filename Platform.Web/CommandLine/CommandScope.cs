using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Data;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Web.Hosting;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>The platform without its web server, as the first administrator.</summary>
/// <param name="IsServerRunning">Another process holds the data folder: it may be read and asked, but not trained in.</param>
public sealed record CommandScope(IServiceProvider Services, Actor Actor, IAnsiConsole Console, bool IsServerRunning = false)
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <param name="console">To print on.</param>
    /// <param name="settings">Configuration as on a command line.</param>
    /// <param name="work">Gives the exit code.</param>
    /// <param name="cancellation">By Ctrl+C.</param>
    /// <param name="besideServer">Whether the work can be done while another process holds the data folder.</param>
    internal static async Task<int> RunAsync(IAnsiConsole console, string[] settings, Func<CommandScope, Task<int>> work, CancellationToken cancellation, bool besideServer = false)
    {
        // The library takes over Ctrl+C once the command awaits for the first time: before that a signal would end the process as it stands.
        await Task.Yield();
        try
        {
            await using var app = PlatformApplication.Build(["--Logging:LogLevel:Default", "Warning", .. settings]);
            var isServerRunning = await TryPrepareAsync(app, besideServer);
            var userId = await app.Services.GetRequiredService<PeopleQueries>().FirstAdministratorAsync(cancellation)
                ?? throw new DomainRuleException("command.no_people", "Nobody has signed in to this platform yet. Start it with ./run.sh and open the link that it prints.");
            var actor = await app.Services.GetRequiredService<ActorResolver>().ResolveAsync(userId, cancellation) ?? throw new AccessDeniedException("sign_in");
            return await work(new CommandScope(app.Services, actor, console, isServerRunning));
        }
        catch (Exception refused) when (refused is DomainRuleException or DataRootInUseException or DatabaseStartupException)
        {
            console.Write(new Text(refused.Message + Environment.NewLine, new Style(Color.Red)));
            return ExitCode.Refused;
        }
        catch (OperationCanceledException)
        {
            console.WriteLine("Stopped.");
            return ExitCode.Stopped;
        }
    }

    private static async Task<bool> TryPrepareAsync(WebApplication app, bool besideServer)
    {
        try
        {
            await app.PrepareAsync();
            return false;
        }
        catch (DataRootInUseException) when (besideServer)
        {
            return true;
        }
    }
}
