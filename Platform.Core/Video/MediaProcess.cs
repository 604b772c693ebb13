using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Platform.Core.Video;

/// <summary>One run of ffmpeg or ffprobe: arguments as a list, never through a shell; killed when disposed before its end.</summary>
internal sealed partial class MediaProcess : IAsyncDisposable
{
    private const int TailLines = 3;

    /// <summary>
    /// What every run over an uploaded file gets before its input: no playlist or script format, which could name other files, and no protocol
    /// but that of local files.
    /// </summary>
    public static readonly IReadOnlyList<string> Guards = ["-protocol_whitelist", "file", "-format_whitelist", "mov,matroska,avi"];

    private readonly Process _process;
    private readonly Queue<string> _tail = new();
    private readonly Task _errors;

    private MediaProcess(Process process, Action<string>? onErrorLine)
    {
        _process = process;
        _errors = PumpErrorsAsync(onErrorLine);
    }

    public Stream Output => _process.StandardOutput.BaseStream;

    public StreamReader OutputText => _process.StandardOutput;

    /// <summary>The end of what the program complained about, without the path of the file; read it after the program has ended.</summary>
    public string Complaint
    {
        get
        {
            lock (_tail)
            {
                return _tail.Count == 0 ? "it is damaged or of an unknown kind." : string.Join("; ", _tail) + ".";
            }
        }
    }

    /// <param name="onErrorLine">Sees every line of the error output, on a thread of the pool.</param>
    public static MediaProcess Start(string program, IEnumerable<string> arguments, Action<string>? onErrorLine = null)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            var process = Process.Start(start) ?? throw InvalidVideoException.FfmpegMissing();
            process.StandardInput.Close();
            return new MediaProcess(process, onErrorLine);
        }
        catch (Win32Exception)
        {
            throw InvalidVideoException.FfmpegMissing();
        }
    }

    /// <returns>Whether the program ended well.</returns>
    public async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await _errors.ConfigureAwait(false);
        return _process.ExitCode == 0;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                // Gone when this returns, not soon after: its files can be deleted then.
                await _process.WaitForExitAsync().ConfigureAwait(false);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in between.
        }

        await _errors.ConfigureAwait(false);
        _process.Dispose();
    }

    // Read to its end whatever happens: a full pipe would stop the program.
    private async Task PumpErrorsAsync(Action<string>? onErrorLine)
    {
        try
        {
            while (await _process.StandardError.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            {
                onErrorLine?.Invoke(line);
                Remember(line);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The program was killed while it wrote.
        }
    }

    // Samples: "[mov,mp4 @ 0x55bb] moov atom not found", "file:/path/x: Invalid data found when processing input".
    private void Remember(string line)
    {
        var text = StoredPath().Replace(line[(line.StartsWith('[') ? line.IndexOf(']') + 1 : 0)..], "the file").Trim();
        if (text.Length == 0)
        {
            return;
        }

        lock (_tail)
        {
            _tail.Enqueue(text);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }
        }
    }

    // Where files lie on the server is nobody's business.
    [GeneratedRegex(@"file:\S+?(?=['"":.]*(?:\s|$))")]
    private static partial Regex StoredPath();
}
