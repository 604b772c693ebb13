namespace Platform.Training.Models;

/// <summary>The detector's scale: how wide and how deep the shared design is built.</summary>
public enum DetectorSize
{
    /// <summary>2.2 M parameters; the choice for small data sets and CPU training.</summary>
    Nano,

    /// <summary>4.9 M parameters.</summary>
    Tiny,

    /// <summary>8.9 M parameters; wants a GPU.</summary>
    Small,
}
