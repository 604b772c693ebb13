namespace Platform.Core.People;

/// <summary>How long a browser stays signed in.</summary>
/// <param name="Idle">Without any request.</param>
/// <param name="Absolute">Whatever happens in it.</param>
public sealed record SessionLimits(TimeSpan Idle, TimeSpan Absolute)
{
    public static SessionLimits Default { get; } = new(TimeSpan.FromDays(14), TimeSpan.FromDays(30));
}
