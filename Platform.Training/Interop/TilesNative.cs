using System.Runtime.InteropServices;

namespace Platform.Training.Interop;

/// <summary>The functions for huge images exactly as platform_imaging_tiles.h declares them.</summary>
internal static unsafe partial class TilesNative
{
    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_probe_file", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ProbeFile(string path, in ImagingNative.Limits limits, out ImagingNative.Info info);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_thumbnail_file", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ThumbnailFile(string path, in ImagingNative.Limits limits, int maxSide, int format, int quality, out nint encoded);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_pyramid_open", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int PyramidOpen(string path, in ImagingNative.Limits limits, int tileSize, int quality, out nint pyramid, out PyramidInfo info);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_pyramid_next")]
    internal static partial int PyramidNext(PyramidHandle pyramid, out Tile tile);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_pyramid_free")]
    internal static partial void PyramidFree(nint pyramid);

    [StructLayout(LayoutKind.Sequential)]
    internal struct PyramidInfo
    {
        public int Width;
        public int Height;
        public int LevelCount;
        public int Rows;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Tile
    {
        public int Level;
        public int Column;
        public int Row;
        public int RowsRead;
        public byte* Data;
        public long Size;
    }
}

/// <summary>Owns an image on its way through the tile cutter.</summary>
internal sealed class PyramidHandle : SafeHandle
{
    public PyramidHandle(nint pyramid)
        : base(0, ownsHandle: true) => SetHandle(pyramid);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        TilesNative.PyramidFree(handle);
        return true;
    }
}
