using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Web.Components.Ontologies;

namespace Platform.Tests.Web.Ontologies;

public sealed class ClassListTests
{
    private readonly ClassList _list = new();

    public ClassListTests() => _list.Load([View("a", "#e5484d"), View("b", "#2f7df6")]);

    [Fact]
    public void Load_Untouched_IsNotChanged() => _list.IsChanged.Should().BeFalse();

    [Fact]
    public void Rename_ThenRenameBack_IsNotChanged()
    {
        _list.Rows[0].Key = "z";
        _list.IsChanged.Should().BeTrue();
        _list.Rows[0].Key = "a";
        _list.IsChanged.Should().BeFalse();
    }

    [Fact]
    public void Add_NextToOthers_TakesAFreeKeyAndColour()
    {
        var added = _list.Add();
        added.Key.Should().Be("class_3");
        _list.Rows.Select(row => row.Color).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Move_BeyondTheEnd_StaysInside()
    {
        _list.Move(_list.Rows[0], 5);
        _list.Rows.Select(row => row.Key).Should().Equal("b", "a");
        _list.IsChanged.Should().BeTrue();
    }

    [Fact]
    public void Inputs_ShapeIsNoSkeleton_DropTheSkeleton()
    {
        _list.Rows[0].KeypointSpec = "{}";
        _list.Inputs()[0].KeypointSpec.Should().BeNull();
    }

    private static LabelClassView View(string key, string color) => new(Guid.CreateVersion7(), 0, key, key, ShapeType.Bbox, color, null, null, default, 0);
}
