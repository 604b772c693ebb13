using System.ComponentModel.DataAnnotations;
using Platform.Core.Llm.Connections;

namespace Platform.Core.Llm;

/// <summary>Settings of the LLM half, section <c>Platform:Llm</c>.</summary>
public sealed class LlmOptions : IValidatableObject
{
    public const string Section = "Platform:Llm";

    /// <summary>Engines on this machine.</summary>
    public bool AllowLoopback { get; set; } = true;

    /// <summary>Engines in the house: private, shared (100.64.0.0/10) and unique local addresses.</summary>
    public bool AllowPrivate { get; set; } = true;

    /// <summary>
    /// Exceptions to what is refused: names (<c>*.gpu.example</c> for all below one), addresses, or networks (<c>169.254.10.0/24</c>). A name lifts the refusal of loopback and
    /// private addresses; link-local, metadata, multicast and unspecified ones are lifted only by an address or network that holds them.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>Nothing but <see cref="AllowedHosts"/> is connected to.</summary>
    public bool OnlyAllowedHosts { get; set; }

    /// <summary>Refused whatever else is said, in the same form.</summary>
    public IReadOnlyList<string> DeniedHosts { get; set; } = [];

    /// <summary>Seconds between two looks at every deployment.</summary>
    [Range(1, 3600)]
    public double CheckSeconds { get; set; } = 15;

    /// <summary>Seconds that a look may take.</summary>
    [Range(0.1, 60)]
    public double CheckTimeoutSeconds { get; set; } = 5;

    /// <summary>Deployments looked at at the same time.</summary>
    [Range(1, 256)]
    public int ChecksAtOnce { get; set; } = 8;

    /// <summary>Seconds until a connection must stand.</summary>
    [Range(0.1, 60)]
    public double ConnectTimeoutSeconds { get; set; } = 5;

    /// <summary>Largest dataset file, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long MaxDatasetBytes { get; set; } = 4L << 30;

    /// <summary>Whether the built-in echo engine answers below <c>/echo</c>, to programs on this machine that know its secret.</summary>
    public bool EchoEngine { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var host in AllowedHosts.Concat(DeniedHosts).Where(host => !HostPattern.TryParse(host, out _)))
        {
            yield return new ValidationResult($"{Section}: '{host}' is no host name, address or network.");
        }
    }
}
