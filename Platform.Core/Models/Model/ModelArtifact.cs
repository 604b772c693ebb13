using Platform.Core.Shared;

namespace Platform.Core.Models.Model;

/// <summary>File format of an artifact.</summary>
public enum ArtifactFormat
{
    Ckpt,
    Onnx,
    Trt,
    [Text("torchscript")]
    TorchScript,
    [Text("openvino")]
    OpenVino,
    [Text("tflite")]
    TfLite,
    [Text("onnx-external")]
    OnnxExternal,
}

/// <summary>Hardware that an artifact is made for.</summary>
public enum ArtifactDevice
{
    Cpu,
    Cuda,
    [Text("tensorrt")]
    TensorRt,
    Mps,
    Npu,
    Web,
}

/// <summary>Number format of an artifact's weights.</summary>
public enum ArtifactPrecision
{
    Fp32,
    Fp16,
    Int8,
    Mixed,
}

/// <summary>A best or final checkpoint, or a conversion of one.</summary>
public sealed class ModelArtifact
{
    public const int NameLength = 255;

    // Only for EF.
    private ModelArtifact()
    {
    }

    public ModelArtifact(
        Guid id, Guid modelVersionId, string name, ArtifactFormat format, ArtifactDevice device, ArtifactPrecision precision, string storageUri, string sha256, long sizeBytes, DateTime createdAt)
    {
        Id = id;
        ModelVersionId = modelVersionId;
        Name = name;
        Format = format;
        Device = device;
        Precision = precision;
        StorageUri = storageUri;
        Sha256 = sha256;
        SizeBytes = sizeBytes;
        CreatedAt = createdAt;
    }

    public Guid Id { get; private set; }

    public Guid ModelVersionId { get; private set; }

    /// <summary>File name offered at download, such as best.onnx.</summary>
    public string Name { get; private set; } = "";

    public ArtifactFormat Format { get; private set; }

    public ArtifactDevice Device { get; private set; }

    public ArtifactPrecision Precision { get; private set; }

    public string StorageUri { get; private set; } = "";

    public string Sha256 { get; private set; } = "";

    public long SizeBytes { get; private set; }

    public int? Opset { get; private set; }

    public int? IrVersion { get; private set; }

    /// <summary>JSON: what the artifact was checked with.</summary>
    public string? Compat { get; private set; }

    public DateTime CreatedAt { get; private set; }

    public void DescribeOnnx(int opset, int irVersion) => (Opset, IrVersion) = (opset, irVersion);

    public void DescribeCompatibility(string compat) => Compat = compat;
}
