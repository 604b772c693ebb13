using System.Text;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;

namespace Platform.Tests.Interchange;

/// <summary>An export held in memory, to be read back as a source.</summary>
internal sealed class MemorySink : IExportSink
{
    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public async Task WriteAsync(string path, Func<Stream, Task> write, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream();
        await write(stream);
        Files.Add(path, stream.ToArray());
    }

    public Stream CreateSpool() => new MemoryStream();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public string Text(string path) => Encoding.UTF8.GetString(Files[path]);

    public MemoryImportSource ToSource() => new(Files);
}
