using Platform.Core.Annotations.Geometry;

namespace Platform.Core.Annotations.Tracks;

/// <summary>Where a person fixed the shape of a track.</summary>
/// <param name="IsOutside">Out of sight from this frame on, until the next keyframe that is not outside.</param>
public sealed record Keyframe(int Frame, ShapeGeometry Geometry, bool IsOutside);

/// <summary>One object of a video over time: keyframes and what lies between them.</summary>
public sealed class Track
{
    private readonly Keyframe[] _keyframes;

    /// <param name="keyframes">In any order, at most one a frame.</param>
    public Track(IEnumerable<Keyframe> keyframes) => _keyframes = [.. keyframes.OrderBy(keyframe => keyframe.Frame)];

    /// <summary>The shape on a frame: null before the first keyframe and where the object is out of sight. After the last keyframe the shape stays.</summary>
    public ShapeGeometry? At(int frame)
    {
        var place = Array.FindLastIndex(_keyframes, keyframe => keyframe.Frame <= frame);
        if (place < 0 || _keyframes[place].IsOutside)
        {
            return null;
        }

        var from = _keyframes[place];
        if (from.Frame == frame || place + 1 == _keyframes.Length)
        {
            return from.Geometry;
        }

        var to = _keyframes[place + 1];
        return ShapeInterpolation.Between(from.Geometry, to.Geometry, (frame - from.Frame) / (double)(to.Frame - from.Frame));
    }
}
