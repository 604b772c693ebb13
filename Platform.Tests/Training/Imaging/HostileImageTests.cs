using System.Text;
using Platform.Core.Imaging;
using Platform.Training.Imaging;

namespace Platform.Tests.Training.Imaging;

public sealed class HostileImageTests
{
    public static TheoryData<ImageFormat> Formats() => [.. Enum.GetValues<ImageFormat>()];

    [Fact]
    public void Probe_OfNoBytes_SaysEmpty() => Refused([], ImageErrorCodes.Empty);

    [Theory]
    [InlineData("hello, I am called photo.jpg", ImageErrorCodes.NotAnImage)]
    [InlineData("GIF89a\u0001\0\u0001\0", ImageErrorCodes.UnsupportedFormat)]
    [InlineData("%PDF-1.7", ImageErrorCodes.UnsupportedFormat)]
    [InlineData("\0\0\0\u0018ftypheic", ImageErrorCodes.UnsupportedFormat)]
    [InlineData("PK\u0003\u0004", ImageErrorCodes.NotAnImage)]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", ImageErrorCodes.NotAnImage)]
    public void Probe_OfOtherFiles_NamesTheReason(string content, string code) => Refused(Encoding.Latin1.GetBytes(content), code);

    [Theory]
    [MemberData(nameof(Formats))]
    public void AnyFile_CutOffAnywhere_IsTruncated(ImageFormat format)
    {
        TestImages.RequireLibrary();
        var whole = TestImages.Codec.Encode(TestImages.Quadrants(), format);
        TestImages.Codec.Probe(whole).Format.Should().Be(format);
        for (var length = 16; length < whole.Length; length += Math.Max(1, whole.Length / 40))
        {
            var part = whole[..length];
            Codes(() => TestImages.Codec.Probe(part)).Should().Be(ImageErrorCodes.Truncated, "{0} of {1} bytes are there", length, whole.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void AnyFile_WithFlippedBytes_IsDecodedOrRefusedButNeverCrashes(ImageFormat format)
    {
        TestImages.RequireLibrary();
        var whole = TestImages.Codec.Encode(TestImages.Quadrants(), format);
        var random = new Random(7);
        for (var round = 0; round < 150; round++)
        {
            var damaged = whole.ToArray();
            for (var i = 0; i < 4; i++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            Codes(() => TestImages.Codec.Thumbnail(damaged, 16)).Should().NotBe("unexpected");
        }
    }

    [Fact]
    public void RandomBytes_AfterEachMagicNumber_AreRefused()
    {
        TestImages.RequireLibrary();
        var random = new Random(11);
        foreach (var format in Enum.GetValues<ImageFormat>())
        {
            var magic = TestImages.Codec.Encode(TestImages.Quadrants(), format)[..14];
            for (var round = 0; round < 50; round++)
            {
                var noise = new byte[random.Next(1, 400)];
                random.NextBytes(noise);
                byte[] file = [.. magic, .. noise];
                Codes(() => TestImages.Codec.DecodeRgb(file)).Should().StartWith("image.");
            }
        }
    }

    [Theory]
    [InlineData(65_536, 65_536)]
    [InlineData(70_000, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(-1, 5)]
    public void Png_OfBombDimensions_IsRefusedByItsHeader(int width, int height) =>
        Refused(TestImages.PngHeader(width, height), ImageErrorCodes.TooManyPixels);

    [Fact]
    public void Png_ThatIsReadRowByRow_MayHaveTheLargestSides()
    {
        TestImages.RequireLibrary();
        TestImages.Codec.Probe(TestImages.PngHeader(65_535, 65_535)).PixelCount.Should().Be(4_294_836_225);
    }

    [Theory]
    [InlineData(10_000, 10_000)]
    [InlineData(32_768, 1)]
    public void InterlacedPng_BeyondWhatIsDecodedAsAWhole_IsRefusedByItsHeader(int width, int height)
    {
        var file = TestImages.PngHeader(width, height);
        file[28] = 1;
        Refused(file, ImageErrorCodes.TooManyPixels);
    }

    [Fact]
    public void Jpeg_WhoseHeaderLies_IsTooLarge()
    {
        TestImages.RequireLibrary();
        var file = TestImages.Codec.Encode(TestImages.Quadrants(), ImageFormat.Jpeg);
        var frame = file.AsSpan().IndexOf<byte>([0xff, 0xc0]);
        new byte[] { 0x7f, 0xff, 0x7f, 0xff }.CopyTo(file, frame + 5);
        file[frame + 1] = 0xc2;
        Refused(file, ImageErrorCodes.TooManyPixels);
    }

    [Fact]
    public void Png_WithZeroWidth_IsCorrupt() => Refused(TestImages.PngHeader(0, 10), ImageErrorCodes.Corrupt);

    [Fact]
    public void Png_WithoutPixelData_IsCorruptWhenDecoded()
    {
        TestImages.RequireLibrary();
        Codes(() => TestImages.Codec.DecodeRgb(TestImages.PngHeader(40, 30))).Should().Be(ImageErrorCodes.Corrupt);
    }

    [Fact]
    public void Limits_OnBytes_HoldForSpansAndStreams()
    {
        TestImages.RequireLibrary();
        var file = TestImages.Codec.Encode(TestImages.Quadrants(), ImageFormat.Bmp);
        var strict = new OpenCvImageCodec(new ImageLimits { MaxBytes = file.Length - 1 });
        Codes(() => strict.Probe(file)).Should().Be(ImageErrorCodes.TooManyBytes);
        Codes(() => strict.Probe(new MemoryStream(file))).Should().Be(ImageErrorCodes.TooManyBytes);
        new OpenCvImageCodec(new ImageLimits { MaxBytes = file.Length }).Probe(new MemoryStream(file)).Width.Should().Be(64);
    }

    [Fact]
    public void Limits_OnPixels_AreExclusive()
    {
        TestImages.RequireLibrary();
        var file = TestImages.Codec.Encode(TestImages.Quadrants(), ImageFormat.Png);
        var exception = Assert.Throws<InvalidImageException>(() => new OpenCvImageCodec(new ImageLimits { MaxPixels = 64 * 32 }).Probe(file));
        exception.Code.Should().Be(ImageErrorCodes.TooManyPixels);
        exception.Arguments.Should().Equal(2048L, 65_535);
        new OpenCvImageCodec(new ImageLimits { MaxPixels = (64 * 32) + 1 }).Probe(file).Height.Should().Be(32);
    }

    private static void Refused(byte[] file, string code)
    {
        TestImages.RequireLibrary();
        var exception = Assert.Throws<InvalidImageException>(() => TestImages.Codec.Probe(file));
        exception.Code.Should().Be(code);
        exception.Message.Should().EndWith(".");
    }

    private static string Codes(Action action)
    {
        try
        {
            action();
            return "accepted";
        }
        catch (InvalidImageException exception)
        {
            return exception.Code;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            return "unexpected";
        }
    }
}
