using System.Text;
using Platform.Tests.Support;
using Platform.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Checkpoints;

public sealed class SafetensorsTests : IDisposable
{
    private readonly DisposeScope _scope;

    public SafetensorsTests()
    {
        TensorLibrary.Require();
        _scope = NewDisposeScope();
    }

    public void Dispose() => _scope?.Dispose();

    [Fact]
    public void Write_TwoTensors_GivesTheBytesOfTheFormat()
    {
        var bytes = Write(("a", tensor(new float[] { 1, 2 })), ("b", tensor(7L)));

        var header = """{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}""";
        header = header.PadRight((header.Length + 7) / 8 * 8);
        BitConverter.ToInt64(bytes).Should().Be(header.Length);
        Encoding.UTF8.GetString(bytes, 8, header.Length).Should().Be(header);
        bytes.AsSpan(8 + header.Length).ToArray().Should().Equal([0, 0, 128, 63, 0, 0, 0, 64, 7, 0, 0, 0, 0, 0, 0, 0]);
    }

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var strided = arange(6, dtype: ScalarType.Float32).reshape(2, 3).t();
        using var file = SafetensorsFile.Read(new MemoryStream(Write(("strided", strided), ("flag", tensor(new[] { true, false })))));

        file.Metadata.Should().ContainKey("k").WhoseValue.Should().Be("v");
        file.Tensors["strided"].shape.Should().Equal(3, 2);
        file.Tensors["strided"].data<float>().ToArray().Should().Equal(0, 3, 1, 4, 2, 5);
        file.Tensors["flag"].data<bool>().ToArray().Should().Equal(true, false);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    [InlineData(-1)]
    public void Read_CutShort_SaysThatItIsNotWhole(int length)
    {
        var bytes = Write(("a", tensor(new float[] { 1, 2 })));

        FluentActions.Invoking(() => SafetensorsFile.Read(new MemoryStream(length < 0 ? bytes[..^1] : bytes[..length]))).Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void Read_OtherFile_IsRefused() =>
        FluentActions.Invoking(() => SafetensorsFile.Read(new MemoryStream(Encoding.UTF8.GetBytes("PK this is a zip file, not weights"))))
            .Should().Throw<InvalidDataException>();

    private static byte[] Write(params (string Name, Tensor Tensor)[] tensors)
    {
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(
            stream, [.. tensors.Select(pair => KeyValuePair.Create(pair.Name, pair.Tensor))], new Dictionary<string, string> { ["k"] = "v" });
        return stream.ToArray();
    }
}
