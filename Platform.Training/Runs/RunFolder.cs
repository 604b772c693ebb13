using System.Text;
using System.Text.Json;
using Platform.Training.Runs.Events;

namespace Platform.Training.Runs;

/// <summary>The files of one run: run.json, events.jsonl, checkpoints/, samples/, and run.lock, which whoever trains it holds.</summary>
public sealed class RunFolder
{
    private readonly string _path;

    public RunFolder(string runsRoot, Guid runId)
    {
        _path = Path.Combine(runsRoot, runId.ToString());
        Directory.CreateDirectory(Checkpoints);
        Directory.CreateDirectory(Samples);
    }

    public string Checkpoints => Path.Combine(_path, "checkpoints");

    public string Samples => Path.Combine(_path, "samples");

    private string RecordFile => Path.Combine(_path, "run.json");

    /// <summary>What of the checkpoints has been copied to the object store.</summary>
    public string CopiesFile => Path.Combine(_path, "copies.json");

    /// <summary>What a run from a parent decided before its first step.</summary>
    public string IncrementalFile => Path.Combine(_path, "incremental.json");

    private string LockFile => Path.Combine(_path, "run.lock");

    private string EventsFile => Path.Combine(_path, "events.jsonl");

    /// <summary>Replaces run.json as a whole: a reader, and a restart after a kill at any instant, sees the old or the new one.</summary>
    public void Write(RunRecord record)
    {
        var temporary = RecordFile + ".tmp";
        using (var file = File.Create(temporary))
        {
            JsonSerializer.Serialize(file, record, RunJson.Indented);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, RecordFile, overwrite: true);
    }

    public static RunRecord? TryRead(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(Path.Combine(folder, "run.json")), RunJson.Options);
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Takes the run for this process until disposed; the operating system lets go of it however the process ends.</summary>
    /// <returns>Null while another process, or another thread of this one, trains the run.</returns>
    public IDisposable? TryHold()
    {
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Append(RunEvent happened)
    {
        using var file = new FileStream(EventsFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        file.Seek(0, SeekOrigin.End);
        EndLineCutOffByKill(file);
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(happened, RunJson.Options) + "\n"));

        // A power cut must not leave a checkpoint whose epoch the history does not know.
        file.Flush(flushToDisk: happened is EpochEnded or StateChanged);
    }

    /// <summary>Events written so far; a last line cut off by a kill is left out.</summary>
    public IEnumerable<RunEvent> ReadEvents()
    {
        if (!File.Exists(EventsFile))
        {
            yield break;
        }

        foreach (var line in File.ReadLines(EventsFile))
        {
            if (TryParse(line) is { } happened)
            {
                yield return happened;
            }
        }
    }

    /// <summary>The events written after a place in the file, and the place to go on from; a line under way is left for the next time.</summary>
    public (IReadOnlyList<RunEvent> Events, long Position) ReadEventsFrom(long position)
    {
        if (!File.Exists(EventsFile))
        {
            return ([], position);
        }

        using var file = new FileStream(EventsFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Seek(position, SeekOrigin.Begin);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        var bytes = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        var end = bytes.LastIndexOf((byte)'\n') + 1;
        var lines = Encoding.UTF8.GetString(bytes[..end]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. lines.Select(TryParse).OfType<RunEvent>()], position + end);
    }

    /// <summary>What the file says now, whoever wrote it.</summary>
    public RunRecord? Read() => TryRead(_path);

    public void Delete() => Directory.Delete(_path, recursive: true);

    private static void EndLineCutOffByKill(FileStream file)
    {
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
            if (file.ReadByte() != '\n')
            {
                file.WriteByte((byte)'\n');
            }
        }
    }

    private static RunEvent? TryParse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<RunEvent>(line, RunJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
