using System.Text;

namespace Platform.Core.Video;

/// <summary>
/// The frames of a video in the order in which they are shown: frame n is the n-th that a decoder gives. Times are in units of the time base, so that
/// a frame is found again by its exact time after a jump to a keyframe, also with variable rates and reordered frames.
/// </summary>
internal sealed class FrameIndex
{
    private const uint Magic = 0x31495650;

    // What ffmpeg's expressions, which compare doubles, still tell apart.
    private const long MaxTime = 1L << 53;

    private readonly long[] _times;
    private readonly int[] _keyframes;

    /// <param name="times">One a frame; null where the file gives no time.</param>
    /// <param name="keyframes">Frame numbers, ascending.</param>
    public FrameIndex(int timeBaseNumerator, int timeBaseDenominator, IReadOnlyList<long?> times, IReadOnlyList<int> keyframes)
        : this(timeBaseNumerator, timeBaseDenominator, times.Count, AreUsable(times) ? [.. times.Select(time => time!.Value)] : [], [.. keyframes])
    {
    }

    private FrameIndex(int timeBaseNumerator, int timeBaseDenominator, int count, long[] times, int[] keyframes)
    {
        (TimeBaseNumerator, TimeBaseDenominator, Count, _times, _keyframes) = (timeBaseNumerator, timeBaseDenominator, count, times, keyframes);
    }

    public int TimeBaseNumerator { get; }

    public int TimeBaseDenominator { get; }

    public int Count { get; }

    /// <summary>Whether every frame has a time later than the one before; else frames can only be counted from the start.</summary>
    public bool HasTimes => _times.Length > 0;

    public long TimeOf(int frame) => _times[frame];

    /// <summary>Seconds from the first frame to another.</summary>
    public double SecondsTo(int frame) => (_times[frame] - _times[0]) * (double)TimeBaseNumerator / TimeBaseDenominator;

    /// <summary>A frame's own time stamp in seconds, rounded up to a microsecond so that a jump to it never lands on the keyframe before.</summary>
    public decimal StampSeconds(int frame) => Math.Ceiling(_times[frame] * (decimal)TimeBaseNumerator * 1_000_000 / TimeBaseDenominator) / 1_000_000;

    /// <returns>The frame that is shown at exactly this time, or null.</returns>
    public int? Find(long time)
    {
        var frame = Array.BinarySearch(_times, time);
        return frame >= 0 ? frame : null;
    }

    /// <returns>The last keyframe up to this frame; null where the file starts in the middle of a group, as trimmed ones do.</returns>
    public int? KeyframeUpTo(int frame)
    {
        var place = Array.BinarySearch(_keyframes, frame);
        return place >= 0 ? frame : ~place > 0 ? _keyframes[~place - 1] : null;
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(TimeBaseNumerator);
            writer.Write(TimeBaseDenominator);
            writer.Write(Count);
            writer.Write(_times.Length);
            Array.ForEach(_times, writer.Write);
            writer.Write(_keyframes.Length);
            Array.ForEach(_keyframes, writer.Write);
        }

        return bytes.ToArray();
    }

    /// <summary>Throws <see cref="InvalidDataException"/> on anything but what <see cref="ToBytes"/> wrote.</summary>
    public static FrameIndex FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false));
        try
        {
            if (reader.ReadUInt32() != Magic)
            {
                throw new InvalidDataException("Not a frame index.");
            }

            var (numerator, denominator, count) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
            var times = new long[Length(reader, bytes, sizeof(long))];
            for (var i = 0; i < times.Length; i++)
            {
                times[i] = reader.ReadInt64();
            }

            var keyframes = new int[Length(reader, bytes, sizeof(int))];
            for (var i = 0; i < keyframes.Length; i++)
            {
                keyframes[i] = reader.ReadInt32();
            }

            return new FrameIndex(numerator, denominator, count, times, keyframes);
        }
        catch (EndOfStreamException)
        {
            throw new InvalidDataException("The frame index is cut off.");
        }
    }

    private static int Length(BinaryReader reader, byte[] bytes, int size)
    {
        var length = reader.ReadInt32();
        return length >= 0 && (long)length * size <= bytes.Length ? length : throw new InvalidDataException("The frame index is damaged.");
    }

    private static bool AreUsable(IReadOnlyList<long?> times)
    {
        for (var i = 0; i < times.Count; i++)
        {
            if (times[i] is not (> -MaxTime and < MaxTime) || (i > 0 && times[i] <= times[i - 1]))
            {
                return false;
            }
        }

        return true;
    }
}
