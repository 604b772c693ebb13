// Batch normalisation and SiLU as one operator with its own gradient. Apart, they read and write each activation seven times a
// step and keep two copies of it; here it is four times, and only the convolution's output is kept.
#include "common.h"
#include "norm_silu.h"
#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <ATen/ops/silu.h>
#include <algorithm>
#include <cmath>
#include <torch/csrc/autograd/custom_function.h>

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Floats = std::vector<float>;

// The sums of blocks are added in their order, so that a result does not depend on the number of threads.
constexpr int64_t kBlocks = 64;
constexpr int64_t kNarrowestRow = 64;

struct Layout {
    int64_t channels, pixels, width, rows_a_block, rows, rest;

    explicit Layout(const at::Tensor& x)
        : channels(x.size(1)), pixels(x.numel() / x.size(1)), width(channels * ((kNarrowestRow + channels - 1) / channels)) {
        rows = x.numel() / width;
        rest = x.numel() - rows * width;
        rows_a_block = (rows + kBlocks - 1) / kBlocks;
    }

    Floats columns(const float* of_channel) const {
        Floats repeated(width);
        for (int64_t j = 0; j < width; j++) {
            repeated[j] = of_channel[j % channels];
        }
        return repeated;
    }

    // Runs kernel(first value, rows, columns) on each block; the values after the last whole row are one of `rest` columns.
    template <typename Kernel>
    void each_block(Kernel&& kernel) const {
        at::parallel_for(0, kBlocks, 1, [&](int64_t begin, int64_t end) {
            for (int64_t block = begin; block < end; block++) {
                const int64_t first = block * rows_a_block;
                const int64_t count = std::min(rows_a_block, rows - first);
                if (count > 0) {
                    kernel(block, first * width, count, width);
                }
            }
        });
        if (rest > 0) {
            kernel(kBlocks, rows * width, 1, rest);
        }
    }

    // Two sums a channel: kernel(first value, rows, columns, first sums, second sums).
    template <typename Kernel>
    std::pair<std::vector<double>, std::vector<double>> sum(Kernel&& kernel) const {
        Floats partial(2 * (kBlocks + 1) * width, 0.f);
        each_block([&](int64_t block, int64_t first, int64_t count, int64_t columns) {
            float* sums = partial.data() + 2 * block * width;
            kernel(first, count, columns, sums, sums + width);
        });
        std::vector<double> a(channels, 0.), b(channels, 0.);
        for (int64_t block = 0; block <= kBlocks; block++) {
            for (int64_t j = 0; j < width; j++) {
                a[j % channels] += partial[2 * block * width + j];
                b[j % channels] += partial[(2 * block + 1) * width + j];
            }
        }
        return {a, b};
    }
};

template <typename T>
T* data(const at::Tensor& tensor) {
    return static_cast<T*>(tensor.data_ptr());
}

// Runs the body with the type in which the kernels see the tensor's values.
template <typename Body>
void with_type(const at::Tensor& tensor, Body&& body) {
    if (tensor.scalar_type() == at::kBFloat16) {
        body(plt::norm::bf16{});
    } else {
        body(float{});
    }
}

struct Scaling {
    Floats scale, offset;

    Scaling(const Layout& layout, const float* mean, const float* inverse, const float* weight, const float* bias) {
        Floats s(layout.channels), o(layout.channels);
        for (int64_t c = 0; c < layout.channels; c++) {
            s[c] = weight[c] * inverse[c];
            o[c] = bias[c] - mean[c] * s[c];
        }
        scale = layout.columns(s.data());
        offset = layout.columns(o.data());
    }
};

void apply(const at::Tensor& x, const at::Tensor& y, const Layout& layout, const Scaling& scaling) {
    with_type(x, [&](auto kind) {
        using T = decltype(kind);
        layout.each_block([&](int64_t, int64_t first, int64_t count, int64_t columns) {
            plt::norm::forward(data<T>(x) + first, data<T>(y) + first, count * columns, layout.width, scaling.scale.data(), scaling.offset.data());
        });
    });
}

