using Platform.Tests.Support;

namespace Platform.Tests.Training.Weights;

/// <summary>Files that PyTorch itself wrote; Fixtures/make.py says how.</summary>
internal static class WeightFixtures
{
    /// <summary>Width of the fixture's RTMDet.</summary>
    public const double Width = 1.0 / 32;

    public static string PathOf(string name) => Path.Combine(Repo.Root, "Platform.Tests", "Training", "Weights", "Fixtures", name);
}
