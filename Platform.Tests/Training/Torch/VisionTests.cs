using Platform.Training.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Torch;

public sealed class VisionTests : TorchTest
{
    [Fact]
    public void Nms_OfOverlappingBoxes_KeepsTheBest()
    {
        using var scope = NewDisposeScope();
        var boxes = tensor(new float[,] { { 0, 0, 10, 10 }, { 1, 1, 11, 11 }, { 20, 20, 30, 30 }, { 0, 0, 10, 9 } });
        var scores = tensor(new[] { 0.8f, 0.9f, 0.5f, 0.7f });
        torchvision.ops.nms(boxes, scores, 0.5).data<long>().ToArray().Should().Equal(1, 2);
        torchvision.ops.nms(boxes, scores, 0.95).data<long>().ToArray().Should().Equal(1, 0, 3, 2);
        var classes = tensor(new long[] { 0, 1, 0, 0 });
        TensorExtensions.BatchedNms(boxes, scores, classes, 0.5).data<long>().ToArray().Should().Equal(1, 0, 2);
        TensorExtensions.BatchedNms(boxes, scores, classes, 0.5, limit: 1).data<long>().ToArray().Should().Equal(1);
        torchvision.ops.nms(zeros(0, 4), zeros([0]), 0.5).shape.Should().Equal(0);
    }

    [Fact]
    public void BoxIou_OfKnownBoxes_IsTheSharedArea()
    {
        using var scope = NewDisposeScope();
        var a = tensor(new float[,] { { 0, 0, 2, 2 } });
        var b = tensor(new float[,] { { 1, 0, 3, 2 }, { 4, 0, 5, 2 }, { 0, 0, 2, 2 } });
        torchvision.ops.box_area(b).data<float>().ToArray().Should().Equal(4, 2, 4);
        var iou = torchvision.ops.box_iou(a, b).data<float>().ToArray();
        iou[0].Should().BeApproximately(1f / 3, 1e-6f);
        iou[1].Should().Be(0);
        iou[2].Should().Be(1);
        var giou = torchvision.ops.generalized_box_iou(a, b).data<float>().ToArray();
        giou[0].Should().BeApproximately(1f / 3, 1e-6f);
        // Union 6 in an enclosing box of 10.
        giou[1].Should().BeApproximately(-0.4f, 1e-6f);
        giou[2].Should().BeApproximately(1, 1e-6f);
    }

    [Fact]
    public void Runtime_Asked_TellsVersionThreadsAndModes()
    {
        using var scope = NewDisposeScope();
        TorchRuntime.Version.Should().MatchRegex(@"^\d+\.\d+");
        TorchRuntime.Describe().Should().Contain("libtorch").And.Contain("thread");
        var threads = get_num_threads();
        set_num_threads(1);
        get_num_threads().Should().Be(1);
        set_num_threads(threads);
        var benchmark = backends.cudnn.benchmark;
        backends.cudnn.benchmark = !benchmark;
        backends.cudnn.benchmark.Should().Be(!benchmark);
        backends.cudnn.benchmark = benchmark;
        using (TensorExtensions.Autocast(DeviceType.CPU))
        {
            ones(2, 2).matmul(ones(2, 2)).dtype.Should().Be(bfloat16);
        }
        ones(2, 2).matmul(ones(2, 2)).dtype.Should().Be(float32);
        nn.Conv2d(4, 4, 3).ToChannelsLast().weight.is_contiguous(memory_format.channels_last).Should().BeTrue();
    }
}
