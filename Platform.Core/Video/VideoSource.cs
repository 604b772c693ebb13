namespace Platform.Core.Video;

/// <summary>A stored video whose frames are wanted.</summary>
/// <param name="Width">Pixels of a frame as it is seen.</param>
/// <param name="Height">Pixels, likewise.</param>
public sealed record VideoSource(string Sha256, string StorageUri, int Width, int Height, int FrameCount);
