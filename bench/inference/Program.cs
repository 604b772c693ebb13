using System.Diagnostics;
using InferenceBench;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Inference;

const int Clients = 16;
const int WarmUp = 30;
const int BoxesAnImage = 10;
var isQuick = args.Contains("--quick");
var json = args.SkipWhile(argument => argument != "--json").Skip(1).FirstOrDefault();
var rounds = isQuick ? 200 : 1000;
var annotated = isQuick ? 200 : 1000;
var window = TimeSpan.FromSeconds(isQuick ? 4 : 15);
var report = new Report();

var onnx = BenchModel.Build();
var images = Enumerable.Range(0, 16).Select(BenchModel.Image).ToArray();
var planes = images.Select(BenchModel.Planes).ToArray();
var codec = new OpenCvImageCodec();
using var detector = OnnxDetector.Load(onnx);
await using var server = await BenchServer.StartAsync(onnx);

// One after the other, in turns, so that whatever else the machine does meets all of them alike.
var output = detector.Run(planes[0], 1);
var filled = new float[planes[0].Length];
var times = new Dictionary<string, List<double>>();
for (var i = -WarmUp; i < rounds; i++)
{
    var image = images[(i + WarmUp) % images.Length];
    (string Key, Func<Task> Work)[] turns =
    [
        ("run", () => Done(detector.Run(planes[(i + WarmUp) % planes.Length], 1))),
        ("prepare", () => Done(NetworkInput.Fill(codec, image, BenchModel.SizePx, filled))),
        ("read", () => Done(output.Select(0, DetectionThresholds.Display))),
        ("local", () => Done(detector.Detect(codec, [image]))),
        ("visit", () => server.VisitAsync(image)),
        ("http", () => server.AskAsync(image)),
        ("ping", server.PingAsync),
        ("sign_in", server.SignInAsync),
    ];
    foreach (var (key, work) in turns)
    {
        var elapsedMs = await TimedAsync(work);
        if (i >= 0)
        {
            (times.TryGetValue(key, out var list) ? list : times[key] = []).Add(elapsedMs);
        }
    }
}

report.Add("run_p50_ms", "ONNX Runtime's run alone, p50, ms", Median(times["run"]));
report.Add("prepare_p50_ms", "decoding and fitting the JPEG alone, p50, ms", Median(times["prepare"]));
report.Add("read_p50_ms", "suppression alone, p50, ms", Median(times["read"]));
report.Add("local_p50_ms", "decoding, run and suppression in one process, p50, ms", Median(times["local"]));
report.Add("visit_p50_ms", "the service within the process (queue and counts, no HTTP), p50, ms", Median(times["visit"]));
report.Add("http_p50_ms", "the service over HTTP, p50, ms", Median(times["http"]));
report.Add("ping_p50_ms", "an empty answer over HTTP (/health), p50, ms", Median(times["ping"]));
report.Add("sign_in_p50_ms", "the same behind a token (/api/me), p50, ms", Median(times["sign_in"]));

// Pair by pair: what slows the machine for a while slows both of a pair.
report.Add("overhead_visit_p50_ms", "the service within the process above decoding, run and suppression, p50 of pairs, ms", Above("visit", "local"));
report.AddGoal("overhead_p50_ms", "the service over HTTP above decoding, run and suppression, p50 of pairs, ms", Above("http", "local"), value => value <= 1, "≤ 1");
report.Add("overhead_run_p50_ms", "the service over HTTP above the run alone, p50 of pairs, ms", Above("http", "run"));

// Sixteen at once: what ONNX Runtime does by itself in its best way, and what the service does.
var runs = await ThroughputAsync(client => Task.Run(() => detector.Run(planes[client], 1)));
var eight = planes.Take(8).SelectMany(one => one).ToArray();
var batches = 8 * await ThroughputAsync(_ => Task.Run(() => detector.Run(eight, 8)), clients: 1);
var locals = await ThroughputAsync(client => Task.Run(() => detector.Detect(codec, [images[client]])));
var served = await ThroughputAsync(client => server.AskAsync(images[client]));
report.Add("run_images_per_second", "ONNX Runtime's run alone, 16 callers, images/s", runs);
report.Add("batch_images_per_second", "ONNX Runtime's run alone, batches of 8, images/s", batches);
report.Add("local_images_per_second", "decoding, run and suppression, 16 callers in one process, images/s", locals);
report.Add("http_images_per_second", "the service, 16 clients over HTTP, images/s", served);
report.AddGoal("throughput_share", "the service beside ONNX Runtime's run alone (its better way)", served / Math.Max(runs, batches), value => value >= 0.9, "≥ 0.9");
report.Add("throughput_local_share", "the service beside decoding, run and suppression in one process", served / locals);

// An untrained detector is nowhere confident: the threshold is one that leaves it about ten boxes an image, so that boxes are written as well.
var sure = images.Select(image => detector.Detect(codec, [image], detector.Metadata.Thresholds with { Score = 0.0001f })[0].Select(box => (double)box.Score).OrderDescending().ElementAtOrDefault(BoxesAnImage)).ToList();
var (elapsed, boxes) = await server.AnnotateAsync(Enumerable.Range(0, annotated).Select(BenchModel.Image), sure.Average());
report.AddGoal("annotate_1000_images_s", "auto-annotation in the background, for 1,000 images, s", elapsed.TotalSeconds * 1000 / annotated, value => value <= 60, "≤ 60");
report.Add("annotate_boxes_per_image", "boxes that it added, by image", (double)boxes / annotated);

Console.WriteLine(report.ToTable());
if (json is not null)
{
    await File.WriteAllTextAsync(json, report.ToJson());
}

return report.AreGoalsMet ? 0 : 1;

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

double Above(string key, string other) => Median([.. times[key].Zip(times[other], (own, less) => own - less)]);

static Task Done(object result) => result is null ? throw new InvalidOperationException("Nothing was answered.") : Task.CompletedTask;

static async Task<double> TimedAsync(Func<Task> work)
{
    var started = Stopwatch.GetTimestamp();
    await work();
    return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
}

async Task<double> ThroughputAsync(Func<int, Task> work, int clients = Clients)
{
    var done = 0;
    var started = Stopwatch.GetTimestamp();
    await Task.WhenAll(Enumerable.Range(0, clients).Select(async client =>
    {
        while (Stopwatch.GetElapsedTime(started) < window)
        {
            await work(client);
            Interlocked.Increment(ref done);
        }
    }));
    return done / Stopwatch.GetElapsedTime(started).TotalSeconds;
}
