using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>The life of a dataset on its pages: filters in the address, bulk changes with undo, lineage, comparison and statistics.</summary>
public sealed class DatasetPageTests : EndToEndTest
{
    [Fact]
    public async Task Gallery_FilteredTaggedAndMoved_KeepsItsAddressAndIsUndone()
    {
        var (browser, api, project) = await OpenAsync();
        using var client = api;
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/datasets/{project.VersionId}");
        await Expect(page.Locator(".thumb")).ToHaveCountAsync(6);

        await page.ButtonAsync("Select");
        await Expect(page.GetByTestId("bulk-bar")).ToBeVisibleAsync();
        await page.Locator(".thumb").First.ClickAsync();
        await Expect(page.Locator(".thumb-selected")).ToHaveCountAsync(1);
        await page.GetByLabel("Tag", new PageGetByLabelOptions { Exact = true }).FillAsync("night");
        await page.ButtonAsync("Add tag");
        await Expect(page.GetByText("1 images were tagged.")).ToBeVisibleAsync();
        await page.ButtonAsync("Select all 6");
        await page.ButtonAsync("To Test");
        await Expect(page.GetByText("6 images were moved")).ToBeVisibleAsync();
        await page.GetByTestId("bulk-undo").ClickAsync();
        await Expect(page.Locator(".thumb-split.split-unassigned")).ToHaveCountAsync(6);

        await page.GotoAsync($"/projects/{project.ProjectId}/datasets/{project.VersionId}?tag=night");
        await Expect(page.Locator(".thumb")).ToHaveCountAsync(1);
        await page.GetByLabel("Split", new PageGetByLabelOptions { Exact = true }).SelectOptionAsync("train");
        await Expect(page.Locator(".thumb")).ToHaveCountAsync(0);
        page.Url.Should().Contain("split=train").And.Contain("tag=night");
        browser.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Images_Deleted_AreUndoneRestoredAndEmptied()
    {
        var (browser, api, project) = await OpenAsync();
        using var client = api;
        await api.UploadAsync($"/api/dataset-versions/{project.VersionId}/imports", Pictures.Take(6).Select(picture => (Path.ChangeExtension(picture.Name, ".xml"), picture.Voc)));
        var shapes = await ShapesAsync();
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/datasets/{project.VersionId}");
        await Expect(page.Locator(".thumb")).ToHaveCountAsync(6);
        await page.ButtonAsync("Select");
        await Expect(page.GetByTestId("bulk-bar")).ToBeVisibleAsync();

        await DeleteTwoAsync();
        (await ShapesAsync()).Should().BeLessThan(shapes);
        await page.GetByTestId("bulk-undo").ClickAsync();
        await Expect(page.Locator(".thumb")).ToHaveCountAsync(6);
        (await ShapesAsync()).Should().Be(shapes);

        await DeleteTwoAsync();
        await page.GetByTestId("trash-link").ClickAsync();
        await Expect(page.Locator(".trash-thumb")).ToHaveCountAsync(2);
        await Expect(page.Locator(".trash-thumb img").First).ToHaveJSPropertyAsync("complete", true);
        (await page.Locator(".trash-thumb img").First.EvaluateAsync<int>("image => image.naturalWidth")).Should().BePositive();
        await browser.ScreenshotAsync("trash");
        await page.Locator(".trash-thumb").First.ClickAsync();
        await page.GetByTestId("trash-bar").ButtonAsync("Restore");
        await Expect(page.Locator(".trash-thumb")).ToHaveCountAsync(1);
        await page.ButtonAsync("Empty the trash");
        await page.GetByRole(AriaRole.Dialog).ButtonAsync("Delete for good");
        await Expect(page.GetByText("The trash is empty")).ToBeVisibleAsync();
        (await api.GetAsync($"/api/dataset-versions/{project.VersionId}")).GetProperty("version").GetProperty("assetCount").GetInt32().Should().Be(5);
        browser.Problems.Should().BeEmpty();

        async Task DeleteTwoAsync()
        {
            await page.Locator(".thumb").Nth(0).ClickAsync();
            await page.Locator(".thumb").Nth(1).ClickAsync();
            await Expect(page.Locator(".thumb-selected")).ToHaveCountAsync(2);
            await page.GetByTestId("bulk-bar").ButtonAsync("Delete");
            await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("2 images go to the trash");
            await page.GetByRole(AriaRole.Dialog).ButtonAsync("Delete");
            await Expect(page.Locator(".thumb")).ToHaveCountAsync(4);
        }

        async Task<int> ShapesAsync() => (await api.GetAsync($"/api/dataset-versions/{project.VersionId}")).GetProperty("version").GetProperty("annotationCount").GetInt32();
    }

    [Fact]
    public async Task Versions_OfADataset_AreShownComparedAndMeasured()
    {
        var (browser, api, project) = await OpenAsync();
        using var client = api;
        await api.UploadAsync($"/api/dataset-versions/{project.VersionId}/imports", Pictures.Take(6).Select(picture => (Path.ChangeExtension(picture.Name, ".xml"), picture.Voc)));
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/datasets/{project.DatasetId}/versions");
        await page.ButtonAsync("New draft");
        await Expect(page.Locator(".thumb")).ToHaveCountAsync(6);
        var draft = ApiProject.Id((await api.GetAsync($"/api/datasets/{project.DatasetId}/versions"))[0]);
        var assets = (await api.GetAsync($"/api/dataset-versions/{draft}/assets")).GetProperty("items");
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/api/dataset-versions/{draft}/assets") { Content = System.Net.Http.Json.JsonContent.Create(new { ids = new[] { assets[0].GetProperty("id").GetGuid() } }) };
        (await api.Http.SendAsync(request, Cancellation)).EnsureSuccessStatusCode();

        await browser.OpenAsync($"/projects/{project.ProjectId}/datasets/{project.DatasetId}/versions");
        await Expect(page.Locator(".lineage-edge")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Compare" }).First.ClickAsync();
        await Expect(page.Locator(".diff-thumb")).ToHaveCountAsync(1);
        (await page.Locator(".diff-shape.diff-removed").CountAsync()).Should().BePositive();

        await browser.OpenAsync($"/projects/{project.ProjectId}/datasets/{draft}/statistics");
        (await page.Locator(".stat-bar").CountAsync()).Should().BePositive();
        (await page.Locator(".centre-map rect").CountAsync()).Should().BePositive();
        browser.Problems.Should().BeEmpty();
    }

    private async Task<(BrowserSession Browser, ApiClient Api, ApiProject Project)> OpenAsync()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        var api = await browser.OpenApiAsync();
        return (browser, api, await ApiProject.CreateAsync(api, Pictures.Take(6)));
    }
}
