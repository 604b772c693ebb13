using Platform.Core.Datasets;
using Platform.Core.Shared;
using Platform.Training.Incremental;

namespace Platform.Tests.Training.Incremental;

public sealed class GrownClassesTests
{
    [Fact]
    public void Order_WhateverTheOntologysIs_HasTheParentsClassesFirst()
    {
        var classes = GrownClasses.Of(["rbc", "wbc"], ["rbc", "wbc"], ["platelets", "wbc", "rbc", "other"]);

        classes.Keys.Should().Equal("rbc", "wbc", "platelets", "other");
        (classes.OldKeys, classes.NewKeys).Should().BeEquivalentTo((new[] { "rbc", "wbc" }, new[] { "platelets", "other" }));
        classes.Groups.Should().Equal(0, 0, 1, 1);
    }

    [Fact]
    public void Class_ThatTheParentNeverSaw_IsNewAtItsOldPlace()
    {
        var classes = GrownClasses.Of(["rbc", "platelets", "wbc"], ["rbc", "wbc"], ["rbc", "platelets", "wbc"]);

        classes.Keys.Should().Equal("rbc", "platelets", "wbc");
        classes.New.Should().Equal(1);
        classes.Groups.Should().Equal(0, 1, 0);
    }

    [Fact]
    public void Class_ThatTheDataLost_IsRefusedByName() => FluentActions.Invoking(() => GrownClasses.Of(["rbc", "wbc"], ["rbc", "wbc"], ["rbc", "platelets"]))
        .Should().Throw<DomainRuleException>().Which.Should().Match<DomainRuleException>(refusal => refusal.Code == "incremental.class_missing" && refusal.Message.Contains("wbc"));

    [Fact]
    public void Labels_InTheOrderOfANetwork_FollowTheirKeys()
    {
        TrainingClass Class(string key) => new(Guid.CreateVersion7(), key, key, "#ffffff");
        var data = new TrainingData(
            Guid.Empty, Guid.Empty, Guid.Empty, Guid.Empty, "Images", "v1", "hash", [Class("new"), Class("b"), Class("a")],
            [new TrainingImage(Guid.Empty, "x.png", "", "", 9, 9, Platform.Core.Datasets.Model.SplitKind.Train, [new TrainingBox(0, 1, 1, 2, 2), new TrainingBox(2, 3, 3, 2, 2), new TrainingBox(1, 5, 5, 2, 2)])]);

        var mapped = data.ForClasses(["a", "b", "gone"]);

        mapped.Classes.Select(item => item.Key).Should().Equal("a", "b", "gone");
        mapped.Images[0].Boxes.Select(box => (box.ClassIndex, box.X)).Should().Equal([(0, 3f), (1, 5f)], "a label of another class than the network's is left out");
    }
}
