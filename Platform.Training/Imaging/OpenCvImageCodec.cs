using Platform.Core.Imaging;
using Platform.Training.Interop;

namespace Platform.Training.Imaging;

/// <summary>Image reading and writing through the OpenCV shim. Thread-safe; each call runs on the caller's thread only.</summary>
public sealed unsafe class OpenCvImageCodec(ImageLimits? limits = null) : IImageCodec
{
    public ImageLimits Limits { get; } = limits ?? ImageLimits.Default;

    private ImagingNative.Limits NativeLimits => Native(Limits);

    public ImageProbe Probe(ReadOnlySpan<byte> encoded)
    {
        fixed (byte* data = encoded)
        {
            ImagingLibrary.Check(ImagingNative.Probe(data, encoded.Length, NativeLimits, out var info), Limits);
            return new ImageProbe((ImageFormat)info.Format, info.Width, info.Height, info.Orientation);
        }
    }

    public ImageProbe Probe(Stream encoded)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        using var bytes = new MemoryStream();
        var block = new byte[81_920];
        int read;
        while ((read = encoded.Read(block)) > 0)
        {
            bytes.Write(block, 0, read);
            RefuseLongFile(bytes.Length, Math.Min(Limits.MaxBytes, Limits.MaxDecodedBytes));
        }

        return Probe(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    public ImageProbe ProbeFile(string path)
    {
        RefuseLongFile(new FileInfo(path).Length, Limits.MaxBytes);
        ImagingLibrary.Check(TilesNative.ProbeFile(path, NativeLimits, out var info), Limits);
        return new ImageProbe((ImageFormat)info.Format, info.Width, info.Height, info.Orientation);
    }

    public RgbImage DecodeRgb(ReadOnlySpan<byte> encoded, int maxSide = 0)
    {
        var probe = Probe(encoded);
        var (width, height) = ImageScaling.Within(probe.Width, probe.Height, maxSide);
        return DecodeRgb(encoded, width, height);
    }

    /// <summary>Decodes upright to exactly the given size, whatever the aspect ratio.</summary>
    public RgbImage DecodeRgb(ReadOnlySpan<byte> encoded, int width, int height)
    {
        if ((long)width * height >= Limits.MaxDecodedPixels)
        {
            throw new InvalidImageException(
                ImageErrorCodes.TooManyPixels, $"The image has {(long)width * height} pixels and cannot be decoded as a whole. Ask for it at a reduced size.", Limits.MaxDecodedPixels, Limits.MaxDecodedSide);
        }

        var image = new RgbImage(width, height, GC.AllocateUninitializedArray<byte>(checked(3 * width * height)));
        fixed (byte* data = encoded)
        fixed (byte* pixels = image.Pixels)
        {
            ImagingLibrary.Check(ImagingNative.DecodeRgb(data, encoded.Length, NativeLimits, pixels, width, height, 3 * width), Limits);
        }

        return image;
    }

    public byte[] Thumbnail(ReadOnlySpan<byte> encoded, int maxSide, ImageFormat format = ImageFormat.Jpeg, int quality = 82)
    {
        fixed (byte* data = encoded)
        {
            ImagingLibrary.Check(ImagingNative.Thumbnail(data, encoded.Length, NativeLimits, maxSide, (int)format, quality, out var buffer), Limits);
            return ImagingLibrary.TakeBytes(buffer);
        }
    }

    public byte[] ThumbnailOfFile(string path, int maxSide, ImageFormat format = ImageFormat.Jpeg, int quality = 82)
    {
        ImagingLibrary.Check(TilesNative.ThumbnailFile(path, NativeLimits, maxSide, (int)format, quality, out var buffer), Limits);
        return ImagingLibrary.TakeBytes(buffer);
    }

    public byte[] ReencodeUpright(ReadOnlySpan<byte> encoded, ImageFormat? format = null, int quality = 95)
    {
        fixed (byte* data = encoded)
        {
            var target = format is { } chosen ? (int)chosen : 0;
            ImagingLibrary.Check(ImagingNative.ReencodeUpright(data, encoded.Length, NativeLimits, target, quality, out var buffer), Limits);
            return ImagingLibrary.TakeBytes(buffer);
        }
    }

    public byte[] Encode(RgbImage image, ImageFormat format, int quality = 90)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Pixels.Length, 3L * image.Width * image.Height);
        fixed (byte* pixels = image.Pixels)
        {
            ImagingLibrary.Check(ImagingNative.EncodeRgb(pixels, image.Width, image.Height, 3 * image.Width, (int)format, quality, out var buffer));
            return ImagingLibrary.TakeBytes(buffer);
        }
    }

    internal static ImagingNative.Limits Native(ImageLimits limits) => new()
    {
        MaxBytes = limits.MaxBytes,
        MaxPixels = limits.MaxPixels,
        MaxSide = limits.MaxSide,
        MaxDecodedBytes = limits.MaxDecodedBytes,
        MaxDecodedPixels = limits.MaxDecodedPixels,
        MaxDecodedSide = limits.MaxDecodedSide,
    };

    private static void RefuseLongFile(long length, long maxBytes)
    {
        if (length > maxBytes)
        {
            throw new InvalidImageException(ImageErrorCodes.TooManyBytes, $"The file is larger than {maxBytes} bytes. Compress or shrink the image.", maxBytes);
        }
    }
}
