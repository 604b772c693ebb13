using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Access;
using Platform.Core.Access.Queries;
using Platform.Core.Annotations.Commands;
using Platform.Core.Annotations.Queries;
using Platform.Core.Assets;
using Platform.Core.Assets.Commands;
using Platform.Core.Datasets.Commands;
using Platform.Core.Datasets.Queries;
using Platform.Core.Imaging;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Commands;
using Platform.Core.Interchange.Export;
using Platform.Core.Ontologies.Commands;
using Platform.Core.Ontologies.Model;
using Platform.Core.People.Commands;
using Platform.Core.Projects.Commands;
using Platform.Web.Hosting;

namespace InterchangeBench;

/// <summary>The platform without its server, in a folder of its own on SQLite, with a version of many small images; gone afterwards.</summary>
internal sealed class BenchVersion : IAsyncDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), "platform-bench-" + Path.GetRandomFileName());
    private readonly WebApplication _app;
    private Actor _actor = null!;
    private Guid _version;

    private BenchVersion() => _app = PlatformApplication.Build(["--Platform:DataRoot", _root, "--Logging:LogLevel:Default", "Error"]);

    public static async Task<BenchVersion> CreateAsync(int images)
    {
        var bench = new BenchVersion();
        await bench._app.PrepareAsync();
        var services = bench._app.Services;
        var user = await services.GetRequiredService<FirstPersonSetupCommand>().ExecuteAsync("Ada", "ada@example.com", "Vision", default);
        bench._actor = (await services.GetRequiredService<ActorResolver>().ResolveAsync(user, default))!;
        var project = await services.GetRequiredService<CreateProjectCommand>().ExecuteAsync(bench._actor, "Bench", null, null, default);
        var ontology = await services.GetRequiredService<CreateOntologyVersionCommand>().ExecuteAsync(
            bench._actor, project, "v1", [new LabelClassInput(null, "box", null, ShapeType.Bbox, "#ff0000"), new LabelClassInput(null, "outline", null, ShapeType.Polygon, "#00ff00")], default);
        bench._version = (await services.GetRequiredService<CreateDatasetCommand>().ExecuteAsync(bench._actor, project, "Images", null, ontology, default)).VersionId;
        var uploads = Enumerable.Range(0, images).Select(i => new NamedUpload(i.ToString("000000", CultureInfo.InvariantCulture) + ".png", _ => ValueTask.FromResult<Stream>(new MemoryStream(Picture(i)))));
        await services.GetRequiredService<IngestAssetsCommand>().ExecuteAsync(bench._actor, bench._version, UploadSource.Of(uploads), null, default);
        return bench;
    }

    public string Folder(string name) => Path.Combine(_root, "bench", name);

    public Task<Guid> NewDraftAsync() => _app.Services.GetRequiredService<CreateDraftVersionCommand>().ExecuteAsync(_actor, _version, null, default);

    public async Task<int> ImportAsync(Guid version, string folder, InterchangeFormat format) =>
        (await _app.Services.GetRequiredService<ImportAnnotationsCommand>().ExecuteAsync(_actor, version, new FolderImportSource(folder), new ImportRequest(format), default)).Shapes;

    public Task PreviewAsync(Guid version, string folder) => _app.Services.GetRequiredService<ImportQueries>().PreviewAsync(
        _actor, version, new FolderImportSource(folder), new ImportRequest(Existing: ExistingAnnotations.Replace), default);

    public async Task ExportAsync(Guid version, ExportRequest request, string folder)
    {
        await using var sink = new FolderExportSink(folder);
        await _app.Services.GetRequiredService<ExportVersionCommand>().ExecuteAsync(_actor, version, request, sink, null, default);
    }

    /// <summary>The version as the console names it.</summary>
    public async Task<string> NameOfAsync(Guid version) =>
        $"Bench/Images/{(await _app.Services.GetRequiredService<DatasetQueries>().GetVersionAsync(_actor, version, default)).Version.VersionTag}";

    /// <summary>Lets go of the data folder, so that another process can work in it.</summary>
    public async Task CloseAsync()
    {
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    /// <summary>What <c>./run.sh</c> starts and as it does, with one heap, on this folder, once it is closed here.</summary>
    public Task<ConsoleRun> RunConsoleAsync(IEnumerable<string> arguments) => ConsoleRun.ExecuteAsync(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Platform.Web.dll"), .. arguments], new Dictionary<string, string> { ["Platform__DataRoot"] = _root, ["DOTNET_gcServer"] = "0" });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private static byte[] Picture(int number)
    {
        var pixels = new byte[640 * 480];
        BitConverter.TryWriteBytes(pixels, number);
        return IndexedPng.Write(640, 480, pixels, palette: null);
    }
}
