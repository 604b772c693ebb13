using System.Globalization;

namespace Platform.Core.Interchange.Export;

/// <summary>The losses in words, of one and of many, for programs and the command line; pages translate the codes.</summary>
public static class LossTexts
{
    public static IReadOnlyDictionary<string, (string One, string Many)> English { get; } = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        [LossCodes.ShapeDropped] = ("{0} shape is left out ({1}).", "{0} shapes are left out ({1})."),
        [LossCodes.ShapeAsBox] = ("{0} shape becomes a box ({1}).", "{0} shapes become boxes ({1})."),
        [LossCodes.ShapeAsPolygon] = ("{0} shape becomes a polygon ({1}).", "{0} shapes become polygons ({1})."),
        [LossCodes.ShapeAsMask] = ("{0} shape becomes a mask ({1}).", "{0} shapes become masks ({1})."),
        [LossCodes.Overlap] = ("{0} image has masks that overlap; the upper one covers the lower.", "{0} images have masks that overlap; the upper one covers the lower."),
        [LossCodes.TagDropped] = ("{0} tag of a whole image is left out.", "{0} tags of whole images are left out."),
        [LossCodes.SecondTag] = ("{0} image has several tags; only the first is kept.", "{0} images have several tags; only the first is kept."),
        [LossCodes.Rings] = ("{0} polygon has several rings, which the format splits or joins.", "{0} polygons have several rings, which the format splits or joins."),
        [LossCodes.Holes] = ("{0} polygon has a hole, which other tools fill.", "{0} polygons have holes, which other tools fill."),
        [LossCodes.HiddenPoints] = ("{0} skeleton has hidden points, which become visible ones.", "{0} skeletons have hidden points, which become visible ones."),
        [LossCodes.Attributes] = ("{0} value of the attribute “{1}” is left out.", "{0} values of the attribute “{1}” are left out."),
        [LossCodes.AttributeTypes] = ("{0} value of “{1}” becomes text or nothing.", "{0} values of “{1}” become text or nothing."),
        [LossCodes.Flags] = ("{0} flag “{1}” is left out.", "{0} flags “{1}” are left out."),
        [LossCodes.Groups] = ("{0} shape loses its group.", "{0} shapes lose their group."),
        [LossCodes.ZOrder] = ("{0} shape loses its place in the stack.", "{0} shapes lose their place in the stack."),
        [LossCodes.Tracks] = ("{0} track becomes single shapes on its frames.", "{0} tracks become single shapes on their frames."),
        [LossCodes.LoneFrameShapes] = ("{0} shape of a single frame becomes a track of one frame.", "{0} shapes of single frames become tracks of one frame."),
        [LossCodes.ImagesDropped] = ("{0} image is left out: the format knows videos only.", "{0} images are left out: the format knows videos only."),
        [LossCodes.EmptyImages] = ("{0} image without a tag is left out.", "{0} images without a tag are left out."),
        [LossCodes.Splits] = ("{0} image loses its split.", "{0} images lose their split."),
        [LossCodes.Videos] = ("{0} video becomes images of its annotated frames.", "{0} videos become images of their annotated frames."),
    };

    public static string Of(string code, string detail, int count) =>
        string.Format(CultureInfo.InvariantCulture, count == 1 ? English[code].One : English[code].Many, count, detail);
}
