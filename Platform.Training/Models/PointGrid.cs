using static TorchSharp.torch;

namespace Platform.Training.Models;

/// <summary>The points that a detector predicts at, for one input size, in the order of its output rows.</summary>
public sealed class PointGrid
{
    public PointGrid(int width, int height)
    {
        foreach (var stride in DetectorArchitecture.Strides)
        {
            if (width % stride != 0 || height % stride != 0)
            {
                throw new ArgumentException($"An input of {width} x {height} pixels is not a multiple of {stride}.");
            }
        }

        Width = width;
        Height = height;
        Count = DetectorArchitecture.Strides.Sum(stride => width / stride * (height / stride));
        X = new float[Count];
        Y = new float[Count];
        Stride = new float[Count];
        var index = 0;
        foreach (var stride in DetectorArchitecture.Strides)
        {
            for (var row = 0; row < height / stride; row++)
            {
                for (var column = 0; column < width / stride; column++, index++)
                {
                    X[index] = (column + 0.5f) * stride;
                    Y[index] = (row + 0.5f) * stride;
                    Stride[index] = stride;
                }
            }
        }
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Number of points over all levels.</summary>
    public int Count { get; }

    /// <summary>Horizontal centre of each point's cell, pixels of the network input.</summary>
    public float[] X { get; }

    /// <summary>Vertical centre of each point's cell, pixels of the network input.</summary>
    public float[] Y { get; }

    /// <summary>Cell size of each point's level, pixels.</summary>
    public float[] Stride { get; }

    /// <summary>Index of the finest level's point whose cell holds (or is nearest to) a position in pixels.</summary>
    public int NearestFinePoint(float x, float y)
    {
        var stride = DetectorArchitecture.Strides[0];
        var columns = Width / stride;
        var column = Math.Clamp((int)(x / stride), 0, columns - 1);
        var row = Math.Clamp((int)(y / stride), 0, (Height / stride) - 1);
        return (row * columns) + column;
    }

    /// <summary>[A, 2] x y, pixels.</summary>
    public Tensor PointTensor(Device device) => stack([tensor(X, device: device), tensor(Y, device: device)], -1);

    /// <summary>[A, 1], pixels.</summary>
    public Tensor StrideTensor(Device device) => tensor(Stride, device: device).unsqueeze(-1);
}
