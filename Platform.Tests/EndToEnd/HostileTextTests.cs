using static Microsoft.Playwright.Assertions;

namespace Platform.Tests.EndToEnd;

/// <summary>Names and searches that would be a script, a tag, a formula or a statement elsewhere are text here, on every page that shows them.</summary>
public sealed class HostileTextTests : EndToEndTest
{
    private const string Name = """<img src=x onerror="window.taken=1">'"; DROP TABLE asset; --</script><script>window.taken=2</script>""";
    private const string Search = "%' OR 1=1 --";

    [Fact]
    public async Task Names_MadeToHarm_AreShownAsTheyAre()
    {
        var browser = await OpenBrowserAsync();
        await browser.SetUpAsync();
        using var api = await browser.OpenApiAsync();
        var project = ApiProject.Id(await api.PostAsync("/api/projects", new { name = Name, description = Name }));
        var classes = new[] { new { key = "cell", displayName = Name, shapeType = "bbox", color = "#d94f45" } };
        var ontology = ApiProject.Id(await api.PostAsync($"/api/projects/{project}/ontologies", new { versionTag = "v1", classes }));
        var version = (await api.PostAsync($"/api/projects/{project}/datasets", new { name = Name, ontologyVersionId = ontology })).GetProperty("versionId").GetGuid();
        var picture = Pictures.Take(1)[0];
        var fileName = """<b onmouseover=alert(1)>'".jpg""";
        var added = (await api.UploadAsync($"/api/dataset-versions/{version}/assets", [(Uri.EscapeDataString(fileName), picture.Bytes)])).GetProperty("added")[0];
        var asset = added.GetProperty("assetId").GetGuid();
        await api.PostAsync($"/api/assets/{asset}/comments", new { text = Name });
        await api.PostAsync($"/api/projects/{project}/models", new { name = Name, task = "det" });

        foreach (var (path, isNamed) in new[]
        {
            ("/", true), ($"/projects/{project}", true), ($"/projects/{project}/datasets", true), ($"/projects/{project}/datasets/{version}", true), ($"/projects/{project}/ontology", true),
            ($"/projects/{project}/models", true), ($"/projects/{project}/annotate/{asset}", true), ($"/projects/{project}/datasets/{version}?text={Uri.EscapeDataString(Search)}", false), ($"/audit?text={Uri.EscapeDataString(Name)}", false),
        })
        {
            await browser.OpenAsync(path);
            if (isNamed)
            {
                (await browser.Page.Locator("body").InnerTextAsync()).Should().Contain("DROP TABLE asset", path);
            }

            (await browser.Page.EvaluateAsync<int?>("() => window.taken ?? null")).Should().BeNull(path);
            (await browser.Page.Locator("img[src=x], b[onmouseover]").CountAsync()).Should().Be(0, path);
        }

        await browser.OpenAsync($"/projects/{project}/datasets/{version}?text={Uri.EscapeDataString(Search)}");
        await Expect(browser.Page.Locator(".thumb")).ToHaveCountAsync(0);
        (await api.GetAsync($"/api/dataset-versions/{version}/assets?text={Uri.EscapeDataString(Search)}")).GetProperty("items").GetArrayLength().Should().Be(0, "a search finds what it says and no more");
        (await api.GetAsync($"/api/dataset-versions/{version}/assets")).GetProperty("items").GetArrayLength().Should().Be(1);
        browser.Problems.Should().BeEmpty();
    }
}
