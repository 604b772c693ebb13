using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platform.Tests.EndToEnd;

/// <summary>A program at the HTTP interface: plain requests with a bearer token, plain JSON back.</summary>
public sealed partial class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    private ApiClient(HttpClient http) => _http = http;

    public HttpClient Http => _http;

    public static ApiClient WithToken(AppServer server, string token)
    {
        var http = new HttpClient { BaseAddress = server.Address, Timeout = TimeSpan.FromMinutes(3) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiClient(http);
    }

    /// <summary>Uses the console's link, as the first person does, and issues a token to go on with.</summary>
    public static async Task<ApiClient> SetUpAsync(AppServer server, string name = "Ada Kim", string department = "Vision Lab")
    {
        using var browserless = new HttpClient { BaseAddress = server.Address };
        browserless.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var form = await browserless.GetStringAsync(server.SignInLink);
        var fields = HiddenFields().Matches(form).ToDictionary(match => Attribute(match.Value, "name"), match => Attribute(match.Value, "value"));
        fields["Form.Name"] = name;
        fields["Form.Email"] = "ada@example.com";
        fields["Form.Department"] = department;
        using var signedIn = await browserless.PostAsync(server.SignInLink, new FormUrlEncodedContent(fields));
        signedIn.EnsureSuccessStatusCode();
        using var issued = await browserless.PostAsJsonAsync("/api/tokens", new { name = "tests" });
        issued.EnsureSuccessStatusCode();
        var token = await issued.Content.ReadFromJsonAsync<JsonElement>();
        return WithToken(server, token.GetProperty("text").GetString()!);
    }

    public Task<JsonElement> GetAsync(string path) => ReadAsync(_http.GetAsync(path, Cancellation));

    public Task<JsonElement> PostAsync(string path, object? body = null) => ReadAsync(_http.PostAsJsonAsync(path, body ?? new { }, Cancellation));

    public Task<JsonElement> PutAsync(string path, object body) => ReadAsync(_http.PutAsJsonAsync(path, body, Cancellation));

    /// <summary>Sends files as one multipart form, each in the field "file".</summary>
    public async Task<JsonElement> UploadAsync(string path, IEnumerable<(string Name, byte[] Bytes)> files, IReadOnlyDictionary<string, string>? fields = null)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields ?? new Dictionary<string, string>())
        {
            form.Add(new StringContent(value), name);
        }

        foreach (var (name, bytes) in files)
        {
            form.Add(new ByteArrayContent(bytes), "file", name);
        }

        return await ReadAsync(_http.PostAsync(path, form, Cancellation));
    }

    public void Dispose() => _http.Dispose();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> sent)
    {
        using var response = await sent;
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw new ApiRefusal((int)response.StatusCode, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.PathAndQuery}: {(int)response.StatusCode} {text}", text);
        }

        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private static string Attribute(string element, string name) => System.Net.WebUtility.HtmlDecode(Regex.Match(element, $"\\b{name}=\"([^\"]*)\"").Groups[1].Value);

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex HiddenFields();
}

/// <summary>An answer other than success; <paramref name="body"/> is the problem document.</summary>
public sealed class ApiRefusal(int status, string message, string body) : Exception(message)
{
    public int Status => status;

    public string Code => JsonDocument.Parse(body).RootElement.GetProperty("code").GetString()!;
}
