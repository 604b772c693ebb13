using System.Text.RegularExpressions;
using System.Xml.Linq;
using Platform.Tests.Support;

namespace Platform.Tests.Web.Annotation;

/// <summary>The canvas asks for texts in TypeScript and gets them from resource files: both sides must know the same keys.</summary>
public sealed partial class CanvasTextsTests
{
    private static readonly string[] s_clientFiles = ["texts.ts", "workTexts.ts", "batchTexts.ts"];
    private static readonly string s_web = Path.Combine(Repo.Root, "Platform.Web");
    private static readonly Dictionary<string, string> s_client = ReadClient();
    private static readonly Dictionary<string, string> s_english = Read("CanvasTexts.resx");
    private static readonly Dictionary<string, string> s_korean = Read("CanvasTexts.ko.resx");

    [Fact]
    public void Client_Texts_AreTheEnglishResources() => s_english.Should().Equal(s_client);

    [Fact]
    public void Korean_Resources_HaveEveryKeyAndPlaceholder()
    {
        s_korean.Keys.Should().BeEquivalentTo(s_client.Keys);
        s_client.Where(pair => !Placeholders(pair.Value).SetEquals(Placeholders(s_korean[pair.Key]))).Should().BeEmpty();
        s_korean.Where(pair => string.IsNullOrWhiteSpace(pair.Value)).Should().BeEmpty();
    }

    private static HashSet<string> Placeholders(string text) => [.. from Match match in Placeholder().Matches(text) select match.Value];

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(s_web, "Components", "Annotation", file)).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    // One text a line: "  undo: 'Undo',".
    private static Dictionary<string, string> ReadClient() =>
        s_clientFiles.SelectMany(file => TextLine().Matches(File.ReadAllText(Path.Combine(s_web, "Client", "src", "annotator", file)))).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    [GeneratedRegex(@"^ +(\w+): '([^']+)',$", RegexOptions.Multiline)]
    private static partial Regex TextLine();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Placeholder();
}
