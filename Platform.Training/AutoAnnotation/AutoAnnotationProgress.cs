namespace Platform.Training.AutoAnnotation;

/// <summary>How far an auto-annotation has come.</summary>
public sealed record AutoAnnotationProgress(int Done, int Total, int Boxes);

/// <summary>What an auto-annotation did.</summary>
/// <param name="Images">Images that the model looked at.</param>
/// <param name="Boxes">Shapes and tags added, or boxes filled in, all pending review.</param>
/// <param name="Failed">Images that could not be read, with the reason.</param>
/// <param name="UnknownClasses">Class keys of the model that the version's ontology lacks; what it found of them was left out.</param>
/// <param name="Videos">Videos, which were left out.</param>
public sealed record AutoAnnotationReport(int Images, int Boxes, IReadOnlyList<FailedImage> Failed, IReadOnlyList<string> UnknownClasses, int Videos)
{
    /// <summary>Boxes that a model for boxes left alone, since people have said what they are.</summary>
    public int Kept { get; init; }

    /// <summary>What the model saw of objects that were annotated already, and was left out.</summary>
    public int Overlapping { get; init; }

    /// <summary>Images that another model looked at as well.</summary>
    public int Compared { get; init; }

    /// <summary>Of those, images on which the two do not see the same.</summary>
    public int Disagreements { get; init; }
}

/// <summary>An image that could not be annotated.</summary>
public sealed record FailedImage(string FileName, string Reason);
