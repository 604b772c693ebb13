using System.Globalization;
using System.Xml.Linq;
using Platform.Tests.Support;

namespace Platform.Tests.EndToEnd;

/// <summary>The texts of the screen in one language, by key, so that one test speaks both.</summary>
public sealed class ScreenTexts
{
    private readonly Dictionary<string, string> _texts;

    private ScreenTexts(string file) => _texts = XDocument.Load(Path.Combine(Repo.Root, "Platform.Web", "Resources", file)).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    public string this[string key, params object[] arguments] => string.Format(CultureInfo.InvariantCulture, _texts[key], arguments);

    public static ScreenTexts Of(BrowserLook look) => new(look.Language.StartsWith("ko", StringComparison.Ordinal) ? "Texts.ko.resx" : "Texts.resx");
}
