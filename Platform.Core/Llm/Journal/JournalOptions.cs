using System.ComponentModel.DataAnnotations;

namespace Platform.Core.Llm.Journal;

/// <summary>Settings of the gateway's journal, section "Llm:Journal".</summary>
public sealed class JournalOptions
{
    public const string Section = "Llm:Journal";

    /// <summary>Folder of the segments.</summary>
    [Required]
    public string Root { get; set; } = "./data/llm";

    /// <summary>Bytes that may wait for the database and the object store; beyond them new requests are refused, so that nothing has to be dropped.</summary>
    [Range(16 << 20, long.MaxValue)]
    public long LargestBytes { get; set; } = 8L << 30;

    /// <summary>Size at which a segment is closed and sent to the object store.</summary>
    [Range(64 << 10, 1 << 30)]
    public long SegmentBytes { get; set; } = 8 << 20;

    /// <summary>Age at which a segment is closed though it is small.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan SegmentAge { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Bodies above this many bytes get a file of their own, so that small ones need not wait for them.</summary>
    [Range(4 << 10, 8 << 20)]
    public int LargeBodyBytes { get; set; } = 256 << 10;

    /// <summary>How often what was written is pushed to the disk. A killed process loses nothing; a power cut may lose what is younger.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromSeconds(1);
}
