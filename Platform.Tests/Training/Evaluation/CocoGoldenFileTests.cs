using System.Text.Json;
using Platform.Tests.Support;
using Platform.Training.Data;
using Platform.Training.Evaluation;

namespace Platform.Tests.Training.Evaluation;

/// <summary>Scenes and figures that a script of its own computed from the COCO definition (Coco/make_golden.py): crowds, ties, area edges, more detections than count.</summary>
public sealed class CocoGoldenFileTests
{
    private const double Tolerance = 1e-6;

    private static readonly JsonElement s_cases = JsonElement.Parse(File.ReadAllText(Path.Combine(Repo.Root, "Platform.Tests", "Training", "Evaluation", "Coco", "coco_golden.json")));

    public static TheoryData<int, string> Cases => [.. s_cases.EnumerateArray().Select((item, index) => (index, item.GetProperty("kind").GetString()!))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Evaluate_SceneOfTheScript_GivesEveryFigureOfTheScript(int index, string kind)
    {
        var item = s_cases[index];
        var scene = item.GetProperty("scene");
        var images = scene.GetProperty("images").EnumerateArray().Select(image => ImageOf(scene, image.GetProperty("id").GetInt32(), kind)).ToList();

        var metrics = CocoEvaluator.Evaluate(images, scene.GetProperty("categories").GetArrayLength(), MeasureOf(item, kind));

        var found = FiguresOf(metrics);
        foreach (var figure in item.GetProperty("figures").EnumerateObject())
        {
            found[figure.Name].Should().BeApproximately(figure.Value.GetDouble(), Tolerance, figure.Name);
        }
    }

    [Fact]
    public void Scenes_OfTheScript_HoldWhatIsHard()
    {
        var annotations = s_cases.EnumerateArray().SelectMany(item => item.GetProperty("scene").GetProperty("annotations").EnumerateArray()).ToList();

        annotations.Should().Contain(truth => truth.GetProperty("iscrowd").GetInt32() == 1);
        annotations.Should().Contain(truth => truth.GetProperty("area").GetDouble() == 1024, "the edge between small and medium");
        annotations.Should().Contain(truth => truth.GetProperty("area").GetDouble() == 9216, "the edge between medium and large");
        annotations.Should().Contain(truth => Find(truth, "num_keypoints") == 0, "a skeleton without points is ignored");
        s_cases.EnumerateArray().Select(item => Most(item.GetProperty("scene"))).Max().Should().BeGreaterThan(100);
    }

    private static int Most(JsonElement scene) => scene.GetProperty("detections").EnumerateArray()
        .GroupBy(item => (item.GetProperty("image_id").GetInt32(), item.GetProperty("category_id").GetInt32())).Max(group => group.Count());

    private static int? Find(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetInt32() : null;

    private static Dictionary<string, double> FiguresOf(DetectionMetrics metrics) => new()
    {
        ["AP"] = metrics.Map50To95, ["AP50"] = metrics.Map50, ["AP75"] = metrics.Map75,
        ["AP_small"] = metrics.MapSmall ?? -1, ["AP_medium"] = metrics.MapMedium ?? -1, ["AP_large"] = metrics.MapLarge ?? -1,
        ["AR_1"] = metrics.RecallAt1 ?? -1, ["AR_10"] = metrics.RecallAt10 ?? -1, ["AR_100"] = metrics.RecallAt100 ?? -1, ["AR_20"] = metrics.RecallAt100 ?? -1,
        ["AR_small"] = metrics.RecallSmall ?? -1, ["AR_medium"] = metrics.RecallMedium ?? -1, ["AR_large"] = metrics.RecallLarge ?? -1,
    };

    private static OverlapMeasure MeasureOf(JsonElement item, string kind)
    {
        if (kind == "keypoints")
        {
            var sigmas = item.GetProperty("sigmas").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            return new KeypointOverlap(k => sigmas[k]);
        }

        return kind == "segm" ? OverlapMeasure.Masks : OverlapMeasure.Boxes;
    }

    private static ImageResult ImageOf(JsonElement scene, int id, string kind) => new(
        [.. Of(scene, "annotations", id).Select(truth => new GroundTruthBox(
            truth.GetProperty("category_id").GetInt32(), BoxOf(truth), truth.GetProperty("iscrowd").GetInt32() == 1, truth.GetProperty("area").GetDouble(), ShapeOf(truth, kind),
            IsIgnored: Find(truth, "num_keypoints") == 0))],
        [.. Of(scene, "detections", id).Select(found => new DetectedBox(
            found.GetProperty("category_id").GetInt32(), found.GetProperty("score").GetDouble(), BoxOf(found), found.GetProperty("area").GetDouble(), ShapeOf(found, kind)))]);

    private static IEnumerable<JsonElement> Of(JsonElement scene, string list, int image) =>
        scene.GetProperty(list).EnumerateArray().Where(item => item.GetProperty("image_id").GetInt32() == image);

    private static CocoBox BoxOf(JsonElement item)
    {
        var box = item.GetProperty("bbox").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        return new CocoBox(box[0], box[1], box[2], box[3]);
    }

    private static object? ShapeOf(JsonElement item, string kind)
    {
        if (kind == "keypoints")
        {
            return item.GetProperty("keypoints").EnumerateArray().Select(value => value.GetSingle()).ToArray();
        }

        if (kind != "segm")
        {
            return null;
        }

        var mask = item.GetProperty("segmentation");
        var size = mask.GetProperty("size").EnumerateArray().Select(value => value.GetInt32()).ToArray();
        return PixelMask.FromRuns([.. mask.GetProperty("counts").EnumerateArray().Select(value => value.GetInt64())], size[1], size[0]);
    }
}
