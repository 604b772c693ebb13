using Platform.Training.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A long short-term memory over [T, N, C] (or [N, T, C] with batchFirst).</summary>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private readonly long _hiddenSize;
        private readonly long _layers;
        private readonly bool _bias;
        private readonly bool _batchFirst;
        private readonly double _dropout;
        private readonly bool _bidirectional;
        private readonly List<Parameter> _weights = [];

        internal LSTM(
            long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional,
            Device? device, ScalarType? dtype)
            : base(nameof(LSTM))
        {
            (_hiddenSize, _layers, _bias, _batchFirst, _dropout, _bidirectional) =
                (hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional);
            var bound = 1 / Math.Sqrt(hiddenSize);
            for (var layer = 0; layer < numLayers; layer++)
            {
                var width = layer == 0 ? inputSize : hiddenSize * Directions;
                foreach (var suffix in bidirectional ? new[] { "", "_reverse" } : [""])
                {
                    // The four gates lie one after the other in the first dimension.
                    Add($"weight_ih_l{layer}{suffix}", [4 * hiddenSize, width]);
                    Add($"weight_hh_l{layer}{suffix}", [4 * hiddenSize, hiddenSize]);
                    if (bias)
                    {
                        Add($"bias_ih_l{layer}{suffix}", [4 * hiddenSize]);
                        Add($"bias_hh_l{layer}{suffix}", [4 * hiddenSize]);
                    }
                }
            }

            void Add(string name, long[] shape)
            {
                var parameter = nn.Parameter(empty(shape, dtype, device));
                nn.init.uniform_(parameter, -bound, bound);
                register_parameter(name, parameter);
                _weights.Add(parameter);
            }
        }

        private int Directions => _bidirectional ? 2 : 1;

        /// <summary>Output [T, N, D * hidden], last hidden state and last cell state [layers * D, N, hidden].</summary>
        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            using var start = h0_c0 is null ? Zeros(input) : null;
            var state = h0_c0 is { } given ? new[] { given.Item1, given.Item2 } : [start!, start!];
            return TorchOps.LstmInput.Call3(
                input, state, _weights.ToArray<Tensor>(), _bias, _layers, _dropout, training, _bidirectional, _batchFirst);
        }

        public (Tensor, Tensor, Tensor) call(Tensor input) => forward(input);

        private Tensor Zeros(Tensor input) => zeros(
            [_layers * Directions, input.size(_batchFirst ? 0 : 1), _hiddenSize], input.dtype, input.device);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Modules.LSTM LSTM(
                long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0.0,
                bool bidirectional = false, Device? device = null, ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}
