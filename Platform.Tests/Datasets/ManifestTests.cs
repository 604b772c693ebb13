using Platform.Core.Datasets.Manifest;
using Platform.Core.Datasets.Model;
using Platform.Core.Ontologies.Model;

namespace Platform.Tests.Datasets;

public sealed class ManifestTests
{
    [Fact]
    public void AssetLine_OfShapesInAnyOrderAndSpelling_IsOneText()
    {
        var box = new ManifestShape("cell", ShapeType.Bbox, """{"x":1,"y":2,"width":3,"height":4}""", """{"b":1,"a":[1.50,{"z":null,"y":true}]}""");
        var polygon = new ManifestShape("wall", ShapeType.Polygon, """{"rings":[[0,0,9,0,9,9]]}""", null);
        var tag = new ManifestShape("blurred", null, "{}", null);
        var spelledAnew = new ManifestShape("cell", ShapeType.Bbox, """{ "height": 4.0, "width": 3e0, "x": 1.0001, "y": 2 }""", """{"a": [1.5, {"y": true, "z": null}], "b": 1.0}""");

        var line = Line(box, polygon, tag);

        Line(tag, spelledAnew, polygon).Should().Be(line);
        line.Should().Contain("""{"class":"blurred","type":"tag","geometry":{}},{"class":"cell","type":"bbox","geometry":{"x":1,"y":2,"width":3,"height":4},"attributes":{"a":[1.5,{"y":true,"z":null}],"b":1}}""");
    }

    [Fact]
    public void AssetLine_OfAnyCharacters_EscapesOnlyWhatTheDocumentSays() =>
        Line(new ManifestShape("세포<&'>\"\\\n😀é", null, "{}", null)).Should().Contain("\"class\":\"세포<&'>\\\"\\\\\\n\\uD83D\\uDE00é\"");

    [Fact]
    public void ClassLine_WithKeypoints_HoldsTheirSpecification() =>
        DatasetManifest.ClassLine(new ManifestClass(2, "person", ShapeType.Keypoints, """{"names":["a","b"],"edges":[[0,1]]}"""))
            .Should().Be("""{"class":2,"key":"person","shape":"keypoints","keypoints":{"edges":[[0,1]],"names":["a","b"]}}""");

    [Fact]
    public void ClassLine_WithAttributesAndALaidOutSkeleton_HoldsTheFirstAndNotTheLayout() =>
        DatasetManifest.ClassLine(new ManifestClass(0, "person", ShapeType.Keypoints, """{"names":["a"],"edges":[],"positions":[[0.5,0.5]]}""", """[{"type":"text","name":"n"}]"""))
            .Should().Be("""{"class":0,"key":"person","shape":"keypoints","keypoints":{"edges":[],"names":["a"]},"attributes":[{"name":"n","type":"text"}]}""");

    [Fact]
    public void AssetLine_OfTracks_NumbersThemByFirstAppearanceWhateverTheirIds()
    {
        static ManifestShape Key(Guid track, int frame, int x) => new("cell", ShapeType.Bbox, $$"""{"x":{{x}},"y":2,"width":3,"height":4}""", null, frame, track);
        string Written(Guid late, Guid early, Guid twin) => Line(Key(late, 5, 1), Key(late, 7, 1), Key(early, 0, 9), Key(early, 5, 8), Key(twin, 5, 0));
        Guid[] ids = [.. Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7())];

        var line = Written(ids[0], ids[1], ids[2]);

        Written(ids[2], ids[0], ids[1]).Should().Be(line);
        Written(ids[1], ids[2], ids[0]).Should().Be(line);
        line.Should().Contain("\"x\":9,\"y\":2,\"width\":3,\"height\":4},\"frame\":0,\"track\":0}")
            .And.Contain("\"x\":0,\"y\":2,\"width\":3,\"height\":4},\"frame\":5,\"track\":1}")
            .And.Contain("\"x\":1,\"y\":2,\"width\":3,\"height\":4},\"frame\":7,\"track\":2}");
    }

    [Fact]
    public void AssetLine_OfTheStack_NamesOnlyPlacesOtherThanTheCommonOne()
    {
        var box = new ManifestShape("cell", ShapeType.Bbox, """{"x":1,"y":2,"width":3,"height":4}""", """{"a":1}""");

        Line(box with { ZOrder = 0 }).Should().Be(Line(box)).And.NotContain("zOrder");
        Line(box with { ZOrder = -2 }).Should().Contain("},\"zOrder\":-2,\"attributes\":{\"a\":1}}");
    }

    private static string Line(params ManifestShape[] shapes) => DatasetManifest.AssetLine(new ManifestAsset(new string('b', 64), SplitKind.Val, 10, 20, shapes));
}
