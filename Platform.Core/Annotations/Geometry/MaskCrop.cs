using Platform.Core.Shared;

namespace Platform.Core.Annotations.Geometry;

/// <summary>The part of a mask inside a box, one byte a pixel (0 or 1), row by row: the form in which other tools keep masks.</summary>
public sealed record MaskCrop(int Left, int Top, int Width, int Height, byte[] Pixels)
{
    /// <summary>The smallest crop that holds the mask; empty for an empty one.</summary>
    public static MaskCrop Of(MaskGeometry mask)
    {
        var counts = RunLengths.Decode(mask.Counts);
        var bounds = RunLengths.Bounds(counts, mask.Height);
        var crop = new MaskCrop((int)bounds.X, (int)bounds.Y, (int)bounds.Width, (int)bounds.Height, new byte[(long)bounds.Width * (long)bounds.Height]);
        long position = 0;
        for (var i = 0; i < counts.Count; position += counts[i], i++)
        {
            for (var pixel = position; i % 2 == 1 && pixel < position + counts[i]; pixel++)
            {
                crop.Pixels[(((pixel % mask.Height) - crop.Top) * crop.Width) + (pixel / mask.Height) - crop.Left] = 1;
            }
        }

        return crop;
    }

    /// <summary>Runs row by row inside the crop, background first, as CVAT writes them.</summary>
    public static MaskCrop OfRowRuns(int left, int top, int width, int height, IEnumerable<long> runs)
    {
        var pixels = new byte[checked(width * height)];
        long position = 0;
        var isForeground = false;
        foreach (var run in runs)
        {
            if (run < 0 || position + run > pixels.Length)
            {
                throw new MalformedException("malformed.runs", $"The runs cover more than the {pixels.Length} pixels of {width}×{height}.");
            }

            if (isForeground)
            {
                pixels.AsSpan((int)position, (int)run).Fill(1);
            }

            position += run;
            isForeground = !isForeground;
        }

        return new MaskCrop(left, top, width, height, pixels);
    }

    public IReadOnlyList<long> ToRowRuns()
    {
        var runs = new RunWriter();
        foreach (var pixel in Pixels)
        {
            runs.Add(1, pixel);
        }

        return runs.Finish();
    }

    /// <summary>The mask on its image; what lies outside is cut off.</summary>
    public MaskGeometry ToMask(int imageWidth, int imageHeight)
    {
        int left = Math.Clamp(Left, 0, imageWidth), right = Math.Clamp(Left + Width, left, imageWidth);
        int top = Math.Clamp(Top, 0, imageHeight), bottom = Math.Clamp(Top + Height, top, imageHeight);
        var runs = new RunWriter();
        runs.Add((long)left * imageHeight, 0);
        for (var x = left; x < right; x++)
        {
            runs.Add(top, 0);
            for (var y = top; y < bottom; y++)
            {
                runs.Add(1, Pixels[((y - Top) * Width) + x - Left]);
            }

            runs.Add(imageHeight - bottom, 0);
        }

        runs.Add((long)(imageWidth - right) * imageHeight, 0);
        return new MaskGeometry(imageHeight, imageWidth, RunLengths.Encode(runs.Finish()));
    }

    private sealed class RunWriter
    {
        private readonly List<long> _runs = [];
        private long _run;
        private byte _value;

        public void Add(long length, byte value)
        {
            if (length > 0 && value != _value)
            {
                _runs.Add(_run);
                (_run, _value) = (0, value);
            }

            _run += length;
        }

        public IReadOnlyList<long> Finish()
        {
            if (_run > 0 || _runs.Count == 0)
            {
                _runs.Add(_run);
            }

            return _runs;
        }
    }
}
