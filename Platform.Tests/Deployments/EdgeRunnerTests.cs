using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Core.Imaging;
using Platform.Tests.Support;
using Platform.Training.Data;
using Platform.Training.Imaging;
using Platform.Training.Inference;

namespace Platform.Tests.Deployments;

/// <summary>The programs in a bundle, run as whoever downloads it runs them, answer as the server does.</summary>
public sealed class EdgeRunnerTests
{
    private const string Python = "/usr/bin/python3";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runner_InPython_PreparesImagesAndReadsRawOutputsAsTheServerDoes()
    {
        Assert.SkipUnless(File.Exists(Python), "Python 3 is missing.");
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.First);
        using var folder = await UnpackAsync(world);
        folder.Write("onnxruntime.py", await File.ReadAllBytesAsync(Path.Combine(Repo.Root, "Platform.Tests/Deployments/onnxruntime_stand_in.py"), Cancellation));
        var image = folder.Write("slope.png", Slope());
        var (boxes, scores) = ManyBoxes();
        folder.Write("boxes.bin", MemoryMarshal.AsBytes(boxes.AsSpan()).ToArray());
        folder.Write("scores.bin", MemoryMarshal.AsBytes(scores.AsSpan()).ToArray());

        var answer = await RunAsync(Python, folder.Path, folder["run.py"], image);

        using var detector = OnnxDetector.Load(folder["model.onnx"]);
        var metadata = detector.Metadata;
        var planes = new float[3 * KnownDetector.Size * KnownDetector.Size];
        var letterbox = NetworkInput.Fill(new OpenCvImageCodec(), Slope(), KnownDetector.Size, planes, metadata.Normalization);
        var written = await File.ReadAllBytesAsync(folder["planes.bin"], Cancellation);
        var fed = MemoryMarshal.Cast<byte, float>(written.AsSpan()).ToArray();
        fed.Should().HaveSameCount(planes);
        fed.Zip(planes, (own, served) => Math.Abs(own - served)).Max().Should().BeLessThan(0.1f, "two grey levels of 255 are 0.03 to 0.04");

        var expected = letterbox.ToSource(NonMaxSuppression.Select(boxes, scores, 1, metadata.Thresholds));
        var found = answer.GetProperty("predictions").EnumerateArray().ToList();
        found.Should().HaveCount(expected.Count).And.HaveCountGreaterThan(3);
        foreach (var (one, served) in found.Zip(expected))
        {
            (one.GetProperty("classKey").GetString(), one.GetProperty("className").GetString()).Should().Be(("cell", "Cell"));
            one.GetProperty("confidence").GetDouble().Should().BeApproximately(served.Score, 1e-4);
            SidesOf(one).Zip(new[] { served.X1, served.Y1, served.Width, served.Height }, (own, other) => Math.Abs(own - other)).Max().Should().BeLessThan(0.01);
        }
    }

    [Fact]
    public async Task Runner_InCSharp_CompiledAndRunOnTheRuntime_AnswersAsTheServerDoes()
    {
        await using var world = await DeployedWorld.CreateAsync();
        await world.DeployAsync(world.Second);
        using var folder = await UnpackAsync(world);
        var image = folder.Write("slope.png", Slope());
        await CompileAsync(folder);

        var answer = await RunAsync("dotnet", folder.Path, folder["Runner.dll"], image);

        var own = answer.GetProperty("predictions").EnumerateArray().Should().ContainSingle().Which;
        var served = (await world.AnswerAsync(Slope())).GetProperty("predictions")[0];
        own.GetProperty("classKey").GetString().Should().Be("cell");
        own.GetProperty("confidence").GetDouble().Should().BeApproximately(served.GetProperty("confidence").GetDouble(), 0.005);
        SidesOf(own).Should().Equal(60, 0, 40, 48);
    }

    // A picture whose every pixel differs from the next: what is turned, shifted or mixed up shows. Twice as large as the input, where all libraries shrink alike.
    private static byte[] Slope()
    {
        var image = RgbImage.Create(128, 64);
        for (var i = 0; i < image.Pixels.Length; i++)
        {
            var (channel, x, y) = (i % 3, i / 3 % 128, i / 3 / 128);
            image.Pixels[i] = (byte)(channel switch { 0 => 120 + x, 1 => 250 - y, _ => 140 + (x / 2) + (y / 2) });
        }

        return new OpenCvImageCodec().Encode(image, ImageFormat.Png);
    }

    // Overlapping ones, some of them in the padding.
    private static (float[] Boxes, float[] Scores) ManyBoxes()
    {
        var random = new Random(5);
        var corners = Enumerable.Range(0, 40).Select(_ => (X: 50 * random.NextSingle(), Y: 50 * random.NextSingle())).ToList();
        return ([.. corners.SelectMany(corner => new[] { corner.X, corner.Y, corner.X + 14, corner.Y + 14 })], [.. corners.Select(_ => random.NextSingle())]);
    }

    private static IEnumerable<double> SidesOf(JsonElement found) => found.GetProperty("box").EnumerateArray().Select(side => side.GetDouble());

    private static async Task<TemporaryFolder> UnpackAsync(DeployedWorld world)
    {
        var folder = new TemporaryFolder();
        using var zip = new ZipArchive(new MemoryStream(await world.Api.GetByteArrayAsync("/api/deployments/cells/bundle", Cancellation)));
        foreach (var entry in zip.Entries)
        {
            entry.ExtractToFile(folder[entry.Name]);
        }

        return folder;
    }

    // By the SDK's compiler alone, in seconds: against the binding that carries the package's names, and a stand-in for the library that reads images.
    private static async Task CompileAsync(TemporaryFolder folder)
    {
        var runtime = RuntimeEnvironment.GetRuntimeDirectory();
        var sdk = Directory.EnumerateFiles(Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", "sdk")), "csc.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory).Where(file => Path.GetFileName(file) is "Platform.Core.dll" or "Platform.Training.dll" || file.Contains(".so", StringComparison.Ordinal)))
        {
            File.CreateSymbolicLink(folder[Path.GetFileName(file)], file);
        }

        folder.Write("Usings.cs", "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;");
        folder.Write("Runner.runtimeconfig.json", JsonSerializer.Serialize(new { runtimeOptions = new { tfm = "net10.0", framework = new { name = "Microsoft.NETCore.App", version = Environment.Version.ToString() } } }));
        string[] sources = [folder["Program.cs"], folder["Usings.cs"], Path.Combine(Repo.Root, "Platform.Tests/Deployments/SkiaStandIn.cs.txt")];
        string[] references = [.. Directory.EnumerateFiles(runtime, "*.dll"), folder["Platform.Core.dll"], folder["Platform.Training.dll"]];
        string[] lines = ["-nologo", "-nostdlib", "-nullable:enable", $"-out:\"{folder["Runner.dll"]}\"", .. references.Select(reference => $"-r:\"{reference}\""), .. sources.Select(source => $"\"{source}\"")];
        folder.Write("Runner.rsp", string.Join('\n', lines));
        await OutputAsync("dotnet", folder.Path, sdk, "@" + folder["Runner.rsp"]);
    }

    private static async Task<JsonElement> RunAsync(string program, string folder, params string[] arguments) => JsonElement.Parse(await OutputAsync(program, folder, arguments));

    private static async Task<string> OutputAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var text = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.Should().Be(0, text + await errors);
        return text;
    }
}
