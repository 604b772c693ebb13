namespace Platform.Tests.Support;

/// <summary>Where the checkout and the shared real data lie.</summary>
public static class Repo
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of real data beside the checkout, or the one named by PLATFORM_SHARED_DATA.</summary>
    public static string SharedData { get; } =
        Environment.GetEnvironmentVariable("PLATFORM_SHARED_DATA") ?? Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    public static string Bccd => Path.Combine(SharedData, "bccd");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Platform.sln is in no folder above the tests.");
    }
}
