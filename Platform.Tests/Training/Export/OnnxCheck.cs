using System.Diagnostics;
using Platform.Tests.Support;

namespace Platform.Tests.Training.Export;

/// <summary>ONNX's own checker and strict shape inference, which Native/build.sh builds where libonnx-dev is installed.</summary>
internal static class OnnxCheck
{
    private static readonly string s_program = Path.Combine(Repo.Root, "artifacts", "native", "onnx-check");

    public static void Need() => Assert.SkipUnless(File.Exists(s_program), "onnx-check is not built: apt-get install libonnx-dev libprotobuf-dev, then run Platform.Training/Native/build.sh.");

    /// <returns>What it says: "ok", then a line an output with its inferred shape; or what is wrong.</returns>
    public static async Task<string> RunAsync(string modelPath)
    {
        using var process = Process.Start(new ProcessStartInfo(s_program, [modelPath]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, faults) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return await said + await faults;
    }
}
