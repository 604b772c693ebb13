namespace Platform.Core.Shared;

/// <summary>Makes UUID version 7 ids: they sort by creation time, so indexes grow at their end.</summary>
public static class Ids
{
    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());
}
