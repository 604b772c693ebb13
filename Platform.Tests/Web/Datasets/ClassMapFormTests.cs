using Bunit;
using Platform.Core.Datasets.Manifest;
using Platform.Core.Interchange;
using Platform.Core.Ontologies.Model;
using Platform.Tests.Web.Components;
using Platform.Web.Components.Datasets;
using Platform.Web.Endpoints;

namespace Platform.Tests.Web.Datasets;

public sealed class ClassMapFormTests : ComponentTest
{
    private readonly Dictionary<string, string?> _map = [];
    private int _changes;

    [Fact]
    public void UnknownClass_GivenAKeyOrSkipped_StandsInTheMapAndCanBeTakenBack()
    {
        var form = Open(new UnknownClass("zelle", 3));

        form.Find("select").Change("cell");
        _map.Should().Equal(new Dictionary<string, string?> { ["zelle"] = "cell" });
        form.Find("select").Change("-");
        _map.Should().Equal(new Dictionary<string, string?> { ["zelle"] = null });
        form.Find("select").Change("");

        _map.Should().BeEmpty();
        _changes.Should().Be(3);
    }

    [Fact]
    public void Form_WithoutUnknownClasses_IsNotThere() => Open().Markup.Trim().Should().BeEmpty();

    [Theory]
    [InlineData("zelle=cell", "zelle", "cell")]
    [InlineData("a=b=cell", "a=b", "cell")]
    [InlineData("dust=", "dust", null)]
    public void MapText_AsTyped_IsRead(string text, string name, string? key) => ClassMapText.Parse([text]).Should().Equal(new Dictionary<string, string?> { [name] = key });

    private IRenderedComponent<ClassMapForm> Open(params UnknownClass[] unknown) => Render<ClassMapForm>(parameters => parameters
        .Add(form => form.Report, new ImportReport
        {
            Images = 1, MatchedImages = 1, Shapes = 0, ClippedShapes = 0, Classes = [], UnknownClasses = unknown, ImagesWithoutShapes = [], MissingImages = [], ImagesWithoutAnnotations = [], Problems = [],
        })
        .Add(form => form.Classes, [new ManifestClass(0, "cell", ShapeType.Bbox, null)])
        .Add(form => form.Map, _map)
        .Add(form => form.OnChanged, () => _changes++));
}
