using System.Text.RegularExpressions;
using Platform.Tests.Support;
using Platform.Web.Components.Shared;

namespace Platform.Tests.Architecture;

/// <summary>Rules that are read in the files rather than in the assemblies.</summary>
public sealed partial class SourceTests
{
    private const int MaximumLines = 400;
    private static readonly string[] s_extensions = [".cs", ".razor", ".ts", ".cpp", ".h", ".css"];
    private static readonly string[] s_madeFolders = ["bin", "obj", "node_modules", "Migrations", "build", "wwwroot"];

    private static readonly string[] s_topLevel =
    [
        ".ci", ".config", ".editorconfig", ".gitattributes", ".gitignore", "Directory.Build.props", "Directory.Packages.props", "LICENSE", "Platform.Core", "Platform.Tests",
        "Platform.Training", "Platform.Web", "Platform.sln", "README.md", "appsettings.json", "bench", "docs", "global.json", "run.sh", "scripts", "test.sh",
    ];

    [Fact]
    public void SourceFiles_OfTheProduct_StayShort() => TooLong(SourceFiles()).Should().BeEmpty();

    [Fact]
    public void Icons_OfTheMarkup_AreDrawn()
    {
        var used = SourceFiles().Where(file => file.EndsWith(".razor", StringComparison.Ordinal)).SelectMany(file => IconNames().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().ToList();
        used.Should().HaveCountGreaterThan(20).And.OnlyContain(name => IconPaths.Of(name) != IconPaths.Missing);
    }

    [Fact]
    public void SourceFiles_OneLineAboveTheLimit_AreFound()
    {
        var file = Path.GetTempFileName();
        File.WriteAllLines(file, Enumerable.Repeat("x", MaximumLines + 1));
        TooLong([file]).Should().Contain(file);
        File.Delete(file);
    }

    [Fact]
    public void RazorFiles_OfTheProduct_SendNoPointerMovesOverTheCircuit() =>
        SourceFiles().Where(file => file.EndsWith(".razor", StringComparison.Ordinal) && PointerMoves().IsMatch(File.ReadAllText(file))).Should().BeEmpty();

    [Theory]
    [InlineData("<div @onpointermove=\"Move\">", true)]
    [InlineData("<div @onclick=\"Move\">", false)]
    public void PointerMoveRule_OnMarkup_TellsMovesFromClicks(string markup, bool violates) => PointerMoves().IsMatch(markup).Should().Be(violates);

    [Fact]
    public void TopLevel_OfTheRepository_HoldsTheAgreedEntriesOnly()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Repo.Root, ".git")) || File.Exists(Path.Combine(Repo.Root, ".git")), "The sources are not a git checkout.");
        var tracked = Git.Run("ls-files").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(path => path.Split('/')[0]).Distinct();
        tracked.Should().BeSubsetOf(s_topLevel);
    }

    private static IEnumerable<string> SourceFiles() => Directory.EnumerateDirectories(Repo.Root, "Platform.*").SelectMany(Files);

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder).Where(file => s_extensions.Contains(Path.GetExtension(file)))
        .Concat(Directory.EnumerateDirectories(folder).Where(child => !s_madeFolders.Contains(Path.GetFileName(child))).SelectMany(Files));

    private static IEnumerable<string> TooLong(IEnumerable<string> files) => files.Where(file => File.ReadLines(file).Count() > MaximumLines);

    [GeneratedRegex("(?:<Icon Name|Icon)=\"([a-z-]+)\"")]
    private static partial Regex IconNames();

    [GeneratedRegex("@on(pointermove|mousemove|scroll|wheel)\\b")]
    private static partial Regex PointerMoves();
}
