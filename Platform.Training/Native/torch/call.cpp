// Operators are called by their schema, not one C++ function each: names and defaults of the schema are stable from 1.13
// to 2.x where the C++ signatures are not, and nothing has to be compiled for each of them.
#include "common.h"
#include <ATen/core/Generator.h>
#include <ATen/core/List.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/stack.h>

namespace plt {

namespace {

// Kept for its capacity; empty between calls. Calls do not nest on a thread: no operator calls back into the program.
thread_local torch::jit::Stack stack;
thread_local std::vector<PltTensor> list_result;

struct StackCleaner {
    ~StackCleaner() { stack.clear(); }
};

c10::IValue tensor_list(const PltArg& arg) {
    auto* handles = static_cast<const PltTensor*>(arg.pointer);
    c10::List<at::Tensor> list;
    list.reserve(arg.count);
    for (int32_t i = 0; i < arg.count; i++) {
        list.push_back(*handles[i]);
    }
    return list;
}

c10::IValue optional_tensor_list(const PltArg& arg) {
    auto* handles = static_cast<const PltTensor*>(arg.pointer);
    c10::List<optional<at::Tensor>> list;
    list.reserve(arg.count);
    for (int32_t i = 0; i < arg.count; i++) {
        if (handles[i] != nullptr) {
            list.push_back(optional<at::Tensor>(*handles[i]));
        } else {
            list.push_back(optional<at::Tensor>());
        }
    }
    return list;
}

c10::IValue bool_list(const PltArg& arg) {
    auto* values = static_cast<const uint8_t*>(arg.pointer);
    c10::List<bool> list;
    for (int32_t i = 0; i < arg.count; i++) {
        list.push_back(values[i] != 0);
    }
    return list;
}

void push(const PltArg& arg, const c10::FunctionSchema& schema, size_t position) {
    switch (arg.tag) {
        case PLT_NONE: stack.emplace_back(); break;
        case PLT_TENSOR: stack.emplace_back(*static_cast<PltTensor>(arg.pointer)); break;
        case PLT_INT: stack.emplace_back(arg.integer); break;
        case PLT_DOUBLE: stack.emplace_back(arg.real); break;
        case PLT_BOOL: stack.emplace_back(arg.integer != 0); break;
        case PLT_INT_LIST:
            stack.emplace_back(c10::IntArrayRef(static_cast<const int64_t*>(arg.pointer), arg.count));
            break;
        case PLT_DOUBLE_LIST:
            stack.emplace_back(c10::ArrayRef<double>(static_cast<const double*>(arg.pointer), arg.count));
            break;
        case PLT_BOOL_LIST: stack.push_back(bool_list(arg)); break;
        case PLT_TENSOR_LIST: stack.push_back(tensor_list(arg)); break;
        case PLT_OPTIONAL_TENSOR_LIST: stack.push_back(optional_tensor_list(arg)); break;
        case PLT_STRING:
            stack.emplace_back(std::string(static_cast<const char*>(arg.pointer), arg.count));
            break;
        case PLT_DEVICE: stack.emplace_back(unpack_device(arg.integer)); break;
        case PLT_GENERATOR: stack.emplace_back(*static_cast<at::Generator*>(arg.pointer)); break;
        case PLT_OMIT: {
            const auto& value = schema.arguments().at(position).default_value();
            TORCH_CHECK(value.has_value(), schema.name(), ": argument ", schema.arguments().at(position).name(), " has no default");
            stack.push_back(*value);
            break;
        }
        default: TORCH_CHECK(false, schema.name(), ": unknown argument tag ", arg.tag);
    }
}

PltArg result(const c10::IValue& value) {
    PltArg out{PLT_NONE, 0, {0}};
    if (value.isTensor()) {
        if (value.toTensor().defined()) {
            out.tag = PLT_TENSOR;
            out.pointer = wrap(value.toTensor());
        }
    } else if (value.isInt()) {
        out.tag = PLT_INT;
        out.integer = value.toInt();
    } else if (value.isDouble()) {
        out.tag = PLT_DOUBLE;
        out.real = value.toDouble();
    } else if (value.isBool()) {
        out.tag = PLT_BOOL;
        out.integer = value.toBool() ? 1 : 0;
    } else if (value.isTensorList()) {
        list_result.clear();
        for (const at::Tensor& tensor : value.toTensorVector()) {
            list_result.push_back(wrap(tensor));
        }
        out.tag = PLT_TENSOR_LIST;
        out.count = static_cast<int32_t>(list_result.size());
        out.pointer = list_result.data();
    }
    return out;
}

}  // namespace

}  // namespace plt

// An operator by name and overload ("add", "Tensor"); the handle lives as long as the process.
PLT_API const c10::OperatorHandle* plt_op_find(const char* name, const char* overload) {
    return plt::guarded<const c10::OperatorHandle*>(nullptr, [&] {
        return new c10::OperatorHandle(c10::Dispatcher::singleton().findSchemaOrThrow(name, overload));
    });
}

// Trailing arguments left out take the schema's defaults. Returns the number of results, of which at most `capacity` are
// written; a list result points to memory that the thread's next call reuses. Capacity 0 makes no handles at all.
PLT_API int32_t plt_call(const c10::OperatorHandle* op, const PltArg* args, int32_t count, PltArg* results, int32_t capacity) {
    return plt::guarded<int32_t>(-1, [&] {
        plt::StackCleaner cleaner;
        const c10::FunctionSchema& schema = op->schema();
        const auto total = schema.arguments().size();
        TORCH_CHECK(static_cast<size_t>(count) <= total, schema.name(), " takes ", total, " arguments, ", count, " were given");
        for (int32_t i = 0; i < count; i++) {
            plt::push(args[i], schema, i);
        }
        const PltArg omitted{PLT_OMIT, 0, {0}};
        for (size_t i = count; i < total; i++) {
            plt::push(omitted, schema, i);
        }
        op->callBoxed(&plt::stack);
        const auto returned = static_cast<int32_t>(plt::stack.size());
        for (int32_t i = 0; i < returned && i < capacity; i++) {
            results[i] = plt::result(plt::stack[i]);
        }
        return returned;
    });
}
