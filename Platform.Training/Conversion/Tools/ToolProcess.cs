using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Platform.Core.Shared;

namespace Platform.Training.Conversion.Tools;

/// <summary>Runs a program of somebody else: bounded in time and in what is kept of its words, and gone with all its children when it is not waited for any more.</summary>
internal static class ToolProcess
{
    private const int KeptLines = 30;
    private const int KeptLineLength = 500;

    // A child that left the tree may hold the pipes open for ever.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);

    /// <exception cref="DomainRuleException">It cannot be started, failed, or took too long; with the last lines that it wrote.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, string folder, TimeSpan timeout, CancellationToken cancellation)
    {
        var name = Path.GetFileName(program);
        using var process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true, RedirectStandardInput = true } };
        var said = new Queue<string>();
        process.ErrorDataReceived += (_, line) => Keep(said, line.Data);
        process.OutputDataReceived += (_, line) => Keep(said, line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            throw new DomainRuleException("conversion.tool_failed", $"'{name}' could not be started: {failure.Message}", name, failure.Message);
        }

        process.StandardInput.Close();
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(timeout);
        try
        {
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            using var grace = new CancellationTokenSource(s_grace);
            await process.WaitForExitAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
            var minutes = timeout.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture);
            throw new DomainRuleException("conversion.tool_timeout", $"'{name}' took longer than {minutes} minutes and was stopped. Raise Conversion:ToolTimeout in appsettings.json.", name, minutes);
        }

        if (process.ExitCode != 0)
        {
            var words = Words(said);
            throw new DomainRuleException("conversion.tool_failed", $"'{name}' failed with code {process.ExitCode}: {words}", name, words);
        }
    }

    private static void Keep(Queue<string> said, string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (said)
        {
            said.Enqueue(line.Length > KeptLineLength ? line[..KeptLineLength] : line);
            if (said.Count > KeptLines)
            {
                said.Dequeue();
            }
        }
    }

    private static string Words(Queue<string> said)
    {
        lock (said)
        {
            return said.Count == 0 ? "it said nothing." : string.Join('\n', said);
        }
    }
}
