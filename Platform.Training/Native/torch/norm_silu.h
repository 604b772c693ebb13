// Kernels of batch normalisation followed by SiLU over channels-last data: flat rows of `width` values, a whole number of
// pixels each, so that a channel always meets the same column. Per-column arrays repeat the channels accordingly.
#pragma once
#include <cstdint>

namespace plt::norm {

// Half of a float: its upper 16 bits.
struct bf16 {
    uint16_t bits;
};

// sums[j] += x - shift[j], squares[j] += (x - shift[j])^2 over the rows.
void stats(const float* x, int64_t rows, int64_t width, const float* shift, float* sums, float* squares);
void stats(const bf16* x, int64_t rows, int64_t width, const float* shift, float* sums, float* squares);

// y = silu(x * scale[j] + offset[j]) over `count` values from the beginning of a row.
void forward(const float* x, float* y, int64_t count, int64_t width, const float* scale, const float* offset);
void forward(const bf16* x, bf16* y, int64_t count, int64_t width, const float* scale, const float* offset);

// With z = x * scale[j] + offset[j] and g = dy * silu'(z): sums[j] += g, products[j] += g * (x - mean[j]) over the rows.
void backward_sums(const float* x, const float* dy, int64_t rows, int64_t width, const float* scale, const float* offset, const float* mean, float* sums, float* products);
void backward_sums(const bf16* x, const bf16* dy, int64_t rows, int64_t width, const float* scale, const float* offset, const float* mean, float* sums, float* products);

// dx = g * scale[j] - constant[j] - slope[j] * (x - mean[j]).
void backward_input(const float* x, const float* dy, float* dx, int64_t rows, int64_t width, const float* scale, const float* offset, const float* mean, const float* constant, const float* slope);
void backward_input(const bf16* x, const bf16* dy, bf16* dx, int64_t rows, int64_t width, const float* scale, const float* offset, const float* mean, const float* constant, const float* slope);

}  // namespace plt::norm
