// What the operators do not give: memory, shapes, single values, handles.
#include "common.h"
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <c10/core/Device.h>
#include <c10/core/Scalar.h>
#include <cstring>

namespace plt {

std::vector<at::Tensor> gather(const PltTensor* handles, int32_t count) {
    std::vector<at::Tensor> tensors;
    tensors.reserve(count);
    for (int32_t i = 0; i < count; i++) {
        tensors.push_back(handles[i] != nullptr ? *handles[i] : at::Tensor());
    }
    return tensors;
}

c10::Device unpack_device(int64_t packed) {
    return c10::Device(
        static_cast<c10::DeviceType>(static_cast<int32_t>(packed & 0xffffffff)),
        static_cast<c10::DeviceIndex>(packed >> 32));
}

}  // namespace plt

PLT_API void plt_tensors_free(PltTensor* tensors, int32_t count) {
    int64_t freed = 0;
    for (int32_t i = 0; i < count; i++) {
        if (tensors[i] != nullptr) {
            delete tensors[i];
            freed++;
        }
    }
    plt::live_tensors.fetch_sub(freed, std::memory_order_relaxed);
}

// A second handle of the same tensor (the same autograd node, the same memory).
PLT_API PltTensor plt_tensor_alias(PltTensor tensor) {
    return plt::guarded<PltTensor>(nullptr, [&] { return plt::wrap(*tensor); });
}

PLT_API int32_t plt_tensor_info(PltTensor tensor, PltInfo* info) {
    return plt::guarded<int32_t>(-1, [&] {
        const at::Tensor& t = *tensor;
        info->dimensions = static_cast<int32_t>(t.dim());
        info->dtype = static_cast<int32_t>(t.scalar_type());
        info->device_type = static_cast<int32_t>(t.device().type());
        info->device_index = t.device().index();
        info->elements = t.numel();
        info->element_size = static_cast<int32_t>(t.element_size());
        info->flags = (t.requires_grad() ? 1 : 0) | (t.is_contiguous() ? 2 : 0) | (t.is_leaf() ? 4 : 0)
            | (t.dim() == 4 && t.is_contiguous(at::MemoryFormat::ChannelsLast) ? 8 : 0) | (t.is_sparse() ? 16 : 0);
        return 0;
    });
}

// Copies sizes (or strides) into the buffer where it is long enough; returns the number of dimensions.
PLT_API int32_t plt_tensor_sizes(PltTensor tensor, int64_t* buffer, int32_t capacity, int32_t strides) {
    return plt::guarded<int32_t>(-1, [&] {
        const auto values = strides != 0 ? tensor->strides() : tensor->sizes();
        const auto count = static_cast<int32_t>(values.size());
        if (count <= capacity) {
            std::memcpy(buffer, values.data(), values.size() * sizeof(int64_t));
        }
        return count;
    });
}

PLT_API void* plt_tensor_data(PltTensor tensor) {
    return plt::guarded<void*>(nullptr, [&] { return tensor->data_ptr(); });
}

// A new tensor in main memory with a copy of the bytes (none copied where data is null).
PLT_API PltTensor plt_tensor_from_data(const void* data, const int64_t* sizes, int32_t dimensions, int32_t dtype) {
    return plt::guarded<PltTensor>(nullptr, [&] {
        at::Tensor tensor = at::empty(c10::IntArrayRef(sizes, dimensions), at::TensorOptions(static_cast<c10::ScalarType>(dtype)));
        if (data != nullptr && tensor.numel() > 0) {
            std::memcpy(tensor.data_ptr(), data, tensor.nbytes());
        }
        return plt::wrap(std::move(tensor));
    });
}

// A tensor over the caller's memory; `release(state)` runs when its last use is gone, on whichever thread that happens.
PLT_API PltTensor plt_tensor_from_memory(
    void* data, const int64_t* sizes, int32_t dimensions, int32_t dtype, void (*release)(void*), void* state) {
    return plt::guarded<PltTensor>(nullptr, [&] {
        return plt::wrap(at::from_blob(
            data, c10::IntArrayRef(sizes, dimensions), [release, state](void*) { release(state); },
            at::TensorOptions(static_cast<c10::ScalarType>(dtype))));
    });
}

PLT_API int32_t plt_tensor_item(PltTensor tensor, PltArg* value) {
    return plt::guarded<int32_t>(-1, [&] {
        const c10::Scalar scalar = tensor->item();
        value->count = 0;
        if (scalar.isFloatingPoint()) {
            value->tag = PLT_DOUBLE;
            value->real = scalar.toDouble();
        } else if (scalar.isBoolean()) {
            value->tag = PLT_BOOL;
            value->integer = scalar.toBool() ? 1 : 0;
        } else {
            value->tag = PLT_INT;
            value->integer = scalar.toLong();
        }
        return 0;
    });
}
