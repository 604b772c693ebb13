namespace Platform.Training.Export.Onnx;

/// <summary>Element types of ONNX tensors, numbered as in TensorProto.DataType.</summary>
public enum OnnxElementType
{
    Float = 1,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Float16 = 10,
}
