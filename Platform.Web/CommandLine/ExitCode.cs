namespace Platform.Web.CommandLine;

/// <summary>What a script learns from how a command ended.</summary>
public static class ExitCode
{
    public const int Done = 0;

    /// <summary>A rule, a name that is unknown, a database that cannot be opened: the console says what to do.</summary>
    public const int Refused = 1;

    /// <summary>The answer of verify, diff and runs reproduce is no: damaged, or different.</summary>
    public const int Differs = 3;

    /// <summary>An import or export is done, but something was left out; the report says what.</summary>
    public const int DoneWithLosses = 3;

    /// <summary>A training did not complete: it failed, or was paused, cancelled or interrupted. The console says which.</summary>
    public const int NotCompleted = 4;

    /// <summary>Stopped by the person.</summary>
    public const int Stopped = 130;
}
