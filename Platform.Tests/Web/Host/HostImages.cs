using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Platform.Tests.Web.Host;

/// <summary>Images on a running server, over its HTTP interface.</summary>
internal static class HostImages
{
    /// <summary>Uploads one image into a dataset of its own.</summary>
    public static async Task<Guid> AddImageAsync(this PlatformHost host, string name, byte[] bytes) => await host.AddImageAsync(name, new ByteArrayContent(bytes));

    public static async Task<Guid> AddImageAsync(this PlatformHost host, string name, HttpContent content)
    {
        var project = (await host.PostAsync("/api/projects", new { name = $"Project of {name}" })).GetProperty("id").GetGuid();
        await host.PostAsync($"/api/projects/{project}/ontologies", new { versionTag = "v1", classes = new[] { new { key = "cell", shapeType = "polygon", color = "#ff0000" } } });
        var version = (await host.PostAsync($"/api/projects/{project}/datasets", new { name = "Images" })).GetProperty("versionId").GetGuid();
        using var form = new MultipartFormDataContent { { content, "file", name } };
        var answer = await host.Api.PostAsync($"/api/dataset-versions/{version}/assets", form);
        var report = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, report);
        var added = JsonElement.Parse(report).GetProperty("added");
        added.GetArrayLength().Should().Be(1, report);
        return added[0].GetProperty("assetId").GetGuid();
    }

    private static async Task<JsonElement> PostAsync(this PlatformHost host, string path, object body)
    {
        var answer = await host.Api.PostAsJsonAsync(path, body);
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
