using System.Diagnostics;
using System.Globalization;
using System.Text;
using Platform.Core.Datasets;
using Platform.Core.Imaging;
using Platform.Tests.Support;
using Platform.Tests.Training.Imaging;
using Platform.Training.Data;

namespace Platform.Tests.Training.Tasks.Ocr;

/// <summary>A line on a sheet: what it says and the box around its ink.</summary>
internal sealed record PrintedLine(string Text, TrainingBox Box);

/// <summary>Sheets of number plates in the Nanum fonts, drawn by ffmpeg, which the product brings along; what they say follows from the seed alone.</summary>
internal sealed class LinePictures
{
    public const int Width = 320;
    public const int RowPx = 48;

    private const string Syllables = "가나다라마바사아자하";
    private const int MarginPx = 3;
    private const int InkDistance = 60;

    private static readonly string[] s_fonts = ["NanumGothic", "NanumGothicBold", "NanumBarunGothic", "NanumSquareR"];
    private static readonly (string Ground, string Ink)[] s_colours = [("white", "black"), ("0xf0e8c0", "0x202060"), ("0x205030", "white"), ("0xe0e0e0", "0x400000")];

    private LinePictures(RgbImage sheet, IReadOnlyList<PrintedLine> lines) => (Sheet, Lines) = (sheet, lines);

    public RgbImage Sheet { get; }

    public IReadOnlyList<PrintedLine> Lines { get; }

    /// <summary>Draws a sheet of lines, one below the other.</summary>
    /// <param name="seed">Decides texts, fonts, sizes, colours and places.</param>
    /// <param name="count">Lines.</param>
    public static LinePictures Draw(int seed, int count)
    {
        var random = new SampleRandom(seed, 0, 0);
        var script = new StringBuilder();
        var texts = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var (ground, ink) = s_colours[random.NextIndex(s_colours.Length)];
            texts.Add(Plate(ref random));
            script.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}drawbox=y={i * RowPx}:h={RowPx}:color={ground}:t=fill,");
            script.Append(
                CultureInfo.InvariantCulture,
                $"drawtext=fontfile=/usr/share/fonts/truetype/nanum/{s_fonts[random.NextIndex(s_fonts.Length)]}.ttf:expansion=none:text='{texts[i]}':fontcolor={ink}:fontsize={22 + random.NextIndex(12)}:x={8 + random.NextIndex(60)}:y={(i * RowPx) + 4 + random.NextIndex(6)}");
        }

        var sheet = Run(script.ToString(), count);
        return new LinePictures(sheet, [.. texts.Select((text, i) => new PrintedLine(text, InkBox(sheet, i)))]);
    }

    /// <summary>The sheet cut into pages of some lines each.</summary>
    public IReadOnlyList<LinePictures> Pages(int lines) =>
    [
        .. Lines.Chunk(lines).Select((group, page) => new LinePictures(
            BoxCrop.Cut(Sheet, new TrainingBox(0, 0, page * lines * RowPx, Width, group.Length * RowPx)),
            [.. group.Select(line => line with { Box = line.Box with { Y = line.Box.Y - (page * lines * RowPx) } })])),
    ];

    /// <summary>The sheet as a file.</summary>
    public byte[] Encode() => TestImages.Codec.Encode(Sheet, ImageFormat.Png);

    /// <summary>One sample a line; symbols are numbered by a charset.</summary>
    public IReadOnlyList<TrainingSample> Samples(string name, IReadOnlyList<string> charset) =>
    [
        .. Lines.Select((line, i) => new TrainingSample(FormattableString.Invariant($"{name}/{i}"), () => TestImages.Codec.Encode(BoxCrop.Cut(Sheet, line.Box), ImageFormat.Png), [], [])
        {
            Text = line.Text,
            Tags = [.. line.Text.Select(symbol => charset.ToList().IndexOf(symbol.ToString()))],
        }),
    ];

    // 123가 4567
    private static string Plate(ref SampleRandom random)
    {
        var text = new StringBuilder();
        for (var i = random.NextChance(0.5) ? 2 : 3; i > 0; i--)
        {
            text.Append(random.NextIndex(10));
        }

        text.Append(Syllables[random.NextIndex(Syllables.Length)]).Append(random.NextChance(0.5) ? " " : "");
        for (var i = 0; i < 4; i++)
        {
            text.Append(random.NextIndex(10));
        }

        return text.ToString();
    }

    private static RgbImage Run(string filters, int count)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["filters"], filters);
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", FormattableString.Invariant($"color=c=white:s={Width}x{RowPx * count}"), "-filter_script:v", folder["filters"],
            "-frames:v", "1", folder["sheet.png"],
        ];
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
        var complaint = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, complaint);
        return TestImages.Codec.DecodeRgb(File.ReadAllBytes(folder["sheet.png"]));
    }

    // The row's first pixel is ground.
    private static TrainingBox InkBox(RgbImage sheet, int row)
    {
        var ground = sheet.Pixels.AsSpan(3 * row * RowPx * sheet.Width, 3).ToArray();
        var (left, top, right, bottom) = (sheet.Width, RowPx, 0, 0);
        for (var y = 0; y < RowPx; y++)
        {
            for (var x = 0; x < sheet.Width; x++)
            {
                var pixel = sheet.Pixels.AsSpan(3 * ((((row * RowPx) + y) * sheet.Width) + x), 3);
                if (Math.Abs(pixel[0] - ground[0]) + Math.Abs(pixel[1] - ground[1]) + Math.Abs(pixel[2] - ground[2]) > InkDistance)
                {
                    (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
                }
            }
        }

        right.Should().BeGreaterThan(left, "the fonts of the package fonts-nanum must be installed");
        return new TrainingBox(0, left - MarginPx, (row * RowPx) + top - MarginPx, right - left + (2 * MarginPx), bottom - top + (2 * MarginPx));
    }
}
