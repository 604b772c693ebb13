using Platform.Core.Ontologies.Queries;

namespace Platform.Web.Components.Ontologies;

/// <summary>An image that a skeleton can be laid out on, as the browser's editor gets it.</summary>
public sealed record StagePicture(string Url, string ThumbnailUrl, string Name)
{
    private const int StagePx = 1024;
    private const int ThumbnailPx = 256;

    public static StagePicture Of(SamplePicture picture) =>
        new($"/api/assets/{picture.AssetId}/thumbnail?size={StagePx}", $"/api/assets/{picture.AssetId}/thumbnail?size={ThumbnailPx}", $"{picture.DatasetName} · {picture.FileName}");
}
