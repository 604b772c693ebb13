// A convolution of bfloat16 activations with single-precision weights. The framework's own mixed precision computes the
// weights' gradient in bfloat16 too, and the CPU library's kernels for that are several times slower than those for floats
// where the convolution strides, is depth-wise or sees small maps; there the gradient is computed in floats.
#include "common.h"
#include <ATen/ops/conv2d.h>
#include <ATen/ops/convolution_backward.h>
#include <torch/csrc/autograd/custom_function.h>

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr int64_t kSmallMap = 16;

bool is_slow_in_half(const at::Tensor& output, const at::Tensor& weight, int64_t stride, int64_t groups) {
    return stride > 1 || groups > 1 || (weight.size(3) > 1 && output.size(3) < kSmallMap);
}

class MixedConv : public torch::autograd::Function<MixedConv> {
public:
    // x [N, I, H, W] bfloat16, weight [O, I / groups, K, K] float; y bfloat16.
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight, int64_t stride, int64_t padding, int64_t groups) {
        const at::Tensor half = weight.to(x.scalar_type());
        at::Tensor y = at::conv2d(x, half, {}, {stride, stride}, {padding, padding}, {1, 1}, groups);
        context->save_for_backward({x, weight, half});
        context->saved_data["shape"] = c10::List<int64_t>({stride, padding, groups});
        return y;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const auto shape = context->saved_data["shape"].toIntVector();
        const at::Tensor &x = saved[0], &weight = saved[1], &half = saved[2];
        const at::Tensor dy = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        const auto differentiate = [&](const at::Tensor& out, const at::Tensor& in, const at::Tensor& kernel, std::array<bool, 3> wanted) {
            return at::convolution_backward(
                out, in, kernel, c10::nullopt, {shape[0], shape[0]}, {shape[1], shape[1]}, {1, 1}, false, {0, 0}, shape[2], wanted);
        };
        at::Tensor dx, dweight;
        if (context->needs_input_grad(0)) {
            dx = std::get<0>(differentiate(dy, x, half, {true, false, false}));
        }
        if (context->needs_input_grad(1)) {
            dweight = is_slow_in_half(dy, weight, shape[0], shape[2])
                ? std::get<1>(differentiate(dy.to(at::kFloat), x.to(at::kFloat), weight, {false, true, false}))
                : std::get<1>(differentiate(dy, x, half, {false, true, false})).to(at::kFloat);
        }
        return {dx, dweight, at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

}  // namespace

PLT_API PltTensor plt_mixed_conv(PltTensor x, PltTensor weight, int64_t stride, int64_t padding, int64_t groups) {
    return plt::guarded<PltTensor>(nullptr, [&] { return plt::wrap(MixedConv::apply(*x, *weight, stride, padding, groups)); });
}
