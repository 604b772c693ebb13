using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>A model that learns one class more and goes to work, on the pages.</summary>
public static class GrowingSteps
{
    /// <summary>The class that joins.</summary>
    public const string Added = "Ghost";

    private static readonly ImageBox s_ghost = new(40, 40, 90, 70);

    /// <summary>Adds a class in a new ontology version and moves the draft to it.</summary>
    public static async Task AddClassAsync(this IPage page, string project, string draft)
    {
        await page.GotoAsync($"{project}/ontology");
        await Expect(page.Locator(".class-row")).ToHaveCountAsync(Pictures.ClassKeys.Count);
        await page.Locator(".page-head-actions").ButtonAsync("Copy to a new version");
        await page.GetByRole(AriaRole.Dialog).ButtonAsync("Create");
        await Expect(page.Locator(".version-table tbody tr")).ToHaveCountAsync(2);
        await page.ButtonAsync("Add a class");
        await Expect(page.Locator(".class-row")).ToHaveCountAsync(Pictures.ClassKeys.Count + 1);
        var row = page.Locator(".class-row").Last;
        await row.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Name", Exact = true }).FillAsync(Added);
        await row.GetByRole(AriaRole.Textbox, new LocatorGetByRoleOptions { Name = "Key", Exact = true }).FillAsync(Added);
        await page.ButtonAsync("Save");
        await Expect(page.GetByText("The classes were saved.")).ToBeVisibleAsync();

        await page.GotoAsync($"{draft}/migration");
        await page.ButtonAsync("Preview");
        await Expect(page.GetByTestId("migration-outcome")).ToBeVisibleAsync();
        await page.ButtonAsync("Apply");
        await page.GetByRole(AriaRole.Dialog).ButtonAsync("Apply");
        await Expect(page.Locator(".migration-history li")).ToHaveCountAsync(1);
    }

    /// <summary>Draws an object of the new class on each of the pictures.</summary>
    public static async Task LabelAddedAsync(this IPage page, string draft, IEnumerable<Picture> pictures)
    {
        foreach (var picture in pictures)
        {
            await page.GotoAsync(draft);
            await page.Locator($".thumb[title='{picture.Name}']").ClickAsync();
            var canvas = new CanvasView(page);
            await canvas.ReadyAsync();
            var before = await canvas.CountAsync();
            await canvas.PressAsync("Escape");
            await canvas.PressAsync($"{Pictures.ClassKeys.Count + 1}");
            await canvas.DrawAsync(s_ghost);
            await canvas.HasShapesAsync(before + 1);
            await Expect(canvas.Host.Locator(".an-row[aria-selected=true] .an-name")).ToHaveTextAsync(Added);
            await canvas.SavedAsync();
        }
    }

    /// <summary>From the parent's page to the registered child's.</summary>
    public static async Task GrowAsync(this IPage page, string parent, int epochs)
    {
        await page.GotoAsync(parent);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Grow from it", Exact = true }).ClickAsync();
        await Expect(page.GetByTestId("child")).ToContainTextAsync(Added);
        await page.GetByLabel("Epochs", new PageGetByLabelOptions { Exact = true }).FillAsync($"{epochs}");
        await page.ButtonAsync("Start the training");
        await page.WaitForURLAsync(new Regex(@"/runs/[0-9a-f-]{36}"));
        await Expect(page.Locator("main h1 .badge")).ToHaveTextAsync("Completed", new LocatorAssertionsToHaveTextOptions { Timeout = 180_000 });
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Model version" }).First.ClickAsync();
        await Expect(page.GetByText("best.onnx", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
    }

    /// <summary>Makes a file of another format on the version's page.</summary>
    public static async Task ConvertAsync(this IPage page)
    {
        await page.GetByTestId("convert").ClickAsync();
        await page.GetByTestId("convert-format").SelectOptionAsync("TorchScript");
        await page.GetByTestId("convert-start").ClickAsync();
        await Expect(page.GetByTestId("conversions").Locator(".check-line").First).ToContainTextAsync("Done");
        await Expect(page.GetByTestId("artifacts").Locator("tbody tr")).ToHaveCountAsync(4);
    }

    /// <summary>Puts the version to work and asks it about a picture.</summary>
    public static async Task DeployAndAskAsync(this IPage page, string name, Picture picture)
    {
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Deploy", Exact = true }).ClickAsync();
        await page.GetByTestId("deploy-name").FillAsync(name);

        // A version that has forgotten much asks for a reason; seconds of training may do that.
        var reason = page.GetByTestId("deploy-reason");
        await Expect(reason.Or(page.Locator("[data-testid=deploy-confirm]:enabled"))).ToBeVisibleAsync();
        if (await reason.IsVisibleAsync())
        {
            await reason.FillAsync("To see whether it answers.");
        }

        await page.GetByTestId("deploy-confirm").ClickAsync();
        await page.WaitForURLAsync(new Regex($"/deployments/{name}$"));
        await Expect(page.GetByText("Serving", new PageGetByTextOptions { Exact = true })).ToBeVisibleAsync();
        await page.GetByTestId("try-file").SetInputFilesAsync(picture.Payload());
        await Expect(page.Locator("[data-summary]")).ToContainTextAsync("Found:");
    }
}
