#include "common.h"
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

PLT_API int32_t plt_set_requires_grad(PltTensor tensor, int32_t value) {
    return plt::guarded<int32_t>(-1, [&] {
        tensor->set_requires_grad(value != 0);
        return 0;
    });
}

// Null without an error where there is no gradient yet.
PLT_API PltTensor plt_grad(PltTensor tensor) {
    return plt::guarded<PltTensor>(nullptr, [&]() -> PltTensor {
        plt::last_error.clear();
        const at::Tensor& grad = tensor->grad();
        return grad.defined() ? plt::wrap(grad) : nullptr;
    });
}

PLT_API int32_t plt_set_grad(PltTensor tensor, PltTensor grad) {
    return plt::guarded<int32_t>(-1, [&] {
        tensor->mutable_grad() = grad != nullptr ? *grad : at::Tensor();
        return 0;
    });
}

// Drops the gradients (set_to_none) or fills them with zeros.
PLT_API int32_t plt_zero_grads(const PltTensor* tensors, int32_t count, int32_t set_to_none) {
    return plt::guarded<int32_t>(-1, [&] {
        for (int32_t i = 0; i < count; i++) {
            at::Tensor& grad = tensors[i]->mutable_grad();
            if (!grad.defined()) {
                continue;
            }
            if (set_to_none != 0) {
                grad = at::Tensor();
            } else {
                grad = grad.detach();
                grad.zero_();
            }
        }
        return 0;
    });
}

PLT_API int32_t plt_backward(
    const PltTensor* tensors, int32_t count, const PltTensor* grads, int32_t retain_graph, int32_t create_graph,
    const PltTensor* inputs, int32_t input_count) {
    return plt::guarded<int32_t>(-1, [&] {
        const plt::optional<bool> retain = retain_graph != 0;
        auto grad_list = grads != nullptr ? plt::gather(grads, count) : std::vector<at::Tensor>();
        torch::autograd::backward(
            plt::gather(tensors, count), grad_list, retain, create_graph != 0, plt::gather(inputs, input_count));
        return 0;
    });
}

// Gradients of the outputs with respect to the inputs, one handle (or null) an input, written to `results`.
PLT_API int32_t plt_autograd_grad(
    const PltTensor* outputs, int32_t output_count, const PltTensor* inputs, int32_t input_count, const PltTensor* grad_outputs,
    int32_t retain_graph, int32_t create_graph, int32_t allow_unused, PltTensor* results) {
    return plt::guarded<int32_t>(-1, [&] {
        const plt::optional<bool> retain = retain_graph != 0;
        auto grad_list = grad_outputs != nullptr ? plt::gather(grad_outputs, output_count) : std::vector<at::Tensor>();
        auto grads = torch::autograd::grad(
            plt::gather(outputs, output_count), plt::gather(inputs, input_count), grad_list, retain, create_graph != 0,
            allow_unused != 0);
        for (int32_t i = 0; i < input_count; i++) {
            results[i] = grads[i].defined() ? plt::wrap(grads[i]) : nullptr;
        }
        return 0;
    });
}

// The mode belongs to the calling thread; returns what it was.
PLT_API int32_t plt_set_grad_enabled(int32_t enabled) {
    const bool was = at::GradMode::is_enabled();
    at::GradMode::set_enabled(enabled != 0);
    return was ? 1 : 0;
}

PLT_API int32_t plt_grad_enabled() { return at::GradMode::is_enabled() ? 1 : 0; }
PLT_API int32_t plt_inference_enabled() { return c10::InferenceMode::is_enabled() ? 1 : 0; }

// The guard must be left on the thread that entered it, in the reverse order.
PLT_API void* plt_inference_enter(int32_t enabled) {
    return plt::guarded<void*>(nullptr, [&] { return static_cast<void*>(new c10::InferenceMode(enabled != 0)); });
}

PLT_API void plt_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

// The tensor takes over the other's memory, shape, type and device; every handle of it sees that.
PLT_API int32_t plt_set_data(PltTensor tensor, PltTensor data) {
    return plt::guarded<int32_t>(-1, [&] {
        tensor->set_data(*data);
        return 0;
    });
}
