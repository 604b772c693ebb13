// Shared by the smart tools' translation units; nothing here is exported.
#pragma once
#include "internal.h"
#include "platform_imaging_smart.h"

#include <cstring>
#include <memory>

namespace pim {

inline cv::Mat view(const pim_picture* picture) {
    require(picture != nullptr && picture->pixels != nullptr && picture->width > 0 && picture->height > 0 &&
            picture->stride >= 3 * static_cast<int64_t>(picture->width), "A picture with pixels is required.");
    return cv::Mat(picture->height, picture->width, CV_8UC3, const_cast<uint8_t*>(picture->pixels), static_cast<size_t>(picture->stride));
}

template <typename Number>
pim_buffer* to_buffer(const std::vector<Number>& numbers) {
    auto buffer = std::make_unique<pim_buffer>();
    buffer->bytes.resize(numbers.size() * sizeof(Number));
    std::memcpy(buffer->bytes.data(), numbers.data(), buffer->bytes.size());
    return buffer.release();
}

// Shrinks the mask to its selected pixels and hands it over; fails where there are none.
pim_region* make_region(const cv::Mat1b& mask, cv::Point origin);

// A mask found at a small scale, its border moved to the picture's edges. `halvings` is the picture, then each half of the one before;
// the answer has the size of one of them.
cv::Mat1b refine_border(const std::vector<cv::Mat>& halvings, const cv::Mat1b& found);

// A closed line along pixel edges: corners only, in the mask's coordinates.
using Ring = std::vector<cv::Point>;

struct Outline {
    Ring outer;
    std::vector<Ring> holes;
};

// Every connected part of a mask (0 and 255); pixels that touch at a corner are connected.
std::vector<Outline> trace_outlines(const cv::Mat1b& mask);

}  // namespace pim

// Selected pixels are 255; `origin` is the mask's place in the picture.
struct pim_region {
    cv::Mat1b mask;
    cv::Point origin;
};
