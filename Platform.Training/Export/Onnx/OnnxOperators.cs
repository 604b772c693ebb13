using static Platform.Training.Export.Onnx.OnnxAttribute;

namespace Platform.Training.Export.Onnx;

/// <summary>The operators that our networks are made of, with their opset-17 attributes. Each returns the name of its output.</summary>
public static class OnnxOperators
{
    /// <summary>Square 2-D convolution; bias may be empty.</summary>
    public static string Conv(
        this OnnxGraphBuilder graph, string name, string input, string weight, string bias, long kernel, long stride = 1, long padding = 0, long groups = 1) =>
        graph.Node(
            "Conv",
            name,
            bias.Length == 0 ? [input, weight] : [input, weight, bias],
            Of("kernel_shape", [kernel, kernel]),
            Of("strides", [stride, stride]),
            Of("pads", [padding, padding, padding, padding]),
            Of("group", groups));

    /// <summary>x * sigmoid(x): the opset has no SiLU of its own.</summary>
    public static string Silu(this OnnxGraphBuilder graph, string name, string input) =>
        graph.Mul(name, input, graph.Sigmoid(name + ".sigmoid", input));

    public static string Sigmoid(this OnnxGraphBuilder graph, string name, string input) => graph.Node("Sigmoid", name, [input]);

    /// <summary>clamp(x / 6 + 1/2, 0, 1) as libtorch defines it; ONNX's own default slope is .2.</summary>
    public static string HardSigmoid(this OnnxGraphBuilder graph, string name, string input) =>
        graph.Node("HardSigmoid", name, [input], Of("alpha", 1f / 6f), Of("beta", .5f));

    public static string Add(this OnnxGraphBuilder graph, string name, string left, string right) => graph.Node("Add", name, [left, right]);

    public static string Sub(this OnnxGraphBuilder graph, string name, string left, string right) => graph.Node("Sub", name, [left, right]);

    public static string Mul(this OnnxGraphBuilder graph, string name, string left, string right) => graph.Node("Mul", name, [left, right]);

    public static string MatMul(this OnnxGraphBuilder graph, string name, string left, string right) => graph.Node("MatMul", name, [left, right]);

    public static string Concat(this OnnxGraphBuilder graph, string name, IReadOnlyList<string> inputs, long axis) =>
        graph.Node("Concat", name, inputs, Of("axis", axis));

    public static string Softmax(this OnnxGraphBuilder graph, string name, string input, long axis) =>
        graph.Node("Softmax", name, [input], Of("axis", axis));

    /// <summary>[N, C, H, W] -> [N, C, 1, 1].</summary>
    public static string GlobalAveragePool(this OnnxGraphBuilder graph, string name, string input) =>
        graph.Node("GlobalAveragePool", name, [input]);

    /// <summary>Stride 1, padded so that the size stays.</summary>
    public static string MaxPoolSame(this OnnxGraphBuilder graph, string name, string input, long kernel) =>
        graph.Node(
            "MaxPool",
            name,
            [input],
            Of("kernel_shape", [kernel, kernel]),
            Of("strides", [1, 1]),
            Of("pads", [kernel / 2, kernel / 2, kernel / 2, kernel / 2]));

    /// <summary>Cells side by side, without padding.</summary>
    public static string MaxPool(this OnnxGraphBuilder graph, string name, string input, long height, long width) =>
        graph.Node("MaxPool", name, [input], Of("kernel_shape", [height, width]), Of("strides", [height, width]));

    /// <summary>[T, N, inputs] -> [T, 2, N, hidden], forth and back; gates in the order input, output, forget, cell, biases of input and state one after the other.</summary>
    public static string LstmBothWays(this OnnxGraphBuilder graph, string name, string input, string weights, string recurrence, string biases, long hidden) =>
        graph.Node("LSTM", name, [input, weights, recurrence, biases], Of("direction", "bidirectional"), Of("hidden_size", hidden));

    /// <summary>Doubles height and width, repeating each value: libtorch's nearest upsampling.</summary>
    public static string UpsampleNearest2x(this OnnxGraphBuilder graph, string name, string input) =>
        graph.Node(
            "Resize",
            name,
            [input, string.Empty, graph.Constant(name + ".scales", new float[] { 1, 1, 2, 2 }, 4)],
            Of("coordinate_transformation_mode", "asymmetric"),
            Of("mode", "nearest"),
            Of("nearest_mode", "floor"));

    /// <summary>0 keeps a size of the input, -1 is computed.</summary>
    public static string Reshape(this OnnxGraphBuilder graph, string name, string input, params long[] shape) =>
        graph.Node("Reshape", name, [input, graph.Constant(name + ".shape", shape, shape.Length)]);

    public static string Transpose(this OnnxGraphBuilder graph, string name, string input, params long[] permutation) =>
        graph.Node("Transpose", name, [input], Of("perm", permutation));

    /// <summary>Cuts an axis into parts of the given sizes; these are an input at this opset.</summary>
    public static IReadOnlyList<string> Split(this OnnxGraphBuilder graph, string name, string input, long axis, params long[] sizes) =>
        graph.Node("Split", name, [input, graph.Constant(name + ".sizes", sizes, sizes.Length)], sizes.Length, [Of("axis", axis)]);

    /// <summary>The same values in another element type.</summary>
    public static string Cast(this OnnxGraphBuilder graph, string name, string input, OnnxElementType type) => graph.Node("Cast", name, [input], Of("to", (long)type));

    /// <summary>round(x / scale) + zero point, in the zero point's type; one scale for all values.</summary>
    public static string Quantize(this OnnxGraphBuilder graph, string name, string input, string scale, string zeroPoint) =>
        graph.Node("QuantizeLinear", name, [input, scale, zeroPoint]);

    /// <summary>(x - zero point) x scale; several scales stand along the axis. An empty zero point is 0.</summary>
    public static string Dequantize(this OnnxGraphBuilder graph, string name, string input, string scale, string zeroPoint, long axis = 0) =>
        graph.Node("DequantizeLinear", name, zeroPoint.Length == 0 ? [input, scale] : [input, scale, zeroPoint], Of("axis", axis));

    /// <summary>Boxes [N, P, 4] as two opposite corners and scores [N, C, P] -> [K, 3] image, class, point; by image, then class, then falling score.</summary>
    public static string NonMaxSuppression(this OnnxGraphBuilder graph, string name, string boxes, string scores, long maxPerClass, float iou, float score) =>
        graph.Node(
            "NonMaxSuppression",
            name,
            [boxes, scores, graph.Constant(name + ".max", new[] { maxPerClass }, 1), graph.Constant(name + ".iou", new[] { iou }, 1), graph.Constant(name + ".score", new[] { score }, 1)]);

    /// <summary>Picks data[i0, i1, ...] for each row of the indexes.</summary>
    public static string GatherRows(this OnnxGraphBuilder graph, string name, string data, string indexes) => graph.Node("GatherND", name, [data, indexes]);
}
