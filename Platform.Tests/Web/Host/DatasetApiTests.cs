using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Platform.Core.Imaging;
using Platform.Tests.Support;
using Platform.Training.Imaging;

namespace Platform.Tests.Web.Host;

/// <summary>The way from an empty project to a frozen version, over HTTP alone.</summary>
public sealed class DatasetApiTests : IAsyncLifetime
{
    private readonly PlatformHost _host = new();
    private readonly OpenCvImageCodec _codec = new();

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(AppContext.BaseDirectory, "libplatform_imaging.so")), "The imaging library was not built (Platform.Training/Native/build.sh).");
        await _host.InitializeAsync();
        await _host.SetUpAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host.App is not null)
        {
            await _host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Version_UploadedAnnotatedSplitAndFrozen_CanBeVerifiedAndNotChanged()
    {
        var version = await CreateVersionAsync();
        var upload = await UploadAsync(version, [("a.png", Png(1)), ("b.png", Png(2)), ("again.png", Png(1)), ("broken.jpg", "no image"u8.ToArray())]);
        Names(upload, "added").Should().Equal("a.png", "b.png");
        Names(upload, "duplicates").Should().Equal("again.png");
        upload.GetProperty("failed")[0].GetProperty("message").GetString().Should().NotBeEmpty();

        var assets = (await _host.Api.GetFromJsonAsync<JsonElement>($"/api/dataset-versions/{version}/assets")).GetProperty("items");
        assets.GetArrayLength().Should().Be(2);
        var asset = assets[0].GetProperty("id").GetGuid();
        var classId = (await ClassesAsync(version))[0].GetProperty("classId").GetGuid();
        var shape = new { id = Guid.CreateVersion7(), classId, type = "bbox", geometry = new { x = 2, y = 3, width = 10, height = 8 } };
        (await SaveAsync(asset, 0, shape)).StatusCode.Should().Be(HttpStatusCode.OK);

        (await PostAsync($"/api/dataset-versions/{version}/splits", new { train = 0.5, val = 0.5, test = 0.0, seed = 1 })).StatusCode.Should().Be(HttpStatusCode.OK);
        var ontology = (await _host.Api.GetFromJsonAsync<JsonElement>($"/api/dataset-versions/{version}")).GetProperty("version").GetProperty("ontologyVersionId").GetGuid();
        (await PostAsync($"/api/ontologies/{ontology}/freeze", new { })).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await _host.Api.GetFromJsonAsync<JsonElement>($"/api/dataset-versions/{version}/freeze-check")).GetProperty("canFreeze").GetBoolean().Should().BeTrue();
        (await PostAsync($"/api/dataset-versions/{version}/freeze", new { })).StatusCode.Should().Be(HttpStatusCode.OK);
        var verified = await (await PostAsync($"/api/dataset-versions/{version}/verify?bytes=true", new { })).Content.ReadFromJsonAsync<JsonElement>();
        verified.GetProperty("isIntact").GetBoolean().Should().BeTrue();

        (await SaveAsync(asset, 1, shape)).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await _host.Api.GetStringAsync($"/api/dataset-versions/{version}/manifest")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.Should().BeGreaterThan(2);
    }

    [Fact]
    public async Task Save_OnAStaleRevision_AnswersTheDocumentToMerge()
    {
        var version = await CreateVersionAsync();
        var asset = (await UploadAsync(version, [("a.png", Png(1))])).GetProperty("added")[0].GetProperty("assetId").GetGuid();
        var classId = (await ClassesAsync(version))[0].GetProperty("classId").GetGuid();
        object Shape() => new { id = Guid.CreateVersion7(), classId, type = "bbox", geometry = new { x = 2, y = 3, width = 10, height = 8 } };
        await SaveAsync(asset, 0, Shape());
        var second = await SaveAsync(asset, 0, Shape());
        second.StatusCode.Should().Be(HttpStatusCode.Conflict);
        var document = await second.Content.ReadFromJsonAsync<JsonElement>();
        document.GetProperty("revision").GetInt64().Should().Be(1);
        document.GetProperty("annotations").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task Image_AskedAgainWithItsTag_IsNotSentTwice()
    {
        var version = await CreateVersionAsync();
        var asset = (await UploadAsync(version, [("a.png", Png(1))])).GetProperty("added")[0].GetProperty("assetId").GetGuid();
        var first = await _host.Api.GetAsync($"/api/assets/{asset}/image");
        first.Content.Headers.ContentType!.MediaType.Should().Be("image/png");
        first.Headers.CacheControl!.Private.Should().BeTrue();

        var again = new HttpRequestMessage(HttpMethod.Get, $"/api/assets/{asset}/image");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        (await _host.Api.SendAsync(again)).StatusCode.Should().Be(HttpStatusCode.NotModified);

        var part = new HttpRequestMessage(HttpMethod.Get, $"/api/assets/{asset}/image");
        part.Headers.Range = new RangeHeaderValue(0, 7);
        var bytes = await _host.Api.SendAsync(part);
        bytes.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        (await bytes.Content.ReadAsByteArrayAsync()).Should().Equal(0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A);
        (await _host.Api.GetAsync($"/api/assets/{asset}/thumbnail?size=128")).Content.Headers.ContentType!.MediaType.Should().Be("image/jpeg");
    }

    [Fact]
    public async Task Frame_OfAnUploadedVideo_IsKeptByTheBrowserForGood()
    {
        VideoFiles.Need();
        var version = await CreateVersionAsync();
        var asset = (await UploadAsync(version, [("a.mp4", VideoFiles.Make("reordered.mp4"))])).GetProperty("added")[0].GetProperty("assetId").GetGuid();
        var frame = await _host.Api.GetAsync($"/api/assets/{asset}/frames/7");
        frame.Content.Headers.ContentType!.MediaType.Should().Be("image/jpeg");
        frame.Headers.CacheControl!.ToString().Should().Contain("immutable").And.Contain("private");
        VideoFiles.NumbersOn([await frame.Content.ReadAsByteArrayAsync()]).Should().Equal(7);

        var again = new HttpRequestMessage(HttpMethod.Get, $"/api/assets/{asset}/frames/7");
        again.Headers.IfNoneMatch.Add(frame.Headers.ETag!);
        (await _host.Api.SendAsync(again)).StatusCode.Should().Be(HttpStatusCode.NotModified);
        (await _host.Api.GetAsync($"/api/assets/{asset}/frames/7?format=png")).Content.Headers.ContentType!.MediaType.Should().Be("image/png");
        (await _host.Api.GetAsync($"/api/assets/{asset}/frames/200")).StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await _host.Api.GetAsync($"/api/assets/{asset}/thumbnail?size=128")).Content.Headers.ContentType!.MediaType.Should().Be("image/jpeg");
    }

    [Fact]
    public async Task Zip_WithImagesAndLitter_TakesTheImages()
    {
        var version = await CreateVersionAsync();
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "set/a.png", Png(1));
            Write(zip, "set/readme.txt", "hello"u8.ToArray());
        }

        var upload = await UploadAsync(version, [("set.zip", archive.ToArray())]);
        Names(upload, "added").Should().Equal("set/a.png");
        upload.GetProperty("ignored")[0].GetString().Should().Be("set/readme.txt");
    }

    [Fact]
    public async Task Import_DryRunThenReal_ReportsTheSameAndOnlyThenWrites()
    {
        var version = await CreateVersionAsync();
        await UploadAsync(version, [("a.png", Png(1))]);
        var voc = Encoding.UTF8.GetBytes(
            """
            <annotation><filename>a.png</filename><size><width>32</width><height>24</height><depth>3</depth></size>
            <object><name>cell</name><bndbox><xmin>3</xmin><ymin>4</ymin><xmax>12</xmax><ymax>16</ymax></bndbox></object>
            <object><name>stranger</name><bndbox><xmin>3</xmin><ymin>4</ymin><xmax>12</xmax><ymax>16</ymax></bndbox></object></annotation>
            """);
        var dry = await ImportAsync(version, "dryRun=true", voc);
        dry.GetProperty("shapes").GetInt32().Should().Be(1);
        dry.GetProperty("unknownClasses")[0].GetProperty("name").GetString().Should().Be("stranger");
        (await AnnotationCountAsync(version)).Should().Be(0);
        (await ImportAsync(version, "format=voc", voc)).GetProperty("shapes").GetInt32().Should().Be(1);
        (await AnnotationCountAsync(version)).Should().Be(1);
    }

    [Fact]
    public async Task Freeze_WithUnassignedImages_SaysWhatToDo()
    {
        var version = await CreateVersionAsync();
        await UploadAsync(version, [("a.png", Png(1))]);
        var answer = await PostAsync($"/api/dataset-versions/{version}/freeze", new { });
        answer.StatusCode.Should().Be(HttpStatusCode.UnprocessableEntity);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString().Should().Be("freeze.blocked");
    }

    private async Task<Guid> CreateVersionAsync()
    {
        var project = await IdOf(await PostAsync("/api/projects", new { name = "Cells" }));
        await PostAsync($"/api/projects/{project}/ontologies", new { versionTag = "v1", classes = new[] { new { key = "cell", shapeType = "bbox", color = "#ff0000" } } });
        var dataset = await (await PostAsync($"/api/projects/{project}/datasets", new { name = "Smears" })).Content.ReadFromJsonAsync<JsonElement>();
        return dataset.GetProperty("versionId").GetGuid();
    }

    private async Task<JsonElement> UploadAsync(Guid version, IEnumerable<(string Name, byte[] Bytes)> files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, bytes) in files)
        {
            form.Add(new ByteArrayContent(bytes), "file", name);
        }

        var answer = await _host.Api.PostAsync($"/api/dataset-versions/{version}/assets", form);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> ImportAsync(Guid version, string query, byte[] xml)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(xml), "file", "Annotations/a.xml" } };
        var answer = await _host.Api.PostAsync($"/api/dataset-versions/{version}/imports?{query}", form);
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> ClassesAsync(Guid version) => (await _host.Api.GetFromJsonAsync<JsonElement>($"/api/dataset-versions/{version}")).GetProperty("classes");

    private async Task<int> AnnotationCountAsync(Guid version) =>
        (await _host.Api.GetFromJsonAsync<JsonElement>($"/api/dataset-versions/{version}")).GetProperty("version").GetProperty("annotationCount").GetInt32();

    private Task<HttpResponseMessage> SaveAsync(Guid asset, long revision, object shape) =>
        _host.Api.PutAsJsonAsync($"/api/assets/{asset}/annotations", new { baseRevision = revision, upserts = new[] { shape }, deletes = Array.Empty<Guid>() });

    private Task<HttpResponseMessage> PostAsync(string path, object body) => _host.Api.PostAsJsonAsync(path, body);

    private static async Task<Guid> IdOf(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();

    private static IEnumerable<string?> Names(JsonElement report, string part) => report.GetProperty(part).EnumerateArray().Select(item => item.GetProperty("name").GetString());

    private static void Write(ZipArchive zip, string name, byte[] bytes)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(bytes);
    }

    private byte[] Png(byte shade)
    {
        var image = RgbImage.Create(32, 24);
        Array.Fill(image.Pixels, shade);
        return _codec.Encode(image, ImageFormat.Png);
    }
}
