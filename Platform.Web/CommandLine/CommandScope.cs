using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Data;
using Platform.Core.People.Queries;
using Platform.Core.Shared;
using Platform.Web.Hosting;
using Spectre.Console;

namespace Platform.Web.CommandLine;

/// <summary>The platform without its web server, as the first administrator.</summary>
public sealed record CommandScope(IServiceProvider Services, Actor Actor, IAnsiConsole Console)
{
    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    internal static async Task<int> RunAsync(IAnsiConsole console, string[] settings, Func<CommandScope, Task<int>> work, CancellationToken cancellation)
    {
        try
        {
            await using var app = PlatformApplication.Build(["--Logging:LogLevel:Default", "Warning", .. settings]);
            await app.PrepareAsync();
            var userId = await app.Services.GetRequiredService<PeopleQueries>().FirstAdministratorAsync(cancellation)
                ?? throw new DomainRuleException("command.no_people", "Nobody has signed in to this platform yet. Start it with ./run.sh and open the link that it prints.");
            var actor = await app.Services.GetRequiredService<ActorResolver>().ResolveAsync(userId, cancellation) ?? throw new AccessDeniedException("sign_in");
            return await work(new CommandScope(app.Services, actor, console));
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
}
