using System.Text.RegularExpressions;
using Platform.Tests.Support;

namespace Platform.Tests.Architecture;

/// <summary>The map from other tools' specifications to tests of ours names tests that exist.</summary>
public sealed partial class ScenarioMapTests
{
    private static readonly string s_map = Path.Combine(Repo.Root, "docs", "engineers", "annotation-scenarios.md");

    [Fact]
    public void EveryNamedTest_StandsInTheSources()
    {
        var sources = string.Join('\n', TestFiles().Select(File.ReadAllText));
        var named = File.ReadLines(s_map).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).SelectMany(TestsIn).ToList();

        named.Should().HaveCountGreaterThan(80);
        named.Where(name => !sources.Contains(name, StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static IEnumerable<string> TestsIn(string row) => QuotedPattern().Matches(row.Split('|')[3]).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> TestFiles() =>
        Directory.EnumerateFiles(Path.Combine(Repo.Root, "Platform.Web", "Client", "test"), "*.ts", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repo.Root, "Platform.Tests"), "*.cs", SearchOption.AllDirectories));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex QuotedPattern();
}
