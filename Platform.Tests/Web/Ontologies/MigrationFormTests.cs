using Platform.Core.Ontologies.Migration;
using Platform.Core.Ontologies.Model;
using Platform.Core.Ontologies.Queries;
using Platform.Web.Components.Ontologies;

namespace Platform.Tests.Web.Ontologies;

public sealed class MigrationFormTests
{
    private static readonly LabelClassView[] s_from = [View("rbc", 0, ShapeType.Bbox, """[{"name":"stain","type":"select","values":["red","blue"]}]"""), View("outline", 1, ShapeType.Polygon)];
    private static readonly LabelClassView[] s_to = [View("cell", 0, ShapeType.Bbox), View("line", 1, ShapeType.Polyline)];

    private readonly MigrationForm _form = MigrationForm.Of(
        s_from, s_to, new OntologyMigrationPlan([new ClassRule("rbc", new MigrationTarget("cell")), new ClassRule("outline", new MigrationTarget())]), new Dictionary<string, int> { ["rbc"] = 7 });

    [Fact]
    public void Form_OfASuggestion_IsDecidedOnceEveryClassIs()
    {
        _form.IsDecided.Should().BeFalse();
        _form.Choose(_form.Rules[1], _form.Rules[1].Otherwise, TargetChoice.Drop);

        _form.IsDecided.Should().BeTrue();
        _form.ToPlan().Rules.Should().BeEquivalentTo([new ClassRule("rbc", new MigrationTarget("cell")), new ClassRule("outline", new MigrationTarget(Drop: true))]);
    }

    [Fact]
    public void Target_OfAnotherShape_IsConvertedWhereThatIsPossible()
    {
        var rule = _form.Rules[1];
        _form.Choose(rule, rule.Otherwise, "cell");
        (_form.NeedsConversion(rule, rule.Otherwise), _form.CanConvert(rule, rule.Otherwise), rule.Otherwise.Convert).Should().Be((true, true, true));

        _form.Choose(rule, rule.Otherwise, "line");
        (_form.NeedsConversion(rule, rule.Otherwise), _form.CanConvert(rule, rule.Otherwise), rule.Otherwise.Convert).Should().Be((true, false, false));
    }

    [Fact]
    public void Split_OfAClassWithAttributes_BeginsWithTheFirstValueOfTheFirst()
    {
        _form.Split(_form.Rules[0]);
        _form.IsDecided.Should().BeFalse("the branch has no target yet");
        _form.Choose(_form.Rules[0], _form.Rules[0].Branches[0].Target, TargetChoice.Drop);

        _form.ToPlan().Rules[0].Branches.Should().BeEquivalentTo([new MigrationBranch(new MigrationCondition(MigrationConditionKind.Attribute, "stain", "red"), new MigrationTarget(Drop: true))]);
    }

    [Fact]
    public void Preview_AfterAnyChange_IsForgotten()
    {
        _form.Seen(Preview());
        _form.CanApply.Should().BeTrue();

        _form.Choose(_form.Rules[0], _form.Rules[0].Otherwise, TargetChoice.Drop);

        _form.CanApply.Should().BeFalse();
        _form.Preview.Should().BeNull();
    }

    [Fact]
    public void Lines_BeforeAndAfterAPreview_CountWhatIsKnown()
    {
        _form.Lines().Should().Equal(new FlowLine(0, 0, "#123456", 7));

        _form.Split(_form.Rules[0]);
        _form.Choose(_form.Rules[0], _form.Rules[0].Branches[0].Target, TargetChoice.Drop);
        _form.Lines().Should().Equal(new FlowLine(0, 2, "#123456", null), new FlowLine(0, 0, "#123456", null));

        _form.Seen(Preview());
        _form.Lines().Should().Equal(new FlowLine(0, 2, "#123456", 3), new FlowLine(0, 0, "#123456", 4));
        (_form.Arriving(s_to[0]), _form.Arriving(null)).Should().Be((4, 3));
    }

    private static MigrationPreview Preview() => new(
        Guid.Empty, Guid.Empty, Guid.Empty, 7, 1, 3, 0, 0,
        [new MigrationFlow("rbc", 0, null, MigrationEffect.Drop, 3, 1, 0, 0, 0, []), new MigrationFlow("rbc", null, "cell", MigrationEffect.Split, 4, 1, 0, 0, 0, [])], [], "token");

    private static LabelClassView View(string key, int order, ShapeType type, string? attributes = null) =>
        new(Guid.CreateVersion7(), order, key, key, type, "#123456", null, attributes, default, 0);
}
