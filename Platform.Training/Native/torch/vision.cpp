// Box operators that libtorch itself lacks.
#include "common.h"
#include <ATen/ops/tensor.h>
#include <algorithm>
#include <numeric>

namespace {

float overlap(const float* a, const float* b) {
    const float width = std::min(a[2], b[2]) - std::max(a[0], b[0]);
    const float height = std::min(a[3], b[3]) - std::max(a[1], b[1]);
    if (width <= 0 || height <= 0) {
        return 0;
    }
    const float shared = width * height;
    const float all = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared;
    return all > 0 ? shared / all : 0;
}

}  // namespace

// Greedy suppression over boxes [N, 4] (x1 y1 x2 y2) by falling score; with classes [N] (int64) boxes of one class only
// suppress each other. Keeps at most `limit` boxes (0: all). Ties go to the lower index, so that results repeat.
PLT_API PltTensor plt_nms(PltTensor boxes, PltTensor scores, PltTensor classes, double threshold, int64_t limit) {
    return plt::guarded<PltTensor>(nullptr, [&] {
        TORCH_CHECK(boxes->dim() == 2 && boxes->size(1) == 4, "nms: boxes must be [N, 4], not ", boxes->sizes());
        const int64_t count = boxes->size(0);
        TORCH_CHECK(scores->dim() == 1 && scores->size(0) == count, "nms: scores must be [", count, "], not ", scores->sizes());
        const auto where = boxes->device();
        const at::Tensor b = boxes->detach().to(at::kCPU, at::kFloat).contiguous();
        const at::Tensor s = scores->detach().to(at::kCPU, at::kFloat).contiguous();
        at::Tensor c;
        if (classes != nullptr) {
            TORCH_CHECK(classes->dim() == 1 && classes->size(0) == count, "nms: classes must be [", count, "], not ", classes->sizes());
            c = classes->to(at::kCPU, at::kLong).contiguous();
        }
        const auto* box = static_cast<const float*>(b.data_ptr());
        const auto* score = static_cast<const float*>(s.data_ptr());
        const auto* label = c.defined() ? static_cast<const int64_t*>(c.data_ptr()) : nullptr;
        std::vector<int64_t> order(count), kept;
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](int64_t x, int64_t y) { return score[x] > score[y]; });
        std::vector<uint8_t> gone(count, 0);
        for (int64_t i = 0; i < count && (limit <= 0 || static_cast<int64_t>(kept.size()) < limit); i++) {
            const int64_t best = order[i];
            if (gone[best] != 0) {
                continue;
            }
            kept.push_back(best);
            for (int64_t j = i + 1; j < count; j++) {
                const int64_t other = order[j];
                if (gone[other] == 0 && (label == nullptr || label[best] == label[other])
                    && overlap(box + 4 * best, box + 4 * other) > threshold) {
                    gone[other] = 1;
                }
            }
        }
        return plt::wrap(at::tensor(kept, at::TensorOptions(at::kLong)).to(where));
    });
}
