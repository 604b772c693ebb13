using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Platform.Tests.EndToEnd;

/// <summary>Reads a run's server-sent events as a program does.</summary>
public static class RunEvents
{
    /// <summary>Yields events until the run has ended and the server closes the stream.</summary>
    public static async IAsyncEnumerable<JsonElement> ReadAsync(ApiClient api, Guid runId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await api.Http.GetAsync($"/api/runs/{runId}/events", HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellation))
        {
            var happened = JsonDocument.Parse(item.Data).RootElement;
            happened.GetProperty("sequence").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture).Should().Be(item.EventId, "a client that reconnects names the last event it saw");
            yield return happened;
        }
    }

    public static string Type(JsonElement happened) => happened.GetProperty("type").GetString()!;

    /// <summary>State that the event tells of, or null where it tells of something else.</summary>
    public static string? State(JsonElement happened) => Type(happened) == "state" ? happened.GetProperty("state").GetString() : null;
}
