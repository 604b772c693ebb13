namespace Platform.Core.Interchange;

/// <summary>What an import did, or would do; nothing that was left out is missing here.</summary>
public sealed record ImportReport
{
    /// <summary>Images that the annotation files name.</summary>
    public required int Images { get; init; }

    /// <summary>Of those, images found in the dataset version.</summary>
    public required int MatchedImages { get; init; }

    /// <summary>Shapes that are stored.</summary>
    public required int Shapes { get; init; }

    /// <summary>Shapes that were cut at the image's edge.</summary>
    public required int ClippedShapes { get; init; }

    /// <summary>Shapes that stand twice in the files, or on the image already: same class, same geometry.</summary>
    public int DuplicateShapes { get; init; }

    public required IReadOnlyList<ImportedClassCount> Classes { get; init; }

    /// <summary>Classes of the files that the ontology lacks; their shapes are left out until they are added or mapped.</summary>
    public required IReadOnlyList<UnknownClass> UnknownClasses { get; init; }

    /// <summary>Images that the files name without any shape: background.</summary>
    public required IReadOnlyList<string> ImagesWithoutShapes { get; init; }

    /// <summary>Names in the files for which the dataset version has no image.</summary>
    public required IReadOnlyList<string> MissingImages { get; init; }

    /// <summary>Images of the dataset version that the files do not name.</summary>
    public required IReadOnlyList<string> ImagesWithoutAnnotations { get; init; }

    /// <summary>Images that were annotated before and were left as they are.</summary>
    public IReadOnlyList<string> KeptImages { get; init; } = [];

    /// <summary>What was left out or changed, each with its place; of very many the first twenty thousand.</summary>
    public required IReadOnlyList<ImportProblem> Problems { get; init; }

    /// <summary>All problems by code.</summary>
    public IReadOnlyDictionary<string, int> ProblemCounts { get; init; } = new Dictionary<string, int>();
}

/// <summary>Shapes of a class of the files and the key of the ontology's class that takes them; null where the caller chose to skip it.</summary>
public sealed record ImportedClassCount(string Name, int Count, string? OntologyKey);

/// <summary>A class that the ontology lacks.</summary>
public sealed record UnknownClass(string Name, int Count)
{
    public string Advice => $"The ontology has no class '{Name}'. Add it to a draft ontology version, map it to another class, or skip it.";
}
