using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Imaging;
using Platform.Core.People.Commands;
using Platform.Core.People.Model;
using Platform.Training.Imaging;

namespace Platform.Tests.Web.Host;

/// <summary>Imports and exports as jobs over real HTTP.</summary>
public sealed class InterchangeApiTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();
    private Guid _version;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "libplatform_imaging.so")), "The imaging library was not built (Platform.Training/Native/build.sh).");
        await _host.InitializeAsync();
        await _host.SetUpAsync();
        var project = (await JsonAsync(await _host.Api.PostAsJsonAsync("/api/projects", new { name = "Cells" }, Cancellation))).GetProperty("id").GetGuid();
        await _host.Api.PostAsJsonAsync($"/api/projects/{project}/ontologies", new { versionTag = "v1", classes = new[] { new { key = "cell", shapeType = "bbox", color = "#ff0000" } } }, Cancellation);
        _version = (await JsonAsync(await _host.Api.PostAsJsonAsync($"/api/projects/{project}/datasets", new { name = "Smears" }, Cancellation))).GetProperty("versionId").GetGuid();
        var image = RgbImage.Create(32, 24);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new OpenCvImageCodec().Encode(image, ImageFormat.Png)), "file", "a.png" } };
        await _host.Api.PostAsync($"/api/dataset-versions/{_version}/assets", form, Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host.App is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("coco", "annotations/instances_unassigned.json")]
    [InlineData("cvat_images", "annotations.xml")]
    [InlineData("yolo", "labels/unassigned/a.txt")]
    public async Task Version_ImportedAndExportedByJobs_HoldsTheShapeInTheArchive(string format, string file)
    {
        var dry = await ImportAsync("dryRun=true&format=voc&map=zelle=cell");
        dry.GetProperty("annotations").GetProperty("shapes").GetInt32().Should().Be(1);
        (await ImportAsync("map=zelle=cell")).GetProperty("annotations").GetProperty("shapes").GetInt32().Should().Be(1);

        var loss = await _host.Api.GetFromJsonAsync<JsonElement>($"/api/dataset-versions/{_version}/export-loss?format={format}", Cancellation);
        loss.GetProperty("shapes").GetInt32().Should().Be(1);
        var started = await _host.Api.PostAsJsonAsync($"/api/dataset-versions/{_version}/export-jobs", new { format }, Cancellation);
        started.StatusCode.Should().Be(HttpStatusCode.Accepted);
        (await EndAsync(started.Headers.Location!)).GetProperty("state").GetString().Should().Be("completed");

        var archive = await _host.Api.GetAsync($"{started.Headers.Location}/download", Cancellation);
        archive.Content.Headers.ContentType!.MediaType.Should().Be("application/zip");
        archive.Content.Headers.ContentDisposition!.FileNameStar.Should().Be($"Smears v1 {format}.zip");
        using var zip = new ZipArchive(await archive.Content.ReadAsStreamAsync(Cancellation));
        zip.Entries.Select(entry => entry.FullName).Should().Contain(file).And.Contain("images/unassigned/a.png");

        (await _host.Api.GetFromJsonAsync<JsonElement>($"/api/dataset-versions/{_version}/interchange-jobs", Cancellation)).GetArrayLength().Should().Be(3);
        (await _host.Api.DeleteAsync(started.Headers.Location, Cancellation)).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await _host.Api.GetAsync(started.Headers.Location, Cancellation)).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Events_OfAJob_TellItsEnd()
    {
        var started = await _host.Api.PostAsJsonAsync($"/api/dataset-versions/{_version}/export-jobs", new { format = "voc" }, Cancellation);

        var events = await _host.Api.GetStringAsync($"{started.Headers.Location}/events", Cancellation);

        events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1].Should().StartWith("data: {").And.Contain("\"state\":\"completed\"");
    }

    [Fact]
    public async Task Jobs_OfAnotherDepartment_AreNotFoundAnywhere()
    {
        var started = await _host.Api.PostAsJsonAsync($"/api/dataset-versions/{_version}/export-jobs", new { format = "coco", withImages = false }, Cancellation);
        await EndAsync(started.Headers.Location!);
        var stranger = await StrangerAsync();
        var job = started.Headers.Location!.ToString();
        using var form = Voc();

        HttpResponseMessage[] answers =
        [
            await stranger.GetAsync(job, Cancellation), await stranger.GetAsync($"{job}/events", Cancellation), await stranger.GetAsync($"{job}/report", Cancellation),
            await stranger.GetAsync($"{job}/download", Cancellation), await stranger.DeleteAsync(job, Cancellation), await stranger.PostAsync($"{job}/restart", null, Cancellation),
            await stranger.GetAsync($"/api/dataset-versions/{_version}/interchange-jobs", Cancellation), await stranger.GetAsync($"/api/dataset-versions/{_version}/export-loss?format=coco", Cancellation),
            await stranger.PostAsJsonAsync($"/api/dataset-versions/{_version}/export-jobs", new { format = "coco" }, Cancellation),
            await stranger.PostAsync($"/api/dataset-versions/{_version}/import-jobs", form, Cancellation),
        ];

        answers.Select(answer => answer.StatusCode).Should().OnlyContain(status => status == HttpStatusCode.NotFound);
        (await _host.Api.GetAsync(job, Cancellation)).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task BadRequests_SayWhatToDo()
    {
        (await _host.Api.PostAsJsonAsync($"/api/dataset-versions/{_version}/export-jobs", new { format = "kitti" }, Cancellation)).StatusCode.Should().Be(HttpStatusCode.BadRequest);
        var folder = await _host.Api.PostAsJsonAsync($"/api/dataset-versions/{_version}/import-folder-jobs", new { folder = "/etc" }, Cancellation);
        (await JsonAsync(folder)).GetProperty("code").GetString().Should().Be("import.folder_not_allowed");
        var bare = await _host.Api.PostAsJsonAsync($"/api/dataset-versions/{_version}/export-jobs", new { format = "image_folder", withImages = false }, Cancellation);
        (await JsonAsync(bare)).GetProperty("code").GetString().Should().Be("export.needs_images");
    }

    private static MultipartFormDataContent Voc() => new()
    {
        {
            new ByteArrayContent(Encoding.UTF8.GetBytes(
                "<annotation><filename>a.png</filename><object><name>zelle</name><bndbox><xmin>3</xmin><ymin>4</ymin><xmax>12</xmax><ymax>16</ymax></bndbox></object></annotation>")),
            "file", "Annotations/a.xml"
        },
    };

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

    private async Task<JsonElement> ImportAsync(string query)
    {
        using var form = Voc();
        var started = await _host.Api.PostAsync($"/api/dataset-versions/{_version}/import-jobs?{query}", form, Cancellation);
        started.StatusCode.Should().Be(HttpStatusCode.Accepted);
        (await EndAsync(started.Headers.Location!)).GetProperty("state").GetString().Should().Be("completed");
        return await _host.Api.GetFromJsonAsync<JsonElement>($"{started.Headers.Location}/report", Cancellation);
    }

    // The stream of events ends with the job.
    private async Task<JsonElement> EndAsync(Uri job)
    {
        await _host.Api.GetStringAsync($"{job}/events", Cancellation);
        return await _host.Api.GetFromJsonAsync<JsonElement>(job, Cancellation);
    }

    private async Task<HttpClient> StrangerAsync()
    {
        var (department, _) = await _host.Get<CreateDepartmentCommand>().ExecuteAsync(_host.Admin, "Other", new NewPerson("Boss", "boss@example.com", UserRole.Developer), default);
        var id = await _host.Get<RegisterUserCommand>().ExecuteAsync(_host.Admin, department, new NewPerson("Person", "stranger@example.com", UserRole.Developer), default);
        Actor actor = (await _host.Get<ActorResolver>().ResolveAsync(id, default))!;
        return await _host.ClientOfAsync(actor);
    }
}
