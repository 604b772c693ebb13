namespace Platform.Core.Interchange.Export;

/// <summary>The losses in words, for programs and the command line; pages translate the codes.</summary>
internal static class LossTexts
{
    public static string Of(string code, string detail, int count) => code switch
    {
        LossCodes.ShapeDropped => $"{count} shapes of type {detail} are left out.",
        LossCodes.ShapeAsBox => $"{count} shapes of type {detail} become boxes.",
        LossCodes.ShapeAsPolygon => $"{count} shapes of type {detail} become polygons.",
        LossCodes.ShapeAsMask => $"{count} shapes of type {detail} become masks.",
        LossCodes.Overlap => $"{count} images have masks that overlap; the upper one covers the lower.",
        LossCodes.TagDropped => $"{count} tags of whole images are left out.",
        LossCodes.SecondTag => $"{count} images have several tags; only the first is kept.",
        LossCodes.Rings => $"{count} polygons have several rings, which the format splits or joins.",
        LossCodes.Holes => $"{count} polygons have holes, which other tools fill.",
        LossCodes.HiddenPoints => $"{count} skeletons have hidden points, which become visible ones.",
        LossCodes.Attributes => $"{count} values of the attribute '{detail}' are left out.",
        LossCodes.AttributeTypes => $"{count} values of '{detail}' become text or nothing.",
        LossCodes.Flags => $"{count} flags '{detail}' are left out.",
        LossCodes.ZOrder => $"{count} shapes lose their place in the stack.",
        LossCodes.Tracks => $"{count} tracks become single shapes on their frames.",
        LossCodes.LoneFrameShapes => $"{count} shapes of single frames become tracks of one frame.",
        LossCodes.ImagesDropped => $"{count} images are left out: the format knows videos only.",
        LossCodes.EmptyImages => $"{count} images without a tag are left out.",
        LossCodes.Splits => $"{count} images lose their split.",
        LossCodes.Videos => $"{count} videos become images of their annotated frames.",
        _ => code,
    };
}
