using SmartBench;

var quick = args.Contains("--quick");
var json = args.SkipWhile(argument => argument != "--json").Skip(1).FirstOrDefault();

await using var server = await BenchServer.StartAsync();
var asset = await server.AddImageAsync("bench.jpg", BenchPicture.Jpeg());
var smart = $"/api/assets/{asset}/smart";
var rounds = quick ? 3 : 15;
var report = new Report();

// The first call reads and decodes the picture; all others find it decoded.
await report.MeasureAsync("first call: box of 600 px, with decoding", 1, _ => server.PostAsync($"{smart}/box", Requests.Box(0, 600, "polygon")));
foreach (var side in new[] { 200, 600, 1500, 2600 })
{
    await report.MeasureAsync($"box of {side} px to polygon", rounds, i => server.PostAsync($"{smart}/box", Requests.Box(i, side, "polygon")));
}

await report.MeasureAsync("box of 600 px to mask", rounds, i => server.PostAsync($"{smart}/box", Requests.Box(i, 600, "mask")));
await report.MeasureAsync("box of 1500 px with 40 strokes", rounds, i => server.PostAsync($"{smart}/box", Requests.BoxWithStrokes(i, 1500, 40)));
await report.MeasureAsync("flood of an object to polygon", rounds, i => server.PostAsync($"{smart}/flood", Requests.Flood(i, 40, true, "polygon")));
await report.MeasureAsync("flood of an object to mask", rounds, i => server.PostAsync($"{smart}/flood", Requests.Flood(i, 40, true, "mask")));
await report.MeasureAsync("flood of the whole image to polygon", rounds, i => server.PostAsync($"{smart}/flood", Requests.Flood(i, 255, true, "polygon")));
await report.MeasureAsync("flood by colour, grain everywhere, to polygon", rounds, i => server.PostAsync($"{smart}/flood", Requests.Flood(i, 12, false, "polygon")));
await report.MeasureAsync("flood by colour, grain everywhere, to mask", rounds, i => server.PostAsync($"{smart}/flood", Requests.Flood(i, 12, false, "mask")));
await report.MeasureAsync("scissors: first target within 256 px", rounds, i => server.PostAsync($"{smart}/scissors", Requests.Scissors(i, 200, 0)));
await report.MeasureAsync("scissors: next target from the same point", rounds, i => server.PostAsync($"{smart}/scissors", Requests.Scissors(0, 200, i)));
await report.MeasureAsync("scissors: first target within 1024 px", rounds, i => server.PostAsync($"{smart}/scissors", Requests.Scissors(i, 900, 0)));

report.Print(Console.Out);
if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}

return report.Slowest <= Report.LimitMs ? 0 : 1;
