using TorchSharp.Modules;
using Platform.Training.Models;
using static TorchSharp.torch;

namespace Platform.Training.Tasks.Ocr;

/// <summary>
/// Reads one line of text (CRNN, https://arxiv.org/abs/1507.05717): seven convolutions that keep the line's length, two LSTMs that look both ways along it, one linear layer that
/// sees the convolutions beside the LSTMs. Without that short way the first epochs are spent on saying "blank" everywhere.
/// </summary>
public sealed class LineRecognizer : nn.Module<Tensor, Tensor>
{
    /// <summary>Pixels of the input that make one column of the output.</summary>
    public const int ColumnPx = 4;

    /// <summary>The pools halve the height four times.</summary>
    public const int HeightStride = 16;

    private static readonly int[] s_baseChannels = [64, 128, 256, 256, 512, 512, 512];
    private const int BaseHidden = 256;
    private const int HiddenMin = 48;

    /// <param name="width">Multiplies every channel count.</param>
    /// <param name="inputHeight">Pixels, a multiple of <see cref="HeightStride"/>.</param>
    /// <param name="symbolCount">K.</param>
    public LineRecognizer(double width, int inputHeight, int symbolCount)
        : base(nameof(LineRecognizer))
    {
        int[] channels = [.. s_baseChannels.Select(channels => Math.Max(8, (int)(channels * width)))];
        Convolutions = [.. channels.Select((outputs, i) => new ConvNormAct(i == 0 ? 3 : channels[i - 1], outputs, 3))];
        var hidden = Math.Max(HiddenMin, (int)(BaseHidden * width));
        Rows = inputHeight / HeightStride;
        First = nn.LSTM(channels[^1] * Rows, hidden, batchFirst: true, bidirectional: true);
        Second = nn.LSTM(2 * hidden, hidden, batchFirst: true, bidirectional: true);
        Head = nn.Linear((channels[^1] * Rows) + (2 * hidden), symbolCount + 1);
        HiddenSize = hidden;
        register_module("convolutions", nn.ModuleList([.. Convolutions]));
        register_module("first", First);
        register_module("second", Second);
        register_module("head", Head);
    }

    public IReadOnlyList<ConvNormAct> Convolutions { get; }

    /// <summary>Rows left of the input's height when the sequence begins.</summary>
    public int Rows { get; }

    public int HiddenSize { get; }

    public LSTM First { get; }

    public LSTM Second { get; }

    public Linear Head { get; }

    /// <summary>Where the weights lie.</summary>
    public Device Device => Head.weight.device;

    /// <summary>Height and width of the pool behind a convolution; null where there is none.</summary>
    public static (int Height, int Width)? PoolBehind(int convolution) => convolution switch
    {
        0 or 1 => (2, 2),
        3 or 5 => (2, 1),
        _ => null,
    };

    // [N, 3, H, W], normalised, H a multiple of 16, W of 4 -> logits [N, W/4, K + 1], blank first
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var map = input;
        for (var i = 0; i < Convolutions.Count; i++)
        {
            map = Convolutions[i].forward(map);
            map = PoolBehind(i) is var (height, width) ? nn.functional.max_pool2d(map, [height, width]) : map;
        }

        // [N, C, H/16, T] -> [N, T, C x H/16]
        var columns = map.permute(0, 3, 1, 2).reshape(map.shape[0], map.shape[3], -1).to(ScalarType.Float32);
        var (once, _, _) = First.forward(columns);
        var (twice, _, _) = Second.forward(once); // [N, T, 2 x hidden]
        return Head.forward(cat([columns, twice], -1)).MoveToOuterDisposeScope();
    }
}
