using Platform.Core.Imaging;

namespace Platform.Tests.Training.Imaging;

public sealed class ExifOrientationTests
{
    public static TheoryData<int, bool> Orientations()
    {
        var data = new TheoryData<int, bool>();
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            data.Add(orientation, true);
            data.Add(orientation, false);
        }

        return data;
    }

    public static TheoryData<int, int> TiffCases()
    {
        var data = new TheoryData<int, int>();
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            data.Add(orientation, 32);
            data.Add(orientation, 64);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Jpeg_WithOrientation_DecodesUpright(int orientation, bool littleEndian)
    {
        TestImages.RequireLibrary();
        var upright = TestImages.Quadrants();
        var stored = TestImages.Codec.Encode(TestImages.StoredFor(upright, orientation), ImageFormat.Jpeg, 100);
        var file = TestImages.WithJpegExif(stored, orientation, littleEndian);

        TestImages.Codec.Probe(file).Should().Be(new ImageProbe(ImageFormat.Jpeg, 64, 32, orientation));
        TestImages.Difference(TestImages.Codec.DecodeRgb(file), upright).Should().BeLessThan(8);
        var half = TestImages.Codec.DecodeRgb(file, 32);
        TestImages.Difference(half, TestImages.Quadrants(32, 16)).Should().BeLessThan(8);
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void ReencodeUpright_OfTurnedJpeg_BakesTheRotationIn(int orientation, bool littleEndian)
    {
        TestImages.RequireLibrary();
        var upright = TestImages.Quadrants();
        var stored = TestImages.Codec.Encode(TestImages.StoredFor(upright, orientation), ImageFormat.Jpeg, 100);
        var file = TestImages.Codec.ReencodeUpright(TestImages.WithJpegExif(stored, orientation, littleEndian));

        TestImages.Codec.Probe(file).Should().Be(new ImageProbe(ImageFormat.Jpeg, 64, 32, 1));
        TestImages.Difference(TestImages.Codec.DecodeRgb(file), upright).Should().BeLessThan(8);
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Png_WithExifChunk_DecodesUpright(int orientation, bool littleEndian)
    {
        TestImages.RequireLibrary();
        var upright = TestImages.Quadrants();
        var stored = TestImages.Codec.Encode(TestImages.StoredFor(upright, orientation), ImageFormat.Png);
        byte[] file = [.. stored[..33], .. TestImages.PngChunk("eXIf"u8, TestImages.ExifBlock(orientation, littleEndian)), .. stored[33..]];

        TestImages.Codec.Probe(file).ExifOrientation.Should().Be(orientation);
        TestImages.Difference(TestImages.Codec.DecodeRgb(file), upright).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(TiffCases))]
    public void Tiff_WithOrientationTag_DecodesUpright(int orientation, int height)
    {
        TestImages.RequireLibrary();
        var upright = TestImages.Quadrants(64, height);
        var file = TestImages.Codec.Encode(TestImages.StoredFor(upright, orientation), ImageFormat.Tiff);
        SetTiffOrientation(file, orientation);

        TestImages.Codec.Probe(file).Should().Be(new ImageProbe(ImageFormat.Tiff, 64, height, orientation));
        TestImages.Difference(TestImages.Codec.DecodeRgb(file), upright).Should().Be(0);
        TestImages.Difference(TestImages.Codec.DecodeRgb(TestImages.Codec.ReencodeUpright(file)), upright).Should().Be(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Jpeg_WithInvalidOrientation_CountsAsUpright(int orientation)
    {
        TestImages.RequireLibrary();
        var file = TestImages.WithJpegExif(TestImages.Codec.Encode(TestImages.Quadrants(), ImageFormat.Jpeg), orientation);
        TestImages.Codec.Probe(file).Should().Be(new ImageProbe(ImageFormat.Jpeg, 64, 32, 1));
    }

    // The encoder writes no orientation tag; the PlanarConfiguration entry (284), whose value 1 is the default, gives its place.
    private static void SetTiffOrientation(byte[] file, int orientation)
    {
        var directory = BitConverter.ToInt32(file, 4);
        var count = BitConverter.ToInt16(file, directory);
        var entries = Enumerable.Range(0, count).Select(i => directory + 2 + (12 * i)).ToList();
        var entry = entries.Find(at => BitConverter.ToUInt16(file, at) == 274);
        if (entry == 0)
        {
            entry = entries.Find(at => BitConverter.ToUInt16(file, at) == 284);
            entry.Should().NotBe(0);
            BitConverter.TryWriteBytes(file.AsSpan(entry), (ushort)274);
            // Entries must ascend by tag for libtiff: 277 and 278 stand before 284.
            SortEntries(file, directory, count);
            entry = entries.Find(at => BitConverter.ToUInt16(file, at) == 274);
        }

        BitConverter.TryWriteBytes(file.AsSpan(entry + 8), orientation);
    }

    private static void SortEntries(byte[] file, int directory, int count)
    {
        var sorted = Enumerable.Range(0, count).Select(i => file.AsSpan(directory + 2 + (12 * i), 12).ToArray()).OrderBy(e => BitConverter.ToUInt16(e)).ToList();
        for (var i = 0; i < count; i++)
        {
            sorted[i].CopyTo(file, directory + 2 + (12 * i));
        }
    }
}
