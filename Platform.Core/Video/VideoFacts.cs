namespace Platform.Core.Video;

/// <summary>What a video file turned out to be.</summary>
/// <param name="Width">Pixels of a frame as it is seen, after the rotation that the file asks for.</param>
/// <param name="Height">Pixels, likewise.</param>
/// <param name="Fps">Frames a second on average.</param>
/// <param name="FrameCount">Frames that a decoder gives, each counted.</param>
public sealed record VideoFacts(int Width, int Height, int DurationMs, double Fps, int FrameCount, string Codec);
