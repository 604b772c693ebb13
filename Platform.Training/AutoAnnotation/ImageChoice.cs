using Platform.Core.Access;
using Platform.Core.Assets.Model;
using Platform.Core.Assets.Queries;

namespace Platform.Training.AutoAnnotation;

/// <summary>Images that a request is about, chosen once, since what a model adds moves images out of the request's filter.</summary>
/// <param name="Filter">Finds those of the images that are still wanted when their turn comes.</param>
/// <param name="Images">In the gallery's order.</param>
/// <param name="Videos">How many videos the request is about; a model's predictions have no frame, so they wait for a tracker.</param>
public sealed record ImageChoice(AssetFilter Filter, IReadOnlyList<Guid> Images, int Videos)
{
    /// <param name="annotated">Images with annotations alone, or without; null for both.</param>
    public static async Task<ImageChoice> ChooseAsync(AssetQueries assets, Actor actor, AutoAnnotation request, bool? annotated, CancellationToken cancellation)
    {
        var filter = request.Filter ?? new AssetFilter();
        var wanted = request.AssetIds?.ToHashSet();
        async Task<List<Guid>> OfAsync(AssetFilter part) =>
            [.. (await assets.ListIdsAsync(actor, request.DatasetVersionId, part, cancellation).ConfigureAwait(false)).Where(id => wanted?.Contains(id) != false)];
        var left = filter with { Type = AssetType.Image, HasAnnotations = annotated ?? filter.HasAnnotations };
        var contradicts = filter.Type == AssetType.Video || (annotated is { } demanded && filter.HasAnnotations == !demanded);
        return new ImageChoice(
            left,
            contradicts ? [] : await OfAsync(left).ConfigureAwait(false),
            filter.Type == AssetType.Image ? 0 : (await OfAsync(filter with { Type = AssetType.Video }).ConfigureAwait(false)).Count);
    }
}
