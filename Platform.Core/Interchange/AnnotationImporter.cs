using Platform.Core.Interchange.Coco;
using Platform.Core.Interchange.Cvat;
using Platform.Core.Interchange.Datumaro;
using Platform.Core.Interchange.ImageFolder;
using Platform.Core.Interchange.Labelme;
using Platform.Core.Interchange.LabelStudio;
using Platform.Core.Interchange.Voc;
using Platform.Core.Interchange.Yolo;

namespace Platform.Core.Interchange;

/// <summary>Reads one format as a stream of items.</summary>
public interface IAnnotationImporter
{
    IAsyncEnumerable<ImportItem> ReadAsync(IImportSource source, ImportOptions options, CancellationToken cancellationToken);
}

/// <summary>The importers by format.</summary>
public static class AnnotationImporter
{
    public static IAnnotationImporter For(InterchangeFormat format) => format switch
    {
        InterchangeFormat.Voc => new VocImporter(),
        InterchangeFormat.Coco => new CocoImporter(),
        InterchangeFormat.Yolo => new YoloImporter(),
        InterchangeFormat.CvatImages or InterchangeFormat.CvatVideo => new CvatImporter(),
        InterchangeFormat.Datumaro => new DatumaroImporter(),
        InterchangeFormat.Labelme => new LabelmeImporter(),
        InterchangeFormat.LabelStudio => new LabelStudioImporter(),
        InterchangeFormat.ImageFolder => new ImageFolderImporter(),
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>Recognises the format by the files' names and, where these do not tell, their first bytes.</summary>
    public static InterchangeFormat Detect(IImportSource source) => FormatDetection.Detect(source);
}
