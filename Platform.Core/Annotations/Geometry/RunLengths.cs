using System.Text;
using Platform.Core.Shared;

namespace Platform.Core.Annotations.Geometry;

/// <summary>
/// COCO's run lengths of a mask: column by column, background first. As text each count is a signed number in little-endian groups
/// of five bits plus 48, and from the fourth count on the difference to the count two places back (cocoapi, common/maskApi.c).
/// </summary>
public static class RunLengths
{
    private const int FirstDifference = 3;
    private const int ContinueBit = 0x20;
    private const int SignBit = 0x10;
    private const int MaxGroups = 12;

    public static string Encode(IReadOnlyList<long> counts)
    {
        var text = new StringBuilder();
        for (var i = 0; i < counts.Count; i++)
        {
            var value = i >= FirstDifference ? counts[i] - counts[i - 2] : counts[i];
            bool more;
            do
            {
                var group = (int)(value & 0x1f);
                value >>= 5;
                more = (group & SignBit) != 0 ? value != -1 : value != 0;
                text.Append((char)((more ? group | ContinueBit : group) + 48));
            }
            while (more);
        }

        return text.ToString();
    }

    /// <summary>Throws <see cref="FormatException"/> on text that no encoder writes.</summary>
    public static IReadOnlyList<long> Decode(string text)
    {
        var counts = new List<long>();
        for (var position = 0; position < text.Length;)
        {
            long value = 0;
            var groups = 0;
            int symbol;
            do
            {
                if (position >= text.Length || groups >= MaxGroups)
                {
                    throw new MalformedException("malformed.runs", "The run lengths end in the middle of a number.");
                }

                symbol = text[position++] - 48;
                if (symbol is < 0 or > 0x3f)
                {
                    throw new MalformedException("malformed.runs", $"'{text[position - 1]}' is no symbol of run lengths.");
                }

                value |= (long)(symbol & 0x1f) << (5 * groups++);
            }
            while ((symbol & ContinueBit) != 0);

            if ((symbol & SignBit) != 0)
            {
                value |= -1L << (5 * groups);
            }

            counts.Add(counts.Count >= FirstDifference ? value + counts[^2] : value);
            if (counts[^1] < 0)
            {
                throw new MalformedException("malformed.runs", "A run has a negative length.");
            }
        }

        return counts;
    }

    /// <summary>Number of foreground pixels.</summary>
    public static long Area(IReadOnlyList<long> counts) => counts.Where((_, index) => index % 2 == 1).Sum();

    /// <summary>Whether two of the masks, all of one size, share a pixel.</summary>
    public static bool Overlap(IEnumerable<IReadOnlyList<long>> masks)
    {
        long end = 0;
        foreach (var (first, last) in masks.SelectMany(Foreground).OrderBy(run => run.First))
        {
            if (first < end)
            {
                return true;
            }

            end = last;
        }

        return false;
    }

    private static IEnumerable<(long First, long Last)> Foreground(IReadOnlyList<long> counts)
    {
        long position = 0;
        for (var i = 0; i < counts.Count; position += counts[i], i++)
        {
            if (i % 2 == 1 && counts[i] > 0)
            {
                yield return (position, position + counts[i]);
            }
        }
    }

    public static BoxGeometry Bounds(IReadOnlyList<long> counts, int height)
    {
        long left = long.MaxValue, top = long.MaxValue, right = -1, bottom = -1, position = 0;
        for (var i = 0; i < counts.Count && height > 0; position += counts[i], i++)
        {
            if (i % 2 == 0 || counts[i] == 0)
            {
                continue;
            }

            var last = position + counts[i] - 1;
            var spansColumns = position / height != last / height;
            left = Math.Min(left, position / height);
            right = Math.Max(right, last / height);
            top = spansColumns ? 0 : Math.Min(top, position % height);
            bottom = spansColumns ? height - 1 : Math.Max(bottom, last % height);
        }

        return right < 0 ? new BoxGeometry(0, 0, 0, 0) : new BoxGeometry(left, top, right - left + 1, bottom - top + 1);
    }
}
