// Process-wide settings: random numbers, devices, precision switches, mixed precision.
#include "common.h"
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/Generator.h>
#include <c10/core/impl/LocalDispatchKeySet.h>
#include <torch/csrc/api/include/torch/cuda.h>
#include <mutex>

// Sets the default generators of every device.
PLT_API int32_t plt_manual_seed(int64_t seed) {
    return plt::guarded<int32_t>(-1, [&] {
        at::manual_seed(static_cast<uint64_t>(seed));
        return 0;
    });
}

// A generator of its own (main memory only), or the device's default one.
PLT_API at::Generator* plt_generator_new(int64_t device, int32_t is_default) {
    return plt::guarded<at::Generator*>(nullptr, [&] {
        const auto where = plt::unpack_device(device);
        TORCH_CHECK(is_default != 0 || where.is_cpu(), "a generator of its own needs the cpu device, not ", where.str());
        return is_default != 0 ? new at::Generator(at::globalContext().defaultGenerator(where))
                               : new at::Generator(at::detail::createCPUGenerator());
    });
}

PLT_API void plt_generator_free(at::Generator* generator) { delete generator; }

PLT_API int32_t plt_generator_seed(at::Generator* generator, int64_t seed) {
    return plt::guarded<int32_t>(-1, [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        generator->set_current_seed(static_cast<uint64_t>(seed));
        return 0;
    });
}

PLT_API int64_t plt_generator_initial_seed(at::Generator* generator) {
    return plt::guarded<int64_t>(-1, [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        return static_cast<int64_t>(generator->current_seed());
    });
}

PLT_API PltTensor plt_generator_get_state(at::Generator* generator) {
    return plt::guarded<PltTensor>(nullptr, [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        return plt::wrap(generator->get_state());
    });
}

PLT_API int32_t plt_generator_set_state(at::Generator* generator, PltTensor state) {
    return plt::guarded<int32_t>(-1, [&] {
        std::lock_guard<std::mutex> lock(generator->mutex());
        generator->set_state(*state);
        return 0;
    });
}

PLT_API int32_t plt_cuda_device_count() {
    return plt::guarded<int32_t>(-1, [] { return static_cast<int32_t>(torch::cuda::device_count()); });
}

PLT_API int32_t plt_cuda_synchronize(int64_t device) {
    return plt::guarded<int32_t>(-1, [&] {
        torch::cuda::synchronize(device);
        return 0;
    });
}

// 0 cuDNN benchmark, 1 cuDNN TF32, 2 matrix product TF32, 3 cuDNN, 4 oneDNN, 5 deterministic algorithms. A negative value only reads.
PLT_API int32_t plt_setting(int32_t which, int32_t value) {
    return plt::guarded<int32_t>(-1, [&]() -> int32_t {
        auto& context = at::globalContext();
        const bool on = value > 0;
        const bool write = value >= 0;
        switch (which) {
            case 0: if (write) { context.setBenchmarkCuDNN(on); } return context.benchmarkCuDNN();
            case 1: if (write) { context.setAllowTF32CuDNN(on); } return context.allowTF32CuDNN();
            case 2: if (write) { context.setAllowTF32CuBLAS(on); } return context.allowTF32CuBLAS();
            case 3: if (write) { context.setUserEnabledCuDNN(on); } return context.userEnabledCuDNN();
            case 4: if (write) { context.setUserEnabledMkldnn(on); } return context.userEnabledMkldnn();
            case 5: if (write) { context.setDeterministicAlgorithms(on, false); } return context.deterministicAlgorithms();
            default: TORCH_CHECK(false, "unknown setting ", which);
        }
    });
}

// Mixed precision of the calling thread for one kind of device (1: CUDA, 0: CPU). Leaving it drops the cached casts.
PLT_API int32_t plt_autocast(int32_t device_type, int32_t enabled, int32_t dtype) {
    return plt::guarded<int32_t>(-1, [&] {
        const auto type = static_cast<c10::DeviceType>(device_type);
        const auto scalar = static_cast<at::ScalarType>(dtype);
        const bool cuda = type == c10::DeviceType::CUDA;
        if (enabled != 0) {
#if PLT_TORCH_AT_LEAST(2, 4)
            at::autocast::set_autocast_dtype(type, scalar);
#else
            if (cuda) {
                at::autocast::set_autocast_gpu_dtype(scalar);
            } else {
                at::autocast::set_autocast_cpu_dtype(scalar);
            }
#endif
        }
        const auto key = cuda ? c10::DispatchKey::AutocastCUDA : c10::DispatchKey::AutocastCPU;
        c10::impl::tls_set_dispatch_key_excluded(key, enabled == 0);
        if (enabled == 0) {
            at::autocast::clear_cache();
        }
        return 0;
    });
}
