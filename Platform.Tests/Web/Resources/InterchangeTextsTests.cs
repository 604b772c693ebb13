using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Core.Shared;
using Platform.Tests.Support;
using Platform.Web.Hosting;

namespace Platform.Tests.Web.Resources;

/// <summary>What imports, exports and their jobs have to say stands in both languages, and programs read the English of the pages.</summary>
public sealed partial class InterchangeTextsTests
{
    private static readonly Dictionary<string, string> s_english = XDocument.Load(Path.Combine(Repo.Root, "Platform.Web", "Resources", "Texts.resx")).Root!.Elements("data")
        .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    [Fact]
    public void Problems_AllOfThem_HaveTheTextOfThePages() =>
        ProblemTexts.All.Should().HaveCountGreaterThan(30).And.OnlyContain(text => s_english.GetValueOrDefault(ImportProblemText.KeyPrefix + text.Name) == text.English);

    [Fact]
    public void Losses_OfOneAndOfMany_HaveTheTextOfThePages() =>
        LossTexts.English.Should().OnlyContain(pair => s_english.GetValueOrDefault(pair.Key) == pair.Value.Many && s_english.GetValueOrDefault(pair.Key + ".one") == pair.Value.One);

    [Fact]
    public void Reasons_ThatTheCodeGives_AreTranslated()
    {
        var codes = from file in Directory.EnumerateFiles(Path.Combine(Repo.Root, "Platform.Core"), "*.cs", SearchOption.AllDirectories)
                    from Match match in ReasonCode().Matches(File.ReadAllText(file))
                    select match.Groups[1].Value;
        var distinct = codes.Distinct().ToList();

        distinct.Should().HaveCountGreaterThan(20);
        distinct.Where(code => !s_english.ContainsKey("reason." + code)).Should().BeEmpty();
    }

    [Fact]
    public void Problem_InKorean_IsKoreanToItsReasonAndPlace()
    {
        var texts = Texts("ko");
        var problem = ProblemTexts.Degenerate.Because("a.json, annotation 3", new DomainRuleException("geometry.invalid", "…", new Reason("geometry.box_small", ["0.5"], "…")), "cell");

        texts.Of(problem).Should().Be("‘cell’ 도형을 건너뛰었습니다: 박스의 너비와 높이는 0.5픽셀 이상이어야 합니다");
        texts.PlaceOf(problem).Should().Be("a.json, 어노테이션 3");
    }

    [Fact]
    public void Problem_OfAnEarlierVersion_KeepsItsMessage() => Texts("ko").Of(new ImportProblem("a.json", ImportCodes.RowUnreadable, "As it was.")).Should().Be("As it was.");

    private static ImportProblemText Texts(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = new CultureInfo(language);
        var services = new ServiceCollection().AddLogging();
        services.AddPlatformLocalization();
        return services.BuildServiceProvider().CreateScope().ServiceProvider.GetRequiredService<ImportProblemText>();
    }

    [GeneratedRegex("""(?:new MalformedException|new Reason)\(\s*"([a-z_]+\.[a-z_]+)",""")]
    private static partial Regex ReasonCode();
}
