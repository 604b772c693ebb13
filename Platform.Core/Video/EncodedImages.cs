using System.Buffers.Binary;

namespace Platform.Core.Video;

/// <summary>Cuts a stream of JPEG or PNG files that follow each other without a gap.</summary>
internal sealed class EncodedImages(Stream stream, FrameFormat format, int maxImageBytes = EncodedImages.DefaultMaxBytes)
{
    private const int DefaultMaxBytes = 256 << 20;
    private const int FirstBytes = 1 << 17;
    private const int PngSignatureBytes = 8;
    private const int PngChunkFrameBytes = 12;
    private const byte StartOfScan = 0xDA;
    private const byte EndOfImage = 0xD9;

    private byte[] _buffer = new byte[FirstBytes];
    private int _length;

    /// <returns>The next file, or null where the stream ends after a whole one.</returns>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        var place = 0;
        while (true)
        {
            var data = _buffer.AsSpan(0, _length);
            var end = format == FrameFormat.Png ? PngEnd(data, ref place) : JpegEnd(data, ref place);
            if (end > 0)
            {
                var image = _buffer[..end];
                Buffer.BlockCopy(_buffer, end, _buffer, 0, _length - end);
                _length -= end;
                return image;
            }

            if (_length == _buffer.Length)
            {
                Grow();
            }

            var read = await stream.ReadAsync(_buffer.AsMemory(_length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return _length == 0 ? null : throw new InvalidDataException("The images end in the middle of one.");
            }

            _length += read;
        }
    }

    private void Grow()
    {
        if (_buffer.Length >= maxImageBytes)
        {
            throw new InvalidDataException($"An image is larger than {maxImageBytes} bytes.");
        }

        Array.Resize(ref _buffer, (int)Math.Min(maxImageBytes, _buffer.Length * 2L));
    }

    // Segments up to the scan tell their lengths; in the scan FF is followed by 00 or a restart marker until the image ends.
    private static int JpegEnd(ReadOnlySpan<byte> data, ref int place)
    {
        place = Math.Max(place, 2);
        while (place + 4 <= data.Length && data[place + 1] != StartOfScan)
        {
            if (data[place] != 0xFF)
            {
                throw new InvalidDataException("The stream holds something else than JPEG images.");
            }

            place += 2 + BinaryPrimitives.ReadUInt16BigEndian(data[(place + 2)..]);
        }

        if (place + 4 > data.Length)
        {
            return 0;
        }

        var end = data[place..].IndexOf([(byte)0xFF, EndOfImage]);
        return end < 0 ? 0 : place + end + 2;
    }

    // Chunks: length, four letters, data, checksum; the last is IEND.
    private static int PngEnd(ReadOnlySpan<byte> data, ref int place)
    {
        place = Math.Max(place, PngSignatureBytes);
        while (place + PngChunkFrameBytes <= data.Length)
        {
            var isLast = data[(place + 4)..].StartsWith("IEND"u8);
            var length = BinaryPrimitives.ReadUInt32BigEndian(data[place..]);
            place = length <= int.MaxValue / 2 ? place + PngChunkFrameBytes + (int)length : throw new InvalidDataException("The stream holds something else than PNG images.");
            if (isLast)
            {
                return place;
            }
        }

        return 0;
    }
}
