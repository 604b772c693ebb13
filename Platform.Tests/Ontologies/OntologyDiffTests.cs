using Platform.Core.Ontologies.Comparison;
using Platform.Core.Ontologies.Model;

namespace Platform.Tests.Ontologies;

public sealed class OntologyDiffTests
{
    private static readonly ComparedClass s_cell = new(0, "cell", "Cell", ShapeType.Bbox, "#ff0000", null, null);

    [Fact]
    public void Diff_OfEqualVersions_FindsNothing() => OntologyDiff.Between([s_cell], [s_cell with { Color = "#FF0000" }]).IsSame.Should().BeTrue();

    [Fact]
    public void Diff_OfAddedAndRemovedClasses_KeepsTheOrderOfBoth()
    {
        var diff = OntologyDiff.Between([Named("a", 0), Named("gone", 1), Named("b", 2)], [Named("a", 0), Named("b", 1), Named("new", 2)]);

        diff.Classes.Select(item => ((item.After ?? item.Before)!.Key, item.Fate, string.Join(' ', item.Changes))).Should().Equal(
            ("a", ClassFate.Same, ""), ("gone", ClassFate.Removed, ""), ("b", ClassFate.Changed, "Moved"), ("new", ClassFate.Added, ""));
    }

    public static TheoryData<ComparedClass, string> Changes => new()
    {
        { s_cell with { DisplayName = "Zelle" }, "Renamed" },
        { s_cell with { Key = "zelle" }, "Rekeyed" },
        { s_cell with { Key = "zelle", DisplayName = "Zelle" }, "Rekeyed" },
        { s_cell with { Color = "#00ff00" }, "Recolored" },
        { s_cell with { ShapeType = ShapeType.Polygon }, "Reshaped" },
        { s_cell with { ShapeType = null }, "Reshaped" },
        { s_cell with { Attributes = """[{"name":"stain","type":"text"}]""" }, "Attributes" },
        { s_cell with { KeypointSpec = """{"names":["a"],"edges":[],"pairs":[]}""" }, "Skeleton" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Diff_OfOneChange_NamesIt(ComparedClass after, string change)
    {
        var item = OntologyDiff.Between([s_cell], [after]).Classes.Should().ContainSingle().Which;

        (item.Fate, string.Join(' ', item.Changes)).Should().Be((ClassFate.Changed, change));
        (item.Before, item.After).Should().Be((s_cell, after));
    }

    [Fact]
    public void Diff_OfAttributesAndPoints_NamesThem()
    {
        var before = s_cell with { Attributes = """[{"name":"a","type":"text"},{"name":"b","type":"text"}]""", KeypointSpec = """{"names":["x","y"],"edges":[],"pairs":[]}""" };
        var after = s_cell with { Attributes = """[{"name":"b","type":"number"},{"name":"c","type":"text"}]""", KeypointSpec = """{"names":["y","z"],"edges":[],"pairs":[]}""" };

        OntologyDiff.Between([before], [after]).Classes[0].Details.Should().Equal("~b", "+c", "-a", "+z", "-x");
    }

    [Fact]
    public void Diff_OfTwoClassesThatCouldBothBeTheOne_GuessesNothing()
    {
        var diff = OntologyDiff.Between([Named("x", 0) with { DisplayName = "Same" }, Named("y", 1) with { DisplayName = "Same" }], [Named("z", 5) with { DisplayName = "Same" }]);

        diff.Classes.Select(item => item.Fate).Should().BeEquivalentTo([ClassFate.Removed, ClassFate.Removed, ClassFate.Added]);
    }

    private static ComparedClass Named(string key, int index) => s_cell with { Key = key, DisplayName = key, Index = index };
}
