using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Web.Presence;

namespace Platform.Tests.Web.Presence;

public sealed class PresenceHubTests
{
    private static readonly Person s_kim = new(Guid.Parse("00000000-0000-0000-0000-000000000001"), "Kim");
    private static readonly Person s_lee = new(Guid.Parse("00000000-0000-0000-0000-000000000002"), "Lee");
    private static readonly Guid s_image = Guid.Parse("00000000-0000-0000-0000-0000000000aa");

    private readonly TestTime _time = new();

    [Fact]
    public void People_OnOneImage_SeeEachOtherAndThemselvesFirst()
    {
        var hub = new PresenceHub(_time);
        hub.Enter(s_image, s_kim, "a");

        var people = hub.Enter(s_image, s_lee, "b");

        people.Select(person => (person.Name, person.You, person.Tabs)).Should().Equal(("Lee", true, 1), ("Kim", false, 1));
        people.Select(person => person.Color).Should().OnlyHaveUniqueItems();
        hub.Enter(Guid.NewGuid(), s_kim, "c").Should().ContainSingle("another image is another room");
    }

    [Fact]
    public void Person_WithSeveralTabs_StandsOnceWithTheirNumber()
    {
        var hub = new PresenceHub(_time);
        hub.Enter(s_image, s_kim, "a");

        hub.Enter(s_image, s_kim, "b").Should().ContainSingle().Which.Tabs.Should().Be(2);
        hub.Leave(s_image, s_kim.Id, "a");

        hub.Enter(s_image, s_kim, "b").Should().ContainSingle().Which.Tabs.Should().Be(1);
    }

    [Fact]
    public void Person_NotHeardOf_IsGone()
    {
        var hub = new PresenceHub(_time);
        hub.Enter(s_image, s_kim, "a");
        _time.Advance(PresenceHub.Lifetime);
        hub.Enter(s_image, s_lee, "b").Should().HaveCount(2);
        _time.Advance(TimeSpan.FromSeconds(1));

        hub.Enter(s_image, s_lee, "b").Should().ContainSingle().Which.Name.Should().Be("Lee");
    }

    [Fact]
    public void Tabs_OfOnePerson_NeverPushOthersOut()
    {
        var hub = new PresenceHub(_time);
        hub.Enter(s_image, s_lee, "b");
        foreach (var tab in Enumerable.Range(0, 500))
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            hub.Enter(s_image, s_kim, $"tab {tab}");
        }

        hub.Enter(s_image, s_lee, "b").Select(person => (person.Name, person.Tabs)).Should().Equal(("Lee", 1), ("Kim", PresenceHub.MaxTabsOfAPerson));
    }

    [Fact]
    public void Images_BeyondTheBound_ForgetTheStillest()
    {
        var hub = new PresenceHub(_time);
        hub.Enter(s_image, s_kim, "a");
        for (var image = 0; image < PresenceHub.MaxAssets; image++)
        {
            _time.Advance(TimeSpan.FromTicks(1));
            hub.Enter(Guid.NewGuid(), s_kim, "b");
        }

        hub.Enter(s_image, s_lee, "c").Should().ContainSingle().Which.Name.Should().Be("Lee");
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Tab_WithoutAUsableName_IsRefused(string tab)
    {
        var enter = () => new PresenceHub(_time).Enter(s_image, s_kim, tab);

        enter.Should().Throw<DomainRuleException>().Which.Code.Should().Be("presence.tab");
    }
}
