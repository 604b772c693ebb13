// Flat C interface of the tensor shim. Handles are pointers to at::Tensor; every function that may fail returns null or a
// negative number and leaves its message in plt_last_error() of the calling thread. No exception crosses the boundary.
#pragma once
#include <cstdint>

#define PLT_API extern "C" __attribute__((visibility("default")))

namespace at { class Tensor; }
using PltTensor = at::Tensor*;

// One argument of an operator call, 16 bytes. `count` is the length where the value is a list.
struct PltArg {
    int32_t tag;
    int32_t count;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};

enum PltTag : int32_t {
    PLT_NONE = 0,
    PLT_TENSOR = 1,
    PLT_INT = 2,
    PLT_DOUBLE = 3,
    PLT_BOOL = 4,
    PLT_INT_LIST = 5,
    PLT_TENSOR_LIST = 6,
    PLT_OPTIONAL_TENSOR_LIST = 7,
    PLT_STRING = 8,
    PLT_DOUBLE_LIST = 9,
    PLT_DEVICE = 10,      // integer: type in the low 32 bits, index in the high 32 (-1: the current one)
    PLT_GENERATOR = 11,
    PLT_OMIT = 12,        // leave the schema's default
    PLT_BOOL_LIST = 13,
};

// What plt_tensor_info tells of one tensor.
struct PltInfo {
    int32_t dimensions;
    int32_t dtype;
    int32_t device_type;
    int32_t device_index;
    int64_t elements;
    int32_t element_size;
    int32_t flags;  // 1 requires_grad, 2 contiguous, 4 leaf, 8 channels-last contiguous, 16 sparse, 32 defined
};
