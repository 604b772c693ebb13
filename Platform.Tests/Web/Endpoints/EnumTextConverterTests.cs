using System.Text.Json;
using Platform.Core.Datasets.Model;
using Platform.Core.Models.Model;
using Platform.Core.Shared;
using Platform.Web.Endpoints;

namespace Platform.Tests.Web.Endpoints;

public sealed class EnumTextConverterTests
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Converters = { new EnumTextConverter() } };

    [Fact]
    public void Write_DomainEnumeration_SendsItsStoredText() => JsonSerializer.Serialize(ArtifactFormat.OnnxExternal, s_json).Should().Be("\"onnx-external\"");

    [Fact]
    public void Read_StoredText_IsTheValue() => JsonSerializer.Deserialize<ArtifactFormat>("\"torchscript\"", s_json).Should().Be(ArtifactFormat.TorchScript);

    [Fact]
    public void Read_UnknownText_NamesWhatIsKnown() =>
        FluentActions.Invoking(() => JsonSerializer.Deserialize<SplitKind>("\"trial\"", s_json)).Should().Throw<DomainRuleException>().WithMessage("*train, val, test*");

    [Fact]
    public void Dictionary_ByEnumeration_HasTextKeys() =>
        JsonSerializer.Serialize(new Dictionary<SplitKind, int> { [SplitKind.Train] = 3 }, s_json).Should().Be("{\"train\":3}");
}
