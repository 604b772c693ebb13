using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Platform.Core.Models.Commands;
using Platform.Core.Models.Model;
using Platform.Core.Models.Queries;
using Platform.Core.People.Model;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Host;

/// <summary>Who may convert and bring files, and which files are taken; the conversions themselves are in EndToEnd.</summary>
public sealed class ConversionApiTests
{
    [Theory, EveryDatabase]
    public async Task Conversions_AskedForByOthers_AreRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var other = await Seed.AddAsync(database, "Two");
        var version = await AddVersionAsync(database, seed, isRegistered: true);
        var analyst = await MemberAsync(database, seed);
        await using var host = PlatformHost.On(database);
        await host.InitializeAsync();
        using var api = await host.ClientOfAsync(seed.Actor);
        using var reader = await host.ClientOfAsync(analyst);
        using var stranger = await host.ClientOfAsync(other.Actor);
        var path = $"/api/model-versions/{version}/conversions";

        (await CodeAsync(await reader.PostAsJsonAsync(path, new { format = "onnx", precision = "fp16" }))).Should().Be("access.denied");
        (await stranger.PostAsJsonAsync(path, new { format = "onnx" })).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stranger.GetAsync(path)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/api/model-versions/{version}/conversion-offers")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await reader.GetFromJsonAsync<JsonElement>(path)).GetArrayLength().Should().Be(0);
        (await reader.GetFromJsonAsync<JsonElement>($"/api/model-versions/{version}/conversion-offers")).GetArrayLength().Should().BeGreaterThan(5);
        (await CodeAsync(await reader.PostAsync($"/api/model-versions/{version}/artifacts?format=trt", Form("a.engine", "x"u8.ToArray())))).Should().Be("access.denied");
        (await CodeAsync(await api.PostAsJsonAsync(path, new { format = "gif" }))).Should().Be("value.unknown");
        (await CodeAsync(await api.PostAsJsonAsync(path, new { format = "torchscript", precision = "fp16" }))).Should().Be("conversion.torchscript_fp32");

        var unregistered = await AddVersionAsync(database, seed, isRegistered: false);
        (await CodeAsync(await api.PostAsJsonAsync($"/api/model-versions/{unregistered}/conversions", new { format = "onnx" }))).Should().Be("conversion.not_registered");
        (await api.GetAsync($"/api/conversions/{Guid.CreateVersion7()}")).StatusCode.Should().Be(HttpStatusCode.NotFound);

