using Platform.Core.Imaging;
using Platform.Core.Tiles;
using Platform.Tests.Support;
using Platform.Tests.Tiles;
using Platform.Training.Imaging;

namespace Platform.Tests.Training.Imaging;

public sealed class TileCutterTests : IDisposable
{
    private const int TileSize = 32;

    private readonly TemporaryFolder _folder = new();

    public TileCutterTests() => TestImages.RequireLibrary();

    public static TheoryData<int> Orientations() => [.. Enumerable.Range(1, 8)];

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Tiles_OfATurnedJpegWithOddSides_FormTheUprightImage(int orientation)
    {
        var upright = TestImages.Quadrants(133, 77);
        var stored = TestImages.Codec.Encode(TestImages.StoredFor(upright, orientation), ImageFormat.Jpeg, 100);
        var levels = Cut(TestImages.WithJpegExif(stored, orientation), new TileCutter(), out var layout);

        layout.Levels.Should().Equal(new LevelSize(133, 77), new LevelSize(67, 39), new LevelSize(34, 20), new LevelSize(17, 10));
        TestImages.Difference(levels[0], upright).Should().BeLessThan(4);
        for (var level = 1; level < levels.Count; level++)
        {
            // JPEG blurs colours across hard edges, of which small levels have little else; a wrong turn would differ by 80.
            TestImages.Difference(levels[level], HalvedTimes(upright, level)).Should().BeLessThan(16, "level {0}", level);
        }
    }

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Bmp)]
    [InlineData(ImageFormat.Tiff)]
    public void Tiles_OfEveryFormat_FormTheImage(ImageFormat format)
    {
        var image = TestImages.Quadrants(100, 70);
        TestImages.Difference(Cut(TestImages.Codec.Encode(image, format, 100), new TileCutter(), out _)[0], image).Should().BeLessThan(5);
    }

    [Fact]
    public void Progress_WhileCutting_GrowsToOne()
    {
        using var tiles = new TileCutter().Open(Write(TestImages.Codec.Encode(TestImages.Quadrants(100, 300), ImageFormat.Png)), TileSize);
        var seen = new List<double>();
        while (tiles.Next() is not null)
        {
            seen.Add(tiles.Progress);
        }

        seen.Should().BeInAscendingOrder().And.HaveElementAt(0, (double)TileSize / 300);
        tiles.Progress.Should().Be(1);
    }

    [Fact]
    public void FormatWithoutRows_BeyondWhatIsDecodedAsAWhole_IsRefused() =>
        RefusedAsLarge(TestImages.Codec.Encode(TestImages.Quadrants(), ImageFormat.WebP)).Should().Contain("baseline");

    [Theory]
    [InlineData(ImageFormat.Bmp)]
    [InlineData(ImageFormat.Tiff)]
    public void FormatWithRows_BeyondWhatIsDecodedAsAWhole_IsCutRowByRow(ImageFormat format)
    {
        var image = TestImages.Quadrants(100, 70);
        var levels = Cut(TestImages.Codec.Encode(image, format), new TileCutter(new ImageLimits { MaxDecodedPixels = 64 * 32 }), out _);
        TestImages.Difference(levels[0], image).Should().BeLessThan(5);
    }

    [Theory]
    [InlineData(24, true)]
    [InlineData(24, false)]
    [InlineData(32, true)]
    [InlineData(32, false)]
    [InlineData(8, true)]
    public void LargeBmp_OfAnyDepthAndDirection_FormsTheImage(int depth, bool isUpwards)
    {
        var image = TestImages.Quadrants(101, 71);
        var levels = Cut(Bitmaps.Of(image, depth, isUpwards), new TileCutter(new ImageLimits { MaxDecodedPixels = 64 * 32 }), out _);
        TestImages.Difference(levels[0], image).Should().BeLessThan(5);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(13, 0)]
    [InlineData(16, 16)]
    [InlineData(48, 32)]
    public void LargeTiff_InStripsOrTiles_FormsTheImage(int rows, int columns)
    {
        var image = TestImages.Quadrants(101, 71);
        var levels = Cut(Tiffs.Of(image, rows, columns), new TileCutter(new ImageLimits { MaxDecodedPixels = 64 * 32 }), out _);
        TestImages.Difference(levels[0], image).Should().BeLessThan(5);
    }

    [Fact]
    public void LargeTiff_InOneStripOfMoreThanCanBeHeld_IsRefusedByItsHeader()
    {
        var file = Tiffs.Header(12_000, 9_000, rows: 9_000);
        RefusedAsLarge(file).Should().Contain("strips");
        TestImages.Codec.Invoking(codec => codec.Probe(file)).Should().Throw<InvalidImageException>().Which.Code.Should().Be(ImageErrorCodes.TooManyPixels);
    }

    [Fact]
    public void LargeTiff_WhosePixelsAreDamaged_IsRefusedAndNeverCrashes()
    {
        var file = Tiffs.Of(TestImages.Quadrants(101, 71), 13, 0, compression: 5);
        var cut = () => Cut(file, new TileCutter(), out _);
        cut.Should().Throw<InvalidImageException>("plain bytes are no LZW codes").Which.Code.Should().Be(ImageErrorCodes.Corrupt);
    }

    [Fact]
    public void ProgressiveJpeg_BeyondWhatIsDecodedAsAWhole_IsRefusedByItsHeader()
    {
        var file = TestImages.Codec.Encode(TestImages.Quadrants(), ImageFormat.Jpeg);
        file[file.AsSpan().IndexOf<byte>([0xff, 0xc0]) + 1] = 0xc2;
        var strict = new OpenCvImageCodec(new ImageLimits { MaxDecodedPixels = 64 * 32 });
        strict.Invoking(codec => codec.Probe(file)).Should().Throw<InvalidImageException>().Which.Code.Should().Be(ImageErrorCodes.TooManyPixels);
    }

    [Fact]
    public void DamagedPng_InTheMiddle_IsRefusedWhileItIsCut()
    {
        var file = TestImages.Codec.Encode(TestImages.Quadrants(200, 200), ImageFormat.Png);
        file.AsSpan((file.Length / 2) - 20, 40).Fill(0xEE);
        var cut = () => Cut(file, new TileCutter(), out _);
        cut.Should().Throw<InvalidImageException>().Which.Code.Should().Be(ImageErrorCodes.Corrupt);
    }

    [Fact]
    public void MissingFile_WhenOpened_IsAnErrorAndNoCrash()
    {
        var open = () => new TileCutter().Open(_folder["nothing.jpg"], TileSize);
        open.Should().Throw<InvalidOperationException>();
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void HugeImage_AskedForLess_IsReadRowByRow(int orientation)
    {
        var upright = TestImages.Quadrants(640, 320);
        var file = TestImages.WithJpegExif(TestImages.Codec.Encode(TestImages.StoredFor(upright, orientation), ImageFormat.Jpeg, 100), orientation);
        var codec = new OpenCvImageCodec(new ImageLimits { MaxDecodedPixels = 100_000 });
        TestImages.Difference(codec.DecodeRgb(file, 64), TestImages.Quadrants()).Should().BeLessThan(6);
        TestImages.Difference(TestImages.Codec.DecodeRgb(codec.Thumbnail(file, 64)), TestImages.Quadrants()).Should().BeLessThan(8);
        codec.ThumbnailOfFile(Write(file), 64).Should().Equal(codec.Thumbnail(file, 64));
        codec.Invoking(reader => reader.DecodeRgb(file)).Should().Throw<InvalidImageException>().Which.Code.Should().Be(ImageErrorCodes.TooManyPixels);
        codec.Invoking(reader => reader.ReencodeUpright(file)).Should().Throw<InvalidImageException>();
    }

    [Fact]
    public void HugePng_AskedForLess_IsReadRowByRow()
    {
        var codec = new OpenCvImageCodec(new ImageLimits { MaxDecodedPixels = 100_000 });
        var file = TestImages.Codec.Encode(TestImages.Quadrants(640, 320), ImageFormat.Png);
        TestImages.Difference(codec.DecodeRgb(file, 64), TestImages.Quadrants()).Should().BeLessThan(1);
    }

    [Fact]
    public void HundredMegapixels_AreProbedAndScaledInModerateMemory()
    {
        var file = Write(HugeImages.Jpeg(12_000, 9_000));
        TestImages.Codec.ProbeFile(file).Should().Be(new ImageProbe(ImageFormat.Jpeg, 12_000, 9_000, 1));
        var small = TestImages.Codec.DecodeRgb(TestImages.Codec.ThumbnailOfFile(file, 256));
        (small.Width, small.Height).Should().Be((256, 192));
        TestImages.Pixel(small, 200, 20).R.Should().BeCloseTo(HugeImages.RedAt(20 / 192.0), 6);
        TestImages.Pixel(small, 200, 170).R.Should().BeCloseTo(HugeImages.RedAt(170 / 192.0), 6);
    }

    public void Dispose() => _folder.Dispose();

    private string RefusedAsLarge(byte[] file)
    {
        var open = () => new TileCutter(new ImageLimits { MaxDecodedPixels = 64 * 32 }).Open(Write(file), TileSize);
        var refusal = open.Should().Throw<InvalidImageException>().Which;
        refusal.Code.Should().Be(ImageErrorCodes.TooManyPixels);
        return refusal.Message;
    }

    private string Write(byte[] file)
    {
        var path = _folder[Path.GetRandomFileName()];
        File.WriteAllBytes(path, file);
        return path;
    }

    private List<RgbImage> Cut(byte[] file, TileCutter cutter, out PyramidLayout layout)
    {
        using var tiles = cutter.Open(Write(file), TileSize);
        layout = tiles.Layout;
        var levels = layout.Levels.Select(level => RgbImage.Create(level.Width, level.Height)).ToList();
        var places = new HashSet<TilePlace>();
        while (tiles.Next() is { } tile)
        {
            places.Add(tile.Place).Should().BeTrue();
            Paste(levels[tile.Place.Level], TestImages.Codec.DecodeRgb(tile.Jpeg), tile.Place.Column * TileSize, tile.Place.Row * TileSize);
        }

        places.Should().HaveCount(layout.TileCount);
        return levels;
    }

    private static void Paste(RgbImage picture, RgbImage tile, int left, int top)
    {
        for (var y = 0; y < tile.Height; y++)
        {
            tile.Pixels.AsSpan(3 * y * tile.Width, 3 * tile.Width).CopyTo(picture.Pixels.AsSpan(3 * (((top + y) * picture.Width) + left)));
        }
    }

    private static RgbImage HalvedTimes(RgbImage image, int times)
    {
        for (; times > 0; times--)
        {
            var half = RgbImage.Create((image.Width + 1) / 2, (image.Height + 1) / 2);
            for (var i = 0; i < half.Pixels.Length; i++)
            {
                int x = i / 3 % half.Width, y = i / 3 / half.Width, c = i % 3;
                int Value(int column, int row) => image.Pixels[(3 * ((Math.Min(row, image.Height - 1) * image.Width) + Math.Min(column, image.Width - 1))) + c];
                half.Pixels[i] = (byte)((Value(2 * x, 2 * y) + Value((2 * x) + 1, 2 * y) + Value(2 * x, (2 * y) + 1) + Value((2 * x) + 1, (2 * y) + 1) + 2) / 4);
            }

            image = half;
        }

        return image;
    }
}
