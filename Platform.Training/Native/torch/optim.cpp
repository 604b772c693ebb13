// One call an optimiser step: the tensors of a parameter group go through the list operators together.
#include "common.h"
#include <ATen/core/grad_mode.h>
#include <ATen/ops/_foreach_add.h>
#include <ATen/ops/_foreach_addcdiv.h>
#include <ATen/ops/_foreach_addcmul.h>
#include <ATen/ops/_foreach_div.h>
#include <ATen/ops/_foreach_mul.h>
#include <ATen/ops/_foreach_neg.h>
#include <ATen/ops/_foreach_norm.h>
#include <ATen/ops/_foreach_sqrt.h>
#include <ATen/ops/linalg_vector_norm.h>
#include <ATen/ops/stack.h>
#if PLT_TORCH_AT_LEAST(2, 0)
#include <ATen/ops/_foreach_lerp.h>
#endif
#include <c10/core/Scalar.h>
#include <cmath>
#include <limits>

using Tensors = std::vector<at::Tensor>;

// SGD as the framework defines it. `momentum_buffers` is null without momentum; `steps[i]` is 0 until the parameter's first
// step, whose buffer is the gradient itself.
PLT_API int32_t plt_sgd_step(
    const PltTensor* parameters, const PltTensor* momentum_buffers, int64_t* steps, int32_t count, double lr, double momentum,
    double dampening, double weight_decay, int32_t nesterov, int32_t maximize) {
    return plt::guarded<int32_t>(-1, [&] {
        at::NoGradGuard no_grad;
        Tensors params, grads, buffers;
        for (int32_t i = 0; i < count; i++) {
            if (!parameters[i]->grad().defined()) {
                continue;
            }
            at::Tensor grad = parameters[i]->grad();
            if (maximize != 0) {
                grad = grad.neg();
            }
            if (weight_decay != 0) {
                grad = grad.add(*parameters[i], weight_decay);
            }
            if (momentum != 0 && steps[i] == 0) {
                momentum_buffers[i]->copy_(grad);
            } else if (momentum != 0) {
                momentum_buffers[i]->mul_(momentum).add_(grad, 1 - dampening);
            }
            steps[i]++;
            params.push_back(*parameters[i]);
            grads.push_back(grad);
            if (momentum != 0) {
                buffers.push_back(*momentum_buffers[i]);
            }
        }
        if (params.empty()) {
            return 0;
        }
        if (momentum == 0) {
            at::_foreach_add_(params, grads, -lr);
        } else if (nesterov != 0) {
            at::_foreach_add_(params, at::_foreach_add(grads, buffers, momentum), -lr);
        } else {
            at::_foreach_add_(params, buffers, -lr);
        }
        return 0;
    });
}

// Adam (decoupled = 0) and AdamW (decoupled = 1). Parameters without a gradient are passed over and keep their step count.
PLT_API int32_t plt_adam_step(
    const PltTensor* parameters, const PltTensor* averages, const PltTensor* squares, const PltTensor* maxima, int64_t* steps,
    int32_t count, double lr, double beta1, double beta2, double eps, double weight_decay, int32_t decoupled, int32_t maximize) {
    return plt::guarded<int32_t>(-1, [&] {
        at::NoGradGuard no_grad;
        Tensors params, grads, avg, sq, max;
        std::vector<c10::Scalar> step_sizes, corrections;
        for (int32_t i = 0; i < count; i++) {
            const at::Tensor& grad = parameters[i]->grad();
            if (!grad.defined()) {
                continue;
            }
            steps[i]++;
            params.push_back(*parameters[i]);
            grads.push_back(grad);
            avg.push_back(*averages[i]);
            sq.push_back(*squares[i]);
            if (maxima != nullptr) {
                max.push_back(*maxima[i]);
            }
            const auto step = static_cast<double>(steps[i]);
            step_sizes.emplace_back(-lr / (1 - std::pow(beta1, step)));
            corrections.emplace_back(std::sqrt(1 - std::pow(beta2, step)));
        }
        if (params.empty()) {
            return 0;
        }
        if (maximize != 0) {
            grads = at::_foreach_neg(grads);
        }
        if (weight_decay != 0 && decoupled != 0) {
            at::_foreach_mul_(params, 1 - lr * weight_decay);
        } else if (weight_decay != 0) {
            grads = at::_foreach_add(grads, params, weight_decay);
        }
        at::_foreach_mul_(avg, beta1);
        at::_foreach_add_(avg, grads, 1 - beta1);
        at::_foreach_mul_(sq, beta2);
        at::_foreach_addcmul_(sq, grads, grads, 1 - beta2);
        if (maxima != nullptr) {
            for (size_t i = 0; i < max.size(); i++) {
                max[i].copy_(max[i].maximum(sq[i]));
            }
        }
        auto denominators = at::_foreach_sqrt(maxima != nullptr ? max : sq);
        at::_foreach_div_(denominators, corrections);
        at::_foreach_add_(denominators, eps);
        at::_foreach_addcdiv_(params, avg, denominators, step_sizes);
        return 0;
    });
}

// target = target * decay + source * (1 - decay), element by element over both lists.
PLT_API int32_t plt_ema_update(const PltTensor* targets, const PltTensor* sources, int32_t count, double decay) {
    return plt::guarded<int32_t>(-1, [&] {
        at::NoGradGuard no_grad;
        const Tensors target = plt::gather(targets, count);
        const Tensors source = plt::gather(sources, count);
        if (count == 0) {
            return 0;
        }
#if PLT_TORCH_AT_LEAST(2, 0)
        at::_foreach_lerp_(target, source, 1 - decay);
#else
        at::_foreach_mul_(target, decay);
        at::_foreach_add_(target, source, 1 - decay);
#endif
        return 0;
    });
}

// Scales the gradients so that their common norm is at most max_norm; returns the norm before, negative on an error.
PLT_API double plt_clip_grad_norm(const PltTensor* parameters, int32_t count, double max_norm, double norm_type) {
    return plt::guarded<double>(-1.0, [&] {
        at::NoGradGuard no_grad;
        Tensors grads;
        for (int32_t i = 0; i < count; i++) {
            if (parameters[i]->grad().defined()) {
                grads.push_back(parameters[i]->grad());
            }
        }
        if (grads.empty()) {
            return 0.0;
        }
        std::vector<at::Tensor> norms;
        if (norm_type == 1 || norm_type == 2) {
            norms = at::_foreach_norm(grads, norm_type);
        } else {
            for (const auto& grad : grads) {
                norms.push_back(at::linalg_vector_norm(grad, norm_type));
            }
        }
        const double total = at::linalg_vector_norm(at::stack(norms), norm_type).item().toDouble();
        const double scale = max_norm / (total + 1e-6);
        if (scale < 1) {
            at::_foreach_mul_(grads, scale);
        }
        return total;
    });
}
