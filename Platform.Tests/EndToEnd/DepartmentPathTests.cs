using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>An administrator limits a department, meets the limit, moves a person by a review, and hands the department over.</summary>
public sealed class DepartmentPathTests : EndToEndTest
{
    [Fact]
    public async Task Department_LimitedMovedAndHandedOver_ShowsWhatChanges()
    {
        var administrator = await OpenBrowserAsync();
        await administrator.SetUpAsync();
        var page = administrator.Page;
        using var api = await administrator.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, Pictures.Take(2), "Cells");
        await PeoplePathTests.InviteAsync(page, "Bo Park", "bo@example.com", "Analyst");
        await FoundAsync(page, "Audio Lab", "Cho Lee");

        await page.GotoAsync("/people");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Departments" }).ClickAsync();
        await page.GetByTestId("departments").GetByText("Vision Lab").ClickAsync();
        await Expect(page.GetByTestId("usage-charts")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync("Cells");

        await page.GetByTestId("edit-quotas").ClickAsync();
        await page.GetByTestId("quota-storage").FillAsync("0.000001");
        await page.ButtonAsync("Save");
        await Expect(page.Locator("[data-quota=quota-full]")).ToHaveCountAsync(1);
        var late = Pictures.Take(3)[2];
        var refusal = await api.Invoking(client => client.UploadAsync($"/api/dataset-versions/{project.VersionId}/assets", [(late.Name, late.Bytes)])).Should().ThrowAsync<ApiRefusal>();
        refusal.Which.Code.Should().Be("quota.storage");

        await Row(page, "Bo Park").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Move" }).ClickAsync();
        await page.GetByTestId("move-target").SelectOptionAsync("Audio Lab");
        await Expect(page.GetByTestId("move-review")).ToContainTextAsync("Projects that Bo Park will no longer find: 1.");
        await Expect(page.GetByTestId("move-review")).ToContainTextAsync("Cells");
        await page.GetByTestId("move-confirm").ClickAsync();
        await Expect(Row(page, "Bo Park")).ToHaveCountAsync(0);

        await PeoplePathTests.InviteAsync(page, "Dan Yun", "dan@example.com", "Analyst");
        await page.GotoAsync("/departments");
        await page.GetByTestId("departments").GetByText("Vision Lab").ClickAsync();
        await page.GetByTestId("hand-over").ClickAsync();
        await page.GetByTestId("successor").SelectOptionAsync("Dan Yun");
        await page.GetByRole(AriaRole.Dialog).ButtonAsync("Hand over");
        await Expect(Row(page, "Dan Yun")).ToContainTextAsync("Manager");
        await page.GotoAsync("/audit?action=user.moved");
        await Expect(page.GetByTestId("audit").Locator("tbody tr")).ToHaveCountAsync(2);
    }

    private static ILocator Row(IPage page, string name) => page.GetByTestId("department-members").Locator("tr", new LocatorLocatorOptions { HasText = name });

    private static async Task FoundAsync(IPage page, string department, string manager)
    {
        await page.GotoAsync("/people");
        await page.ButtonAsync("New department");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name of the department").FillAsync(department);
        await dialog.GetByLabel("Name of the manager").FillAsync(manager);
        await dialog.GetByLabel("E-mail").FillAsync("founder@example.com");
        await dialog.ButtonAsync("Create");
        await Expect(page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = department })).ToBeVisibleAsync();
    }
}
