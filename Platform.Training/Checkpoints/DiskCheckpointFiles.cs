namespace Platform.Training.Checkpoints;

/// <summary>Checkpoints in a directory.</summary>
public sealed class DiskCheckpointFiles : ICheckpointFiles
{
    private const string TemporarySuffix = ".tmp";

    private readonly string _directory;

    public DiskCheckpointFiles(string directory) => _directory = directory;

    public void Write(string name, Action<Stream> content)
    {
        Directory.CreateDirectory(_directory);
        var temporary = PathOf(name) + TemporarySuffix;
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
            {
                content(stream);

                // On disk before the rename, or a power cut could leave the new name with old or no content.
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, PathOf(name), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public Stream OpenRead(string name) => File.OpenRead(PathOf(name));

    public bool Exists(string name) => File.Exists(PathOf(name));

    public IReadOnlyList<string> List() => Directory.Exists(_directory) ? [.. Directory.EnumerateFiles(_directory).Select(Path.GetFileName).OfType<string>()] : [];

    public void Delete(string name) => File.Delete(PathOf(name));

    private string PathOf(string name) => name == Path.GetFileName(name)
        ? Path.Combine(_directory, name)
        : throw new ArgumentException($"'{name}' is not a plain file name.", nameof(name));
}
