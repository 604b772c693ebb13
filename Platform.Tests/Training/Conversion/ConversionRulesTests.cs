using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Training.Conversion;
using Platform.Training.Conversion.Tools;

namespace Platform.Tests.Training.Conversion;

public sealed class ConversionRulesTests
{
    private static readonly ConversionRules s_rules = new(new VendorTools(new ConversionOptions { Tools = { ["openvino"] = "/nowhere/ovc", ["tflite"] = "/bin/sh", ["trt"] = "/nowhere/trtexec" } }));

    [Fact]
    public void Offers_ForADetector_AreEverythingAndNameWhatIsMissing()
    {
        var offers = s_rules.Offers(ModelTask.Det);

        offers.Select(offer => (offer.Format, offer.Precision)).Should().BeEquivalentTo([
            (ArtifactFormat.Onnx, ArtifactPrecision.Fp32), (ArtifactFormat.Onnx, ArtifactPrecision.Fp16), (ArtifactFormat.Onnx, ArtifactPrecision.Int8),
            (ArtifactFormat.OnnxExternal, ArtifactPrecision.Fp32), (ArtifactFormat.OnnxExternal, ArtifactPrecision.Fp16), (ArtifactFormat.OnnxExternal, ArtifactPrecision.Int8),
            (ArtifactFormat.TorchScript, ArtifactPrecision.Fp32),
            (ArtifactFormat.OpenVino, ArtifactPrecision.Fp32), (ArtifactFormat.OpenVino, ArtifactPrecision.Fp16),
            (ArtifactFormat.TfLite, ArtifactPrecision.Fp32), (ArtifactFormat.TfLite, ArtifactPrecision.Fp16),
            (ArtifactFormat.Trt, ArtifactPrecision.Fp32), (ArtifactFormat.Trt, ArtifactPrecision.Fp16),
        ]);
        offers.Where(offer => offer.CanSuppress).Select(offer => offer.Format).Distinct().Should().Equal(ArtifactFormat.Onnx, ArtifactFormat.OnnxExternal);
        offers.Where(offer => offer.Missing is not null).Select(offer => offer.Missing).Distinct().Should().Equal("ovc", "trtexec");
    }

    [Theory]
    [InlineData(ModelTask.Seg)]
    [InlineData(ModelTask.Pose)]
    [InlineData(ModelTask.Cls)]
    [InlineData(ModelTask.Ocr)]
    public void Offers_ForOtherTasks_LeaveOutWhatWouldBeRefused(ModelTask task) =>
        s_rules.Offers(task).Should().NotBeEmpty().And.OnlyContain(offer => offer.Precision != ArtifactPrecision.Int8 && !offer.CanSuppress);

    [Theory]
    [InlineData(ModelTask.Det, "ckpt", "fp32", false, "conversion.not_offered")]
    [InlineData(ModelTask.Det, "onnx", "mixed", false, "conversion.not_offered")]
    [InlineData(ModelTask.Det, "torchscript", "fp16", false, "conversion.torchscript_fp32")]
    [InlineData(ModelTask.Det, "tflite", "int8", false, "conversion.vendor_int8")]
    [InlineData(ModelTask.Cls, "onnx", "int8", false, "conversion.int8_det")]
    [InlineData(ModelTask.Seg, "onnx", "fp32", true, "conversion.nms_det")]
    [InlineData(ModelTask.Det, "torchscript", "fp32", true, "conversion.nms_onnx")]
    [InlineData(ModelTask.Det, "openvino", "fp32", false, "conversion.tool_missing")]
    public void Demand_OfWhatIsNotOffered_SaysWhy(ModelTask task, string format, string precision, bool nms, string code) =>
        Refused(task, new ConversionSpec(EnumText<ArtifactFormat>.Parse(format), EnumText<ArtifactPrecision>.Parse(precision)) { WithSuppression = nms }).Should().Be(code);

    [Fact]
    public void Demand_OfThresholdsAndCalibrationOutOfRange_IsRefused()
    {
        Refused(ModelTask.Det, new ConversionSpec(ArtifactFormat.Onnx) { WithSuppression = true, ScoreThreshold = 1 }).Should().Be("conversion.thresholds");
        Refused(ModelTask.Det, new ConversionSpec(ArtifactFormat.Onnx) { WithSuppression = true, IouThreshold = float.NaN }).Should().Be("conversion.thresholds");
        Refused(ModelTask.Det, new ConversionSpec(ArtifactFormat.Onnx, ArtifactPrecision.Int8) { Calibration = new CalibrationSpec(0) }).Should().Be("conversion.calibration");
        Refused(ModelTask.Det, new ConversionSpec(ArtifactFormat.Onnx, ArtifactPrecision.Int8) { Calibration = new CalibrationSpec(Percentile: 50) }).Should().Be("conversion.calibration");
    }

    [Fact]
    public void Key_TellsWhatWouldBeAnotherFile()
    {
        var plain = new ConversionSpec(ArtifactFormat.Onnx);
        var keys = new[]
        {
            plain, plain with { WithSuppression = true }, plain with { WithSuppression = true, ScoreThreshold = .5f }, plain with { Precision = ArtifactPrecision.Int8 },
            plain with { Precision = ArtifactPrecision.Int8, Calibration = new CalibrationSpec(Method: CalibrationMethod.MinMax) },
        }.Select(spec => spec.Key);

        keys.Should().OnlyHaveUniqueItems();
        (plain with { ScoreThreshold = .5f, Calibration = new CalibrationSpec(7) }).Key.Should().Be(plain.Key, "neither plays a part in it");
    }

    [Fact]
    public void Facts_OfATrainingsFileAndOfOtherPrograms_AreRead()
    {
        ArtifactFacts.Read("""{"imageCount":20,"maxBoxDifference":0.0002,"maxScoreDifference":1e-6,"expectedCount":3}""").LargestDifference.Should().Be(0.0002f);
        ArtifactFacts.Read("""{"imageCount":20,"maxDifference":{"probabilities":1e-6},"tolerance":{"probabilities":0.001}}""").LargestDifference.Should().Be(1e-6f);
        ArtifactFacts.Read("[1]").LargestDifference.Should().BeNull();
        ArtifactFacts.Read(null).Conversion.Should().BeNull();
        var facts = new ArtifactFacts { Conversion = "onnx fp16", Accuracy = new AccuracyChange("mAP50_95", "val", 3, .5, .49) };
        ArtifactFacts.Read(facts.ToJson()).Should().BeEquivalentTo(facts);
    }

    private static string Refused(ModelTask task, ConversionSpec spec)
    {
        var demand = () => s_rules.Demand(task, spec);
        return demand.Should().Throw<DomainRuleException>().Which.Code;
    }
}
