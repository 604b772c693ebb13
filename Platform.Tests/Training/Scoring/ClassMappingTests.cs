using Platform.Core.Annotations.Geometry;
using Platform.Core.Datasets;
using Platform.Core.Datasets.Model;
using Platform.Training.Scoring;

namespace Platform.Tests.Training.Scoring;

public sealed class ClassMappingTests
{
    private static readonly TrainingClass[] s_model = [Class("car"), Class("bus"), Class("tram")];
    private static readonly TrainingClass[] s_data = [Class("tree"), Class("bus"), Class("car")];

    [Fact]
    public void Mapping_OfDifferentOntologies_NamesWhatIsSharedAndWhatIsNot()
    {
        var mapping = ClassMapping.Of(Keys(s_model), Keys(s_data));

        mapping.Should().BeEquivalentTo(new { Shared = new[] { "car", "bus" }, OnlyInModel = new[] { "tram" }, OnlyInData = new[] { "tree" }, IsWhole = false });
        ClassMapping.Of(Keys(s_model), [.. Keys(s_model).Reverse()]).IsWhole.Should().BeTrue("order is no difference");
    }

    [Fact]
    public void Data_ForClasses_HasTheModelsClassesAndLosesOnlyWhatItNeverLearnt()
    {
        var image = new TrainingImage(Guid.CreateVersion7(), "a.png", "blob:a", "a", 100, 80, SplitKind.Test, [Box(0, 1), Box(1, 2), Box(2, 3)])
        {
            Shapes = [new TrainingShape(2, new PolygonGeometry([[0, 0, 9, 0, 9, 9]])), new TrainingShape(0, new PolygonGeometry([[0, 0, 9, 0, 9, 9]]))],
        };
        var data = new TrainingData(Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, "d", "v1", "", s_data, [image]);

        var mapped = data.ForClasses(Keys(s_model));

        mapped.Classes.Select(item => item.Key).Should().Equal("car", "bus", "tram");
        mapped.Images[0].Boxes.Select(box => (s_model[box.ClassIndex].Key, box.X)).Should().Equal(("bus", 2), ("car", 3));
        mapped.Images[0].Shapes.Select(shape => shape.ClassIndex).Should().Equal(0);
    }

    private static TrainingClass Class(string key) => new(Guid.CreateVersion7(), key, key, "#ffffff");

    private static string[] Keys(TrainingClass[] classes) => [.. classes.Select(item => item.Key)];

    private static TrainingBox Box(int classIndex, float x) => new(classIndex, x, 0, 5, 5);
}
