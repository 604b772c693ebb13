using Platform.Core.Shared;

namespace Platform.Core.Imaging;

/// <summary>Bytes that cannot be accepted as an image; the code is one of <see cref="ImageErrorCodes"/>.</summary>
public sealed class InvalidImageException(string code, string message, params object[] arguments) : DomainRuleException(code, message, arguments);

/// <summary>Stable codes of <see cref="InvalidImageException"/>.</summary>
public static class ImageErrorCodes
{
    public const string Empty = "image.empty";
    public const string NotAnImage = "image.not_an_image";
    public const string UnsupportedFormat = "image.unsupported_format";
    public const string Truncated = "image.truncated";
    public const string Corrupt = "image.corrupt";

    /// <summary>Arguments: the pixel limit and the side limit.</summary>
    public const string TooManyPixels = "image.too_large";

    /// <summary>Argument: the limit in bytes.</summary>
    public const string TooManyBytes = "image.too_many_bytes";
}
