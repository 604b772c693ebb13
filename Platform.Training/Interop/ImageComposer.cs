using System.Runtime.InteropServices;
using Platform.Core.Imaging;
using Platform.Training.Data;

namespace Platform.Training.Interop;

/// <summary>One image of a composition and where its pixels land.</summary>
public readonly record struct ComposedTile(RgbImage Image, AxisTransform ToInput);

/// <summary>Additive shifts in 8-bit HSV: hue of 180, saturation and value of 255.</summary>
public readonly record struct ColourShift(int Hue, int Saturation, int Value);

/// <summary>Draws images into a network input in one native call.</summary>
public static unsafe class ImageComposer
{
    /// <summary>Normalised planes, shape [3, size, size].</summary>
    public static void ComposePlanes(
        ReadOnlySpan<ComposedTile> tiles, int size, ColourShift colours, PixelNormalization normalization, Span<float> destination) =>
        ComposePlanes(tiles, size, size, colours, normalization, destination);

    /// <summary>Normalised planes, shape [3, height, width].</summary>
    public static void ComposePlanes(
        ReadOnlySpan<ComposedTile> tiles, int width, int height, ColourShift colours, PixelNormalization normalization, Span<float> destination)
    {
        ArgumentNullException.ThrowIfNull(normalization);
        var composition = Describe(width, height, colours);
        composition.Output = 1;
        for (var c = 0; c < 3; c++)
        {
            composition.Scale[c] = normalization.Scale(c);
            composition.Offset[c] = normalization.Offset(c);
        }

        Run(tiles, ref composition, MemoryMarshal.AsBytes(destination));
    }

    /// <summary>8-bit RGB pixels, as <see cref="RgbImage"/> holds them.</summary>
    public static void ComposePixels(ReadOnlySpan<ComposedTile> tiles, int size, ColourShift colours, Span<byte> destination)
    {
        var composition = Describe(size, size, colours);
        Run(tiles, ref composition, destination);
    }

    private static ImagingNative.Composition Describe(int width, int height, ColourShift colours) => new()
    {
        Width = width,
        Height = height,
        Fill = LetterboxTransform.PadValue,
        HueShift = colours.Hue,
        SaturationShift = colours.Saturation,
        ValueShift = colours.Value,
    };

    private static void Run(ReadOnlySpan<ComposedTile> tiles, ref ImagingNative.Composition composition, Span<byte> destination)
    {
        var native = stackalloc ImagingNative.Tile[tiles.Length];
        var pins = stackalloc GCHandle[tiles.Length];
        var pinned = 0;
        try
        {
            for (; pinned < tiles.Length; pinned++)
            {
                pins[pinned] = GCHandle.Alloc(tiles[pinned].Image.Pixels, GCHandleType.Pinned);
                native[pinned] = Describe(tiles[pinned], (byte*)pins[pinned].AddrOfPinnedObject());
            }

            composition.Tiles = native;
            composition.TileCount = tiles.Length;
            fixed (ImagingNative.Composition* pointer = &composition)
            fixed (byte* output = destination)
            {
                ImagingLibrary.Check(ImagingNative.Compose(pointer, output, destination.Length));
            }
        }
        finally
        {
            while (pinned > 0)
            {
                pins[--pinned].Free();
            }
        }
    }

    private static ImagingNative.Tile Describe(ComposedTile tile, byte* pixels)
    {
        var image = tile.Image;
        ArgumentOutOfRangeException.ThrowIfLessThan(image.Pixels.Length, 3L * image.Width * image.Height);
        var area = tile.ToInput.Apply(new PixelBox(0, 0, image.Width, image.Height));
        var inverse = tile.ToInput.Inverse();
        var native = new ImagingNative.Tile
        {
            Pixels = pixels,
            Width = image.Width,
            Height = image.Height,
            Stride = 3 * image.Width,
            ClipLeft = FirstPixel(area.Left),
            ClipTop = FirstPixel(area.Top),
            ClipRight = FirstPixel(area.Right),
            ClipBottom = FirstPixel(area.Bottom),
        };
        native.ToSource[0] = inverse.ScaleX;
        native.ToSource[2] = inverse.OffsetX;
        native.ToSource[4] = inverse.ScaleY;
        native.ToSource[5] = inverse.OffsetY;
        return native;
    }

    // A pixel belongs to the tile when its centre does.
    private static int FirstPixel(double edge) => (int)Math.Ceiling(edge - 0.5);
}
