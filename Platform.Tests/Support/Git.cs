using System.Diagnostics;

namespace Platform.Tests.Support;

/// <summary>Asks git about the checkout.</summary>
internal static class Git
{
    public static string Run(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Repo.Root, RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return output;
    }
}
