using System.Collections;

namespace Platform.Training.Data;

/// <summary>An object's mask as the network sees it: one bit a cell of <see cref="CellPx"/> pixels of the input, row by row.</summary>
public static class MaskGrid
{
    /// <summary>Side of a cell: masks are predicted at a quarter of the input's size.</summary>
    public const int CellPx = 4;

    /// <summary>Samples a mask at the cells' centres.</summary>
    /// <param name="mask">On the full-size image.</param>
    /// <param name="toInput">From pixels of that image to those of the input.</param>
    /// <param name="inputSize">Side of the input, a multiple of <see cref="CellPx"/>.</param>
    public static BitArray Sample(PixelMask mask, AxisTransform toInput, int inputSize)
    {
        var side = inputSize / CellPx;
        var cells = new BitArray(side * side);
        var toSource = toInput.Inverse();
        var bounds = toInput.Apply(mask.Bounds).ClippedTo(inputSize, inputSize);
        for (var row = (int)(bounds.Top / CellPx); row < side && row * CellPx < bounds.Bottom; row++)
        {
            for (var column = (int)(bounds.Left / CellPx); column < side && column * CellPx < bounds.Right; column++)
            {
                cells[(row * side) + column] = mask.Contains(toSource.X((column + 0.5) * CellPx), toSource.Y((row + 0.5) * CellPx));
            }
        }

        return cells;
    }
}
