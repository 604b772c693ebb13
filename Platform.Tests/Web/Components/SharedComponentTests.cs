using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Platform.Web.Components.Shared;

namespace Platform.Tests.Web.Components;

public sealed class SharedComponentTests : ComponentTest
{
    [Fact]
    public void Button_Clicked_RaisesOnce()
    {
        var clicks = 0;
        var button = Render<Button>(parameters => parameters.AddChildContent("Go").Add(one => one.OnClick, () => clicks++));
        button.Find("button").Click();
        clicks.Should().Be(1);
    }

    [Fact]
    public void Button_Busy_CannotBeClicked() =>
        Render<Button>(parameters => parameters.Add(one => one.Busy, true)).Find("button").HasAttribute("disabled").Should().BeTrue();

    [Fact]
    public void Button_WithAddress_IsALink() =>
        Render<Button>(parameters => parameters.Add(one => one.Href, "/people").AddChildContent("People")).Find("a").GetAttribute("href").Should().Be("/people");

    [Fact]
    public void Dialog_Opened_ShowsItselfByTheBrowser()
    {
        var dialog = Render<Dialog>(parameters => parameters.Add(one => one.Title, "New").Add(one => one.Open, false));
        dialog.FindAll("dialog").Should().BeEmpty();
        dialog.Render(parameters => parameters.Add(one => one.Title, "New").Add(one => one.Open, true));
        dialog.Find("dialog h2").TextContent.Should().Be("New");
        JSInterop.Invocations.Should().ContainSingle(call => call.Identifier == "platform.showDialog");
    }

    [Fact]
    public void Dialog_CloseButton_AsksItsOwner()
    {
        var closed = false;
        var dialog = Render<Dialog>(parameters => parameters.Add(one => one.Title, "New").Add(one => one.Open, true).Add(one => one.OnClose, () => closed = true));
        dialog.Find("button[aria-label=Close]").Click();
        closed.Should().BeTrue();
    }

    [Fact]
    public void EmptyState_WithAction_SaysWhatToDoNext()
    {
        var state = Render<EmptyState>(parameters => parameters.Add(one => one.Title, "No datasets").AddChildContent("<button>Create</button>"));
        state.Find(".empty-title").TextContent.Should().Be("No datasets");
        state.Find(".empty-actions button").TextContent.Should().Be("Create");
    }

    [Fact]
    public void ToastHost_MoreThanTheLimit_KeepsTheNewest()
    {
        var toasts = Services.GetRequiredService<Toasts>();
        var host = Render<ToastHost>();
        foreach (var number in Enumerable.Range(1, Toasts.Limit + 2))
        {
            toasts.Error($"Problem {number}");
        }

        host.WaitForAssertion(() => host.FindAll(".toast").Should().HaveCount(Toasts.Limit));
        host.Markup.Should().Contain($"Problem {Toasts.Limit + 2}").And.NotContain("Problem 1<");
    }

    [Fact]
    public void Tabs_OtherTabClicked_AnswersItsKey()
    {
        var chosen = "";
        var tabs = Render<Tabs>(parameters => parameters
            .Add(one => one.Items, [("a", "First"), ("b", "Second")])
            .Add(one => one.Selected, "a")
            .Add(one => one.SelectedChanged, EventCallback.Factory.Create<string>(this, key => chosen = key)));
        tabs.FindAll("button")[1].Click();
        chosen.Should().Be("b");
    }
}
