namespace Platform.Training.Export.Onnx;

/// <summary>A constant setting of a node.</summary>
public abstract record OnnxAttribute(string Name)
{
    public static OnnxAttribute Of(string name, long value) => new Integer(name, value);

    public static OnnxAttribute Of(string name, float value) => new Real(name, value);

    public static OnnxAttribute Of(string name, string value) => new Text(name, value);

    public static OnnxAttribute Of(string name, IReadOnlyList<long> values) => new Integers(name, values);

    // AttributeProto: name 1, f 2, i 3, s 4, ints 8, type 20.
    internal void Write(ProtoMessage message)
    {
        message.Text(1, Name);
        switch (this)
        {
            case Real real:
                message.Float(2, real.Value);
                message.Integer(20, 1);
                break;
            case Integer integer:
                message.Integer(3, integer.Value);
                message.Integer(20, 2);
                break;
            case Text text:
                message.Text(4, text.Value);
                message.Integer(20, 3);
                break;
            case Integers integers:
                foreach (var value in integers.Values)
                {
                    message.Integer(8, value);
                }

                message.Integer(20, 7);
                break;
            default:
                throw new InvalidOperationException($"The attribute {Name} has a kind that cannot be written.");
        }
    }

    private sealed record Integer(string Name, long Value) : OnnxAttribute(Name);

    private sealed record Real(string Name, float Value) : OnnxAttribute(Name);

    private sealed record Text(string Name, string Value) : OnnxAttribute(Name);

    private sealed record Integers(string Name, IReadOnlyList<long> Values) : OnnxAttribute(Name);
}
