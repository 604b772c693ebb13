using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Host;

/// <summary>Every way to change something over HTTP, tried on a frozen version: all are refused, and its hash stays what it was. Raw SQL and EF are attacked in FrozenRowTests, the pages in FrozenPageTests.</summary>
public sealed class FrozenVersionApiTests
{
    [Theory, EveryDatabase]
    public async Task FrozenVersion_AttackedOverHttp_StaysAsItWas(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database);
        await using var host = PlatformHost.On(database);
        await host.InitializeAsync();
        using var api = await host.ClientOfAsync(seed.Actor);
        var frozen = await host.Get<FreezeDatasetVersionCommand>().ExecuteAsync(seed.Actor, seed.Version.Id, default);
        var (version, asset, shape) = ($"/api/dataset-versions/{seed.Version.Id}", $"/api/assets/{seed.Asset.Id}", seed.Annotation.Id);
        object box = new { id = Guid.CreateVersion7(), classId = seed.Class.Id, type = "bbox", geometry = new { x = 1, y = 1, width = 5, height = 5 } };
        (HttpMethod Method, string Path, object Body)[] attacks =
        [
            (HttpMethod.Post, $"{version}/splits", new { train = 1, val = 0, test = 0 }),
            (HttpMethod.Post, $"{version}/split-lists", new { val = new[] { "a.png" } }),
            (HttpMethod.Post, $"{version}/moves", new { assetIds = new[] { seed.Asset.Id }, split = "val" }),
            (HttpMethod.Post, $"{version}/tags", new { assetIds = new[] { seed.Asset.Id }, tag = "x" }),
            (HttpMethod.Delete, $"{version}/tags", new { assetIds = new[] { seed.Asset.Id }, tag = "x" }),
            (HttpMethod.Delete, $"{version}/assets", new { ids = new[] { seed.Asset.Id } }),
            (HttpMethod.Put, $"{asset}/annotations", new { baseRevision = 0, upserts = new[] { box }, deletes = Array.Empty<Guid>() }),
            (HttpMethod.Put, $"{asset}/annotations", new { baseRevision = 0, upserts = Array.Empty<object>(), deletes = new[] { shape } }),
        ];

        var answers = new List<(string Attack, HttpStatusCode Status, string? Code)>();
        foreach (var (method, path, body) in attacks)
        {
            using var response = await api.SendAsync(new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) });
            answers.Add(($"{method} {path}", response.StatusCode, await CodeAsync(response)));
        }

        using (var csv = await api.PostAsync($"{version}/groups?column=patient", new StringContent("file_name,patient\na.png,1", System.Text.Encoding.UTF8, "text/csv")))
        {
            answers.Add(("POST groups", csv.StatusCode, await CodeAsync(csv)));
        }

        using (var form = new MultipartFormDataContent { { new ByteArrayContent(HeaderCodec.Png(9, 9, "x")), "file", "x.png" } })
        using (var upload = await api.PostAsync($"{version}/assets", form))
        {
            answers.Add(("POST assets", upload.StatusCode, await CodeAsync(upload)));
        }

        answers.Should().OnlyContain(answer => answer.Status == HttpStatusCode.UnprocessableEntity && answer.Code == "row.frozen");
        (await host.Get<VerifyDatasetVersionCommand>().ExecuteAsync(seed.Actor, seed.Version.Id, false, default)).ActualSha256.Should().Be(frozen.ContentSha256);
        (await host.Get<DatasetQueries>().GetVersionAsync(seed.Actor, seed.Version.Id, default)).Version.Should().BeEquivalentTo(new { AssetCount = 1, AnnotationCount = 1, IsFrozen = true });
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        return text.StartsWith('{') && JsonElement.Parse(text).TryGetProperty("code", out var code) ? code.GetString() : text;
    }
}
