using System.ComponentModel.DataAnnotations;

namespace Platform.Core.Llm;

/// <summary>Settings of the gateway, section "Platform:Llm:Gateway".</summary>
public sealed class GatewayOptions
{
    public const string Section = "Platform:Llm:Gateway";

    /// <summary>Largest request, in bytes.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaxRequestBytes { get; set; } = 32 << 20;

    /// <summary>Largest answer, in bytes.</summary>
    [Range(1 << 10, 1 << 30)]
    public int MaxResponseBytes { get; set; } = 64 << 20;

    /// <summary>Until the first token of a stream.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "1.00:00:00")]
    public TimeSpan FirstTokenTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Between two pieces of a stream.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "1.00:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Until a whole answer that is no stream.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "1.00:00:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>After which a comment keeps the caller's connection alive while the engine is silent.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest that the gateway itself waits where an engine says when to come again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer about a department's token quota is taken for true.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan QuotaMemory { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Engines that are asked for one request, one after the other.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>After which an unused session is closed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "30.00:00:00")]
    public TimeSpan SessionIdle { get; set; } = TimeSpan.FromMinutes(30);
}
