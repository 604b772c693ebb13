using Platform.Core.Annotations;
using Platform.Core.Imaging;
using Platform.Training.Inference;

namespace Platform.Training.Tasks.Cls;

/// <summary>Says of boxes which class is in them, with a classifier that learnt the contents of boxes.</summary>
public sealed class BoxClassifier(OnnxNetwork network, IImageCodec codec) : IBoxReader
{
    // A box of any class may turn out to be one of the classifier's.
    public BoxQuestion Question { get; } = new(ClassKeys: null, TextAttribute: null);

    public IReadOnlyList<BoxReading> Read(ReadOnlyMemory<byte> encoded, IReadOnlyList<StandingBox> boxes, double minimumScore, CancellationToken cancellation)
    {
        var keys = network.Metadata.ClassKeys;
        var readings = new List<BoxReading>();
        foreach (var (box, classes) in BoxLook.Into(network, codec, encoded, boxes, ClassifierOnnxExporter.Output, cancellation))
        {
            var best = Array.IndexOf(classes, classes.Max());
            if (classes[best] >= minimumScore)
            {
                readings.Add(new BoxReading(box.Id, box.Revision, classes[best]) { ClassKey = keys[best] });
            }
        }

        return readings;
    }

    public void Dispose() => network.Dispose();
}
