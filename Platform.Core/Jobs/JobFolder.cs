using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Platform.Core.Jobs;

/// <summary>The folder of one job: job.json, what it is made of and what it made.</summary>
public class JobFolder(string root, Guid id)
{
    private const string RecordName = "job.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string Path { get; } = System.IO.Path.Combine(root, id.ToString());

    /// <summary>What only a running job needs.</summary>
    public string Spool => System.IO.Path.Combine(Path, "spool");

    public static TJob? TryRead<TJob>(string folder)
        where TJob : Job => ReadFile<TJob>(System.IO.Path.Combine(folder, RecordName));

    public void Write<TJob>(TJob job)
        where TJob : Job => Replace(RecordName, job);

    public void Delete() => DeleteFolder(Path);

    public void DeleteScratch() => DeleteFolder(Spool);

    protected static void DeleteFolder(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    // As a whole: a reader, and a restart after a kill at any instant, sees the old or the new one.
    protected void Replace<T>(string name, T content)
    {
        Directory.CreateDirectory(Path);
        var path = System.IO.Path.Combine(Path, name);
        var temporary = path + ".tmp";
        using (var file = File.Create(temporary))
        {
            JsonSerializer.Serialize(file, content, s_json);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    protected T? Read<T>(string name)
        where T : class => ReadFile<T>(System.IO.Path.Combine(Path, name));

    internal static T? ReadFile<T>(string path)
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
