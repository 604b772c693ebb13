using Platform.Core.Annotations.Geometry;
using Platform.Core.Interchange.Export;
using Platform.Core.Shared;

namespace Platform.Core.Interchange.ImageFolder;

/// <summary>Writes images into folders by split and class: <c>train/cat/1.jpg</c>, each by its first tag in the ontology's order; and <c>classes.csv</c>, the classes with their indexes.</summary>
public sealed class ImageFolderExporter : IAnnotationExporter
{
    public async Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken)
    {
        if (!request.WithImages)
        {
            throw new DomainRuleException("export.needs_images", "Folders of images are made of the images themselves. Export with the images, or choose another format.");
        }

        await sink.WriteTextAsync("classes.csv", string.Concat(set.Classes.Select(item => FormattableString.Invariant($"{item.Index},{item.Key}\n"))), cancellationToken).ConfigureAwait(false);
        await foreach (var image in images.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (image.Shapes.Where(shape => shape.Geometry is TagGeometry).MinBy(shape => shape.Class.Index) is { } tag)
            {
                await sink.WriteMediaAsync($"{image.SplitText}/{tag.Class.Key}/{image.Name}", image, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
