using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Platform.Core.Interchange;

/// <summary>What makes two shapes of an image the same: class, frame, and geometry as it is stored.</summary>
public readonly record struct StandingShape(Guid LabelClassId, int? Frame, string Geometry)
{
    public static StandingShape Of(PlannedShape shape) => new(shape.LabelClassId, shape.Frame, shape.Text);
}

/// <summary>The shapes met so far, as digests: some thirty bytes each, however large the shape.</summary>
internal sealed class DuplicateShapes
{
    private readonly HashSet<UInt128> _met = [];

    /// <returns>Whether the shape was not met before.</returns>
    public bool Add(Guid assetId, StandingShape shape)
    {
        var geometryBytes = Encoding.UTF8.GetByteCount(shape.Geometry);
        var content = new byte[36 + geometryBytes];
        assetId.TryWriteBytes(content);
        shape.LabelClassId.TryWriteBytes(content.AsSpan(16));
        BinaryPrimitives.WriteInt32LittleEndian(content.AsSpan(32), shape.Frame ?? -1);
        Encoding.UTF8.GetBytes(shape.Geometry, content.AsSpan(36));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, digest);
        return _met.Add(BinaryPrimitives.ReadUInt128LittleEndian(digest));
    }
}
