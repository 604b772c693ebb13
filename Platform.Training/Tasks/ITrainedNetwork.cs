using Platform.Training.Data;
using Platform.Training.Export.Onnx;
using Platform.Training.Inference;

namespace Platform.Training.Tasks;

/// <summary>A finished network in eval mode.</summary>
public interface ITrainedNetwork : IDisposable
{
    /// <summary>Size of its input in pixels.</summary>
    (int Width, int Height) InputPx { get; }

    TaskScores Evaluate(IReadOnlyList<TrainingSample> samples, CancellationToken cancellation);

    /// <summary>Scores another form of it, by its raw outputs.</summary>
    TaskScores Evaluate(INetworkRunner runner, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation);

    /// <summary>It as a graph in single precision, with its raw outputs; to be written in other forms.</summary>
    OnnxGraphBuilder Draw(Guid modelVersionId);

    /// <summary>It itself, giving what the graph's outputs give, in their order; valid as long as it is.</summary>
    INetworkRunner OpenRunner();

    /// <summary>Writes ONNX and compares it with the network on some of the samples.</summary>
    ExportedNetwork Export(Guid modelVersionId, IReadOnlyList<TrainingSample> samples, CancellationToken cancellation);
}

/// <summary>The full scores of a network on a split.</summary>
/// <param name="Lenient">The first of the task's two leading figures, such as mAP50.</param>
/// <param name="Strict">The second, such as mAP50-95.</param>
/// <param name="Details">JSON object: per-class scores, curves, confusion matrix; its form is the task's.</param>
/// <param name="Summary">Leading figures for the log.</param>
public sealed record TaskScores(double Lenient, double Strict, double Precision, double Recall, double F1, string Details, string Summary)
{
    /// <summary>The leading figures on those samples alone whose names are chosen; nothing is looked at again. Holds what the network found in memory.</summary>
    public Func<Predicate<string>, SliceFigures>? Within { get; init; }
}

/// <summary>The leading figures on some of the samples.</summary>
/// <param name="ObjectCount">What was to be found: objects, tags or lines.</param>
public sealed record SliceFigures(int ImageCount, int ObjectCount, double Lenient, double Strict, double F1);

/// <summary>An exported file.</summary>
/// <param name="Parity">JSON object: how closely ONNX Runtime agrees with libtorch.</param>
/// <param name="Summary">The same for the log.</param>
public sealed record ExportedNetwork(byte[] Model, string Parity, string Summary);
