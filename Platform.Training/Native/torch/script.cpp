// Script modules without Python: a forward method as text over named tensors, saved in libtorch's own archive and loaded again.
#include "common.h"
#include <torch/script.h>
#include <memory>

using PltModule = torch::jit::Module*;

// The tensors become buffers, which the text reads as self.NAME; `document` is kept in the archive as extra/platform.json.
PLT_API int32_t plt_script_save(
    const char* path, const char* source, const char* const* names, const PltTensor* tensors, int32_t count, const char* document) {
    return plt::guarded<int32_t>(-1, [&] {
        torch::jit::Module module(c10::QualifiedName("__torch__.platform.Network"));
        for (int32_t i = 0; i < count; i++) {
            module.register_buffer(names[i], tensors[i]->detach());
        }
        module.define(source);
        module.eval();
        module.save(path, torch::jit::ExtraFilesMap{{"platform.json", document}});
        return 0;
    });
}

PLT_API PltModule plt_script_load(const char* path) {
    return plt::guarded<PltModule>(nullptr, [&] {
        auto module = std::make_unique<torch::jit::Module>(torch::jit::load(path));
        module->eval();
        return module.release();
    });
}

// One tensor, or a tuple of tensors. Returns their number, of which at most `capacity` are written.
PLT_API int32_t plt_script_forward(PltModule module, PltTensor input, PltTensor* results, int32_t capacity) {
    return plt::guarded<int32_t>(-1, [&] {
        const torch::jit::IValue answer = module->forward({*input});
        if (answer.isTensor()) {
            if (capacity > 0) {
                results[0] = plt::wrap(answer.toTensor());
            }
            return 1;
        }
        const auto& parts = answer.toTupleRef().elements();
        const auto total = static_cast<int32_t>(parts.size());
        for (int32_t i = 0; i < total && i < capacity; i++) {
            results[i] = plt::wrap(parts[i].toTensor());
        }
        return total;
    });
}

PLT_API void plt_script_free(PltModule module) { delete module; }
