using Platform.Core.Models.Model;
using Platform.Tests.Training.Torch;
using Platform.Training.Tensors;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Weights;

public sealed class TorchFileTests : TorchTest
{
    [Theory]
    [InlineData("kinds.pt", "")]
    [InlineData("kinds.protocol4.pt", "model")]
    public void File_OfEveryKindOfTensor_HasThePythonValues(string name, string container)
    {
        using var scope = NewDisposeScope();
        using var file = WeightFile.Read(WeightFixtures.PathOf(name));

        file.Format.Should().Be(WeightFormat.PyTorch);
        file.Container.Should().Be(container);
        var counted = arange(24, dtype: float32);
        var expected = new Dictionary<string, Tensor>
        {
            ["f32"] = counted.reshape(2, 3, 4), ["f16"] = counted.to(float16), ["bf16"] = counted.to(bfloat16), ["f64"] = counted.to(float64), ["i64"] = counted.to(int64), ["i32"] = counted.to(int32),
            ["i16"] = counted.to(int16), ["i8"] = counted.to(int8), ["u8"] = counted.to(uint8), ["bool"] = tensor(Enumerable.Range(0, 24).Select(i => i % 2 == 0).ToArray()),
            ["parameter"] = counted.reshape(4, 6), ["turned"] = counted.reshape(4, 6).t(), ["part"] = counted.reshape(4, 6).narrow(0, 1, 2).narrow(1, 2, 3),
            ["last"] = arange(24, dtype: float32).reshape(2, 3, 2, 2), ["scalar"] = tensor(7L), ["empty"] = zeros([0, 4]),
        };
        file.Tensors.Keys.Should().BeEquivalentTo(expected.Keys);
        foreach (var (key, value) in expected)
        {
            file.Tensors[key].dtype.Should().Be(value.dtype, key);
            file.Tensors[key].shape.Should().Equal(value.shape, key);
            file.Tensors[key].equal(value).Should().BeTrue(key);
        }
    }

    [Fact]
    public void File_OfOldPyTorch_IsRefusedWithTheWayOut()
    {
        var read = () => WeightFile.Read(WeightFixtures.PathOf("legacy.pt"));
        read.Should().Throw<InvalidDataException>().WithMessage("*before 1.6*");
    }

    [Fact]
    public void File_CutAnywhere_IsRefused()
    {
        var whole = File.ReadAllBytes(WeightFixtures.PathOf("kinds.pt"));
        foreach (var length in Enumerable.Range(0, 60).Select(i => i * whole.Length / 60))
        {
            var read = () => WeightFile.Read(new MemoryStream(whole[..length]));
            read.Should().Throw<InvalidDataException>($"only {length} of {whole.Length} bytes are there");
        }
    }

    // Whatever is damaged: a clear refusal, or tensors; never another failure.
    [Fact]
    public void File_WithBytesChanged_IsReadOrRefused()
    {
        var random = new Random(5);
        var whole = File.ReadAllBytes(WeightFixtures.PathOf("kinds.protocol4.pt"));
        for (var round = 0; round < 400; round++)
        {
            var damaged = whole.ToArray();
            for (var change = 0; change <= round % 4; change++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            try
            {
                WeightFile.Read(new MemoryStream(damaged)).Dispose();
            }
            catch (InvalidDataException)
            {
                // Refused.
            }
        }
    }

    [Fact]
    public void SafeTensors_OfRandomTensors_GoRound()
    {
        var random = new Random(11);
        ScalarType[] types = [float32, float64, float16, bfloat16, int64, int32, int16, int8, uint8];
        for (var round = 0; round < 40; round++)
        {
            using var scope = NewDisposeScope();
            var tensors = Enumerable.Range(0, random.Next(1, 12)).ToDictionary(
                i => $"layer.{i}.{random.Next()}",
                _ => (rand([.. Enumerable.Range(0, random.Next(0, 5)).Select(_ => (long)random.Next(0, 6))]) * 100).to(types[random.Next(types.Length)]));
            using var stream = new MemoryStream();
            SafeTensors.Write(stream, tensors);
            stream.Position = 0;

            using var file = WeightFile.Read(stream);

            file.Format.Should().Be(WeightFormat.SafeTensors);
            file.Tensors.Keys.Should().BeEquivalentTo(tensors.Keys);
            file.Tensors.Should().OnlyContain(pair => pair.Value.dtype == tensors[pair.Key].dtype && pair.Value.equal(tensors[pair.Key]));
        }
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4000000000000]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1,0],"data_offsets":[0,0]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9000000000,9000000000],"data_offsets":[0,4]}}""")]
    public void SafeTensors_PromisingMoreThanTheyHold_AreRefused(string header)
    {
        byte[] bytes = [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header), 0, 0, 0, 0];
        var read = () => WeightFile.Read(new MemoryStream(bytes));
        read.Should().Throw<InvalidDataException>();
    }
}
