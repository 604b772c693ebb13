using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Core.Interchange.Jobs;

/// <summary>The files of one job: job.json, report.json, export.zip, input/, spool/.</summary>
internal sealed class JobFolder(string root, Guid id)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string Path { get; } = System.IO.Path.Combine(root, id.ToString());

    public string Input => System.IO.Path.Combine(Path, "input");

    public string Spool => System.IO.Path.Combine(Path, "spool");

    public string Archive => System.IO.Path.Combine(Path, "export.zip");

    private string Record => System.IO.Path.Combine(Path, "job.json");

    private string Report => System.IO.Path.Combine(Path, "report.json");

    public static InterchangeJob? TryRead(string folder) => Read<InterchangeJob>(System.IO.Path.Combine(folder, "job.json"));

    public void Write(InterchangeJob job) => Replace(Record, job);

    public void Write(ImportJobReport report) => Replace(Report, report);

    public ImportJobReport? ReadReport() => Read<ImportJobReport>(Report);

    public void Delete()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    /// <summary>What only a running job needs.</summary>
    public void DeleteScratch()
    {
        if (Directory.Exists(Spool))
        {
            Directory.Delete(Spool, recursive: true);
        }
    }

    public void DeleteInput()
    {
        if (Directory.Exists(Input))
        {
            Directory.Delete(Input, recursive: true);
        }
    }

    // As a whole: a reader, and a restart after a kill at any instant, sees the old or the new one.
    private void Replace<T>(string path, T content)
    {
        Directory.CreateDirectory(Path);
        var temporary = path + ".tmp";
        using (var file = File.Create(temporary))
        {
            JsonSerializer.Serialize(file, content, s_json);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static T? Read<T>(string path)
        where T : class
    {
        try
        {
            using var file = File.OpenRead(path);
            return JsonSerializer.Deserialize<T>(file, s_json);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
