using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Web.Components.Ontologies;

namespace Platform.Tests.Web.Ontologies;

public sealed class UsedClassChangeTests
{
    private const string Hand = """{"names":["a","b"],"edges":[],"pairs":[]}""";

    public static TheoryData<string, Action<ClassRow>, string, bool> Changes => new()
    {
        { "cell", row => row.ShapeType = ShapeType.Polygon, "reshaped", true },
        { "cell", row => row.ShapeType = null, "reshaped", true },
        { "cell", row => row.Key = "other", "rekeyed", false },
        { "hand", row => row.KeypointSpec = """{"names":["a"],"edges":[],"pairs":[]}""", "points", true },
        { "hand", row => row.KeypointSpec = """{"names":["b","a"],"edges":[],"pairs":[]}""", "skeleton", false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Change_OfAUsedClass_IsNamed(string key, Action<ClassRow> change, string kind, bool isBlocking)
    {
        var (stored, use) = World(used: 3);
        var rows = stored.Select(ClassRow.Of).ToList();
        change(rows.Single(row => row.Key == key));

        UsedClassChange.Between(stored, rows, use).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = key, Kind = kind, IsBlocking = isBlocking });
    }

    [Fact]
    public void Deletion_OfAUsedClass_IsBlockedAndOfAnUnusedOneIsNot()
    {
        var (stored, use) = World(used: 3);
        UsedClassChange.Between(stored, [ClassRow.Of(stored[1])], use).Should().ContainSingle().Which.Should().BeEquivalentTo(new { Name = "cell", Kind = "deleted", IsBlocking = true });

        (stored, use) = World(used: 0);
        UsedClassChange.Between(stored, [], use).Should().BeEmpty();
    }

    [Fact]
    public void NameColorAndOrder_OfUsedClasses_ChangeFreely()
    {
        var (stored, use) = World(used: 3);
        var rows = stored.Select(ClassRow.Of).Reverse().ToList();
        rows.ForEach(row => (row.DisplayName, row.Color) = ("new", "#000000"));

        UsedClassChange.Between(stored, rows, use).Should().BeEmpty();
    }

    private static (IReadOnlyList<LabelClassView> Stored, OntologyUse Use) World(int used)
    {
        LabelClassView[] stored =
        [
            new(Guid.CreateVersion7(), 0, "cell", "cell", ShapeType.Bbox, "#123456", null, null, default, used),
            new(Guid.CreateVersion7(), 1, "hand", "hand", ShapeType.Keypoints, "#123456", Hand, null, default, used),
        ];
        return (stored, new OntologyUse([], [], [.. stored.Select(row => new ClassUse(row.Id, row.Key, used > 0 ? [new ClassUsePlace(Guid.CreateVersion7(), "Cells", "v1", false, used)] : [], 0))]));
    }
}
