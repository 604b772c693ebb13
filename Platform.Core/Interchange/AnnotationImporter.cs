using Platform.Core.Interchange.Coco;
using Platform.Core.Interchange.Voc;
using Platform.Core.Interchange.Yolo;
using Platform.Core.Shared;

namespace Platform.Core.Interchange;

/// <summary>Formats of other tools that annotations come from.</summary>
public enum InterchangeFormat
{
    Voc,
    Coco,
    Yolo,
}

/// <summary>What a format leaves open.</summary>
public sealed record ImportOptions
{
    public static ImportOptions Default { get; } = new();

    public VocOrigin VocOrigin { get; init; }
}

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
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>Guesses the format by the files' names.</summary>
    public static InterchangeFormat Detect(IImportSource source)
    {
        if (VocImporter.AnnotationFiles(source).Count > 0)
        {
            return InterchangeFormat.Voc;
        }

        if (YoloNames.Find(source) is not null)
        {
            return InterchangeFormat.Yolo;
        }

        if (CocoImporter.AnnotationFiles(source).Count > 0)
        {
            return InterchangeFormat.Coco;
        }

        throw new DomainRuleException(
            "import.format_unknown",
            "There are no annotations in a known format: Pascal VOC (Annotations/*.xml), COCO (*.json) or YOLO (data.yaml with labels/*.txt). Choose the format or check the folder.");
    }
}
