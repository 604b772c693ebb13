using System.ComponentModel.DataAnnotations;

namespace Platform.Web.Hosting;

/// <summary>Settings of the host, section "Platform" of appsettings.json.</summary>
public sealed class PlatformOptions
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

    /// <summary>Whom to ask for access, as the sign-in pages say it: a mailbox, a telephone number. Strangers read it.</summary>
    [StringLength(200)]
    public string Contact { get; set; } = "";

    public string FullDataRoot => Path.GetFullPath(DataRoot);
}
