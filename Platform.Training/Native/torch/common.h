#pragma once
#include "platform_torch.h"
#include <ATen/core/Tensor.h>
#include <atomic>
#include <exception>
#include <string>
#include <utility>

namespace plt {

extern thread_local std::string last_error;
extern std::atomic<int64_t> live_tensors;

inline PltTensor wrap(at::Tensor tensor) {
    auto* handle = new at::Tensor(std::move(tensor));
    live_tensors.fetch_add(1, std::memory_order_relaxed);
    return handle;
}

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
