using System.Text.RegularExpressions;
using System.Xml.Linq;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Resources;

/// <summary>Every text exists in both languages, is used, and stands in no component itself.</summary>
public sealed partial class TextsTests
{
    private static readonly string s_web = Path.Combine(Repo.Root, "Platform.Web");

    // Names of formats and algorithms are the same in every language.
    private static readonly string[] s_standards = ["Pascal VOC", "COCO", "YOLO", "SHA-256"];
    private static readonly Dictionary<string, string> s_english = Read("Texts.resx");
    private static readonly Dictionary<string, string> s_korean = Read("Texts.ko.resx");

    [Fact]
    public void Texts_OfBothLanguages_HaveTheSameKeys() => s_english.Keys.Should().BeEquivalentTo(s_korean.Keys);

    [Fact]
    public void Texts_OfBothLanguages_HaveTheSamePlaceholders() =>
        s_english.Where(pair => !Placeholders(pair.Value).SetEquals(Placeholders(s_korean[pair.Key]))).Select(pair => pair.Key).Should().BeEmpty();

    [Fact]
    public void Texts_OfKorean_AreTranslated() =>
        s_korean.Where(pair => pair.Value.Trim().Length == 0).Select(pair => pair.Key).Should().BeEmpty();

    [Fact]
    public void Components_AskOnlyForKeysThatExist()
    {
        var missing = from file in Sources("*.razor").Concat(Sources("*.cs"))
                      from Match use in TextUse().Matches(File.ReadAllText(file))
                      where !s_english.ContainsKey(use.Groups[1].Value)
                      select $"{Path.GetFileName(file)}: {use.Groups[1].Value}";
        missing.Should().BeEmpty();
    }

    [Fact]
    public void DomainErrors_OfCoreAndTraining_AreTranslated()
    {
        var folders = new[] { "Platform.Core", "Platform.Training" }.Select(project => Path.Combine(Repo.Root, project));
        var codes = from folder in folders
                    from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                    from Match thrown in ErrorCode().Matches(File.ReadAllText(file))
                    select thrown.Groups[1].Value;
        codes.Distinct().Where(code => !s_english.ContainsKey("error." + code)).Should().BeEmpty();
    }

    [Fact]
    public void Components_OfTheProduct_HoldNoTextOfTheirOwn() =>
        Sources("*.razor").SelectMany(file => OwnTexts(File.ReadAllText(file)).Select(text => $"{Path.GetFileName(file)}: {text}")).Should().BeEmpty();

    [Theory]
    [InlineData("<p>Hello there</p>", 1)]
    [InlineData("<p>안녕하세요</p>", 1)]
    [InlineData("<img alt=\"A picture\" />", 1)]
    [InlineData("<p>@L[\"hello\"]</p>", 0)]
    [InlineData("<span>mAP50-95</span>", 0)]
    [InlineData("@code { var x = a <b> c; }", 0)]
    public void OwnTextRule_OnMarkup_FindsHardCodedWords(string markup, int found) => OwnTexts(markup).Should().HaveCount(found);

    // Markup ends where code begins; what is left between tags must be an expression, a number or a metric's name.
    private static IEnumerable<string> OwnTexts(string razor)
    {
        var code = razor.IndexOf("@code", StringComparison.Ordinal);
        var markup = RazorComment().Replace(code < 0 ? razor : razor[..code], "");
        var inTags = from Match match in WordsBetweenTags().Matches(markup) select match.Groups[1].Value.Trim();
        var inAttributes = from Match match in WordsInAttributes().Matches(markup) select match.Groups[1].Value;
        return inTags.Concat(inAttributes).Where(text => !text.StartsWith("mAP", StringComparison.Ordinal) && !s_standards.Contains(text));
    }

    private static HashSet<string> Placeholders(string text) => [.. from Match match in Placeholder().Matches(text) select match.Value];

    private static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(s_web, pattern, SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains("node_modules", StringComparison.Ordinal));

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(s_web, "Resources", file)).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    [GeneratedRegex("""\bL\["([^"{}]+)"[\],]""")]
    private static partial Regex TextUse();

    [GeneratedRegex("""(?:DomainRuleException|ConflictException)\(\s*"([a-z_]+\.[a-z_.]+)",""")]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex RazorComment();

    [GeneratedRegex(@"[a-z""]>([^<>@{}=;()]*?(?:[A-Za-z]{3,}|[\uAC00-\uD7A3])[^<>@{}=;()]*)</")]
    private static partial Regex WordsBetweenTags();

    [GeneratedRegex("""\s(?:title|alt|placeholder|aria-label|Title|Text|Label|Hint)="([^"@]*(?:[A-Za-z]{3,}|[\uAC00-\uD7A3])[^"]*)\x22""")]
    private static partial Regex WordsInAttributes();
}
