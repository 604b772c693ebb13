using System.Globalization;
using System.IO.Compression;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Tests.EndToEnd;
using Platform.Tests.Support;
using Platform.Training.Conversion;
using Platform.Training.Conversion.Tools;

namespace Platform.Tests.Training.Conversion;

/// <summary>Vendors' converters, played by shell scripts.</summary>
public sealed class VendorToolsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ovc_ThatWorks_GivesOneArchiveOfBothFiles()
    {
        var tools = Tools("openvino", """
            [ "$2" = --output_model ] && [ "$4" = --compress_to_fp16=True ] || exit 9
            cp "$1" "$3"; printf weights > "${3%.xml}.bin"
            """);

        var made = await ConvertAsync(tools, new ConversionSpec(ArtifactFormat.OpenVino, ArtifactPrecision.Fp16), Cancellation);

        Path.GetFileName(made).Should().Be("best-fp16-openvino.zip");
        using var archive = ZipFile.OpenRead(made);
        archive.Entries.Select(entry => entry.FullName).Should().Equal("best-fp16.bin", "best-fp16.xml");
    }

    [Theory]
    [InlineData(ArtifactPrecision.Fp32, "model_float32.tflite", "best-fp32.tflite")]
    [InlineData(ArtifactPrecision.Fp16, "model_float16.tflite", "best-fp16.tflite")]
    public async Task Onnx2tf_ThatWritesAllPrecisions_GivesTheOneAskedFor(ArtifactPrecision precision, string its, string ours)
    {
        var tools = Tools("tflite", """for kind in float16 float32; do printf "$kind" > "$4/model_$kind.tflite"; done""");

        var made = await ConvertAsync(tools, new ConversionSpec(ArtifactFormat.TfLite, precision), Cancellation);

        Path.GetFileName(made).Should().Be(ours);
        (await File.ReadAllTextAsync(made, Cancellation)).Should().Be(its["model_".Length..^".tflite".Length]);
    }

    [Fact]
    public async Task Trtexec_IsToldTheSizeOfTheInput()
    {
        var tools = Tools("trt", """
            for argument in "$@"; do case "$argument" in --saveEngine=*) engine=${argument#--saveEngine=} ;; esac; done
            printf '%s\n' "$@" > "$engine"
            """);

        var made = await ConvertAsync(tools, new ConversionSpec(ArtifactFormat.Trt, ArtifactPrecision.Fp16), Cancellation);

        (await File.ReadAllLinesAsync(made, Cancellation)).Should().Contain(["--minShapes=images:1x3x48x64", "--maxShapes=images:16x3x48x64", "--fp16"]);
    }

    [Fact]
    public async Task Tool_NameOfAnArgument_StaysOneArgument()
    {
        var program = _folder.WriteProgram("echo-arguments", "printf '%s\\n' \"$@\" > told.txt");
        string[] hostile = ["a; touch taken", "$(touch taken)", "\" && touch taken #", "`touch taken`"];

        await ToolProcess.RunAsync(program, hostile, _folder.Path, TimeSpan.FromMinutes(1), Cancellation);

        (await File.ReadAllLinesAsync(_folder["told.txt"], Cancellation)).Should().Equal(hostile);
        File.Exists(_folder["taken"]).Should().BeFalse();
    }

    [Fact]
    public async Task Tool_ThatFails_IsToldWithItsOwnWords()
    {
        var tools = Tools("trt", "echo working; echo 'Unsupported operation: Frobnicate' >&2; exit 3");

        var act = () => ConvertAsync(tools, new ConversionSpec(ArtifactFormat.Trt), Cancellation);

        (await act.Should().ThrowAsync<DomainRuleException>()).Which.Should().Match<DomainRuleException>(
            refused => refused.Code == "conversion.tool_failed" && refused.Message.Contains("code 3") && refused.Message.Contains("Unsupported operation: Frobnicate"));
    }

    [Fact]
    public async Task Tool_ThatLeavesNothing_IsRefused()
    {
        var act = () => ConvertAsync(Tools("openvino", "exit 0"), new ConversionSpec(ArtifactFormat.OpenVino), Cancellation);

        (await act.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("conversion.tool_made_nothing");
    }

    [Fact]
    public async Task Tool_Cancelled_DiesWithItsChildren()
    {
        var pids = _folder["pids"];
        var tools = Tools("trt", $"sleep 600 & echo $$ $! > '{pids}.part'; mv '{pids}.part' '{pids}'; wait");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var converting = ConvertAsync(tools, new ConversionSpec(ArtifactFormat.Trt), stop.Token);
        await Eventually.HoldsAsync(() => Task.FromResult(File.Exists(pids)), isThere => isThere, "the start of the tool");
        await stop.CancelAsync();

        var act = () => converting;
        await act.Should().ThrowAsync<OperationCanceledException>();
        foreach (var pid in (await File.ReadAllTextAsync(pids, Cancellation)).Split(' ', StringSplitOptions.TrimEntries))
        {
            await Eventually.HoldsAsync(() => Task.FromResult(IsAlive(pid)), isAlive => !isAlive, $"the end of process {pid}");
        }
    }

    [Fact]
    public async Task Tool_ThatTakesTooLong_IsStopped()
    {
        var tools = Tools("trt", "sleep 600", TimeSpan.FromMilliseconds(200));

        var act = () => ConvertAsync(tools, new ConversionSpec(ArtifactFormat.Trt), Cancellation);

        (await act.Should().ThrowAsync<DomainRuleException>()).Which.Code.Should().Be("conversion.tool_timeout");
    }

    [Fact]
    public void Find_OnThePath_TakesProgramsAlone()
    {
        var before = Environment.GetEnvironmentVariable("PATH");
        var (first, second) = (_folder["first"], _folder["second"]);
        _folder.Write("first/trtexec", "no program");
        var program = _folder.WriteProgram("second/trtexec", "exit 0");
        try
        {
            Environment.SetEnvironmentVariable("PATH", string.Join(Path.PathSeparator, first, second, before));

            new VendorTools(new ConversionOptions()).Find(ArtifactFormat.Trt).Should().Be(program);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", before);
        }
    }

    private VendorTools Tools(string format, string script, TimeSpan? timeout = null) => new(
        new ConversionOptions { Tools = { [format] = _folder.WriteProgram("tool", script) }, ToolTimeout = timeout ?? TimeSpan.FromMinutes(5) });

    private Task<string> ConvertAsync(VendorTools tools, ConversionSpec spec, CancellationToken cancellation) =>
        tools.ConvertAsync(spec, _folder.Write("work/model.onnx", "onnx"), (64, 48), _folder["work"], cancellation);

    // A killed process that nobody has waited for is a zombie: it runs no more.
    private static bool IsAlive(string pid)
    {
        try
        {
            var status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return status[status.LastIndexOf(')') + 2] != 'Z';
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
