using Platform.Core.Interchange.Coco;
using Platform.Core.Interchange.Cvat;
using Platform.Core.Interchange.Datumaro;
using Platform.Core.Interchange.ImageFolder;
using Platform.Core.Interchange.Labelme;
using Platform.Core.Interchange.LabelStudio;
using Platform.Core.Interchange.Voc;
using Platform.Core.Interchange.Yolo;

namespace Platform.Core.Interchange.Export;

/// <summary>Writes one format while images stream by. Gets only shapes that its <see cref="FormatCapabilities"/> carry.</summary>
public interface IAnnotationExporter
{
    Task WriteAsync(ExportSet set, IAsyncEnumerable<ExportImage> images, ExportRequest request, IExportSink sink, CancellationToken cancellationToken);
}

/// <summary>The exporters by format.</summary>
public static class AnnotationExporter
{
    public static IAnnotationExporter For(InterchangeFormat format) => format switch
    {
        InterchangeFormat.Voc => new VocExporter(),
        InterchangeFormat.Coco => new CocoExporter(),
        InterchangeFormat.Yolo => new YoloExporter(),
        InterchangeFormat.CvatImages => new CvatImagesExporter(),
        InterchangeFormat.CvatVideo => new CvatVideoExporter(),
        InterchangeFormat.Datumaro => new DatumaroExporter(),
        InterchangeFormat.Labelme => new LabelmeExporter(),
        InterchangeFormat.LabelStudio => new LabelStudioExporter(),
        InterchangeFormat.ImageFolder => new ImageFolderExporter(),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };
}
