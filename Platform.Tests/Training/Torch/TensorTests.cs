using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Torch;

public sealed class TensorTests : TorchTest
{
    [Fact]
    public void Operators_SmallTensors_GiveHandComputedValues()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new float[] { 1, 2, 3, 4 }, [2, 2]);
        var b = tensor(new float[,] { { 10, 20 }, { 30, 40 } });
        (a + b).data<float>().ToArray().Should().Equal(11, 22, 33, 44);
        (b - 1).data<float>().ToArray().Should().Equal(9, 19, 29, 39);
        (1 - a).data<float>().ToArray().Should().Equal(0, -1, -2, -3);
        (2 * a * a / 2).data<float>().ToArray().Should().Equal(1, 4, 9, 16);
        (12 / a).data<float>().ToArray().Should().Equal(12, 6, 4, 3);
        a.matmul(b).data<float>().ToArray().Should().Equal(70, 100, 150, 220);
        (a > 2).data<bool>().ToArray().Should().Equal(false, false, true, true);
        ((a > 1) & (a < 4)).sum().item<long>().Should().Be(2);
        a.t().data<float>().ToArray().Should().Equal(1, 3, 2, 4);
        a.shape.Should().Equal(2, 2);
        a.ToString().Should().Contain("2x2");
    }

    [Fact]
    public void Reductions_OfARectangle_GiveHandComputedValues()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new float[] { 1, 5, 2, 8, 3, 4 }, [2, 3]);
        x.sum().ToSingle().Should().Be(23);
        x.sum(0).data<float>().ToArray().Should().Equal(9, 8, 6);
        x.sum(1, keepdim: true).shape.Should().Equal(2, 1);
        x.mean([1]).data<float>().ToArray()[0].Should().BeApproximately(8f / 3, 1e-6f);
        var (values, indexes) = x.max(1);
        values.data<float>().ToArray().Should().Equal(5, 8);
        indexes.data<long>().ToArray().Should().Equal(1, 0);
        x.amax(0).data<float>().ToArray().Should().Equal(8, 5, 4);
        x.argmax().item<long>().Should().Be(3);
        var (top, at) = x.flatten().topk(2);
        top.data<float>().ToArray().Should().Equal(8, 5);
        at.data<long>().ToArray().Should().Equal(3, 1);
        x.cumsum(1).data<float>().ToArray().Should().Equal(1, 6, 8, 8, 11, 15);
        x.std(unbiased: false).ToSingle().Should().BeApproximately(2.2669f, 1e-3f);
        x.clamp(2, 4).data<float>().ToArray().Should().Equal(2, 4, 2, 4, 3, 4);
        x.sort(dim: 1, descending: true).Values.data<float>().ToArray().Should().Equal(5, 2, 1, 8, 4, 3);
    }

    [Fact]
    public void Indexing_SlicesMasksAndTensors_ReadAndWrite()
    {
        using var scope = NewDisposeScope();
        var x = arange(12, dtype: float32).reshape(3, 4);
        x[1].data<float>().ToArray().Should().Equal(4, 5, 6, 7);
        x[1, 2].ToSingle().Should().Be(6);
        x[TensorIndex.Colon, 1].data<float>().ToArray().Should().Equal(1, 5, 9);
        x[1.., ..2].data<float>().ToArray().Should().Equal(4, 5, 8, 9);
        x[TensorIndex.Ellipsis, TensorIndex.Slice(1, 4, 2)].data<float>().ToArray().Should().Equal(1, 3, 5, 7, 9, 11);
        x[TensorIndex.Colon, TensorIndex.Null].shape.Should().Equal(3, 1, 4);
        x[x > 8].data<float>().ToArray().Should().Equal(9, 10, 11);
        var rows = tensor(new long[] { 2, 0 });
        x[rows].data<float>().ToArray().Should().Equal(8, 9, 10, 11, 0, 1, 2, 3);
        x.index_select(1, rows).shape.Should().Equal(3, 2);
        x[0] = tensor(new float[] { 9, 9, 9, 9 });
        x.index_put_(-1, TensorIndex.Colon, 3);
        x[0].data<float>().ToArray().Should().Equal(9, 9, 9, -1);
        x.index_put_(zeros(2, 4), rows);
        x.sum().ToSingle().Should().Be(4 + 5 + 6 - 1);
        x.gather(1, tensor(new long[] { 1, 1, 1 }, [3, 1])).data<float>().ToArray().Should().Equal(0, 5, 0);
        zeros(4).scatter_(0, rows, ones(2)).data<float>().ToArray().Should().Equal(1, 0, 1, 0);
    }

    [Fact]
    public void Memory_BuffersAndBytes_AreShared()
    {
        using var scope = NewDisposeScope();
        var array = new float[] { 1, 2, 3, 4 };
        var shared = frombuffer(array, float32);
        shared.mul_(2);
        array.Should().Equal(2, 4, 6, 8);
        MemoryMarshal.Cast<byte, float>(shared.bytes)[1] = 7;
        array[1].Should().Be(7);
        var copied = tensor(array);
        array[0] = 100;
        copied[0].ToSingle().Should().Be(2);
        from_array(new[,] { { 1L, 2L }, { 3L, 4L } }).sum().item<long>().Should().Be(10);
        copied.data<float>()[2] = 5;
        copied[2].ToSingle().Should().Be(5);
    }

    [Fact]
    public void Shapes_OfManyOperations_AreAsNamed()
    {
        using var scope = NewDisposeScope();
        var x = zeros(2, 3, 4);
        x.permute(2, 0, 1).shape.Should().Equal(4, 2, 3);
        x.flatten(1).shape.Should().Equal(2, 12);
        x.unsqueeze(-1).squeeze(-1).shape.Should().Equal(2, 3, 4);
        cat([x, x], 1).shape.Should().Equal(2, 6, 4);
        stack([x, x]).shape.Should().Equal(2, 2, 3, 4);
        x.chunk(2, 2).Should().HaveCount(2);
        x.split([1, 2], 1)[1].shape.Should().Equal(2, 2, 4);
        x.narrow(1, 1, 2).shape.Should().Equal(2, 2, 4);
        var grid = meshgrid([arange(2), arange(3)]);
        grid[1].data<long>().ToArray().Should().Equal(0, 1, 2, 0, 1, 2);
        zeros(1, 3, 4, 4).contiguous(memory_format.channels_last).is_contiguous(memory_format.channels_last).Should().BeTrue();
        where(tensor(new[] { true, false }), tensor(new[] { 1f, 1f }), tensor(new[] { 2f, 2f })).data<float>().ToArray().Should().Equal(1, 2);
    }

    [Fact]
    public void Errors_OfLibtorch_CarryItsMessage()
    {
        using var scope = NewDisposeScope();
        var wrong = () => zeros(2, 3).matmul(zeros(2, 3));
        wrong.Should().Throw<ExternalException>().WithMessage("*shapes cannot be multiplied*");
        var disposed = zeros(1);
        disposed.Dispose();
        var late = () => disposed + 1;
        late.Should().Throw<InvalidOperationException>().WithMessage("*disposed*");
        var type = () => zeros(1).item<long>();
        type.Should().Throw<ArgumentException>();
    }
}
