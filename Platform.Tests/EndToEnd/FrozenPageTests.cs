using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A frozen version on the pages: nothing to change it with, and a page that was opened before the freeze is refused.</summary>
public sealed class FrozenPageTests : EndToEndTest
{
    [Fact]
    public async Task FrozenVersion_AttackedFromItsPage_StaysAsItWas()
    {
        var pictures = Pictures.Take(5);
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, pictures);
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/datasets/{project.VersionId}");
        await page.ButtonAsync("Select");
        await page.ButtonAsync("Select all 5");
        await Expect(page.Locator(".thumb-selected")).ToHaveCountAsync(5);
        await project.FreezeAsync(api, pictures);

        // The page does not know yet.
        await page.ButtonAsync("To Validation");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("frozen");
        await page.ReloadAsync();
        await Expect(page.Locator(".thumb").First).ToBeVisibleAsync();
        foreach (var name in new[] { "Upload images", "Import annotations", "Annotate with a model", "Split", "Freeze", "Select" })
        {
            await Expect(page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true })).ToHaveCountAsync(0);
        }

        (await api.PostAsync($"/api/dataset-versions/{project.VersionId}/verify?bytes=true")).GetProperty("isIntact").GetBoolean().Should().BeTrue();
    }
}
