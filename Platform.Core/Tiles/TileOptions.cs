using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Platform.Core.Assets.Model;

namespace Platform.Core.Tiles;

/// <summary>Which images are shown in tiles: section <c>Tiles</c> of the configuration.</summary>
public sealed class TileOptions
{
    public const string Section = "Tiles";

    /// <summary>Larger images are shown in tiles. A browser holds 4 bytes a pixel of what it shows as a whole.</summary>
    public long AbovePixels { get; set; } = 40_000_000;

    public bool IsTiled(Asset asset) => asset.Type == AssetType.Image && (long)asset.Width * asset.Height > AbovePixels;

    internal static void Read(IConfiguration configuration, TileOptions options)
    {
        if (configuration.GetSection(Section)[nameof(AbovePixels)] is { } text)
        {
            options.AbovePixels = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) ? pixels : -1;
        }
    }
}

/// <summary>Reports a wrong setting at start-up.</summary>
internal sealed class ValidateTileOptions : IValidateOptions<TileOptions>
{
    public ValidateOptionsResult Validate(string? name, TileOptions options) => options.AbovePixels >= 0
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail("Tiles:AbovePixels must be a whole number of pixels; 0 shows every image in tiles.");
}
