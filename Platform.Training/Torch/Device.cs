using System.Globalization;

namespace TorchSharp;

/// <summary>Kinds of device; the numbers are libtorch's.</summary>
public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    HIP = 6,
    MPS = 13,
    META = 14,
}

public static partial class torch
{
    /// <summary>A kind of device and, where there are several, which one (-1: the current one).</summary>
    public sealed class Device : IEquatable<Device>
    {
        public Device(DeviceType type, int index = -1)
        {
            this.type = type;
            this.index = index;
        }

        public Device(string description)
        {
            var parts = description.Split(':');
            type = Enum.Parse<DeviceType>(parts[0], ignoreCase: true);
            index = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : -1;
        }

        public DeviceType type { get; }

        public int index { get; }

        internal long Packed => ((long)index << 32) | (uint)type;

        public static implicit operator Device(string description) => new(description);

        public static bool operator ==(Device? left, Device? right) => Equals(left, right);

        public static bool operator !=(Device? left, Device? right) => !Equals(left, right);

        public bool Equals(Device? other) =>
            other is not null && type == other.type && (type == DeviceType.CPU || index == other.index);

        public override bool Equals(object? obj) => Equals(obj as Device);

        public override int GetHashCode() => (int)type;

        public override string ToString() =>
            type.ToString().ToLowerInvariant() + (index < 0 ? "" : ":" + index.ToString(CultureInfo.InvariantCulture));
    }

    public static Device CPU { get; } = new(DeviceType.CPU);

    public static Device CUDA { get; } = new(DeviceType.CUDA);

    public static Device device(string description) => new(description);

    public static Device device(DeviceType type, int index = -1) => new(type, index);
}
