using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Platform.Core.SmartTools;

/// <summary>Settings of the smart tools, section "SmartTools".</summary>
public sealed class SmartToolOptions
{
    public const string Section = "SmartTools";

    /// <summary>Decoded pictures kept for the next call, in bytes; one of 4000 × 3000 pixels takes 36 MB.</summary>
    public long PictureCacheBytes { get; set; } = 512L << 20;

    /// <summary>Edge maps kept for the next target, in bytes; one takes about 4 MB.</summary>
    public long EdgeMapCacheBytes { get; set; } = 64L << 20;

    /// <summary>Calls that compute at the same time; 0 for one a processor.</summary>
    public int AtOnce { get; set; }

    internal static void Read(IConfiguration configuration, SmartToolOptions options)
    {
        var section = configuration.GetSection(Section);
        options.PictureCacheBytes = Number(section[nameof(PictureCacheBytes)]) ?? options.PictureCacheBytes;
        options.EdgeMapCacheBytes = Number(section[nameof(EdgeMapCacheBytes)]) ?? options.EdgeMapCacheBytes;
        options.AtOnce = (int)Math.Min(int.MaxValue, Number(section[nameof(AtOnce)]) ?? options.AtOnce);
    }

    // What is no number becomes one that the check at start-up refuses.
    private static long? Number(string? text) =>
        text is null ? null : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}

/// <summary>Reports every wrong setting at start-up, each by its key.</summary>
internal sealed class ValidateSmartToolOptions : IValidateOptions<SmartToolOptions>
{
    public ValidateOptionsResult Validate(string? name, SmartToolOptions options)
    {
        var errors = new List<string>();
        if (options.PictureCacheBytes < 0)
        {
            errors.Add("SmartTools:PictureCacheBytes must be a whole number; give a number of bytes, or 0 to decode anew for every call.");
        }

        if (options.EdgeMapCacheBytes < 0)
        {
            errors.Add("SmartTools:EdgeMapCacheBytes must be a whole number; give a number of bytes, or 0 to keep no edge map.");
        }

        if (options.AtOnce < 0)
        {
            errors.Add("SmartTools:AtOnce must be a whole number; give how many calls may compute at the same time, or 0 for one a processor.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
