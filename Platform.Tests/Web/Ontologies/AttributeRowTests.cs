using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Web.Components.Ontologies;

namespace Platform.Tests.Web.Ontologies;

public sealed class AttributeRowTests
{
    private const string Stored = """[{"name":"색","type":"select","values":["빨강","파랑"],"default":"빨강","mutable":true},{"name":"age","type":"number","default":3.5,"min":0,"max":120},{"name":"alive","type":"checkbox","default":false}]""";

    [Fact]
    public void Rows_ReadAndWritten_AreTheSame() => AttributeRow.Write(AttributeRow.Read(Stored)).Should().Be(AttributeSpec.ToJson(AttributeSpec.Parse(Stored)));

    [Fact]
    public void Rows_None_AreNoAttributes() => AttributeRow.Write(AttributeRow.Read(null)).Should().BeNull();

    [Fact]
    public void Row_Typed_BecomesItsSpecification()
    {
        var row = new AttributeRow { Name = " color ", Type = AttributeType.Select, Values = "red, , blue", Default = "blue", Min = "3" };

        AttributeSpec.Parse(AttributeRow.Write([row])).Should().ContainSingle()
            .Which.Should().BeEquivalentTo(new { Name = "color", Values = new[] { "red", "blue" }, Min = (double?)null });
    }

    [Fact]
    public void Row_HalfTyped_IsRefusedWhenSavedAndNotBefore()
    {
        var json = AttributeRow.Write([new AttributeRow { Name = "age", Type = AttributeType.Number, Default = "old", Min = "x" }]);

        var parse = () => AttributeSpec.Parse(json);

        parse.Should().Throw<DomainRuleException>().Which.Code.Should().Be("label_class.attributes");
    }
}
