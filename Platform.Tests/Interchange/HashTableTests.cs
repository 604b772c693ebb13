using Platform.Core.Annotations.Geometry;
using Platform.Core.Interchange;
using Platform.Core.Interchange.Export;
using Platform.Tests.Support;

namespace Platform.Tests.Interchange;

/// <summary>
/// The table of the documentation that says which formats keep the content hash of what: each cell is tried, from a frozen version through the format into another dataset.
/// </summary>
public sealed class HashTableTests
{
    private static readonly MaskGeometry s_mask = new MaskCrop(10, 20, 3, 2, [1, 0, 1, 1, 1, 1]).ToMask(100, 80);

    // What the words of the table mean in the loss report.
    private static readonly Dictionary<string, string[]> s_reasons = new(StringComparer.Ordinal)
    {
        ["left out"] = [LossCodes.ShapeDropped, LossCodes.TagDropped, LossCodes.Attributes, LossCodes.Flags, LossCodes.Groups, LossCodes.ZOrder, LossCodes.ImagesDropped],
        ["as box"] = [LossCodes.ShapeAsBox],
        ["as polygon"] = [LossCodes.ShapeAsPolygon],
        ["as mask"] = [LossCodes.ShapeAsMask],
        ["split up"] = [LossCodes.Rings],
        ["points seen"] = [LossCodes.HiddenPoints],
    };

    private static readonly Dictionary<string, ExportRequest> s_formats = new(StringComparer.Ordinal)
    {
        ["COCO"] = new(InterchangeFormat.Coco), ["Datumaro 1.0"] = new(InterchangeFormat.Datumaro), ["CVAT for images 1.1"] = new(InterchangeFormat.CvatImages),
        ["CVAT for video 1.1"] = new(InterchangeFormat.CvatVideo), ["labelme"] = new(InterchangeFormat.Labelme), ["Label Studio"] = new(InterchangeFormat.LabelStudio), ["Pascal VOC"] = new(InterchangeFormat.Voc),
        ["YOLO detect"] = new(InterchangeFormat.Yolo), ["YOLO segment"] = new(InterchangeFormat.Yolo) { YoloTask = YoloTask.Segment }, ["YOLO pose"] = new(InterchangeFormat.Yolo) { YoloTask = YoloTask.Pose },
        ["image folders"] = new(InterchangeFormat.ImageFolder),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("boxes")]
    [InlineData("polygons")]
    [InlineData("holes")]
    [InlineData("masks")]
    [InlineData("lines")]
    [InlineData("skeletons")]
    [InlineData("hidden points")]
    [InlineData("tags")]
    [InlineData("values")]
    [InlineData("flags")]
    [InlineData("groups")]
    [InlineData("order")]
    public async Task Column_OfTheDocumentation_IsWhatHappens(string content)
    {
        await using var world = await DatasetWorld.CreateAsync(DatabaseEngine.Sqlite);
        var ontology = await ExportedWorld.AddOntologyAsync(world);
        var version = await ExportedWorld.AddVersionAsync(world, ontology, content, i => [Shape(content, i)]);
        var hash = (await world.FreezeAsync(version)).ContentSha256;
        var documented = Documented(content);
        documented.Keys.Should().BeEquivalentTo(s_formats.Keys);
        foreach (var (name, request) in s_formats)
        {
            var loss = await world.Exports.LossAsync(world.Actor, version, request, Cancellation);
            var archive = await ExportedWorld.ExportAsync(world, version, request);
            var keeps = await KeepsAsync(world, archive, ontology, $"{content} by {name}", hash);

            loss.KeepsHash.Should().Be(documented[name] == "yes", "the loss report of {0} says of {1}: {2}", name, content, string.Join(' ', loss.Losses.Select(item => item.Message)));
            if (documented[name] == "yes")
            {
                keeps.Should().BeTrue("the documentation says that {0} keeps {1}", name, content);
            }
            else
            {
                // An outline of four corners may happen to be the box again: that is not promised.
                (keeps && documented[name] != "as polygon").Should().BeFalse("the documentation says that {0} does not keep {1}", name, content);
                loss.Losses.Select(item => item.Code).Should().IntersectWith(s_reasons[documented[name]], "{0}, {1}: {2}", name, content, documented[name]);
            }

            File.Delete(archive);
        }
    }

    [Fact]
    public void Tables_OfBothLanguages_SayTheSame()
    {
        var (english, korean) = (Rows("en").ToList(), Rows("ko").ToList());

        korean.Select(row => string.Join('|', row[1..].Select(cell => cell == "예"))).Should().Equal(english.Select(row => string.Join('|', row[1..].Select(cell => cell == "yes"))));
    }

    // An archive that nothing of can be imported holds no version that could be frozen.
    private static async Task<bool> KeepsAsync(DatasetWorld world, string archive, Guid ontology, string name, string hash)
    {
        try
        {
            return (await ExportedWorld.ImportElsewhereAsync(world, archive, ontology, name)).Hash == hash;
        }
        catch (Core.Shared.DomainRuleException refused) when (refused.Code is "import.format_unknown" or "upload.empty" || refused.Code.StartsWith("freeze.", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static (string Key, ShapeGeometry Geometry, string? Attributes, int ZOrder) Shape(string content, int i)
    {
        var box = new BoxGeometry(33.334 + i, 1.5, 20.667, 20.125);
        return content switch
        {
            "boxes" => ("cell", box, null, 0),
            "polygons" => ("nucleus", new PolygonGeometry([[1, 1, 40.125, 1, 40, 40.001 + i, 1, 40]]), null, 0),
            "holes" => ("nucleus", new PolygonGeometry([[1, 1, 40, 1, 40, 40.001, 1, 40], [5, 5, 20, 5, 20, 20, 5, 20 + i]]), null, 0),
            "masks" => ("tissue", s_mask, null, 0),
            "lines" => ("edge", new PolylineGeometry([0, i, 9.5, 9, 3, 70]), null, 0),
            "skeletons" => ("hand", new KeypointsGeometry([5, 6, 2, 7.25, 8 + i, 2]), null, 0),
            "hidden points" => ("hand", new KeypointsGeometry([5, 6, 2, 7.25, 8 + i, 1]), null, 0),
            "tags" => ("sick", TagGeometry.Instance, null, 0),
            "values" => ("cell", box, """{"색":"빨강","count":2.5}""", 0),
            "flags" => ("cell", box, """{"crowd":true}""", 0),
            "groups" => ("cell", box, """{"group":"0193b7a1"}""", 0),
            _ => ("cell", box, null, 3),
        };
    }

    private static Dictionary<string, string> Documented(string content)
    {
        var rows = Rows("en").ToList();
        var column = Array.IndexOf(rows[0], content);
        column.Should().BePositive("the table has a column for {0}", content);
        return rows.Skip(1).ToDictionary(row => row[0], row => row[column], StringComparer.Ordinal);
    }

    // The table below the anchor "hash".
    private static IEnumerable<string[]> Rows(string language) => File.ReadLines(Path.Combine(Repo.Root, "docs", "users", $"formats.{language}.md"))
        .SkipWhile(line => !line.Contains("<a id=\"hash\">", StringComparison.Ordinal)).SkipWhile(line => !line.StartsWith('|')).TakeWhile(line => line.StartsWith('|'))
        .Where(line => !line.StartsWith("|---", StringComparison.Ordinal)).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray());
}
