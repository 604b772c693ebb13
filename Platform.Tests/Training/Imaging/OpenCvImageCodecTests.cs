using Platform.Core.Imaging;
using Platform.Training.Imaging;

namespace Platform.Tests.Training.Imaging;

public sealed class OpenCvImageCodecTests
{
    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Bmp)]
    [InlineData(ImageFormat.Tiff)]
    public void Encode_ToLosslessFormats_KeepsEveryPixel(ImageFormat format)
    {
        TestImages.RequireLibrary();
        var image = TestImages.Quadrants(37, 23);
        var file = TestImages.Codec.Encode(image, format);
        TestImages.Codec.Probe(file).Should().Be(new ImageProbe(format, 37, 23, 1));
        TestImages.Codec.DecodeRgb(file).Pixels.Should().Equal(image.Pixels);
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    public void Thumbnail_OfWideImage_FitsAndKeepsTheAspectRatio(ImageFormat format)
    {
        TestImages.RequireLibrary();
        var file = TestImages.Codec.Encode(TestImages.Quadrants(960, 640), ImageFormat.Jpeg);
        var thumbnail = TestImages.Codec.Thumbnail(file, 120, format);
        TestImages.Codec.Probe(thumbnail).Should().Be(new ImageProbe(format, 120, 80, 1));
        TestImages.Difference(TestImages.Codec.DecodeRgb(thumbnail), TestImages.Quadrants(120, 80)).Should().BeLessThan(6);
    }

    [Fact]
    public void Thumbnail_OfSmallImage_IsNotEnlarged()
    {
        TestImages.RequireLibrary();
        var file = TestImages.Codec.Encode(TestImages.Quadrants(), ImageFormat.Png);
        TestImages.Codec.Probe(TestImages.Codec.Thumbnail(file, 500)).Width.Should().Be(64);
    }

    [Fact]
    public void Thumbnail_OfALine_KeepsOnePixel()
    {
        TestImages.RequireLibrary();
        var file = TestImages.Codec.Encode(TestImages.Filled(2000, 1, 9, 9, 9), ImageFormat.Png);
        var probe = TestImages.Codec.Probe(TestImages.Codec.Thumbnail(file, 100));
        (probe.Width, probe.Height).Should().Be((100, 1));
    }

    [Fact]
    public void Probe_OfFileWithWrongExtension_GoesByItsBytes()
    {
        TestImages.RequireLibrary();
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.CreateVersion7()}.jpg");
        File.WriteAllBytes(path, TestImages.Codec.Encode(TestImages.Quadrants(), ImageFormat.Png));
        TestImages.Codec.ProbeFile(path).Format.Should().Be(ImageFormat.Png);
        File.Delete(path);
    }

    [Fact]
    public void ReencodeUpright_ToAnotherFormat_Converts()
    {
        TestImages.RequireLibrary();
        var file = TestImages.Codec.Encode(TestImages.Quadrants(), ImageFormat.Bmp);
        TestImages.Codec.Probe(TestImages.Codec.ReencodeUpright(file, ImageFormat.WebP)).Format.Should().Be(ImageFormat.WebP);
    }

    [Fact]
    public void Codec_UnderManyThreads_AnswersTheSame()
    {
        TestImages.RequireLibrary();
        var file = TestImages.Codec.Encode(TestImages.Quadrants(300, 200), ImageFormat.Jpeg);
        var expected = TestImages.Codec.DecodeRgb(file, 100).Pixels;
        Parallel.For(0, 64, _ => TestImages.Codec.DecodeRgb(file, 100).Pixels.Should().Equal(expected));
    }

    [Fact]
    public void BoxPainter_OnPlainImage_DrawsInsideTheBoxOnly()
    {
        TestImages.RequireLibrary();
        var image = TestImages.Filled(60, 40, 10, 10, 10);
        BoxPainter.Draw(image, [new PaintedBox(10, 8, 30, 28, 0xFF8000, Thickness: 1)]);
        TestImages.Pixel(image, 10, 8).Should().Be(((byte)255, (byte)128, (byte)0));
        TestImages.Pixel(image, 29, 27).Should().Be(((byte)255, (byte)128, (byte)0));
        TestImages.Pixel(image, 30, 28).Should().Be(((byte)10, (byte)10, (byte)10));
        TestImages.Pixel(image, 20, 18).Should().Be(((byte)10, (byte)10, (byte)10));
    }

    [Fact]
    public void DrawToJpeg_WithLabels_ScalesBoxesToTheReducedImage()
    {
        TestImages.RequireLibrary();
        var file = TestImages.Codec.Encode(TestImages.Filled(800, 600, 0, 0, 0), ImageFormat.Jpeg);
        var drawn = BoxPainter.DrawToJpeg(TestImages.Codec, file, [new PaintedBox(200, 200, 600, 500, 0xFFFFFF, "셀 cell 0.93"), new PaintedBox(-50, -50, 2000, 2000, 0xFF0000, "edge")], 400);
        var image = TestImages.Codec.DecodeRgb(drawn);
        (image.Width, image.Height).Should().Be((400, 300));
        TestImages.Pixel(image, 200, 249).G.Should().BeGreaterThan(150);
        TestImages.Pixel(image, 200, 175).G.Should().BeLessThan(60);
    }
}