        // A checkpoint that cannot be read fails its job, and nothing is registered.
        var job = await (await api.PostAsJsonAsync(path, new { format = "onnx", precision = "fp16" })).Content.ReadFromJsonAsync<JsonElement>();
        var ended = await EndAsync(api, job.GetProperty("id").GetGuid());
        ended.GetProperty("state").GetString().Should().Be("failed");
        (await stranger.GetAsync($"/api/conversions/{job.GetProperty("id").GetGuid()}")).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await CodeAsync(await reader.DeleteAsync($"/api/conversions/{job.GetProperty("id").GetGuid()}"))).Should().Be("access.denied");
        (await api.DeleteAsync($"/api/conversions/{job.GetProperty("id").GetGuid()}")).StatusCode.Should().Be(HttpStatusCode.NoContent);
        (await host.Get<ModelQueries>().GetVersionAsync(seed.Actor, version, default)).Artifacts.Should().ContainSingle();
    }

    [Theory, EveryDatabase]
    public async Task Uploads_OfVendorsFiles_AreTakenAsTheyAreAndOthersRefused(DatabaseEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var seed = await Seed.AddAsync(database, "One");
        var version = await AddVersionAsync(database, seed, isRegistered: true);
        await using var host = PlatformHost.On(database);
        await host.InitializeAsync();
        using var api = await host.ClientOfAsync(seed.Actor);

        Task<HttpResponseMessage> SendAsync(string format, string name, byte[] bytes) => api.PostAsync($"/api/model-versions/{version}/artifacts?format={format}&precision=fp16", Form(name, bytes));

        var engineFile = await SendAsync("trt", "../../etc/../\u0007cells:v1.engine", [1, 2, 3]);
        engineFile.StatusCode.Should().Be(HttpStatusCode.Created);
        var again = await SendAsync("trt", "other.engine", [1, 2, 3]);
        (await again.Content.ReadAsStringAsync()).Should().Be(await engineFile.Content.ReadAsStringAsync(), "the same file finds the first");
        (await SendAsync("openvino", "cells.zip", Zip("a.xml", "a.bin"))).StatusCode.Should().Be(HttpStatusCode.Created);
        (await SendAsync("tflite", "cells.tflite", "\0\0\0\0TFL3 and more"u8.ToArray())).StatusCode.Should().Be(HttpStatusCode.Created);

        (await CodeAsync(await SendAsync("openvino", "cells.zip", Zip("../a.xml", "a.bin")))).Should().Be("artifact.format");
        (await CodeAsync(await SendAsync("openvino", "cells.zip", Zip("a.xml")))).Should().Be("artifact.format");
        (await CodeAsync(await SendAsync("openvino", "cells.zip", "no zip"u8.ToArray()))).Should().Be("zip.damaged");
        (await CodeAsync(await SendAsync("tflite", "cells.tflite", "MZ"u8.ToArray()))).Should().Be("artifact.format");
        (await CodeAsync(await SendAsync("trt", "cells.exe", [1]))).Should().Be("artifact.format");
        (await CodeAsync(await SendAsync("trt", "empty.engine", []))).Should().Be("artifact.format");
        (await CodeAsync(await SendAsync("onnx", "cells.onnx", [8, 8]))).Should().Be("artifact.format");
        (await CodeAsync(await SendAsync("trt", "...", [1]))).Should().Be("artifact.name");

        var artifacts = (await host.Get<ModelQueries>().GetVersionAsync(seed.Actor, version, default)).Artifacts;
        artifacts.Where(artifact => artifact.Format != ArtifactFormat.Ckpt).Select(artifact => (artifact.Name, artifact.Format, artifact.Device)).Should().BeEquivalentTo([
            ("cellsv1.engine", ArtifactFormat.Trt, ArtifactDevice.TensorRt), ("cells.zip", ArtifactFormat.OpenVino, ArtifactDevice.Cpu), ("cells.tflite", ArtifactFormat.TfLite, ArtifactDevice.Cpu),
        ]);
        artifacts.Single(artifact => artifact.Format == ArtifactFormat.Trt).Compat.Should().Contain("uploadedBy");
    }

    private static async Task<Guid> AddVersionAsync(TestDatabase database, Seed seed, bool isRegistered)
    {
        if (isRegistered)
        {
            await seed.FreezeAsync(database);
        }

        var version = await seed.AddModelVersionAsync(database, isRegistered ? "Detector" : "Unfinished");
        if (isRegistered)
        {
            await new RegisterArtifactCommand(database.Contexts, database.Time).ExecuteAsync(
                seed.Actor, new NewArtifact(version.Id, "best.safetensors", ArtifactFormat.Ckpt, ArtifactDevice.Cpu, ArtifactPrecision.Fp32, "blob:none", new string('0', 64), 1), default);
            await new FreezeModelVersionCommand(database.Contexts).ExecuteAsync(seed.Actor, version.Id, "{}", default);
        }

        return version.Id;
    }

    private static async Task<Core.Access.Actor> MemberAsync(TestDatabase database, Seed seed)
    {
        await using var db = database.Open();
        return await seed.AddMemberAsync(db, UserRole.Analyst);
    }

    private static async Task<JsonElement> EndAsync(HttpClient api, Guid job)
    {
        // The stream closes when the job has ended.
        var story = await api.GetStringAsync($"/api/conversions/{job}/events");
        return JsonDocument.Parse(story.TrimEnd().Split("\n\n")[^1]["data: ".Length..]).RootElement;
    }

    private static MultipartFormDataContent Form(string name, byte[] bytes)
    {
        var form = new MultipartFormDataContent();
        var file = new ByteArrayContent(bytes);
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=utf-8''{Uri.EscapeDataString(name)}");
        form.Add(file);
        return form;
    }

    private static byte[] Zip(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write("content"u8);
            }
        }

        return stream.ToArray();
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) => (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}
