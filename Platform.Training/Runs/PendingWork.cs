using System.Text.Json;
using Platform.Core.Storage;

namespace Platform.Training.Runs;

/// <summary>What was asked of this server and is not done yet: a file each, so that the next server does what a killed one could not.</summary>
/// <param name="folder">Of its own.</param>
public sealed class PendingWork<T>(string folder)
    where T : class
{
    private const string Extension = ".json";

    /// <summary>On disk when this returns; one of the same id is replaced.</summary>
    public Task AddAsync(Guid id, Guid actorId, T work, CancellationToken cancellation) =>
        DurableFile.WriteAsync(PathOf(id), stream => JsonSerializer.SerializeAsync(stream, new Asked(actorId, work), RunJson.Options, cancellation), cancellation);

    public void Remove(Guid id) => File.Delete(PathOf(id));

    /// <summary>In the order of their ids. A file that cannot be read is removed: nobody waits for it any more.</summary>
    public async Task<IReadOnlyList<(Guid Id, Guid ActorId, T Work)>> ReadAllAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var all = new List<(Guid, Guid, T)>();
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Extension).Order(StringComparer.Ordinal))
        {
            if (Guid.TryParse(Path.GetFileNameWithoutExtension(file), out var id) && Read(await File.ReadAllBytesAsync(file, cancellation).ConfigureAwait(false)) is { } asked)
            {
                all.Add((id, asked.ActorId, asked.Work));
            }
            else
            {
                File.Delete(file);
            }
        }

        return all;
    }

    private static Asked? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<Asked>(json, RunJson.Options) is { Work: not null } asked ? asked : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private string PathOf(Guid id) => Path.Combine(folder, id + Extension);

    private sealed record Asked(Guid ActorId, T Work);
}
