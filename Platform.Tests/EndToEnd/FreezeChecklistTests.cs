using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>From a checklist that blocks, by its links, to a frozen version.</summary>
public sealed class FreezeChecklistTests : EndToEndTest
{
    [Fact]
    public async Task Checklist_FollowedToItsOffenders_EndsInAFrozenVersion()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var pictures = Pictures.Take(3);
        var project = await ApiProject.CreateAsync(api, pictures);
        await api.UploadAsync($"/api/dataset-versions/{project.VersionId}/imports", pictures.Select(picture => (Path.ChangeExtension(picture.Name, ".xml"), picture.Voc)));
        await api.PostAsync($"/api/dataset-versions/{project.VersionId}/moves", new { assetIds = project.AssetIds.Take(2), split = "train" });
        var page = browser.Page;
        var versionUrl = $"/projects/{project.ProjectId}/datasets/{project.VersionId}";
        await browser.OpenAsync(versionUrl);

        await page.ButtonAsync("Freeze");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator(".check-bad")).ToHaveCountAsync(2);
        await Expect(dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Freeze", Exact = true })).ToBeDisabledAsync();
        await browser.ScreenshotAsync("freeze-checklist");
        var unassigned = dialog.Locator(".check-line", new LocatorLocatorOptions { HasText = "Images in no split: 1." });
        await unassigned.GetByText("Which ones?").ClickAsync();
        await unassigned.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = pictures[2].Name }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/annotate/{project.AssetIds[2]}"));
        await Expect(page.Locator(".annotate-name h1")).ToHaveTextAsync(pictures[2].Name);

        // A line about shapes links to the shape.
        var shape = ApiProject.Id((await api.GetAsync($"/api/assets/{project.AssetIds[0]}/annotations")).GetProperty("annotations")[0]);
        await browser.OpenAsync($"/projects/{project.ProjectId}/annotate/{project.AssetIds[0]}?object={shape}");
        await Expect(new CanvasView(page).Host).ToHaveAttributeAsync("data-selected-count", "1");

        await browser.OpenAsync($"{versionUrl}?split=unassigned");
        await Expect(page.Locator(".thumb")).ToHaveCountAsync(1);
        await page.ButtonAsync("Select");
        await Expect(page.GetByTestId("bulk-bar")).ToBeVisibleAsync();
        await page.Locator(".thumb").ClickAsync();
        await Expect(page.Locator(".thumb-selected")).ToHaveCountAsync(1);
        await page.ButtonAsync("To Validation");
        await Expect(page.Locator(".thumb")).ToHaveCountAsync(0);
        await page.ButtonAsync("Freeze");
        await Expect(dialog.Locator(".check-bad")).ToHaveCountAsync(1);
        await Expect(dialog.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "To the ontology" })).ToHaveAttributeAsync("href", $"/projects/{project.ProjectId}/ontology?version={project.OntologyId}");
        await dialog.GetByTestId("freeze-ontology").ClickAsync();
        await Expect(dialog.Locator(".check-bad")).ToHaveCountAsync(0);
        await dialog.ButtonAsync("Freeze");
        await Expect(page.GetByText("Frozen", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();

        (await api.GetAsync($"/api/ontologies/{project.OntologyId}")).GetProperty("summary").GetProperty("isFrozen").GetBoolean().Should().BeTrue();
        (await api.PostAsync($"/api/dataset-versions/{project.VersionId}/verify")).GetProperty("isIntact").GetBoolean().Should().BeTrue();
        browser.Problems.Should().BeEmpty();
    }
}
