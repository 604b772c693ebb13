using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Platform.Tests.Support;

namespace Platform.Tests.EndToEnd;

/// <summary>
/// The real application as its own process, on a free loopback port and a data folder of its own. A process, because a person starts
/// one and because only a process can be killed in the middle of its work.
/// </summary>
public sealed partial class AppServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _data = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly string[] _settings;
    private Process? _process;

    private AppServer(string[] settings)
    {
        _settings = settings;
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
    }

    public Uri Address { get; }

    /// <summary>The one-time link that the console printed at the newest start.</summary>
    public Uri SignInLink { get; private set; } = new("about:blank");

    public string DataRoot => _data.Path;

    /// <summary>What the process wrote, for messages of failed tests.</summary>
    public string Output => string.Join('\n', _output);

    public static async Task<AppServer> StartAsync(params string[] settings)
    {
        var server = new AppServer(settings);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process on the same port and data, as a person does after a crash.</summary>
    public async Task StartAgainAsync()
    {
        var start = Program(["--urls", Address.ToString(), .. _settings]);

        var link = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => link.TrySetException(new InvalidOperationException($"The server ended at its start:\n{Output}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;

        try
        {
            SignInLink = new Uri(await link.Task.WaitAsync(s_patience, TestContext.Current.CancellationToken));
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The server printed no sign-in link:\n{Output}");
        }

        void Take(string? line)
        {
            if (line is null)
            {
                return;
            }

            _output.Enqueue(line);
            if (LinkPattern().Match(line) is { Success: true } match)
            {
                link.TrySetResult(match.Value);
            }
        }
    }

    /// <summary>Runs a console command on the server's data folder to its end, as a person beside it does.</summary>
    /// <returns>Its exit code, and what it printed.</returns>
    public async Task<(int Code, string Text)> RunConsoleAsync(params string[] arguments)
    {
        using var process = StartConsole(arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Starts a console command on the server's data folder; the caller ends it.</summary>
    public Process StartConsole(params string[] arguments)
    {
        var start = Program(arguments);
        foreach (var (name, value) in _settings.Chunk(2).Select(pair => (pair[0], pair[1])))
        {
            start.Environment[name.TrimStart('-').Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>As Ctrl+C or a service manager does: the process may say goodbye.</summary>
    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>As kill -9: nothing in the process gets to say goodbye.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _data.Dispose();
    }

    private ProcessStartInfo Program(string[] arguments)
    {
        // The same configuration as the tests were built in; beside it lies the host file that makes the library a program.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _data.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Platform__DataRoot"] = _data.Path, ["DOTNET_TieredPGO"] = "0" },
        };
        foreach (var argument in (string[])[Path.Combine(Repo.Root, "Platform.Web", "bin", configuration, "net10.0", "Platform.Web.dll"), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"http://\S+/sign-in\?token=\S+")]
    private static partial Regex LinkPattern();
}
