namespace Platform.Training.Export.Onnx;

/// <summary>A constant setting of a node: a whole number, a real one, a text or a list of whole numbers.</summary>
public sealed record OnnxAttribute
{
    private OnnxAttribute(string name, object value) => (Name, Value) = (name, value);

    public string Name { get; }

    internal object Value { get; }

    public static OnnxAttribute Of(string name, long value) => new(name, value);

    public static OnnxAttribute Of(string name, float value) => new(name, value);

    public static OnnxAttribute Of(string name, string value) => new(name, value);

    public static OnnxAttribute Of(string name, IReadOnlyList<long> values) => new(name, values);

    // AttributeProto: name 1, f 2, i 3, s 4, ints 8, type 20.
    internal void Write(ProtoMessage message)
    {
        message.Text(1, Name);
        switch (Value)
        {
            case float real:
                message.Float(2, real);
                message.Integer(20, 1);
                break;
            case long integer:
                message.Integer(3, integer);
                message.Integer(20, 2);
                break;
            case string text:
                message.Text(4, text);
                message.Integer(20, 3);
                break;
            case IReadOnlyList<long> integers:
                foreach (var value in integers)
                {
                    message.Integer(8, value);
                }

                message.Integer(20, 7);
                break;
            default:
                throw new InvalidOperationException($"The attribute {Name} has a kind that cannot be written.");
        }
    }
}
