using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>From an empty platform to an empty dataset, by mouse and keyboard.</summary>
public static partial class ProjectSteps
{
    /// <returns>Address of the project's page.</returns>
    public static async Task<string> CreateProjectAsync(this IPage page, string name)
    {
        await page.GotoAsync("/");
        await page.ButtonAsync("New project");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Create" }).ClickAsync();
        await page.WaitForURLAsync(ProjectAddress());
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToContainTextAsync(name);
        return page.Url;
    }

    /// <summary>Makes the first ontology version with box classes.</summary>
    public static async Task CreateOntologyAsync(this IPage page, string project, IReadOnlyList<string> classKeys)
    {
        await page.GotoAsync($"{project}/ontology");
        await page.ButtonAsync("Create the first version");
        foreach (var (index, key) in classKeys.Index())
        {
            if (index > 0)
            {
                await page.ButtonAsync("Add a class");
            }

            await Expect(page.Locator(".class-row")).ToHaveCountAsync(index + 1);
            var row = page.Locator(".class-row").Nth(index);
            await row.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Name", Exact = true }).FillAsync(key);
            await row.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Key", Exact = true }).FillAsync(key);
        }

        await page.ButtonAsync("Save");
        await Expect(page.GetByText("The classes were saved.")).ToBeVisibleAsync();
        await Expect(page.Locator(".class-row")).ToHaveCountAsync(classKeys.Count);
    }

    /// <returns>Address of the dataset's first draft.</returns>
    public static async Task<string> CreateDatasetAsync(this IPage page, string project, string name)
    {
        await page.GotoAsync($"{project}/datasets");
        await page.ButtonAsync("New dataset");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Name").FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Create" }).ClickAsync();
        await page.WaitForURLAsync(DatasetAddress());
        return page.Url;
    }

    /// <summary>Clicks the button of this name.</summary>
    public static Task ButtonAsync(this IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();

    /// <summary>Clicks the button of this name within a part of the page.</summary>
    public static Task ButtonAsync(this ILocator part, string name) => part.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true }).ClickAsync();

    [GeneratedRegex(@"/projects/[0-9a-f-]{36}$")]
    private static partial Regex ProjectAddress();

    [GeneratedRegex(@"/datasets/[0-9a-f-]{36}$")]
    private static partial Regex DatasetAddress();
}
