// Box to object: GrabCut (Rother, Kolmogorov, Blake 2004) at a reduced scale, its border then moved to the picture's own edges.
#include "smart.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace pim {

namespace {

// The minimum cut's cost grows faster than its pixels; so many take about a tenth of a second on one core.
constexpr double work_pixels = 32000;
constexpr int iterations = 2;

// GrabCut learns the background from around the box: a fifth of the box's size on each side.
constexpr double margin = 0.2;
constexpr int min_margin = 8;

// Below it the object is sought at almost full scale, and there is nothing to refine.
constexpr double refined_growth = 1.2;

struct Box {
    double left, top, right, bottom;

    void include(double x, double y, double radius) {
        left = std::min(left, x - radius);
        top = std::min(top, y - radius);
        right = std::max(right, x + radius);
        bottom = std::max(bottom, y + radius);
    }
};

cv::Rect outward(double left, double top, double right, double bottom, const cv::Size& bounds) {
    const int x = std::clamp(static_cast<int>(std::floor(left)), 0, bounds.width);
    const int y = std::clamp(static_cast<int>(std::floor(top)), 0, bounds.height);
    return {x, y, std::clamp(static_cast<int>(std::ceil(right)), x, bounds.width) - x,
            std::clamp(static_cast<int>(std::ceil(bottom)), y, bounds.height) - y};
}

// Labels in working pixels: sure background outside the box, probable object inside, strokes sure.
cv::Mat1b label(const cv::Size& size, const cv::Rect& area, const Box& box, double scale_x, double scale_y,
                const pim_stroke* strokes, int32_t stroke_count) {
    cv::Mat1b labels(size, static_cast<uint8_t>(cv::GC_BGD));
    const cv::Rect inside = outward((box.left - area.x) * scale_x, (box.top - area.y) * scale_y,
                                    (box.right - area.x) * scale_x, (box.bottom - area.y) * scale_y, size);
    labels(inside) = cv::GC_PR_FGD;
    // An object that fills its picture leaves no background to learn from: the box's rim is it then.
    if (inside.size() == size) {
        cv::rectangle(labels, inside, cv::Scalar(cv::GC_BGD), 1);
    }
    for (int32_t i = 0; i < stroke_count; i++) {
        const pim_stroke& stroke = strokes[i];
        const cv::Scalar value(stroke.is_foreground ? cv::GC_FGD : cv::GC_BGD);
        const int thickness = std::max(1, static_cast<int>(std::lround(2 * stroke.radius * std::min(scale_x, scale_y))));
        cv::Point previous;
        for (int32_t p = 0; p < stroke.count; p++) {
            const cv::Point point(static_cast<int>(std::floor((stroke.points[2 * p] - area.x) * scale_x)),
                                  static_cast<int>(std::floor((stroke.points[2 * p + 1] - area.y) * scale_y)));
            cv::line(labels, p == 0 ? point : previous, point, value, thickness);
            previous = point;
        }
    }
    return labels;
}

bool has(const cv::Mat1b& labels, int sure, int probable) {
    return cv::countNonZero(labels == sure) + cv::countNonZero(labels == probable) > 0;
}

cv::Mat1b cut(const cv::Mat& picture, cv::Mat1b& labels) {
    if (!has(labels, cv::GC_FGD, cv::GC_PR_FGD) || !has(labels, cv::GC_BGD, cv::GC_PR_BGD)) {
        fail(PIM_NOTHING_FOUND, "The strokes leave no object or no background. Undo the last stroke.");
    }
    cv::Mat background, foreground;
    cv::theRNG().state = 1;  // its clusters start at random: the same box must give the same object
    cv::grabCut(picture, labels, cv::Rect(), background, foreground, iterations, cv::GC_INIT_WITH_MASK);
    cv::Mat1b mask = (labels & 1) * 255;
    return mask;
}

// Halves are averaged many times faster than other shares. What an odd side loses lies far below a pixel of the scale that the object is sought at.
std::vector<cv::Mat> halve(const cv::Mat& picture) {
    std::vector<cv::Mat> halvings{picture};
    while (halvings.back().total() > 8 * work_pixels && std::min(halvings.back().cols, halvings.back().rows) > 1) {
        const cv::Mat& last = halvings.back();
        const cv::Mat even = last(cv::Rect(0, 0, last.cols & ~1, last.rows & ~1));
        cv::Mat half;
        cv::resize(even, half, even.size() / 2, 0, 0, cv::INTER_AREA);
        halvings.push_back(half);
    }
    return halvings;
}

cv::Mat shrink(const cv::Mat& picture, double max_pixels) {
    const double scale = std::sqrt(max_pixels / std::max(1.0, static_cast<double>(picture.total())));
    if (scale >= 1) {
        return picture;
    }
    cv::Mat result;
    const cv::Size size(std::max(1, static_cast<int>(picture.cols * scale)), std::max(1, static_cast<int>(picture.rows * scale)));
    cv::resize(picture, result, size, 0, 0, cv::INTER_AREA);
    return result;
}

void enlarge(cv::Mat1b& mask, const cv::Size& size) {
    if (mask.size() != size) {
        cv::Mat1b enlarged;
        cv::resize(mask, enlarged, size, 0, 0, cv::INTER_LINEAR);
        mask = enlarged >= 128;
    }
}

}  // namespace

}  // namespace pim

int32_t pim_select_box(const pim_picture* picture, const double box[4], const pim_stroke* strokes, int32_t stroke_count,
                       pim_region** region) {
    return pim::guarded([&] {
        const cv::Mat image = pim::view(picture);
        pim::require(region != nullptr && box != nullptr && stroke_count >= 0 && (strokes != nullptr || stroke_count == 0),
                     "A box and a place for the result are required.");
        pim::Box object{box[0], box[1], box[2], box[3]};
        pim::require(object.left < object.right && object.top < object.bottom, "The box is empty.");
        for (int32_t i = 0; i < stroke_count; i++) {
            for (int32_t p = 0; strokes[i].is_foreground && p < strokes[i].count; p++) {
                object.include(strokes[i].points[2 * p], strokes[i].points[2 * p + 1], strokes[i].radius);
            }
        }
        const double around_x = std::max<double>(pim::min_margin, pim::margin * (object.right - object.left));
        const double around_y = std::max<double>(pim::min_margin, pim::margin * (object.bottom - object.top));
        const cv::Rect area = pim::outward(object.left - around_x, object.top - around_y, object.right + around_x,
                                           object.bottom + around_y, image.size());
        pim::require(!area.empty(), "The box lies outside the picture.");

        const cv::Mat small = pim::shrink(image(area), pim::work_pixels);
        cv::Mat1b labels = pim::label(small.size(), area, object, static_cast<double>(small.cols) / area.width,
                                      static_cast<double>(small.rows) / area.height, strokes, stroke_count);
        cv::Mat1b mask = pim::cut(small, labels);
        if (area.width > pim::refined_growth * small.cols) {
            mask = pim::refine_border(pim::halve(image(area)), mask);
        }
        pim::enlarge(mask, area.size());
        *region = pim::make_region(mask, area.tl());
    });
}
