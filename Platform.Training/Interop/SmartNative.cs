using System.Runtime.InteropServices;

namespace Platform.Training.Interop;

/// <summary>The smart tools' functions exactly as platform_imaging_smart.h declares them.</summary>
internal static unsafe partial class SmartNative
{
    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_select_box")]
    internal static partial int SelectBox(in Picture picture, double* box, Stroke* strokes, int strokeCount, out nint region);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_select_similar")]
    internal static partial int SelectSimilar(in Picture picture, double x, double y, int tolerance, int isContiguous, out nint region);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_region_runs")]
    internal static partial int RegionRuns(RegionHandle region, in Placement placement, out nint runs);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_region_outlines")]
    internal static partial int RegionOutlines(RegionHandle region, in Placement placement, double epsilon, double minArea, int maxPoints, out nint outlines);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_region_free")]
    internal static partial void RegionFree(nint region);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_edge_map_build")]
    internal static partial int EdgeMapBuild(in Picture picture, double x, double y, int reach, out nint map);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_edge_map_path")]
    internal static partial int EdgeMapPath(EdgeMapHandle map, double x, double y, out nint points);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_edge_map_bytes")]
    internal static partial long EdgeMapBytes(EdgeMapHandle map);

    [LibraryImport(ImagingNative.Library, EntryPoint = "pim_edge_map_free")]
    internal static partial void EdgeMapFree(nint map);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Picture
    {
        public byte* Pixels;
        public int Width;
        public int Height;
        public int Stride;
        public int Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Stroke
    {
        public float* Points;
        public int Count;
        public float Radius;
        public int IsForeground;
        public int Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Placement
    {
        public int Left;
        public int Top;
        public int Scale;
        public int ImageWidth;
        public int ImageHeight;
        public int Reserved;
    }
}

/// <summary>Owns a selection of the image shim.</summary>
internal sealed class RegionHandle : SafeHandle
{
    public RegionHandle(nint region)
        : base(0, ownsHandle: true) => SetHandle(region);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        SmartNative.RegionFree(handle);
        return true;
    }
}

/// <summary>Owns an edge map of the image shim.</summary>
internal sealed class EdgeMapHandle : SafeHandle
{
    public EdgeMapHandle(nint map)
        : base(0, ownsHandle: true) => SetHandle(map);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        SmartNative.EdgeMapFree(handle);
        return true;
    }
}
