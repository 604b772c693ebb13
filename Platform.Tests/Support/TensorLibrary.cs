using static TorchSharp.torch;

namespace Platform.Tests.Support;

/// <summary>Skips tests, visibly, where the native tensor library was not built.</summary>
internal static class TensorLibrary
{
    private static readonly Lazy<string?> s_problem = new(FindProblem);

    public static void Require() => Assert.SkipUnless(s_problem.Value is null, $"The tensor library is not available: {s_problem.Value}");

    private static string? FindProblem()
    {
        try
        {
            using var probe = zeros(1);
            return null;
        }
        catch (InvalidOperationException exception)
        {
            return exception.Message;
        }
    }
}
