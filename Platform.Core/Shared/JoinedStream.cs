namespace Platform.Core.Shared;

/// <summary>Two streams read one after the other; owns neither.</summary>
internal sealed class JoinedStream(Stream first, Stream second) : Stream
{
    private Stream? _first = first;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = _first?.Read(buffer, offset, count) ?? 0;
        _first = read > 0 ? _first : null;
        return read > 0 ? read : second.Read(buffer, offset, count);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _first is null ? 0 : await _first.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _first = read > 0 ? _first : null;
        return read > 0 ? read : await second.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
