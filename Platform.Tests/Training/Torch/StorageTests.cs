using System.Text;
using Platform.Training.Tensors;
using static TorchSharp.torch;

namespace Platform.Tests.Training.Torch;

public sealed class StorageTests : TorchTest, IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void SafeTensors_OfEveryType_GoRound()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["weight"] = tensor(new[] { 1.5f, float.NaN, -2 }, [1, 3]),
            ["count"] = tensor(7L),
            ["mask"] = tensor(new[] { true, false, true }),
            ["half"] = ones(3).to(bfloat16),
            ["empty"] = zeros([0, 4]),
            ["turned"] = arange(6, dtype: float64).reshape(2, 3).t(),
        };
        SafeTensors.Save(_path, tensors, new Dictionary<string, string> { ["model"] = "nano" });
        var loaded = SafeTensors.Load(_path);
        loaded.Keys.Should().BeEquivalentTo(tensors.Keys);
        loaded["weight"].bytes.ToArray().Should().Equal(tensors["weight"].bytes.ToArray());
        loaded["count"].item<long>().Should().Be(7);
        loaded["mask"].data<bool>().ToArray().Should().Equal(true, false, true);
        loaded["half"].dtype.Should().Be(bfloat16);
        loaded["empty"].shape.Should().Equal(0, 4);
        loaded["turned"].equal(tensors["turned"]).Should().BeTrue();
        SafeTensors.LoadMetadata(_path)["model"].Should().Be("nano");
    }

    [Fact]
    public void SafeTensors_Layout_IsTheFormatsOwn()
    {
        using var scope = NewDisposeScope();
        using var memory = new MemoryStream();
        SafeTensors.Write(memory, new Dictionary<string, Tensor> { ["a"] = tensor(new[] { 1f }) });
        var bytes = memory.ToArray();
        var header = BitConverter.ToInt64(bytes);
        Encoding.UTF8.GetString(bytes, 8, (int)header).TrimEnd().Should().Be("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""");
        (header % 8).Should().Be(0);
        BitConverter.ToSingle(bytes, 8 + (int)header).Should().Be(1);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F99","shape":[1],"data_offsets":[0,4]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public void SafeTensors_OfADamagedFile_AreRefused(string header)
    {
        var bytes = new List<byte>(BitConverter.GetBytes((long)header.Length));
        bytes.AddRange(Encoding.UTF8.GetBytes(header));
        bytes.AddRange(new byte[8]);
        var read = () => SafeTensors.Read(new MemoryStream([.. bytes]));
        read.Should().Throw<InvalidDataException>();
    }

    [Fact]
    public void WeightLoader_OfAnotherModule_ReportsWhatFits()
    {
        using var scope = NewDisposeScope();
        using var source = nn.Sequential(("stem", nn.Linear(2, 2)), ("head", nn.Linear(2, 5)), ("old", nn.Linear(1, 1)));
        using var target = nn.Sequential(("stem", nn.Linear(2, 2)), ("head", nn.Linear(2, 3)), ("extra", nn.Linear(1, 1)));
        SafeTensors.Save(_path, source.state_dict());
        var report = WeightLoader.LoadFile(target, _path);
        report.Matched.Should().BeEquivalentTo("stem.weight", "stem.bias");
        report.Missing.Should().BeEquivalentTo("extra.weight", "extra.bias");
        report.Unexpected.Should().BeEquivalentTo("old.weight", "old.bias");
        report.Mismatched.Should().HaveCount(2);
        report.Mismatched.Single(item => item.Name == "head.bias").Found.Should().Equal(5);
        report.IsComplete.Should().BeFalse();
        target.state_dict()["stem.weight"].equal(source.state_dict()["stem.weight"]).Should().BeTrue();
    }

    [Fact]
    public void ModelEma_Updated_MovesByItsDecay()
    {
        using var scope = NewDisposeScope();
        using var module = nn.BatchNorm2d(2);
        using var average = new ModelEma(module);
        using (no_grad())
        {
            module.weight!.fill_(3);
            module.num_batches_tracked!.fill_(5);
        }
        average.Update(0.75);
        average.State["weight"].data<float>().ToArray().Should().Equal(1.5f, 1.5f);
        average.State["num_batches_tracked"].item<long>().Should().Be(5);
        average.CopyTo(module);
        module.weight!.data<float>().ToArray().Should().Equal(1.5f, 1.5f);
    }
}
