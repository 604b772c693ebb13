using System.IO.Compression;
using Platform.Tests.Training.Torch;
using Platform.Training.Tensors;

namespace Platform.Tests.Training.Weights;

/// <summary>Files made to harm: each is refused with a message that says why, and nothing in it is run.</summary>
public sealed class HostilePickleTests : TorchTest
{
    private static readonly int[] s_two = [2];
    private static readonly int[] s_one = [1];

    /// <summary>What was done, the pickle, and a word of the refusal.</summary>
    public static TheoryData<string, byte[], string> Pickles => new()
    {
        { "os.system by REDUCE", new PickleText().Global("os", "system").Op("(").Text("touch owned").Op("tR").Stop(), "*os.system*" },
        { "posix.system, as Python writes it", new PickleText().Global("posix", "system").Op("(").Text("id").Op("tR").Stop(), "*posix.system*" },
        { "builtins.eval", new PickleText().Global("builtins", "eval").Op("(").Text("1").Op("tR").Stop(), "*builtins.eval*" },
        { "a global alone", new PickleText().Global("builtins", "exec").Stop(), "*builtins.exec*" },
        { "STACK_GLOBAL", PickleText.Protocol(4).Text("subprocess").Text("Popen").Raw(0x93).Stop(), "*subprocess.Popen*" },
        { "a path through an allowed module", new PickleText().Global("torch", "serialization.os.system").Stop(), "*torch.serialization.os.system*" },
        { "torch.load", new PickleText().Global("torch", "load").Stop(), "*torch.load*" },
        { "a class of a training framework", new PickleText().Global("ultralytics.nn.tasks", "DetectionModel").Op(")").Raw(0x81).Stop(), "*ultralytics.nn.tasks.DetectionModel*" },
        { "INST", new PickleText().Op("(ios\nsystem\n").Stop(), "*INST*" },
        { "OBJ", new PickleText().Op("(o").Stop(), "*OBJ*" },
        { "NEWOBJ of an allowed name", new PickleText().Global("collections", "OrderedDict").Op(")").Raw(0x81).Stop(), "*NEWOBJ*" },
        { "NEWOBJ_EX", PickleText.Protocol(4).Raw(0x92).Stop(), "*NEWOBJEX*" },
        { "an extension code", new PickleText().Raw(0x82, 1).Stop(), "*EXT1*" },
        { "a persistent id as text", new PickleText().Op("Pfile\n").Stop(), "*PERSID*" },
        { "BUILD on a list", new PickleText().Op("]}b").Stop(), "*BUILD*" },
        { "BUILD on a tensor", new PickleText().Tensor(0, s_two, s_one).Op("}b").Stop(), "*BUILD*" },
        { "BUILD with a list", new PickleText().Op("}]b").Stop(), "*BUILD*" },
        { "a call of a text", new PickleText().Text("os.system").Op(")R").Stop(), "*no function*" },
        { "a storage class as a function", new PickleText().Global("torch", "FloatStorage").Op(")R").Stop(), "*torch.FloatStorage*" },
        { "OrderedDict with arguments", new PickleText().Global("collections", "OrderedDict").Op("(]tR").Stop(), "*collections.OrderedDict*" },
        { "lists in lists", new PickleText().Repeat("]", 100_000).Repeat("a", 99_999).Stop(), "*nests*" },
        { "open collections", new PickleText().Repeat("(", 100_000).Stop(), "*nests collections*" },
        { "tuples in tuples", new PickleText().Op(")").Raw([.. Enumerable.Repeat((byte)0x85, 100_000)]).Stop(), "*nests tuples*" },
        { "values without end", new PickleText().Op("]").Repeat("Na", 2_100_000).Stop(), "*more values*" },
        { "memo without end", new PickleText().Op("N").Raw([.. Enumerable.Range(0, 1_000_100).SelectMany(i => (byte[])[(byte)'r', .. BitConverter.GetBytes(i)])]).Stop(), "*keeps more*" },
        { "a memo that was not kept", new PickleText().Length('j', 77).Stop(), "*value 77*" },
        { "a list that holds itself", new PickleText().Op("]q\0h\0a").Stop(), "*no dictionary*" },
        { "a huge text", new PickleText().Length('X', uint.MaxValue).Stop(), "*middle of a value*" },
        { "a huge text of 8 bytes' length", PickleText.Protocol(4).Raw(0x8d, 255, 255, 255, 255, 255, 255, 255, 255).Stop(), "*middle of a value*" },
        { "a huge number", new PickleText().Raw([0x8a, 200, .. new byte[200]]).Stop(), "*200 bytes*" },
        { "text that is none", new PickleText().Length('X', 1).Raw(0xff).Stop(), "*UTF-8*" },
        { "no end", new PickleText().Op("}").Cut(), "*middle of a value*" },
        { "more taken than made", new PickleText().Op("a").Stop(), "*has not made*" },
        { "taken from below a mark", new PickleText().Op("](Na").Stop(), "*has not made*" },
        { "two results", new PickleText().Op("NN").Stop(), "*has not made*" },
        { "a protocol of tomorrow", PickleText.Protocol(6).Op("N").Stop(), "*protocol 6*" },
        { "an unknown operation", new PickleText().Raw(0xff).Stop(), "*0xff*" },
        { "a key that is a list", new PickleText().Op("}]Ns").Stop(), "*key*" },
        { "a view behind its storage", Weights(pickle => pickle.Tensor(5, s_two, s_one)), "*outside its storage*" },
        { "a negative offset", Weights(pickle => pickle.Tensor(-1, s_two, s_one)), "*no tensor has*" },
        { "a negative stride", Weights(pickle => pickle.Tensor(5, s_two, [-1])), "*no tensor has*" },
        { "a negative size", Weights(pickle => pickle.Tensor(0, [-2], s_one)), "*no tensor has*" },
        { "one element shown a milliard times", Weights(pickle => pickle.Tensor(0, [1_000_000_000], [0])), "*more than once*" },
        { "rows that overlap", Weights(pickle => pickle.Tensor(0, [3, 3], [1, 1])), "*more than once*" },
        { "more axes than tensors have", Weights(pickle => pickle.Tensor(0, [.. Enumerable.Repeat(1, 9)], [.. Enumerable.Repeat(1, 9)])), "*no tensor has*" },
        { "a storage outside its folder", Weights(pickle => pickle.Tensor(0, s_two, s_one, "../data.pkl")), "*described as PyTorch does not*" },
        { "a storage that is not there", Weights(pickle => pickle.Tensor(0, s_two, s_one, "9")), "*missing*" },
        { "a storage longer than its file", Weights(pickle => pickle.Tensor(0, s_two, s_one, "0", 7)), "*should be 28 bytes*" },
        { "no weights at all", new PickleText().Op("}").Stop(), "*no tensors*" },
        { "a number", new PickleText().Number(1).Stop(), "*no dictionary*" },
    };

