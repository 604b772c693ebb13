using Microsoft.Playwright;

namespace Platform.Tests.EndToEnd;

/// <summary>Compares what a canvas shows with what the server holds, shape by shape.</summary>
public static class ShapeComparison
{
    // Runs in the page: the canvas' own view of its shapes against the document over HTTP. Both as texts of what a person can edit; the server may round.
    private const string Differences = """
        async () => {
          const host = document.querySelector('.pf-annotator');
          const document_ = await (await fetch(`/api/assets/${host.dataset.assetId}/annotations`, { cache: 'no-store' })).json();
          const rounded = value => typeof value === 'number' ? Math.round(value * 50) / 50
            : Array.isArray(value) ? value.map(rounded)
            : value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, each]) => [key, rounded(each)])) : value;
          const texts = list => new Map(list.map(({ id, classId, type, geometry, reviewState }) => [id, JSON.stringify([classId, type, rounded(geometry), reviewState])]));
          const shown = texts(host.annotator.shapes);
          const held = texts(document_.annotations);
          return [...new Set([...shown.keys(), ...held.keys()])].filter(id => shown.get(id) !== held.get(id)).map(id => `${id}: here ${shown.get(id)}, there ${held.get(id)}`);
        }
        """;

    public static async Task ShouldBeTheServersAsync(this IPage page)
    {
        var differences = await page.EvaluateAsync<string[]>(Differences);
        differences.Should().BeEmpty();
    }

    /// <summary>Widths of the boxes that the server holds, by which tests find theirs again.</summary>
    public static async Task<IReadOnlyList<double>> WidthsAsync(this ApiClient api, Guid assetId) =>
    [
        .. (await api.GetAsync($"/api/assets/{assetId}/annotations")).GetProperty("annotations").EnumerateArray()
            .Select(annotation => annotation.GetProperty("geometry"))
            .Where(geometry => geometry.TryGetProperty("width", out _)).Select(geometry => geometry.GetProperty("width").GetDouble()),
    ];

    /// <summary>Counts shapes by type.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> TypesAsync(this ApiClient api, Guid assetId) =>
        (await api.GetAsync($"/api/assets/{assetId}/annotations")).GetProperty("annotations").EnumerateArray()
            .GroupBy(annotation => annotation.GetProperty("type").GetString() ?? "tag").ToDictionary(group => group.Key, group => group.Count());
}
