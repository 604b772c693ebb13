using System.Diagnostics;
using SmartBench;

var isQuick = args.Contains("--quick");
var json = args.SkipWhile(argument => argument != "--json").Skip(1).FirstOrDefault();
var rounds = isQuick ? 8 : 40;
var report = new Report();

await using var server = await BenchServer.StartAsync();
var assets = await server.AddImagesAsync(Enumerable.Range(0, isQuick ? 2 : 6).Select(seed => BenchPicture.Jpeg(seed)));
string Address(string tool, int image = 0) => $"/api/assets/{assets[image]}/smart/{tool}";

async Task MeasureAsync(string name, string what, Func<int, Task> call, int count)
{
    var times = new List<double>();
    for (var i = 0; i < count; i++)
    {
        var started = Stopwatch.GetTimestamp();
        await call(i);
        times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    report.AddTimes(name, what, times);
}

// The first image of all also pays for the compiler; people meet that once after a start.
var first = Stopwatch.GetTimestamp();
await server.PostAsync(Address("box"), Requests.Box(0, 600, "polygon"));
report.Add("first_call_ms", "first smart tool after the server's start: box of 600 px with decoding", Stopwatch.GetElapsedTime(first).TotalMilliseconds);
for (var i = 0; i < 5; i++)
{
    await server.PostAsync(Address("box"), Requests.Box(i, 1500, "polygon"));
}

await MeasureAsync("first_touch", "first touch of an image (decoding, before a tool is used)", i => server.PostAsync(Address("prepare", i + 1), new { }), assets.Count - 1);
foreach (var side in new[] { 200, 600, 1200, 2600 })
{
    await MeasureAsync($"box_{side}", $"box of about {side} px to polygon", i => server.AskAsync(Address("box"), Requests.Box(i, side, "polygon")), rounds);
}

await MeasureAsync("box_any", "box anywhere, 100 px to the whole image, to polygon", i => server.AskAsync(Address("box"), Requests.AnyBox(i)), 2 * rounds);
await MeasureAsync("box_whole", "box over nearly the whole image to polygon", i => server.AskAsync(Address("box"), Requests.WholeBox(i, "polygon")), rounds);
await MeasureAsync("box_whole_mask", "box over nearly the whole image to mask", i => server.AskAsync(Address("box"), Requests.WholeBox(i, "mask")), rounds);
await MeasureAsync("box_600_mask", "box of about 600 px to mask", i => server.AskAsync(Address("box"), Requests.Box(i, 600, "mask")), rounds);
await MeasureAsync("box_strokes", "box of about 1200 px with 40 strokes", i => server.AskAsync(Address("box"), Requests.BoxWithStrokes(i, 1200, 40)), rounds);
await MeasureAsync("flood", "flood of an object to polygon", i => server.PostAsync(Address("flood"), Requests.Flood(i, 40, true, "polygon")), rounds);
await MeasureAsync("flood_mask", "flood of an object to mask", i => server.PostAsync(Address("flood"), Requests.Flood(i, 40, true, "mask")), rounds);
await MeasureAsync("flood_whole", "flood of the whole image to polygon", i => server.PostAsync(Address("flood"), Requests.Flood(i, 255, true, "polygon")), rounds);
await MeasureAsync("flood_grain", "flood by colour, grain everywhere, to polygon", i => server.PostAsync(Address("flood"), Requests.Flood(i, 12, false, "polygon")), rounds);
await MeasureAsync("flood_grain_mask", "flood by colour, grain everywhere, to mask", i => server.PostAsync(Address("flood"), Requests.Flood(i, 12, false, "mask")), rounds);
await MeasureAsync("scissors_near", "scissors: first target within 256 px", i => server.PostAsync(Address("scissors"), Requests.Scissors(i, 200, 0)), rounds);
await MeasureAsync("scissors_next", "scissors: next target from the same point", i => server.PostAsync(Address("scissors"), Requests.Scissors(0, 200, i)), rounds);
await MeasureAsync("scissors_far", "scissors: first target within 1024 px", i => server.PostAsync(Address("scissors"), Requests.Scissors(i, 900, 0)), rounds);

Console.WriteLine(report.ToTable());
if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}

return report.IsWithinLimit ? 0 : 1;
