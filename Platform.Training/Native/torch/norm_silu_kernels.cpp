// Loops that the compiler turns into vector code, once for each generation of processors; the right one is chosen when the
// library is loaded.
#include "norm_silu.h"

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define PLT_SIMD __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PLT_SIMD
#endif
#define PLT_INLINE inline __attribute__((always_inline))

namespace plt::norm {

namespace {

PLT_INLINE float load(const float* p) { return *p; }

PLT_INLINE float load(const bf16* p) { return __builtin_bit_cast(float, static_cast<uint32_t>(p->bits) << 16); }

PLT_INLINE void store(float* p, float value) { *p = value; }

// To the nearest, ties to even.
PLT_INLINE void store(bf16* p, float value) {
    const auto bits = __builtin_bit_cast(uint32_t, value);
    p->bits = static_cast<uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

// e^x to about one unit in the last place: x = n ln 2 + r, a polynomial in r (Cephes' coefficients), n put into the exponent.
PLT_INLINE float exponential(float x) {
    constexpr float rounder = 12582912.f;  // 1.5 x 2^23: adding it rounds to a whole number
    x = x < -87.f ? -87.f : x;
    x = x > 88.f ? 88.f : x;
    const float n = (x * 1.44269504088896341f + rounder) - rounder;
    const float r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.f;
    return p * __builtin_bit_cast(float, (static_cast<int32_t>(n) + 127) << 23);
}

PLT_INLINE float sigmoid(float z) { return 1.f / (1.f + exponential(-z)); }

PLT_INLINE float silu_slope(float z) {
    const float s = sigmoid(z);
    return s * (1.f + z * (1.f - s));
}

template <typename T>
PLT_INLINE void stats_of(const T* __restrict x, int64_t rows, int64_t width, const float* __restrict shift, float* __restrict sums, float* __restrict squares) {
    int64_t row = 0;
    for (; row + 4 <= rows; row += 4, x += 4 * width) {
        for (int64_t j = 0; j < width; j++) {
            const float a = load(x + j) - shift[j], b = load(x + width + j) - shift[j];
            const float c = load(x + 2 * width + j) - shift[j], d = load(x + 3 * width + j) - shift[j];
            sums[j] += (a + b) + (c + d);
            squares[j] += (a * a + b * b) + (c * c + d * d);
        }
    }
    for (; row < rows; row++, x += width) {
        for (int64_t j = 0; j < width; j++) {
            const float a = load(x + j) - shift[j];
            sums[j] += a;
            squares[j] += a * a;
        }
    }
}

template <typename T>
PLT_INLINE void forward_of(const T* __restrict x, T* __restrict y, int64_t count, int64_t width, const float* __restrict scale, const float* __restrict offset) {
    for (; count > 0; count -= width, x += width, y += width) {
        const int64_t length = count < width ? count : width;
        for (int64_t j = 0; j < length; j++) {
            const float z = load(x + j) * scale[j] + offset[j];
            store(y + j, z * sigmoid(z));
        }
    }
}

template <typename T>
PLT_INLINE void backward_sums_of(
    const T* __restrict x, const T* __restrict dy, int64_t rows, int64_t width, const float* __restrict scale, const float* __restrict offset,
    const float* __restrict mean, float* __restrict sums, float* __restrict products) {
    for (int64_t row = 0; row < rows; row++, x += width, dy += width) {
        for (int64_t j = 0; j < width; j++) {
            const float value = load(x + j);
            const float g = load(dy + j) * silu_slope(value * scale[j] + offset[j]);
            sums[j] += g;
            products[j] += g * (value - mean[j]);
        }
    }
}

template <typename T>
PLT_INLINE void backward_input_of(
    const T* __restrict x, const T* __restrict dy, T* __restrict dx, int64_t rows, int64_t width, const float* __restrict scale,
    const float* __restrict offset, const float* __restrict mean, const float* __restrict constant, const float* __restrict slope) {
    for (int64_t row = 0; row < rows; row++, x += width, dy += width, dx += width) {
        for (int64_t j = 0; j < width; j++) {
            const float value = load(x + j);
            const float g = load(dy + j) * silu_slope(value * scale[j] + offset[j]);
            store(dx + j, g * scale[j] - constant[j] - slope[j] * (value - mean[j]));
        }
    }
}

}  // namespace

PLT_SIMD void stats(const float* x, int64_t rows, int64_t width, const float* shift, float* sums, float* squares) { stats_of(x, rows, width, shift, sums, squares); }

PLT_SIMD void stats(const bf16* x, int64_t rows, int64_t width, const float* shift, float* sums, float* squares) { stats_of(x, rows, width, shift, sums, squares); }

PLT_SIMD void forward(const float* x, float* y, int64_t count, int64_t width, const float* scale, const float* offset) { forward_of(x, y, count, width, scale, offset); }

PLT_SIMD void forward(const bf16* x, bf16* y, int64_t count, int64_t width, const float* scale, const float* offset) { forward_of(x, y, count, width, scale, offset); }

PLT_SIMD void backward_sums(const float* x, const float* dy, int64_t rows, int64_t width, const float* scale, const float* offset, const float* mean, float* sums, float* products) {
    backward_sums_of(x, dy, rows, width, scale, offset, mean, sums, products);
}

PLT_SIMD void backward_sums(const bf16* x, const bf16* dy, int64_t rows, int64_t width, const float* scale, const float* offset, const float* mean, float* sums, float* products) {
    backward_sums_of(x, dy, rows, width, scale, offset, mean, sums, products);
}

PLT_SIMD void backward_input(const float* x, const float* dy, float* dx, int64_t rows, int64_t width, const float* scale, const float* offset, const float* mean, const float* constant, const float* slope) {
    backward_input_of(x, dy, dx, rows, width, scale, offset, mean, constant, slope);
}

PLT_SIMD void backward_input(const bf16* x, const bf16* dy, bf16* dx, int64_t rows, int64_t width, const float* scale, const float* offset, const float* mean, const float* constant, const float* slope) {
    backward_input_of(x, dy, dx, rows, width, scale, offset, mean, constant, slope);
}

}  // namespace plt::norm
