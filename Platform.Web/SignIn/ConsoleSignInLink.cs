using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Platform.Core.People.Queries;
using Platform.Web.Hosting;

namespace Platform.Web.SignIn;

/// <summary>
/// Prints a one-time sign-in link at every start: for the first person while there is none, else for the first administrator.
/// Whoever reads the console of the server owns it, so this gives away nothing that they could not take.
/// </summary>
public sealed partial class ConsoleSignInLink(
    IServer server, IHostApplicationLifetime lifetime, SignInLinks links, PeopleQueries people, PlatformOptions options, ILogger<ConsoleSignInLink> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Only a server that listens knows its port.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        var administrator = await people.FirstAdministratorAsync(stoppingToken);
        if (administrator is null && await people.AnybodyAsync(stoppingToken))
        {
            LogNoAdministrator(logger);
            return;
        }

        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var address = addresses.FirstOrDefault(listened => options.RequireHttps && listened.StartsWith("https:", StringComparison.Ordinal)) ?? addresses.FirstOrDefault() ?? ServerSetup.DefaultUrl;
        var link = $"{Reachable(address)}/sign-in?token={links.Issue(administrator)}";
        Console.WriteLine();
        Console.WriteLine(administrator is null ? "  Welcome. Open this link once to set the platform up:" : "  Open this link once to sign in as the first administrator:");
        Console.WriteLine();
        Console.WriteLine($"    {link}");
        Console.WriteLine();
        Console.WriteLine($"  Data folder: {options.FullDataRoot}");
        Console.WriteLine();
    }

    // A server that listens on every interface is reached from this machine by its loopback name.
    private static string Reachable(string address) => address.TrimEnd('/')
        .Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal);

    [LoggerMessage(Level = LogLevel.Warning, Message = "People are registered, but no administrator is active, so there is no sign-in link to print")]
    private static partial void LogNoAdministrator(ILogger logger);
}
