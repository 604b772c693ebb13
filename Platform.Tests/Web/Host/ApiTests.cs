using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Access.Queries;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;

namespace Platform.Tests.Web.Host;

/// <summary>Authorization and bad input, over real HTTP.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.SetUpAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task OpenApi_WithToken_DescribesTheAreas()
    {
        var paths = (await _host.Api.GetFromJsonAsync<JsonElement>("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        paths.Should().Contain(["/api/projects", "/api/dataset-versions/{versionId}/assets", "/api/assets/{assetId}/annotations", "/api/artifacts/{artifactId}/download"]);
    }

    [Fact]
    public async Task Project_OfAnotherDepartment_DoesNotExist()
    {
        var projectId = await CreateProjectAsync();
        var stranger = await PersonAsync("stranger@example.com", UserRole.Developer, ownDepartment: true);
        var answer = await stranger.GetAsync($"/api/projects/{projectId}");
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await CodeOf(answer)).Should().Be("not_found");
    }

    [Fact]
    public async Task CreateProject_ByAnalyst_IsForbidden()
    {
        var analyst = await PersonAsync("analyst@example.com", UserRole.Analyst, ownDepartment: false);
        var answer = await analyst.PostAsJsonAsync("/api/projects", new { name = "Cells" });
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await CodeOf(answer)).Should().Be("access.denied");
    }

    [Fact]
    public async Task CreateProject_WithoutName_SaysSo()
    {
        var answer = await _host.Api.PostAsJsonAsync("/api/projects", new { name = " " });
        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    public async Task CreateProject_BodyIsNoProject_IsABadRequest(string body) =>
        (await _host.Api.PostAsync("/api/projects", new StringContent(body, null, "application/json"))).StatusCode.Should().Be(HttpStatusCode.BadRequest);

    [Fact]
    public async Task CreateModel_UnknownTask_IsABadRequest()
    {
        var projectId = await CreateProjectAsync();
        var answer = await _host.Api.PostAsJsonAsync($"/api/projects/{projectId}/models", new { name = "Cells", task = "guess" });
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Error_ForKoreanCaller_IsKorean()
    {
        _host.Api.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ko");
        var answer = await _host.Api.GetAsync($"/api/projects/{Guid.CreateVersion7()}");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("detail").GetString().Should().Contain("접근 권한");
    }

    [Fact]
    public async Task Upload_WithoutMultipart_IsRefused()
    {
        var answer = await _host.Api.PostAsync($"/api/dataset-versions/{Guid.CreateVersion7()}/assets", new StringContent("x"));
        answer.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task UnknownApiAddress_WithToken_AnswersAProblem()
    {
        var answer = await _host.Api.GetAsync("/api/nothing");
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    private async Task<Guid> CreateProjectAsync()
    {
        var answer = await _host.Api.PostAsJsonAsync("/api/projects", new { name = "Cells" });
        answer.StatusCode.Should().Be(HttpStatusCode.Created);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private async Task<HttpClient> PersonAsync(string email, UserRole role, bool ownDepartment)
    {
        var department = _host.Admin.DepartmentId;
        if (ownDepartment)
        {
            (department, _) = await _host.Get<CreateDepartmentCommand>().ExecuteAsync(_host.Admin, "Other", new NewPerson("Boss", "boss@example.com", UserRole.Developer), default);
        }

        var id = await _host.Get<RegisterUserCommand>().ExecuteAsync(_host.Admin, department, new NewPerson("Person", email, role), default);
        return await _host.ClientOfAsync((await _host.Get<ActorResolver>().ResolveAsync(id, default))!);
    }

    private static async Task<string?> CodeOf(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}
