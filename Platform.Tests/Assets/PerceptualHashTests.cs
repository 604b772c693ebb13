using Platform.Core.Imaging;
using Platform.Tests.Support;
using Platform.Training.Imaging;
using Platform.Training.Interop;

namespace Platform.Tests.Assets;

public sealed class PerceptualHashTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Hash_OfAPictureScaledBrightenedAndNoisy_StaysNear()
    {
        var picture = Draw(320, 240, Scene);
        var scaled = Draw(97, 71, Scene);
        var random = new Random(1);
        var changed = Draw(320, 240, (x, y) => 20 + (0.85 * Scene(x, y)) + random.Next(-8, 9));

        Distance(picture, scaled).Should().BeLessThanOrEqualTo(PerceptualHash.NearDistance);
        Distance(picture, changed).Should().BeLessThanOrEqualTo(PerceptualHash.NearDistance);
    }

    [Fact]
    public void Hash_OfAnotherPicture_LiesFarAway()
    {
        var random = new Random(2);
        var pictures = Enumerable.Range(0, 20).Select(_ =>
        {
            var (a, b, c) = (random.NextDouble() * 12, random.NextDouble() * 12, random.NextDouble() * 6);
            return Draw(64, 64, (x, y) => 128 + (100 * Math.Sin((x * a) + c) * Math.Cos((y * b) - c)));
        }).ToList();

        var pairs = from i in Enumerable.Range(0, 20) from j in Enumerable.Range(0, i) select Distance(pictures[i], pictures[j]);
        pairs.Count(distance => distance <= PerceptualHash.NearDistance).Should().BeLessThanOrEqualTo(2);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(300, 200)]
    public void Hash_OfAFlatPicture_IsNone(int width, int height) => PerceptualHash.Of(Draw(width, height, (_, _) => 90)).Should().BeNull();

    [Theory, EveryDatabase]
    public async Task Ingest_OfAPictureAndItsRecompressedCopy_StoresHashesThatLieNear(DatabaseEngine engine)
    {
        Assert.SkipUnless(ImagingLibrary.IsAvailable, $"The imaging library is missing, run Platform.Training/Native/build.sh: {ImagingLibrary.LoadError}");
        var codec = new OpenCvImageCodec();
        await using var world = await DatasetWorld.CreateAsync(engine, codec);
        var version = await world.AddEmptyDraftAsync();
        var picture = Draw(640, 480, Scene);

        await world.UploadAsync(
            version, ("a.jpg", codec.Encode(picture, ImageFormat.Jpeg, 95)), ("b.jpg", codec.Encode(picture, ImageFormat.Jpeg, 40)), ("flat.png", codec.Encode(Draw(64, 64, (_, _) => 9), ImageFormat.Png)));

        var hashes = await world.ReadAsync(db => Task.FromResult(db.Assets.Where(asset => asset.DatasetVersionId == version).OrderBy(asset => asset.FileName).Select(asset => asset.PerceptualHash).ToList()));
        PerceptualHash.Distance(hashes[0]!.Value, hashes[1]!.Value).Should().BeLessThanOrEqualTo(PerceptualHash.NearDistance);
        hashes[2].Should().BeNull();
        (await world.ReadAsync(db => Task.FromResult(db.Assets.Where(asset => asset.DatasetVersionId == version).All(asset => asset.UploaderId == world.Actor.UserId)))).Should().BeTrue();
    }

    private static int Distance(RgbImage one, RgbImage other) => PerceptualHash.Distance(PerceptualHash.Of(one)!.Value, PerceptualHash.Of(other)!.Value);

    // Blots of many sizes, as a photograph has.
    private static double Scene(double x, double y)
    {
        var random = new Random(4);
        var light = 60.0;
        for (var i = 0; i < 14; i++)
        {
            var (centreX, centreY, radius, power) = (random.NextDouble(), random.NextDouble(), 0.04 + (0.25 * random.NextDouble()), 40 + (100 * random.NextDouble()));
            light += (i % 3 == 0 ? -0.4 : 0.6) * power * Math.Exp(-(((x - centreX) * (x - centreX)) + ((y - centreY) * (y - centreY))) / (radius * radius));
        }

        return light;
    }

    // x and y run from 0 to 1.
    private static RgbImage Draw(int width, int height, Func<double, double, double> light)
    {
        var image = RgbImage.Create(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                image.Pixels.AsSpan(3 * ((y * width) + x), 3).Fill((byte)Math.Clamp(light((double)x / width, (double)y / height), 0, 255));
            }
        }

        return image;
    }
}
