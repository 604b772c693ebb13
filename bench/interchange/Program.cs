using InterchangeBench;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;

var quick = args.Contains("--quick");
var json = args.SkipWhile(argument => argument != "--json").Skip(1).FirstOrDefault();
var images = quick ? 1_000 : 5_000;
var annotations = quick ? 7_200 : 36_000;
var largeMegabytes = quick ? 100 : 1_000;

await using var bench = await BenchVersion.CreateAsync(images);
var report = new Report();

if (!args.Contains("--large"))
{
    var file = bench.Folder("coco/annotations/instances_train.json");
    CocoFileWriter.Write(file, images, annotations, pointsOf: i => i % 2 == 0 ? 0 : 20);
    var draft = await bench.NewDraftAsync();
    await report.MeasureAsync("cocoImportDryRunSeconds", () => bench.PreviewAsync(draft, bench.Folder("coco")));
    var shapes = 0;
    await report.MeasureAsync("cocoImportSeconds", async () => shapes = await bench.ImportAsync(draft, bench.Folder("coco"), InterchangeFormat.Coco));
    report.Add("cocoImportedShapes", shapes);

    foreach (var format in Enum.GetValues<InterchangeFormat>().Where(format => format is not (InterchangeFormat.CvatVideo or InterchangeFormat.ImageFolder)))
    {
        var name = char.ToLowerInvariant(format.ToString()[0]) + format.ToString()[1..];
        var folder = bench.Folder($"out-{format}");
        await report.MeasureAsync($"{name}ExportSeconds", () => bench.ExportAsync(draft, new ExportRequest(format, WithImages: false) { YoloTask = YoloTask.Segment }, folder));
        await report.MeasureAsync($"{name}ExportedDryRunSeconds", () => bench.PreviewAsync(draft, folder));
    }

    await report.MeasureAsync("cocoExportWithImagesSeconds", () => bench.ExportAsync(draft, new ExportRequest(InterchangeFormat.Coco), bench.Folder("out-images")));

    await Peers.MeasureAsync(report, "cocoPeer", file, bench.Folder("."));
}

var forLarge = await bench.NameOfAsync(await bench.NewDraftAsync());
await bench.CloseAsync();
await LargeFile.MeasureAsync(report, bench, forLarge, images, largeMegabytes);

report.Print(Console.Out);
if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson(quick));
}

return 0;
