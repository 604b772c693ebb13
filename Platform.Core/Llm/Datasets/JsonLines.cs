using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace Platform.Core.Llm.Datasets;

/// <summary>What a reading of a whole file of JSON lines found.</summary>
/// <param name="Lines">Lines that hold anything.</param>
/// <param name="Faults">Of them, those that are no JSON.</param>
/// <param name="FaultyLines">1-based numbers of the first faulty lines.</param>
public sealed record JsonLinesReport(long Lines, long Faults, IReadOnlyList<long> FaultyLines);

/// <summary>A line of the file.</summary>
/// <param name="Number">1-based, empty lines counted.</param>
/// <param name="Text">As it stands there; cut where <paramref name="IsCut"/>.</param>
/// <param name="IsJson">Whether it is one JSON value.</param>
public sealed record JsonLine(long Number, string Text, bool IsJson, bool IsCut);

/// <summary>Reads files of one JSON value a line, of any length, in the memory of one line.</summary>
public static class JsonLines
{
    /// <summary>A longer line is a fault; it is skipped, not kept.</summary>
    public const int LongestLineBytes = 16 << 20;

    private const int ShownLineBytes = 64 << 10;
    private const int MostFaultyLines = 20;

    public static async Task<JsonLinesReport> ScanAsync(Stream stream, CancellationToken cancellationToken)
    {
        long lines = 0, faults = 0;
        var faulty = new List<long>();
        await ReadAsync(
            stream,
            (number, line, isWhole) =>
            {
                if (isWhole && IsBlank(line))
                {
                    return true;
                }

                lines++;
                if (!isWhole || !IsJson(line))
                {
                    faults++;
                    if (faulty.Count < MostFaultyLines)
                    {
                        faulty.Add(number);
                    }
                }

                return true;
            },
            cancellationToken);
        return new JsonLinesReport(lines, faults, faulty);
    }

    /// <summary>The first lines that hold anything.</summary>
    public static async Task<IReadOnlyList<JsonLine>> HeadAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var head = new List<JsonLine>();
        await ReadAsync(
            stream,
            (number, line, isWhole) =>
            {
                if (!isWhole || !IsBlank(line))
                {
                    var shown = line.Slice(0, Math.Min(line.Length, ShownLineBytes));
                    head.Add(new JsonLine(number, Encoding.UTF8.GetString(shown), isWhole && IsJson(line), !isWhole || line.Length > ShownLineBytes));
                }

                return head.Count < count;
            },
            cancellationToken);
        return head;
    }

    // Take gets every line with its number, without its end; of a line that is too long only its beginning, and says whether it wants more.
    private static async Task ReadAsync(Stream stream, Func<long, ReadOnlySequence<byte>, bool, bool> take, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 << 10, leaveOpen: true));
        var (number, isSkipping, wantsMore) = (1L, false, true);
        while (wantsMore)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (wantsMore && buffer.PositionOf((byte)'\n') is { } end)
            {
                wantsMore = isSkipping || take(number, buffer.Slice(0, end), true);
                (isSkipping, number) = (false, number + 1);
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (wantsMore && isSkipping)
            {
                buffer = buffer.Slice(buffer.End);
            }
            else if (wantsMore && buffer.Length > LongestLineBytes)
            {
                wantsMore = take(number, buffer, false);
                isSkipping = true;
                buffer = buffer.Slice(buffer.End);
            }

            if (read.IsCompleted)
            {
                if (wantsMore && !isSkipping && !buffer.IsEmpty)
                {
                    take(number, buffer, true);
                }

                break;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync();
    }

    private static bool IsBlank(ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
        {
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsJson(ReadOnlySequence<byte> line)
    {
        var json = new Utf8JsonReader(line);
        try
        {
            while (json.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
