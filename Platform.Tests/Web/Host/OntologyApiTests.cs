using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Platform.Tests.Web.Host;

/// <summary>Ontology versions over HTTP alone: documents, comparison, use, and the way of a draft to another version and back.</summary>
public sealed class OntologyApiTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.SetUpAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Draft_MovedToAnImportedVersionAndBack_IsWhatItWas()
    {
        var (project, ontology, version) = await CreateAsync();
        var document = (await _host.Api.GetStringAsync($"/api/ontologies/{ontology}/document")).Replace("\"cell\"", "\"kernel\"", StringComparison.Ordinal);
        var imported = await _host.Api.PostAsync($"/api/projects/{project}/ontologies/documents?versionTag=v2", new StringContent(document, Encoding.UTF8, "application/json"));
        imported.StatusCode.Should().Be(HttpStatusCode.Created);
        var to = (await JsonOf(imported)).GetProperty("id").GetGuid();

        var diff = await GetAsync($"/api/ontologies/{ontology}/diff/{to}");
        diff.GetProperty("diff").GetProperty("classes")[0].GetProperty("changes").EnumerateArray().Select(change => change.GetString()).Should().Equal("rekeyed");
        var migrations = $"/api/dataset-versions/{version}/ontology-migrations";
        var suggestion = await GetAsync($"{migrations}/suggestion?to={to}");
        suggestion.GetProperty("rules")[0].GetProperty("otherwise").GetProperty("class").GetString().Should().Be("kernel", "the name is the same");
        var rules = suggestion.GetProperty("rules");
        var preview = await JsonOf(await _host.Api.PostAsJsonAsync($"{migrations}/preview", new { toOntologyVersionId = to, rules }));
        preview.GetProperty("flows")[0].GetProperty("effect").GetString().Should().Be("rename");

        var blind = await _host.Api.PostAsJsonAsync(migrations, new { toOntologyVersionId = to, rules });
        (blind.StatusCode, (await JsonOf(blind)).GetProperty("code").GetString()).Should().Be((HttpStatusCode.Conflict, "migration.preview_stale"));
        var applied = await JsonOf(await _host.Api.PostAsJsonAsync(migrations, new { toOntologyVersionId = to, rules, token = preview.GetProperty("token").GetString() }));
        (await GetAsync($"/api/dataset-versions/{version}")).GetProperty("version").GetProperty("ontologyVersionId").GetGuid().Should().Be(to);
        var use = await GetAsync($"/api/ontologies/{to}/use");
        use.GetProperty("datasetVersions")[0].GetProperty("datasetVersionId").GetGuid().Should().Be(version);

        var undo = $"/api/ontology-migrations/{applied.GetProperty("migrationId").GetGuid()}/undo";
        (await GetAsync(undo)).GetProperty("isClean").GetBoolean().Should().BeTrue();
        (await _host.Api.PostAsJsonAsync(undo, new { })).StatusCode.Should().Be(HttpStatusCode.OK);
        (await GetAsync(migrations))[0].GetProperty("undoneBy").GetString().Should().NotBeEmpty();
        (await GetAsync($"/api/dataset-versions/{version}")).GetProperty("version").GetProperty("ontologyVersionId").GetGuid().Should().Be(ontology);
    }

    [Fact]
    public async Task Document_WithFaults_IsRefusedWithLinesAndFields()
    {
        var (project, _, _) = await CreateAsync();
        const string Wrong = "{\"format\":\"platform-ontology\",\"formatVersion\":1,\"classes\":[\n{\"key\":\"a\",\"shape\":\"bbox\",\"color\":\"red\"},\n{\"key\":\"b\",\"shape\":\"blob\",\"color\":\"#000000\"}]}";

        var answer = await _host.Api.PostAsync($"/api/projects/{project}/ontologies/documents?versionTag=v2", new StringContent(Wrong, Encoding.UTF8, "application/json"));

        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await JsonOf(answer)).GetProperty("details").EnumerateArray().Select(fault => (fault.GetProperty("line").GetInt32(), fault.GetProperty("field").GetString()))
            .Should().Equal((2, "classes[0].color"), (3, "classes[1].shape"));
    }

    [Fact]
    public async Task Tag_OfADraft_IsRenamed()
    {
        var (project, ontology, _) = await CreateAsync();

        (await _host.Api.PutAsJsonAsync($"/api/ontologies/{ontology}/tag", new { versionTag = "blood" })).StatusCode.Should().Be(HttpStatusCode.NoContent);

        (await GetAsync($"/api/projects/{project}/ontologies"))[0].GetProperty("versionTag").GetString().Should().Be("blood");
    }

    private async Task<(Guid Project, Guid Ontology, Guid Version)> CreateAsync()
    {
        var project = (await JsonOf(await _host.Api.PostAsJsonAsync("/api/projects", new { name = "Cells" }))).GetProperty("id").GetGuid();
        var classes = new[] { new { key = "cell", displayName = "Zelle", shapeType = "bbox", color = "#ff0000" } };
        var ontology = (await JsonOf(await _host.Api.PostAsJsonAsync($"/api/projects/{project}/ontologies", new { versionTag = "v1", classes }))).GetProperty("id").GetGuid();
        var dataset = await JsonOf(await _host.Api.PostAsJsonAsync($"/api/projects/{project}/datasets", new { name = "Smears" }));
        return (project, ontology, dataset.GetProperty("versionId").GetGuid());
    }

    private Task<JsonElement> GetAsync(string path) => _host.Api.GetFromJsonAsync<JsonElement>(path);

    private static Task<JsonElement> JsonOf(HttpResponseMessage answer) => answer.Content.ReadFromJsonAsync<JsonElement>();
}