    [Theory]
    [MemberData(nameof(Pickles))]
    public void Pickle_MadeToHarm_IsRefused(string attack, byte[] pickle, string refusal)
    {
        using var file = PickleText.Archive(pickle);
        var before = Directory.GetFileSystemEntries(".");

        var read = () => WeightFile.Read(file);

        read.Should().Throw<InvalidDataException>(attack).WithMessage(refusal);
        Directory.GetFileSystemEntries(".").Should().Equal(before);
    }

    [Fact]
    public void Pickle_OfOneTensor_IsRead()
    {
        using var file = WeightFile.Read(PickleText.Archive(Weights(pickle => pickle.Tensor(1, [2, 2], [3, 1]))));
        file.Tensors["a"].shape.Should().Equal(2, 2);
    }

    // A thousand names of one storage: no more memory than the bound allows, whatever the file's size.
    [Fact]
    public void Tensors_SharingOneStorageOverAndOver_AreBounded()
    {
        var pickle = new PickleText().Op("}(");
        for (var i = 0; i < 21_000; i++)
        {
            pickle.Text($"t{i}").Tensor(0, s_two, s_one);
            if (i % 500 == 499)
            {
                pickle.Op("u(");
            }
        }

        var read = () => WeightFile.Read(PickleText.Archive(pickle.Op("u").Stop()));
        read.Should().Throw<InvalidDataException>().WithMessage("*more than 20000 tensors*");
    }

    [Fact]
    public void Archive_ThatUnpacksToMore_IsRefused()
    {
        var read = () => WeightFile.Read(PickleText.Archive(new byte[50_000_000], level: CompressionLevel.SmallestSize));
        read.Should().Throw<InvalidDataException>().WithMessage("*compressed*");
    }

    [Theory]
    [InlineData("../../etc/cron.d/owned")]
    [InlineData("/etc/passwd")]
    [InlineData("archive\\..\\..\\owned")]
    [InlineData("C:/owned")]
    public void Archive_WithAPathOutOfIt_IsRefused(string name)
    {
        var read = () => WeightFile.Read(PickleText.Archive(new PickleText().Op("}").Stop(), zip => PickleText.Add(zip, name, [1])));
        read.Should().Throw<InvalidDataException>().WithMessage("*leads out*");
    }

    [Fact]
    public void Archive_WithTwoFilesOfOneName_IsRefused()
    {
        var read = () => WeightFile.Read(PickleText.Archive(new PickleText().Op("}").Stop(), zip => PickleText.Add(zip, "archive/data.pkl", [1])));
        read.Should().Throw<InvalidDataException>().WithMessage("*twice*");
    }

    [Fact]
    public void Archive_OfTorchScript_IsRefused()
    {
        var read = () => WeightFile.Read(PickleText.Archive(new PickleText().Op("}").Stop(), zip => PickleText.Add(zip, "archive/constants.pkl", [1])));
        read.Should().Throw<InvalidDataException>().WithMessage("*TorchScript*");
    }

    [Fact]
    public void File_OfSomethingElse_IsRefused()
    {
        var read = () => WeightFile.Read(new MemoryStream("GIF89a, not weights"u8.ToArray()));
        read.Should().Throw<InvalidDataException>().WithMessage("*neither*");
    }

    private static byte[] Weights(Func<PickleText, PickleText> tensor) => tensor(new PickleText().Op("}").Text("a")).Op("s").Stop();
}
