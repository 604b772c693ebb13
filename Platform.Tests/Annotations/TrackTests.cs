using System.Text.Json;
using Platform.Core.Annotations.Geometry;
using Platform.Core.Annotations.Tracks;
using Platform.Core.Ontologies.Model;
using Platform.Core.Shared;
using Platform.Tests.Support;

namespace Platform.Tests.Annotations;

/// <summary>The same golden values as the canvas' own tests (Client/test/interpolation.test.ts).</summary>
public sealed class TrackTests
{
    private static readonly JsonElement s_golden =
        JsonElement.Parse(File.ReadAllText(Path.Combine(Repo.Root, "Platform.Web", "Client", "test", "golden", "tracks.json")));

    public static TheoryData<string> Names => [.. s_golden.EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void At_AFrame_IsTheGoldenShape(string name)
    {
        var item = s_golden.EnumerateArray().Single(candidate => candidate.GetProperty("name").GetString() == name);
        var type = EnumText<ShapeType>.Parse(item.GetProperty("type").GetString()!);
        var track = new Track(item.GetProperty("keyframes").EnumerateArray().Select(keyframe => new Keyframe(
            keyframe.GetProperty("frame").GetInt32(), GeometryJson.Parse(type, keyframe.GetProperty("geometry")), keyframe.TryGetProperty("outside", out _))));

        foreach (var expected in item.GetProperty("expected").EnumerateArray())
        {
            var frame = expected.GetProperty("frame").GetInt32();
            var geometry = expected.GetProperty("geometry");
            var written = track.At(frame) is { } shape ? GeometryJson.Write(shape) : null;
            written.Should().Be(geometry.ValueKind == JsonValueKind.Null ? null : GeometryJson.Write(GeometryJson.Parse(type, geometry)), "of frame {0}", frame);
        }
    }
}
