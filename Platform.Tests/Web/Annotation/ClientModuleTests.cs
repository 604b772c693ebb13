using System.Diagnostics;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Annotation;

/// <summary>Runs the browser modules' own tests (geometry, store, history, merge, tools, saving) with node.</summary>
public sealed class ClientModuleTests
{
    private static readonly string s_client = Path.Combine(Repo.Root, "Platform.Web", "Client");

    [Fact]
    public async Task ClientModules_OwnTests_Pass()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(s_client, "node_modules", "typescript")), "The client's packages are not installed; building Platform.Web installs them.");
        var cancellation = TestContext.Current.CancellationToken;
        var compiled = await RunNodeAsync(["node_modules/typescript/bin/tsc", "-p", "tsconfig.test.json"], cancellation);
        compiled.Code.Should().Be(0, compiled.Output);
        var tested = await RunNodeAsync(["--test", "obj/test/test/"], cancellation);
        tested.Code.Should().Be(0, tested.Output);
        tested.Output.Should().NotContain("# tests 0");
    }

    private static async Task<(int Code, string Output)> RunNodeAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("node", arguments) { WorkingDirectory = s_client, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, output + await error);
    }
}
