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

    public string FullDataRoot => Path.GetFullPath(DataRoot);
}
