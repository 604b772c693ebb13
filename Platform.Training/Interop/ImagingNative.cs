using System.Runtime.InteropServices;

namespace Platform.Training.Interop;

/// <summary>The image shim's functions exactly as platform_imaging.h declares them.</summary>
internal static unsafe partial class ImagingNative
{
    internal const string Library = "platform_imaging";

    [LibraryImport(Library, EntryPoint = "pim_last_error")]
    internal static partial byte* LastError();

    [LibraryImport(Library, EntryPoint = "pim_opencv_version")]
    internal static partial byte* OpenCvVersion();

    [LibraryImport(Library, EntryPoint = "pim_buffer_data")]
    internal static partial byte* BufferData(nint buffer);

    [LibraryImport(Library, EntryPoint = "pim_buffer_size")]
    internal static partial long BufferSize(nint buffer);

    [LibraryImport(Library, EntryPoint = "pim_buffer_free")]
    internal static partial void BufferFree(nint buffer);

    [LibraryImport(Library, EntryPoint = "pim_probe")]
    internal static partial int Probe(byte* data, long size, in Limits limits, out Info info);

    [LibraryImport(Library, EntryPoint = "pim_decode_rgb")]
    internal static partial int DecodeRgb(byte* data, long size, in Limits limits, byte* pixels, int width, int height, int stride);

    [LibraryImport(Library, EntryPoint = "pim_thumbnail")]
    internal static partial int Thumbnail(byte* data, long size, in Limits limits, int maxSide, int format, int quality, out nint encoded);

    [LibraryImport(Library, EntryPoint = "pim_reencode_upright")]
    internal static partial int ReencodeUpright(byte* data, long size, in Limits limits, int format, int quality, out nint encoded);

    [LibraryImport(Library, EntryPoint = "pim_encode_rgb")]
    internal static partial int EncodeRgb(byte* pixels, int width, int height, int stride, int format, int quality, out nint encoded);

    [LibraryImport(Library, EntryPoint = "pim_compose")]
    internal static partial int Compose(Composition* composition, void* destination, long destinationBytes);

    [LibraryImport(Library, EntryPoint = "pim_draw_boxes")]
    internal static partial int DrawBoxes(byte* pixels, int width, int height, int stride, DrawnBox* boxes, int count);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Limits
    {
        public long MaxBytes;
        public long MaxPixels;
        public long MaxDecodedBytes;
        public long MaxDecodedPixels;
        public int MaxSide;
        public int MaxDecodedSide;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Info
    {
        public int Format;
        public int Width;
        public int Height;
        public int Orientation;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Tile
    {
        public byte* Pixels;
        public int Width;
        public int Height;
        public int Stride;
        public int ClipLeft;
        public int ClipTop;
        public int ClipRight;
        public int ClipBottom;
        public int Reserved;
        public fixed double ToSource[6];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Composition
    {
        public Tile* Tiles;
        public int TileCount;
        public int Width;
        public int Height;
        public int Fill;
        public int HueShift;
        public int SaturationShift;
        public int ValueShift;
        public int Output;
        public fixed float Scale[3];
        public fixed float Offset[3];
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct DrawnBox
    {
        public float Left;
        public float Top;
        public float Right;
        public float Bottom;
        public byte Red;
        public byte Green;
        public byte Blue;
        public byte Reserved;
        public int Thickness;
        public byte* Label;
    }
}
