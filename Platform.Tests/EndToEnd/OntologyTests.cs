using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>An ontology grows a second version, and the data follows it and comes back, by mouse and keyboard.</summary>
public sealed class OntologyTests : EndToEndTest
{
    [Fact]
    public async Task Draft_MovedToACopyOfItsOntology_ShowsWhatHappensFirstAndCanBeUndone()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var pictures = Pictures.Take(4);
        var project = await ApiProject.CreateAsync(api, pictures);
        await api.UploadAsync($"/api/dataset-versions/{project.VersionId}/imports", pictures.Select(picture => (Path.ChangeExtension(picture.Name, ".xml"), picture.Voc)));
        var shapes = pictures.Sum(picture => picture.Boxes.Count);
        var page = browser.Page;

        await UsedClassIsNotDeletedAsync(browser, project);
        await CopyWithoutTheLastClassAsync(page);

        await browser.OpenAsync($"/projects/{project.ProjectId}/datasets/{project.VersionId}/migration");
        var apply = page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Apply", Exact = true });
        await Expect(apply).ToBeDisabledAsync();
        await Expect(page.Locator(".rule-open")).ToHaveCountAsync(1);
        await page.Locator(".rule-card").Last.Locator(".rule-target select").SelectOptionAsync("!drop");
        await page.ButtonAsync("Preview");
        await Expect(page.GetByTestId("migration-outcome")).ToBeVisibleAsync();
        await Expect(page.Locator(".stat-value").First).ToHaveTextAsync($"{shapes}");
        await browser.ScreenshotAsync("ontology-migration", fullPage: true);
        await Expect(apply).ToBeEnabledAsync();
        await apply.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).ButtonAsync("Apply");
        await Expect(page.Locator(".migration-history li")).ToHaveCountAsync(1);
        var left = (await api.GetAsync($"/api/dataset-versions/{project.VersionId}")).GetProperty("version").GetProperty("annotationCount").GetInt32();
        left.Should().Be(pictures.Sum(picture => picture.Boxes.Count(box => box.ClassKey != Pictures.ClassKeys[^1])));

        await page.Locator(".migration-history").ButtonAsync("Undo");
        await page.GetByRole(AriaRole.Dialog).ButtonAsync("Undo");
        await Expect(page.Locator(".migration-history")).ToContainTextAsync("Undone by");
        (await api.GetAsync($"/api/dataset-versions/{project.VersionId}")).GetProperty("version").GetProperty("annotationCount").GetInt32().Should().Be(shapes);
        browser.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Document_WithAFault_ShowsItsLine_AndRepairedBecomesAVersion()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = await ApiProject.CreateAsync(api, Pictures.Take(1));
        var document = await api.Http.GetStringAsync($"/api/ontologies/{project.OntologyId}/document", Cancellation);
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/ontology");
        await page.ButtonAsync("Import");
        var dialog = page.GetByRole(AriaRole.Dialog);

        await dialog.GetByTestId("import-file").SetInputFilesAsync(FileOf(document.Replace("bbox", "blob", StringComparison.Ordinal)));
        await Expect(dialog.Locator(".document-faults tbody tr")).ToHaveCountAsync(Pictures.ClassKeys.Count);
        await Expect(dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Create the version" })).ToBeDisabledAsync();
        await dialog.GetByTestId("import-file").SetInputFilesAsync(FileOf(document));
        await dialog.GetByTestId("import-tag").FillAsync("imported");
        await dialog.ButtonAsync("Create the version");

        await Expect(page.Locator(".version-table")).ToContainTextAsync("imported");
        await page.Locator(".version-table").GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = "Compare imported with another version" }).ClickAsync();
        await Expect(page.GetByText("The two versions are the same.")).ToBeVisibleAsync();
        browser.Problems.Should().BeEmpty();
    }

    private static async Task UsedClassIsNotDeletedAsync(BrowserSession browser, ApiProject project)
    {
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/ontology");
        await Expect(page.Locator(".class-row")).ToHaveCountAsync(Pictures.ClassKeys.Count);
        await page.Locator(".class-row").First.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove", Exact = true }).ClickAsync();
        await page.ButtonAsync("Save");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Smears v1");
        await browser.ScreenshotAsync("ontology-use");
    }

    /// <summary>From the dialog that said where the class is used.</summary>
    private static async Task CopyWithoutTheLastClassAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Dialog).ButtonAsync("Copy to a new version");
        await page.GetByRole(AriaRole.Dialog).ButtonAsync("Create");
        await Expect(page.Locator(".version-table tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator(".class-row")).ToHaveCountAsync(Pictures.ClassKeys.Count);
        await page.Locator(".class-row").Last.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Remove", Exact = true }).ClickAsync();
        await page.ButtonAsync("Save");
        await Expect(page.GetByText("The classes were saved.")).ToBeVisibleAsync();
    }

    private static FilePayload FileOf(string json) => new() { Name = "ontology.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(json) };
}
