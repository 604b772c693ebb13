// Boxes with labels, for sample predictions shown while a model trains.
#include "internal.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace pim {

namespace {

// The built-in stroke font holds ASCII only; a multi-byte character becomes one question mark.
std::string drawable(const char* label) {
    std::string text;
    for (const char* c = label; *c != '\0'; c++) {
        const unsigned char byte = static_cast<unsigned char>(*c);
        if (byte >= 32 && byte < 127) {
            text += *c;
        } else if (byte >= 0xc0) {
            text += '?';
        }
    }
    return text;
}

int to_pixel(float value) { return static_cast<int>(std::lround(std::clamp(value, -32000.0f, 32000.0f))); }

void draw_label(cv::Mat& image, const std::string& text, int left, int top, const cv::Scalar& colour) {
    const double font_scale = std::clamp(std::min(image.cols, image.rows) / 900.0, 0.35, 1.2);
    const int thickness = font_scale > 0.7 ? 2 : 1;
    int baseline = 0;
    const cv::Size size = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, font_scale, thickness, &baseline);
    const int height = size.height + baseline + 2;
    const int x = std::clamp(left, 0, std::max(0, image.cols - size.width - 4));
    // Above the box where there is room, else inside its top edge.
    const int y = top >= height ? top - height : std::max(0, top);
    cv::rectangle(image, cv::Rect(x, y, size.width + 4, height), colour, cv::FILLED);
    const double luminance = 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
    const cv::Scalar ink = cv::Scalar::all(luminance > 140 ? 0 : 255);
    cv::putText(image, text, cv::Point(x + 2, y + size.height + 1), cv::FONT_HERSHEY_SIMPLEX, font_scale, ink, thickness, cv::LINE_AA);
}

}  // namespace

}  // namespace pim

int32_t pim_draw_boxes(uint8_t* pixels, int32_t width, int32_t height, int32_t stride,
                       const pim_drawn_box* boxes, int32_t count) {
    return pim::guarded([&] {
        pim::require(pixels != nullptr && width > 0 && height > 0 && stride >= 3 * static_cast<int64_t>(width),
                     "An image with pixels is required.");
        pim::require(count >= 0 && (count == 0 || boxes != nullptr), "The boxes to draw are missing.");
        cv::Mat image(height, width, CV_8UC3, pixels, static_cast<size_t>(stride));
        for (int32_t i = 0; i < count; i++) {
            const pim_drawn_box& box = boxes[i];
            const cv::Scalar colour(box.red, box.green, box.blue);
            const int left = pim::to_pixel(box.left);
            const int top = pim::to_pixel(box.top);
            // Right and bottom edges are exclusive: a box from 10 to 20 covers pixels 10 to 19.
            const cv::Point last(std::max(left, pim::to_pixel(box.right) - 1), std::max(top, pim::to_pixel(box.bottom) - 1));
            cv::rectangle(image, cv::Point(left, top), last, colour, std::clamp(box.thickness, 1, 16), cv::LINE_8);
            if (box.label != nullptr && *box.label != '\0') {
                pim::draw_label(image, pim::drawable(box.label), left, top, colour);
            }
        }
    });
}