class NormSilu : public torch::autograd::Function<NormSilu> {
public:
    // x [N, C, H, W] channels-last; weight, bias and the running statistics [C] float.
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, at::Tensor running_mean, at::Tensor running_var, double momentum, double eps) {
        const Layout layout(x);
        const Floats shift = layout.columns(data<float>(running_mean));
        std::pair<std::vector<double>, std::vector<double>> sums;
        with_type(x, [&](auto kind) {
            using T = decltype(kind);
            sums = layout.sum([&](int64_t first, int64_t count, int64_t columns, float* a, float* b) {
                plt::norm::stats(data<T>(x) + first, count, columns, shift.data(), a, b);
            });
        });
        at::Tensor mean = at::empty({layout.channels}, running_mean.options()), inverse = at::empty_like(mean);
        const auto count = static_cast<double>(layout.pixels);
        for (int64_t c = 0; c < layout.channels; c++) {
            const double delta = sums.first[c] / count;
            const double variance = std::max(0., sums.second[c] / count - delta * delta);
            data<float>(mean)[c] = static_cast<float>(shift[c] + delta);
            data<float>(inverse)[c] = static_cast<float>(1 / std::sqrt(variance + eps));
            data<float>(running_mean)[c] = static_cast<float>((1 - momentum) * shift[c] + momentum * (shift[c] + delta));
            data<float>(running_var)[c] = static_cast<float>((1 - momentum) * data<float>(running_var)[c] + momentum * variance * count / std::max(1., count - 1));
        }
        at::Tensor y = at::empty_like(x);
        ::apply(x, y, layout, Scaling(layout, data<float>(mean), data<float>(inverse), data<float>(weight), data<float>(bias)));
        context->save_for_backward({x, weight, bias, mean, inverse});
        return y;
    }

    // The gradient of batch normalisation (https://arxiv.org/abs/1502.03167, section 3) behind SiLU's.
    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor &x = saved[0], &weight = saved[1], &mean = saved[3], &inverse = saved[4];
        const at::Tensor dy = gradients[0].to(x.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
        const Layout layout(x);
        const Scaling scaling(layout, data<float>(mean), data<float>(inverse), data<float>(weight), data<float>(saved[2]));
        const Floats means = layout.columns(data<float>(mean));
        at::Tensor dx = at::empty_like(x), dweight = at::empty_like(weight), dbias = at::empty_like(weight);
        with_type(x, [&](auto kind) {
            using T = decltype(kind);
            const auto sums = layout.sum([&](int64_t first, int64_t count, int64_t columns, float* a, float* b) {
                plt::norm::backward_sums(data<T>(x) + first, data<T>(dy) + first, count, columns, scaling.scale.data(), scaling.offset.data(), means.data(), a, b);
            });
            Floats constant(layout.channels), slope(layout.channels);
            for (int64_t c = 0; c < layout.channels; c++) {
                const double i = data<float>(inverse)[c], s = data<float>(weight)[c] * i / static_cast<double>(layout.pixels);
                data<float>(dbias)[c] = static_cast<float>(sums.first[c]);
                data<float>(dweight)[c] = static_cast<float>(sums.second[c] * i);
                constant[c] = static_cast<float>(sums.first[c] * s);
                slope[c] = static_cast<float>(sums.second[c] * s * i * i);
            }
            const Floats constants = layout.columns(constant.data()), slopes = layout.columns(slope.data());
            layout.each_block([&](int64_t, int64_t first, int64_t count, int64_t columns) {
                plt::norm::backward_input(
                    data<T>(x) + first, data<T>(dy) + first, data<T>(dx) + first, count, columns, scaling.scale.data(), scaling.offset.data(), means.data(), constants.data(), slopes.data());
            });
        });
        return {dx, dweight, dbias, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

at::Tensor infer(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& mean, const at::Tensor& variance, double eps) {
    const Layout layout(x);
    Floats inverse(layout.channels);
    for (int64_t c = 0; c < layout.channels; c++) {
        inverse[c] = static_cast<float>(1 / std::sqrt(static_cast<double>(data<float>(variance)[c]) + eps));
    }
    at::Tensor y = at::empty_like(x);
    apply(x, y, layout, Scaling(layout, data<float>(mean), inverse.data(), data<float>(weight), data<float>(bias)));
    return y;
}

bool is_covered(const at::Tensor& x) {
    return x.is_cpu() && x.dim() == 4 && x.numel() > 0 && x.is_contiguous(at::MemoryFormat::ChannelsLast)
        && (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16);
}

}  // namespace

// silu(batch_norm(x)) over channels; anything but channels-last float or bfloat16 on the CPU goes through the framework's own operators.
PLT_API PltTensor plt_batch_norm_silu(
    PltTensor x, PltTensor weight, PltTensor bias, PltTensor running_mean, PltTensor running_var, int32_t training, double momentum, double eps) {
    return plt::guarded<PltTensor>(nullptr, [&] {
        const bool learns = at::GradMode::is_enabled() && (x->requires_grad() || weight->requires_grad());
        if (!is_covered(*x) || (training == 0 && learns)) {
            return plt::wrap(at::silu(at::batch_norm(*x, *weight, *bias, *running_mean, *running_var, training != 0, momentum, eps, false)));
        }
        return plt::wrap(
            training != 0 ? NormSilu::apply(*x, *weight, *bias, *running_mean, *running_var, momentum, eps) : infer(*x, *weight, *bias, *running_mean, *running_var, eps));
    });
}
