using System.Text.RegularExpressions;
using Platform.Tests.Support;

namespace Platform.Tests.Architecture;

/// <summary>Documents that name tests of ours, for other tools' specifications and for a security standard, name tests that exist.</summary>
public sealed partial class ScenarioMapTests
{
    [Theory]
    [InlineData("docs/engineers/annotation-scenarios.md", 80)]
    [InlineData("docs/engineers/asvs.md", 40)]
    public void EveryNamedTest_StandsInTheSources(string document, int atLeast)
    {
        var sources = string.Join('\n', TestFiles().Select(File.ReadAllText));
        var named = File.ReadLines(Path.Combine(Repo.Root, document)).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).SelectMany(TestsIn).ToList();

        named.Should().HaveCountGreaterThan(atLeast);
        named.Where(name => !sources.Contains(name, StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static IEnumerable<string> TestsIn(string row) => QuotedPattern().Matches(row.Split('|')[3]).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> TestFiles() =>
        Directory.EnumerateFiles(Path.Combine(Repo.Root, "Platform.Web", "Client", "test"), "*.ts", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repo.Root, "Platform.Tests"), "*.cs", SearchOption.AllDirectories));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex QuotedPattern();
}
