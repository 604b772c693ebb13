using System.Collections.Concurrent;
using Platform.Core.Imaging;
using Platform.Training.Imaging;
using Platform.Training.Interop;

namespace Platform.Training.Data;

/// <summary>Decoded pixels of a sample with the size of the full image that its boxes refer to.</summary>
public sealed record DecodedSample(RgbImage Image, int SourceWidth, int SourceHeight)
{
    /// <param name="fromSource">From pixels of the full image to those of the input.</param>
    internal ComposedTile Place(AxisTransform fromSource) =>
        new(Image, new AxisTransform((double)SourceWidth / Image.Width, 0, (double)SourceHeight / Image.Height, 0).Then(fromSource));
}

/// <summary>
/// Images decoded once at the size training needs. Once full it keeps what it has and decodes the rest anew each time:
/// every image is read exactly once an epoch, so replacing entries would only lose them before their next use. Thread-safe.
/// </summary>
/// <param name="maxSide">Longer side of cached images: the network's input size.</param>
/// <param name="maxBytes">Bound on the pixels held.</param>
public sealed class DecodeCache(OpenCvImageCodec codec, int maxSide, long maxBytes = 1L << 30)
{
    private readonly ConcurrentDictionary<string, DecodedSample> _images = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private long _bytes;
    private long _decodes;

    public int MaxSide { get; } = maxSide;

    /// <summary>Pixel bytes held; never above the bound.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public int Count => _images.Count;

    /// <summary>Images decoded since the cache was made.</summary>
    public long Decodes => Interlocked.Read(ref _decodes);

    public DecodedSample Get(TrainingSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        if (_images.TryGetValue(sample.Id, out var held))
        {
            return held;
        }

        var decoded = Decode(sample);
        var size = decoded.Image.Pixels.LongLength;
        lock (_gate)
        {
            if (_bytes + size <= maxBytes && _images.TryAdd(sample.Id, decoded))
            {
                _bytes += size;
            }
        }

        return decoded;
    }

    private DecodedSample Decode(TrainingSample sample)
    {
        try
        {
            var bytes = sample.ReadBytes();
            var probe = codec.Probe(bytes);
            // The same rounding as the letterbox's, so that evaluation copies cached pixels without resampling.
            var fit = LetterboxTransform.Fit(probe.Width, probe.Height, MaxSide, MaxSide);
            var isReduced = fit.FittedWidth < probe.Width || fit.FittedHeight < probe.Height;
            var (width, height) = isReduced ? (fit.FittedWidth, fit.FittedHeight) : (probe.Width, probe.Height);
            var image = codec.DecodeRgb(bytes, width, height);
            Interlocked.Increment(ref _decodes);
            return new DecodedSample(image, probe.Width, probe.Height);
        }
        catch (Exception exception) when (exception is InvalidImageException or IOException or UnauthorizedAccessException)
        {
            throw new SampleLoadException(sample.Id, exception);
        }
    }
}
