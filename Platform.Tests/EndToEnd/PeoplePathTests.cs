using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Two people of different roles: what each sees is what the matrix says, and who is shut out is out.</summary>
public sealed partial class PeoplePathTests : EndToEndTest
{
    private const float AMinuteMs = 60_000;

    [Fact]
    public async Task Analyst_BesideAnAdministrator_SeesTheirPartUntilShutOut()
    {
        var administrator = await OpenBrowserAsync();
        await administrator.SetUpAsync();
        var page = administrator.Page;
        var link = await InviteAsync(page, "Bo Park", "bo@example.com", "Analyst");
        var analyst = (await OpenBrowserAsync()).Page;
        await analyst.AcceptAsync(link);
        await Expect(Heading(analyst)).ToContainTextAsync("Projects");

        await analyst.GotoAsync("/people");
        await Expect(analyst.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Roles and permissions" })).ToBeVisibleAsync();
        await Expect(analyst.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Invite a person" })).ToHaveCountAsync(0);
        await Expect(analyst.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Audit" })).ToHaveCountAsync(0);
        await analyst.GotoAsync("/audit");
        await Expect(analyst.GetByTestId("audit")).ToHaveCountAsync(0);

        await analyst.GotoAsync("/people/roles");
        var freezing = analyst.Locator("[data-permission=freeze_dataset] td");
        await Expect(freezing.First.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", "not allowed");
        await Expect(freezing.Last.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", "allowed");

        await page.GotoAsync("/audit");
        await page.GetByTestId("audit-action").SelectOptionAsync("sign_in.link_issued");
        var lines = page.GetByTestId("audit").Locator("tbody tr");
        await Expect(lines).ToHaveCountAsync(1);
        await Expect(lines).ToContainTextAsync("Bo Park");
        await Expect(lines).ToContainTextAsync("127.0.0.1");
        await Expect(page).ToHaveURLAsync(FilterInAddress());

        await page.GotoAsync("/people");
        await page.Locator("tr", new PageLocatorOptions { HasText = "Bo Park" }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Deactivate" }).ClickAsync();
        await Expect(analyst).ToHaveURLAsync(SignInPage(), new PageAssertionsToHaveURLOptions { Timeout = AMinuteMs });
    }

    /// <returns>The new person's invitation.</returns>
    internal static async Task<string> InviteAsync(IPage page, string name, string email, string role)
    {
        await page.GotoAsync("/people");
        await page.ButtonAsync("Invite a person");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByLabel("E-mail").FillAsync(email);
        await dialog.GetByLabel("Role").SelectOptionAsync(role);
        await dialog.ButtonAsync("Create");
        return await dialog.GetByTestId("secret").InputValueAsync();
    }

    private static ILocator Heading(IPage page) => page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 });

    [GeneratedRegex("/audit\\?action=sign_in.link_issued$")]
    private static partial Regex FilterInAddress();

    [GeneratedRegex("/sign-in\\?")]
    private static partial Regex SignInPage();
}
