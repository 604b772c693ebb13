using System.ComponentModel.DataAnnotations;
using Platform.Core.People;

namespace Platform.Web.Hosting;

/// <summary>Settings of the host, section "Platform" of appsettings.json.</summary>
public sealed class PlatformOptions : IValidatableObject
{
    public const string Section = "Platform";

    /// <summary>Folder of everything that must survive a restart; relative paths start at the working directory.</summary>
    [Required]
    public string DataRoot { get; set; } = "./data";

    /// <summary>Largest request body accepted by the upload endpoints, in bytes.</summary>
    [Range(1 << 20, long.MaxValue)]
    public long MaxUploadBytes { get; set; } = 4L << 30;

    /// <summary>Seconds after which open streams and circuits are asked again whether their user or token may still come in; at most a minute.</summary>
    [Range(1, 60)]
    public int RecheckSeconds { get; set; } = 20;

    /// <summary>Tries to sign in that one address has in a minute.</summary>
    [Range(1, 10_000)]
    public int SignInsPerMinute { get; set; } = 30;

    /// <summary>Addresses or networks (10.0.0.0/8) of proxies that are believed about where a request came from; see <see cref="TrustedProxies"/>.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Answers nothing over plain HTTP but the health check; see <see cref="HttpsOnly"/>.</summary>
    public bool RequireHttps { get; set; }

    /// <summary>Days after which a browser that was not heard of is signed out.</summary>
    [Range(1, 365)]
    public int SessionIdleDays { get; set; } = (int)SessionLimits.Default.Idle.TotalDays;

    /// <summary>Days after which a browser is signed out in any case.</summary>
    [Range(1, 365)]
    public int SessionDays { get; set; } = (int)SessionLimits.Default.Absolute.TotalDays;

    public SessionLimits SessionLimits => new(TimeSpan.FromDays(SessionIdleDays), TimeSpan.FromDays(SessionDays));

    /// <summary>Whom to ask for access, as the sign-in pages say it: a mailbox, a telephone number. Strangers read it.</summary>
    [StringLength(200)]
    public string Contact { get; set; } = "";

    public string FullDataRoot => Path.GetFullPath(DataRoot);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from proxy in TrustedProxies
        where Hosting.TrustedProxies.Parse(proxy) is null
        select new ValidationResult($"Platform:TrustedProxies has '{proxy}', which is neither an address like 10.0.0.7 nor a network like 10.0.0.0/8.", [nameof(TrustedProxies)]);
}
