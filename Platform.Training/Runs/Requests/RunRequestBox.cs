using System.Text.Json;
using Platform.Core.Shared;
using Platform.Core.Storage;

namespace Platform.Training.Runs.Requests;

/// <summary>
/// A folder beside the runs through which consoles talk to the one process that holds the data folder. A request is a file: whoever may write here could change the
/// database as well, so the file system's permissions are the door. A request is claimed by renaming it, so it is executed once.
/// </summary>
public sealed class RunRequestBox(RunOptions options, TimeProvider time)
{
    private const string Asked = ".request.json";
    private const string Taken = ".taken.json";
    private const string Answered = ".answer.json";

    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);
    private readonly string _folder = Path.Combine(options.Root, ".requests");

    /// <summary>How long a console waits for its request to be claimed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Leaves a request and waits for its answer.</summary>
    /// <exception cref="DomainRuleException">It was refused, or nobody takes requests.</exception>
    public async Task<Guid> AskAsync(RunRequest request, CancellationToken cancellation)
    {
        var name = Path.Combine(_folder, Ids.New(time).ToString());
        await DurableFile.WriteAsync(name + Asked, stream => JsonSerializer.SerializeAsync(stream, request, RunJson.Options, cancellation), cancellation).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(Patience, time);
        while (!File.Exists(name + Answered))
        {
            if ((patience.IsCancellationRequested || cancellation.IsCancellationRequested) && TryMove(name + Asked, name + Taken))
            {
                File.Delete(name + Taken);
                cancellation.ThrowIfCancellationRequested();
                throw new DomainRuleException("runs.nobody_answers", "The platform runs on this data folder but takes no requests, as while a console command works. Try again when it has ended, or restart the platform.");
            }

            // Once claimed it will be answered: the process that claimed it checks data and may take its time.
            await Task.Delay(s_interval, time, CancellationToken.None).ConfigureAwait(false);
        }

        var answer = JsonSerializer.Deserialize<RunAnswer>(await File.ReadAllTextAsync(name + Answered, CancellationToken.None).ConfigureAwait(false), RunJson.Options)!;
        File.Delete(name + Answered);
        return answer.Code is { } code ? throw new DomainRuleException(code, answer.Message ?? code) : answer.RunId;
    }

    /// <summary>Executes requests one after the other until cancelled.</summary>
    public async Task ServeAsync(Func<RunRequest, CancellationToken, Task<RunAnswer>> execute, CancellationToken cancellation)
    {
        Directory.CreateDirectory(_folder);
        using var timer = new PeriodicTimer(s_interval, time);
        do
        {
            foreach (var path in Directory.EnumerateFiles(_folder, "*" + Asked).Order(StringComparer.Ordinal).ToList())
            {
                var name = path[..^Asked.Length];
                if (TryMove(path, name + Taken))
                {
                    await ServeAsync(name, execute, cancellation).ConfigureAwait(false);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false));
    }

    private static async Task ServeAsync(string name, Func<RunRequest, CancellationToken, Task<RunAnswer>> execute, CancellationToken cancellation)
    {
        RunAnswer answer;
        try
        {
            var text = await File.ReadAllTextAsync(name + Taken, cancellation).ConfigureAwait(false);
            answer = await execute(JsonSerializer.Deserialize<RunRequest>(text, RunJson.Options) ?? throw new JsonException("The request is empty."), cancellation).ConfigureAwait(false);
        }
        catch (DomainRuleException refused)
        {
            answer = new RunAnswer(Guid.Empty, refused.Code, refused.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            answer = new RunAnswer(Guid.Empty, "runs.request_failed", failure.Message);
        }

        await DurableFile.WriteAsync(name + Answered, stream => JsonSerializer.SerializeAsync(stream, answer, RunJson.Options, CancellationToken.None), CancellationToken.None).ConfigureAwait(false);
        File.Delete(name + Taken);
    }

    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
