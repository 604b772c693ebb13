// One call makes one training image: affine-sampled tiles over a fill colour, colour shift, normalised output.
#include "internal.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace pim {

namespace {

// Exact copies (scale 1, whole-pixel offset) skip the resampling.
bool is_shift(const double* m, int& shift_x, int& shift_y) {
    shift_x = static_cast<int>(std::lround(m[2]));
    shift_y = static_cast<int>(std::lround(m[5]));
    const double error = std::abs(m[0] - 1) + std::abs(m[1]) + std::abs(m[3]) + std::abs(m[4] - 1) +
                         std::abs(m[2] - shift_x) + std::abs(m[5] - shift_y);
    return error < 1e-9;
}

void draw_tile(const pim_tile& tile, cv::Mat& canvas) {
    require(tile.pixels != nullptr && tile.width > 0 && tile.height > 0 && tile.stride >= 3 * static_cast<int64_t>(tile.width),
            "A tile of a composition has no pixels.");
    const int left = std::max(0, tile.clip_left);
    const int top = std::max(0, tile.clip_top);
    const int right = std::min(canvas.cols, tile.clip_right);
    const int bottom = std::min(canvas.rows, tile.clip_bottom);
    if (left >= right || top >= bottom) {
        return;
    }
    const cv::Mat source(tile.height, tile.width, CV_8UC3, const_cast<uint8_t*>(tile.pixels), static_cast<size_t>(tile.stride));
    cv::Mat target = canvas(cv::Rect(left, top, right - left, bottom - top));
    const double* m = tile.to_source;
    int shift_x = 0;
    int shift_y = 0;
    if (is_shift(m, shift_x, shift_y)) {
        const cv::Rect wanted(left + shift_x, top + shift_y, right - left, bottom - top);
        if ((wanted & cv::Rect(0, 0, tile.width, tile.height)) == wanted) {
            source(wanted).copyTo(target);
            return;
        }
    }
    // From continuous coordinates of the canvas to pixel indexes of the target and of the source.
    const double x = left + 0.5;
    const double y = top + 0.5;
    const cv::Matx23d index_map(m[0], m[1], m[0] * x + m[1] * y + m[2] - 0.5,
                                m[3], m[4], m[3] * x + m[4] * y + m[5] - 0.5);
    cv::warpAffine(source, target, index_map, target.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
}

void shift_colours(cv::Mat& image, int hue, int saturation, int value) {
    if (hue == 0 && saturation == 0 && value == 0) {
        return;
    }
    cv::Mat table(1, 256, CV_8UC3);
    for (int i = 0; i < 256; i++) {
        table.at<cv::Vec3b>(0, i) = cv::Vec3b(
            static_cast<uint8_t>(((i + hue) % 180 + 180) % 180),
            cv::saturate_cast<uint8_t>(i + saturation),
            cv::saturate_cast<uint8_t>(i + value));
    }
    cv::Mat hsv;
    cv::cvtColor(image, hsv, cv::COLOR_RGB2HSV);
    cv::LUT(hsv, table, hsv);
    cv::cvtColor(hsv, image, cv::COLOR_HSV2RGB);
}

void write_planes(const cv::Mat& image, const pim_composition& composition, float* destination) {
    const size_t plane = static_cast<size_t>(image.rows) * image.cols;
    cv::Mat channels[3];
    cv::split(image, channels);
    for (int c = 0; c < 3; c++) {
        cv::Mat target(image.rows, image.cols, CV_32F, destination + c * plane);
        channels[c].convertTo(target, CV_32F, composition.scale[c], composition.offset[c]);
    }
}

}  // namespace

}  // namespace pim

int32_t pim_compose(const pim_composition* composition, void* destination, int64_t destination_bytes) {
    return pim::guarded([&] {
        pim::require(composition != nullptr && destination != nullptr, "A composition and its destination are required.");
        const pim_composition& plan = *composition;
        pim::require(plan.width > 0 && plan.height > 0 && plan.width <= 8192 && plan.height <= 8192,
                     "A composition measures 1 to 8192 pixels a side.");
        pim::require(plan.tile_count >= 0 && (plan.tile_count == 0 || plan.tiles != nullptr), "A composition's tiles are missing.");
        const bool is_float = plan.output == PIM_FLOAT_NCHW;
        const int64_t needed = static_cast<int64_t>(plan.width) * plan.height * 3 * (is_float ? 4 : 1);
        pim::require(destination_bytes >= needed, "The destination of a composition is too small.");

        // Reused by the next call on this thread: allocating it anew costs as much as filling it.
        static thread_local cv::Mat scratch;
        cv::Mat canvas;
        if (is_float) {
            scratch.create(plan.height, plan.width, CV_8UC3);
            canvas = scratch;
        } else {
            canvas = cv::Mat(plan.height, plan.width, CV_8UC3, destination);
        }
        canvas.setTo(cv::Scalar::all(plan.fill));
        for (int32_t i = 0; i < plan.tile_count; i++) {
            pim::draw_tile(plan.tiles[i], canvas);
        }
        pim::shift_colours(canvas, plan.hue_shift, plan.saturation_shift, plan.value_shift);
        if (is_float) {
            pim::write_planes(canvas, plan, static_cast<float*>(destination));
        }
    });
}
