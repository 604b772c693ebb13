using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Annotations of other tools come in and go out through the dataset's page, in both languages.</summary>
public sealed class InterchangeTests : EndToEndTest
{
    public static TheoryData<string> Languages => ["en-US", "ko-KR"];

    [Theory, MemberData(nameof(Languages))]
    public async Task ImportDialog_WithAnUnknownClass_ShowsItMapsItAndImportsWhatTheDryRunSaid(string language)
    {
        var (browser, texts, api, project, pictures) = await OpenAsync(language);
        using var client = api;
        var dialog = await OpenImportAsync(browser, texts, project);
        var boxes = pictures.Sum(picture => picture.Boxes.Count);
        var renamed = pictures.Sum(picture => picture.Boxes.Count(box => box.ClassKey == Pictures.ClassKeys[0]));

        await dialog.GetByTestId("import-files").SetInputFilesAsync([.. pictures.Select(picture => Foreign(picture, Encoding.UTF8.GetString(picture.Voc))), Broken(pictures[0])]);
        await Expect(dialog.GetByTestId("class-map")).ToContainTextAsync(texts["import.classMap.class", renamed, "erythrocyte"]);
        await Expect(dialog.ButtonOf(texts["import.apply", boxes - renamed])).ToBeEnabledAsync();
        await dialog.Locator("details", new LocatorLocatorOptions { Has = dialog.Page.Locator(".problem-list") }).Locator("summary").ClickAsync();
        await Expect(dialog.Locator(".problem-list")).ToContainTextAsync(texts["problem.box_empty", Pictures.ClassKeys[1], 5, 5, 5, 9]);
        await browser.ScreenshotAsync($"import-dry-run-{language}");

        await dialog.GetByLabel("erythrocyte", new LocatorGetByLabelOptions { Exact = true }).SelectOptionAsync(Pictures.ClassKeys[0]);
        await dialog.ButtonOf(texts["import.apply", boxes]).ClickAsync();
        await Expect(dialog.GetByText(texts["import.done", boxes, pictures.Count])).ToBeVisibleAsync();
        await browser.ScreenshotAsync($"import-done-{language}");
        await dialog.ButtonOf(texts["upload.done"]).ClickAsync();

        await Expect(dialog).ToHaveCountAsync(0);
        var version = await api.GetAsync($"/api/dataset-versions/{project.VersionId}");
        version.GetProperty("version").GetProperty("annotationCount").GetInt32().Should().Be(boxes);
        version.GetProperty("classes").EnumerateArray().Single(item => item.GetProperty("key").GetString() == Pictures.ClassKeys[0]).GetProperty("total").GetInt32().Should().Be(renamed);
        browser.Problems.Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Languages))]
    public async Task ExportDialog_SaysWhatIsLostAndGivesAnArchiveThatHoldsTheRest(string language)
    {
        var (browser, texts, api, project, pictures) = await OpenAsync(language);
        using var client = api;
        await api.UploadAsync($"/api/dataset-versions/{project.VersionId}/imports", pictures.Select(picture => (Path.ChangeExtension(picture.Name, ".xml"), picture.Voc)));
        var boxes = pictures.Sum(picture => picture.Boxes.Count);
        var page = browser.Page;
        await browser.OpenAsync($"/projects/{project.ProjectId}/datasets/{project.VersionId}");
        await page.GetByTestId("export").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);

        await dialog.GetByTestId("export-format").SelectOptionAsync("ImageFolder");
        await Expect(dialog.GetByTestId("export-loss")).ToContainTextAsync(texts["loss.shape_dropped", boxes, texts["shape.bbox"]]);
        await browser.ScreenshotAsync($"export-loss-{language}");
        await dialog.GetByTestId("export-format").SelectOptionAsync("Coco");
        await Expect(dialog.GetByTestId("export-loss")).ToContainTextAsync(texts["export.keepsHash"]);
        await dialog.ButtonOf(texts["export.start"]).ClickAsync();
        var link = dialog.GetByRole(AriaRole.Link, new LocatorGetByRoleOptions { Name = texts["export.download"] });
        await Expect(link).ToBeVisibleAsync();
        await browser.ScreenshotAsync($"export-done-{language}");
        var download = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());

        download.SuggestedFilename.Should().Be("Smears v1 coco.zip");
        await using var zip = await ZipFile.OpenReadAsync(await download.PathAsync(), Cancellation);
        await using var instances = await zip.GetEntry("annotations/instances_unassigned.json")!.OpenAsync(Cancellation);
        var coco = await JsonDocument.ParseAsync(instances, default, Cancellation);
        coco.RootElement.GetProperty("annotations").GetArrayLength().Should().Be(boxes);
        coco.RootElement.GetProperty("categories").EnumerateArray().Select(item => item.GetProperty("name").GetString()).Should().Equal(Pictures.ClassKeys);
        foreach (var picture in pictures)
        {
            zip.GetEntry($"images/unassigned/{picture.Name}")!.Length.Should().Be(picture.Bytes.Length);
        }

        browser.Problems.Should().BeEmpty();
    }

    [Fact]
    public async Task Import_Stopped_SaysSoAndKeepsNoHalfImage()
    {
        var (browser, texts, api, project, pictures) = await OpenAsync("ko-KR");
        using var client = api;
        var dialog = await OpenImportAsync(browser, texts, project);

        await dialog.GetByTestId("import-files").SetInputFilesAsync(ManyBoxes(pictures));
        await dialog.ButtonOf(texts["import.apply", pictures.Count * BoxesEach]).ClickAsync();
        await dialog.ButtonOf(texts["export.stop"]).ClickAsync();

        // An image is saved whole: on a busy machine that of thousands of boxes takes its time.
        await Expect(dialog.GetByText(texts["import.stopped", texts["reason.job.stopped"]])).ToBeVisibleAsync(new() { Timeout = 120_000 });
        await browser.ScreenshotAsync("import-stopped");
        await Expect(dialog.GetByTestId("import-files")).ToBeAttachedAsync();
        var kept = (await api.GetAsync($"/api/dataset-versions/{project.VersionId}")).GetProperty("version").GetProperty("annotationCount").GetInt32();
        kept.Should().BeLessThan(pictures.Count * BoxesEach);
        (kept % BoxesEach).Should().Be(0, "an image is stored whole or not at all");
        browser.Problems.Should().BeEmpty();
    }

    private const int BoxesEach = 5_000;

    private static FilePayload Foreign(Picture picture, string voc) => new()
    {
        Name = Path.ChangeExtension(picture.Name, ".xml"), MimeType = "text/xml",
        Buffer = Encoding.UTF8.GetBytes(voc.Replace($"<name>{Pictures.ClassKeys[0]}</name>", "<name>erythrocyte</name>", StringComparison.Ordinal)),
    };

    /// <summary>Of a picture that is there, with one box that has no width.</summary>
    private static FilePayload Broken(Picture picture) => new()
    {
        Name = "broken.xml", MimeType = "text/xml",
        Buffer = Encoding.UTF8.GetBytes(
            $"<annotation><filename>{picture.Name}</filename><object><name>{Pictures.ClassKeys[1]}</name><bndbox><xmin>5</xmin><ymin>5</ymin><xmax>5</xmax><ymax>9</ymax></bndbox></object></annotation>"),
    };

    private static FilePayload ManyBoxes(IReadOnlyList<Picture> pictures) => new()
    {
        Name = "many.json", MimeType = "application/json",
        Buffer = JsonSerializer.SerializeToUtf8Bytes(new
        {
            images = pictures.Select((picture, id) => new { id, file_name = picture.Name }),
            categories = new[] { new { id = 1, name = Pictures.ClassKeys[0] } },
            annotations = pictures.SelectMany((_, image) => Enumerable.Range(0, BoxesEach).Select(i => new { id = (image * BoxesEach) + i, image_id = image, category_id = 1, bbox = new[] { i % 50, i / 50 % 50, 2 + (i / 2500), 2 } })),
        }),
    };

    private static async Task<ILocator> OpenImportAsync(BrowserSession browser, ScreenTexts texts, ApiProject project)
    {
        await browser.OpenAsync($"/projects/{project.ProjectId}/datasets/{project.VersionId}");
        await browser.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = texts["version.import"], Exact = true }).ClickAsync();
        return browser.Page.GetByRole(AriaRole.Dialog);
    }

    private async Task<(BrowserSession Browser, ScreenTexts Texts, ApiClient Api, ApiProject Project, IReadOnlyList<Picture> Pictures)> OpenAsync(string language)
    {
        var look = new BrowserLook(Language: language);
        var browser = await OpenBrowserAsync(look);
        await browser.SetUpAsync();
        var api = await browser.OpenApiAsync();
        var pictures = Pictures.Take(6);
        return (browser, ScreenTexts.Of(look), api, await ApiProject.CreateAsync(api, pictures), pictures);
    }
}

/// <summary>Buttons by what they say.</summary>
internal static class ButtonLocators
{
    public static ILocator ButtonOf(this ILocator within, string name) => within.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });
}
