using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Core.Interchange;

/// <summary>What makes two shapes of an image the same: class, frame, and geometry as it is stored.</summary>
public readonly record struct StandingShape(Guid LabelClassId, int? Frame, string Geometry)
{
    public static StandingShape Of(PlannedShape shape) => new(shape.LabelClassId, shape.Frame, shape.Text);
}

/// <summary>
/// The shapes met so far on each image, as digests of eight bytes, however large the shape. Two different shapes among a million of one image agree
/// by chance once in thirty million such images.
/// </summary>
internal sealed class DuplicateShapes
{
    private const int StackBytes = 2048;
    private const int HeadBytes = 20;

    // Nearly every image comes once: an array costs a fifth of a set. Only what comes again is worth one.
    private readonly Dictionary<Guid, ulong[]> _once = [];
    private readonly Dictionary<Guid, HashSet<ulong>> _again = [];

    /// <summary>Of the image's shapes those that were not met on it before; keyframes of tracks are never compared.</summary>
    /// <param name="standing">Shapes that the image has and keeps.</param>
    public List<PlannedShape> Fresh(Guid assetId, IEnumerable<StandingShape> standing, IReadOnlyList<PlannedShape> shapes)
    {
        var met = MetOn(assetId);
        foreach (var shape in standing)
        {
            met.Add(Digest(shape));
        }

        var fresh = shapes.Where(shape => shape.Track is not null || met.Add(Digest(StandingShape.Of(shape)))).ToList();
        if (!_again.ContainsKey(assetId))
        {
            _once[assetId] = [.. met];
        }

        return fresh;
    }

    private HashSet<ulong> MetOn(Guid assetId)
    {
        if (_again.TryGetValue(assetId, out var known))
        {
            return known;
        }

        return _once.Remove(assetId, out var digests) ? _again[assetId] = [.. digests] : [];
    }

    private static ulong Digest(StandingShape shape)
    {
        var bytes = HeadBytes + Encoding.UTF8.GetByteCount(shape.Geometry);
        Span<byte> content = bytes <= StackBytes ? stackalloc byte[bytes] : new byte[bytes];
        shape.LabelClassId.TryWriteBytes(content);
        BinaryPrimitives.WriteInt32LittleEndian(content[16..], shape.Frame ?? -1);
        Encoding.UTF8.GetBytes(shape.Geometry, content[HeadBytes..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }
}
