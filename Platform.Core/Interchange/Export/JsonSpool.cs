using System.Text.Json;
using Platform.Core.Datasets.Manifest;

namespace Platform.Core.Interchange.Export;

/// <summary>The elements of a JSON array that grows beside other files, one a line, with commas between.</summary>
internal sealed class JsonSpool(IExportSink sink) : IAsyncDisposable
{
    private readonly Stream _stream = sink.CreateSpool();
    private Utf8JsonWriter? _writer;

    public int Count { get; private set; }

    public void Add(Action<Utf8JsonWriter> write)
    {
        _stream.Write(Count++ == 0 ? "\n"u8 : ",\n"u8);
        if (_writer is null)
        {
            _writer = new Utf8JsonWriter(_stream, CanonicalJson.Options);
        }
        else
        {
            _writer.Reset();
        }

        write(_writer);
        _writer.Flush();
    }

    public Task CopyToAsync(Stream target, CancellationToken cancellationToken) => target.CopySpoolAsync(_stream, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
    }
}
