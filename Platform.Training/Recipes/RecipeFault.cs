using System.Globalization;

namespace Platform.Training.Recipes;

/// <summary>What is wrong with one field of a recipe.</summary>
/// <param name="Field">Path as in the stored recipe, such as <c>augmentation.scaleMax</c>; empty for the text as a whole.</param>
/// <param name="Kind">What sort of fault it is.</param>
/// <param name="Given">What the field holds; for unreadable text the line.</param>
/// <param name="Expected">What it must be, in English; for an unknown field the one that was probably meant, or nothing.</param>
public sealed record RecipeFault(string Field, RecipeFaultKind Kind, string Given, string Expected)
{
    /// <summary>The fault as an English sentence.</summary>
    public string Message => Kind switch
    {
        RecipeFaultKind.Syntax => string.Create(CultureInfo.InvariantCulture, $"Line {Given} cannot be read: {Expected}"),
        RecipeFaultKind.Unknown => Expected.Length > 0 ? $"{Field} is no setting. Did you mean {Expected}?" : $"{Field} is no setting. Remove it.",
        _ => $"{Field} is {Given}; it must be {Expected}.",
    };
}

/// <summary>Sorts of faults, each with a sentence of its own.</summary>
public enum RecipeFaultKind
{
    /// <summary>The text is neither YAML nor JSON.</summary>
    Syntax,

    /// <summary>No such field.</summary>
    Unknown,

    /// <summary>Not the kind of value that the field holds.</summary>
    Type,

    /// <summary>A value outside of what the field allows.</summary>
    Range,
}
