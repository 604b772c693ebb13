using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Filling, splitting and freezing a dataset version, on its page.</summary>
public static class DatasetSteps
{
    /// <summary>Uploads through the dialog and leaves it open, so that its report can be read.</summary>
    public static async Task<ILocator> UploadAsync(this IPage page, IEnumerable<FilePayload> files)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Upload images", Exact = true }).First.ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByTestId("upload-files").SetInputFilesAsync(files);
        return dialog;
    }

    public static async Task ImportAsync(this IPage page, IEnumerable<FilePayload> files, int shapes)
    {
        await page.ButtonAsync("Import annotations");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByTestId("import-files").SetInputFilesAsync(files);
        await dialog.ButtonAsync($"Import {shapes} shapes");
        await Expect(dialog.GetByText($"{shapes} shapes were imported")).ToBeVisibleAsync();
        await dialog.ButtonAsync("Done");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    /// <summary>Deals the images out in the open dialog's own proportions.</summary>
    public static async Task SplitAsync(this IPage page)
    {
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("Split into train, validation and test");
        await dialog.ButtonAsync("Split");
        await Expect(page.GetByText("The images were split.")).ToBeVisibleAsync();
        await Expect(dialog).ToHaveCountAsync(0);
    }

    public static async Task FreezeAsync(this IPage page)
    {
        await page.ButtonAsync("Freeze");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator(".check-line").First).ToBeVisibleAsync();
        if (await dialog.GetByTestId("freeze-ontology").IsVisibleAsync())
        {
            await dialog.GetByTestId("freeze-ontology").ClickAsync();
            await Expect(dialog.GetByTestId("freeze-ontology")).ToHaveCountAsync(0);
        }

        await dialog.ButtonAsync("Freeze");
        await Expect(page.GetByText("The version is frozen.")).ToBeVisibleAsync();
        await Expect(dialog).ToHaveCountAsync(0);
    }

    public static FilePayload Payload(this Picture picture) => new() { Name = picture.Name, MimeType = "image/jpeg", Buffer = picture.Bytes };

    public static FilePayload VocPayload(this Picture picture) => new() { Name = Path.ChangeExtension(picture.Name, ".xml"), MimeType = "text/xml", Buffer = picture.Voc };
}
