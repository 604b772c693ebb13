using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A person of one department knows nothing of another's projects, not even that they exist.</summary>
public sealed class DepartmentTests : EndToEndTest
{
    [Fact]
    public async Task ForeignIds_GuessedByAnotherDepartment_LeadNowhere()
    {
        var administrator = await OpenBrowserAsync();
        await administrator.SetUpAsync();
        using var api = await administrator.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, Pictures.Take(1), "Secret cells");
        var link = await FoundDepartmentAsync(administrator.Page);

        var stranger = await OpenBrowserAsync();
        await stranger.Page.AcceptAsync(link);
        await Expect(stranger.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToContainTextAsync("Projects");
        await Expect(stranger.Page.GetByText("Secret cells")).ToHaveCountAsync(0);
        foreach (var address in (string[])
            [$"/projects/{project.ProjectId}", $"/projects/{project.ProjectId}/datasets/{project.VersionId}", $"/projects/{project.ProjectId}/annotate/{project.AssetIds[0]}"])
        {
            await stranger.Page.GotoAsync(address);
            await Expect(stranger.Page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = "Nothing here" })).ToBeVisibleAsync();
        }

        using var program = await stranger.OpenApiAsync();
        foreach (var path in (string[])
            [
                $"/api/projects/{project.ProjectId}", $"/api/ontologies/{project.OntologyId}", $"/api/dataset-versions/{project.VersionId}", $"/api/dataset-versions/{project.VersionId}/assets",
                $"/api/assets/{project.AssetIds[0]}", $"/api/assets/{project.AssetIds[0]}/annotations", $"/api/assets/{project.AssetIds[0]}/image", $"/api/assets/{project.AssetIds[0]}/thumbnail",
            ])
        {
            var refusal = await program.Invoking(client => client.GetAsync(path)).Should().ThrowAsync<ApiRefusal>(path);
            refusal.Which.Status.Should().Be(404, path);
        }

        (await program.GetAsync("/api/projects")).GetArrayLength().Should().Be(0);
        var write = await program.Invoking(client => client.PostAsync($"/api/dataset-versions/{project.VersionId}/freeze")).Should().ThrowAsync<ApiRefusal>();
        write.Which.Status.Should().Be(404);
    }

    /// <returns>The invitation of the new department's manager.</returns>
    private static async Task<string> FoundDepartmentAsync(IPage page)
    {
        await page.GotoAsync("/people");
        await page.ButtonAsync("New department");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name of the department").FillAsync("Audio Lab");
        await dialog.GetByLabel("Name of the manager").FillAsync("Bo Park");
        await dialog.GetByLabel("E-mail").FillAsync("bo@example.com");
        await dialog.GetByLabel("Role").SelectOptionAsync("Developer");
        await dialog.ButtonAsync("Create");
        await Expect(dialog).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = "Audio Lab" }).ClickAsync();
        await page.Locator("tr", new PageLocatorOptions { HasText = "Bo Park" }).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Invitation link" }).ClickAsync();
        return await dialog.GetByTestId("secret").InputValueAsync();
    }
}
