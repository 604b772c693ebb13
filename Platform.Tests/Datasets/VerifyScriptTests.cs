using System.Diagnostics;
using Platform.Tests.Annotations;
using Platform.Tests.Support;

namespace Platform.Tests.Datasets;

/// <summary>Another program recomputes the hash: the script of the documentation, on a manifest as it is downloaded.</summary>
public sealed class VerifyScriptTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, EveryDatabase]
    public async Task Script_OnADownloadedManifest_GivesTheHashOfTheFreezeAndFindsDamage(DatabaseEngine engine)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "Python 3 is missing.");
        await using var world = await DatasetWorld.CreateAsync(engine);
        var (version, assets) = await world.AddDraftAsync(6);
        await world.AssignSplits.ExecuteAsync(world.Actor, version, new(0.6, 0.2, 0.2), 1, false, Cancellation);
        foreach (var asset in assets.Take(4))
        {
            await world.Save.ExecuteAsync(world.Actor, asset, 0, [SaveAnnotationsTests.Box(world, 9.5, 2, 30.25, 40), SaveAnnotationsTests.Box(world, 10, 0, 10, 10)], [], Cancellation);
        }

        var frozen = await world.FreezeAsync(version);
        var lines = await world.Content.StreamManifestAsync(world.Actor, version, Cancellation).ToListAsync(Cancellation);
        var manifest = world.Folder.Write("manifest.ndjson", string.Concat(lines.Select(line => line + "\n")));

        (await RunAsync(manifest)).Should().Be((0, frozen.ContentSha256));
        (await RunAsync(manifest, frozen.ContentSha256, "--files", world.Folder["store"])).Should().Be((0, frozen.ContentSha256));
        (await RunAsync(manifest, new string('0', 64))).Code.Should().Be(1);
        (await RunAsync(manifest, frozen.ContentSha256, "--files", Path.GetDirectoryName(world.Folder.Write("none/other", "x"))!)).Should()
            .Match<(int Code, string Text)>(answer => answer.Code == 1 && answer.Text.Split('\n').Count(line => line.StartsWith("missing ")) == 6);
        (await RunAsync(world.Folder.Write("turned.ndjson", string.Concat(lines.AsEnumerable().Reverse().Select(line => line + "\n"))))).Code.Should().Be(2);
    }

    [Fact]
    public void Script_OfTheDocumentation_StaysShort() => File.ReadLines(Script).Count().Should().BeLessThanOrEqualTo(60);

    private static string Script => Path.Combine(Repo.Root, "docs", "verify_dataset.py");

    private static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var text = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, text.Trim());
    }
}
