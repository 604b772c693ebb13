using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>From a frozen version to a watched run, on the pages.</summary>
public static partial class TrainingSteps
{
    public static async Task CreateModelAsync(this IPage page, string project, string name, string task = "Detection")
    {
        await page.GotoAsync($"{project}/models");
        await page.ButtonAsync("New model");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByTestId("model-name").FillAsync(name);
        await dialog.GetByTestId("model-task").SelectOptionAsync(task);
        await dialog.ButtonAsync("Create");
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 })).ToContainTextAsync(name);
    }

    /// <summary>Launches from the model's page, on the newest frozen data, and ends on the run's page.</summary>
    public static async Task LaunchAsync(this IPage page, int epochs, int imageSize, int batchSize)
    {
        await page.OpenLaunchFormAsync();
        await page.GetByLabel("Epochs", new PageGetByLabelOptions { Exact = true }).FillAsync(Text(epochs));
        await page.GetByLabel("Image size (px)").SelectOptionAsync(Text(imageSize));
        await page.GetByLabel("Batch size").FillAsync(Text(batchSize));
        await page.ButtonAsync("Start the training");
        await page.WaitForURLAsync(RunAddress());
    }

    /// <summary>From the model's page to the form, its data counted.</summary>
    public static async Task OpenLaunchFormAsync(this IPage page)
    {
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Train", Exact = true }).First.ClickAsync();
        await Expect(page.Locator(".launch-basis")).ToBeVisibleAsync();
    }

    /// <summary>The number of epochs that the page shows as begun.</summary>
    public static ILocator EpochCounter(this IPage page) => page.Locator(".stat", new PageLocatorOptions { HasText = "Epoch" }).First.Locator(".stat-value");

    /// <summary>The drawn line of the whole loss.</summary>
    public static ILocator LossCurve(this IPage page) => page.GetByRole(AriaRole.Figure, new PageGetByRoleOptions { Name = "Training loss" }).Locator("path.chart-line").First;

    /// <summary>Points of a drawn line, in the plot's own units from its upper left.</summary>
    public static async Task<IReadOnlyList<(double X, double Y)>> PointsAsync(this ILocator path)
    {
        var numbers = NumberPattern().Matches(await path.GetAttributeAsync("d") ?? "").Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToArray();
        return [.. numbers.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1]))];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"/runs/[0-9a-f-]{36}")]
    private static partial Regex RunAddress();

    [GeneratedRegex(@"-?\d+(\.\d+)?")]
    private static partial Regex NumberPattern();
}
