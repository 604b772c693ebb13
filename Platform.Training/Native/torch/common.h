#pragma once
#include "platform_torch.h"
#include <ATen/core/Tensor.h>
#include <torch/csrc/api/include/torch/version.h>
#include <atomic>
#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#define PLT_TORCH_AT_LEAST(major, minor) \
    (TORCH_VERSION_MAJOR > (major) || (TORCH_VERSION_MAJOR == (major) && TORCH_VERSION_MINOR >= (minor)))

namespace plt {

// libtorch's own optional became the standard one with 2.4.
#if PLT_TORCH_AT_LEAST(2, 4)
template <typename T> using optional = std::optional<T>;
#else
template <typename T> using optional = c10::optional<T>;
#endif

extern thread_local std::string last_error;
extern std::atomic<int64_t> live_tensors;

inline PltTensor wrap(at::Tensor tensor) {
    auto* handle = new at::Tensor(std::move(tensor));
    live_tensors.fetch_add(1, std::memory_order_relaxed);
    return handle;
}

// The tensors behind a list of handles; null handles become undefined tensors.
std::vector<at::Tensor> gather(const PltTensor* handles, int32_t count);

c10::Device unpack_device(int64_t packed);

void set_error(const std::exception& error);

// Runs the body; an exception becomes the calling thread's last error and the given result.
template <typename Result, typename Body>
inline Result guarded(Result failure, Body&& body) {
    try {
        return body();
    } catch (const std::exception& error) {
        set_error(error);
    } catch (...) {
        last_error = "unknown native error";
    }
    return failure;
}

}  // namespace plt
