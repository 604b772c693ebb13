using Platform.Tests.Training.Imaging;
using Platform.Training.Data;

namespace Platform.Tests.Training.Data;

public sealed class DecodeCacheTests
{
    [Fact]
    public void Get_Twice_DecodesOnce()
    {
        TestImages.RequireLibrary();
        var cache = new DecodeCache(TestImages.Codec, 100);
        var sample = SampleSets.Rectangles(1)[0];
        cache.Get(sample).Should().BeSameAs(cache.Get(sample));
        cache.Decodes.Should().Be(1);
    }

    [Fact]
    public void Get_OfLargeImage_HoldsItAtTheInputSize()
    {
        TestImages.RequireLibrary();
        var decoded = new DecodeCache(TestImages.Codec, 100).Get(SampleSets.Rectangles(1, 400, 300)[0]);
        (decoded.Image.Width, decoded.Image.Height, decoded.SourceWidth, decoded.SourceHeight).Should().Be((100, 75, 400, 300));
    }

    [Fact]
    public void Get_OfSmallImage_DoesNotEnlargeIt()
    {
        TestImages.RequireLibrary();
        new DecodeCache(TestImages.Codec, 1000).Get(SampleSets.Rectangles(1)[0]).Image.Width.Should().Be(200);
    }

    [Fact]
    public void Bytes_WithMoreImagesThanFit_StayBelowTheBound()
    {
        TestImages.RequireLibrary();
        const int One = 3 * 100 * 75;
        var cache = new DecodeCache(TestImages.Codec, 100, (5 * One) + 10);
        var samples = SampleSets.Rectangles(20, 400, 300);
        Parallel.For(0, 60, i =>
        {
            cache.Get(samples[i % 20]).SourceWidth.Should().Be(400);
            cache.Bytes.Should().BeLessThanOrEqualTo(5L * One);
        });
        cache.Bytes.Should().Be(cache.Count * (long)One).And.BeLessThanOrEqualTo(5L * One);
        cache.Count.Should().Be(5);
    }
}
