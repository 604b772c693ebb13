#include "common.h"
#include <ATen/Parallel.h>
#include <c10/util/Exception.h>

namespace plt {

thread_local std::string last_error;
std::atomic<int64_t> live_tensors{0};

// Torch's own message without its native stack trace, which says nothing to a user.
void set_error(const std::exception& error) {
    if (const auto* torch_error = dynamic_cast<const c10::Error*>(&error)) {
        last_error = torch_error->what_without_backtrace();
    } else {
        last_error = error.what();
    }
}

}  // namespace plt

PLT_API const char* plt_last_error() { return plt::last_error.c_str(); }
PLT_API int64_t plt_live_tensors() { return plt::live_tensors.load(std::memory_order_relaxed); }
PLT_API void plt_tensor_free(PltTensor tensor) {
    if (tensor != nullptr) {
        plt::live_tensors.fetch_sub(1, std::memory_order_relaxed);
        delete tensor;
    }
}

PLT_API const char* plt_torch_version() { return TORCH_VERSION; }
PLT_API int32_t plt_get_num_threads() { return plt::guarded<int32_t>(-1, [] { return at::get_num_threads(); }); }

PLT_API int32_t plt_set_num_threads(int32_t count) {
    return plt::guarded<int32_t>(-1, [&] {
        at::set_num_threads(count);
        return 0;
    });
}
