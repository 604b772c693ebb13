// Selections as run lengths and as outlines.
#include "smart.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <numeric>

namespace pim {

namespace {

using Contour = std::vector<cv::Point>;

// Outlines of larger selections are those of the mask without its specks: a flood over grain has a hundred thousand of them.
constexpr int speck_free_pixels = 128 * 128;

struct Part {
    double area;
    std::vector<Contour> rings;
};

// Outlines of pixel *edges*: on a grid of twice the size a selected pixel covers its corners too, so the border pixels that
// OpenCV walks along are the corners (even) and edge middles (odd) of the original.
cv::Mat1b corner_grid(const cv::Mat1b& mask) {
    cv::Mat1b doubled;
    cv::resize(mask, doubled, {}, 2, 2, cv::INTER_NEAREST);
    cv::copyMakeBorder(doubled, doubled, 0, 1, 0, 1, cv::BORDER_CONSTANT, 0);
    cv::dilate(doubled, doubled, cv::Mat1b::ones(2, 2), {1, 1});
    return doubled;
}

cv::Mat1b without_specks(const cv::Mat1b& mask) {
    cv::Mat1b result;
    cv::medianBlur(mask, result, 5);
    return cv::countNonZero(result) > 0 ? result : mask;
}

double half_grid_area(const Contour& ring) { return std::abs(cv::contourArea(ring)) / 4; }

std::vector<Part> find_parts(const cv::Mat1b& mask, double min_area) {
    std::vector<Contour> contours;
    std::vector<cv::Vec4i> links;  // next, previous, first child, parent
    cv::findContours(corner_grid(mask), contours, links, cv::RETR_CCOMP, cv::CHAIN_APPROX_SIMPLE);
    std::vector<Part> parts;
    Part largest{-1, {}};
    for (int i = 0; i >= 0 && !contours.empty(); i = links[static_cast<size_t>(i)][0]) {
        Part part{half_grid_area(contours[static_cast<size_t>(i)]), {contours[static_cast<size_t>(i)]}};
        for (int hole = links[static_cast<size_t>(i)][2]; hole >= 0; hole = links[static_cast<size_t>(hole)][0]) {
            const double area = half_grid_area(contours[static_cast<size_t>(hole)]);
            if (area >= min_area) {
                part.area -= area;
                part.rings.push_back(contours[static_cast<size_t>(hole)]);
            }
        }
        if (part.area >= min_area) {
            parts.push_back(std::move(part));
        } else if (part.area > largest.area) {
            largest = std::move(part);
        }
    }
    if (parts.empty() && largest.area >= 0) {
        parts.push_back(std::move(largest));
    }
    std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.area > b.area; });
    return parts;
}

std::vector<Part> simplify(const std::vector<Part>& parts, double epsilon) {
    std::vector<Part> result;
    for (const Part& part : parts) {
        Part simple{part.area, {}};
        for (const Contour& ring : part.rings) {
            Contour points;
            cv::approxPolyDP(ring, points, 2 * epsilon, true);
            if (points.size() < 3) {
                // A sliver thinner than the tolerance: an outline stays as it is, a hole closes.
                points = &ring == &part.rings.front() ? ring : Contour();
            }
            if (points.size() >= 3) {
                simple.rings.push_back(std::move(points));
            }
        }
        result.push_back(std::move(simple));
    }
    return result;
}

size_t count_points(const std::vector<Part>& parts) {
    size_t count = 0;
    for (const Part& part : parts) {
        for (const Contour& ring : part.rings) {
            count += ring.size();
        }
    }
    return count;
}

void check(const pim_placement* placement) {
    require(placement != nullptr && placement->scale >= 1 && placement->image_width > 0 && placement->image_height > 0,
            "The image's size is required.");
}

}  // namespace

pim_region* make_region(const cv::Mat1b& mask, cv::Point origin) {
    const cv::Rect bounds = cv::boundingRect(mask);
    if (bounds.empty()) {
        fail(PIM_NOTHING_FOUND, "Nothing in the picture stands out there.");
    }
    return new pim_region{mask(bounds).clone(), origin + bounds.tl()};
}

}  // namespace pim

int32_t pim_region_runs(const pim_region* region, const pim_placement* placement, pim_buffer** runs) {
    return pim::guarded([&] {
        pim::check(placement);
        pim::require(region != nullptr && runs != nullptr, "A region and a place for the result are required.");
        cv::Mat columns;
        cv::transpose(region->mask, columns);
        const int64_t width = placement->image_width, height = placement->image_height, scale = placement->scale;
        const int64_t left = placement->left + scale * region->origin.x, top = placement->top + scale * region->origin.y;
        std::vector<int64_t> counts;
        int64_t end = 0;  // of the last selected run, in pixels from the image's start
        const auto select = [&](int64_t from, int64_t to) {
            if (from == end && !counts.empty()) {
                counts.back() += to - from;
            } else {
                counts.push_back(from - end);
                counts.push_back(to - from);
            }
            end = to;
        };
        for (int64_t x = std::max<int64_t>(left, 0); x < std::min(width, left + scale * columns.rows); x++) {
            const uint8_t* column = columns.ptr<uint8_t>(static_cast<int>((x - left) / scale));
            for (int y = 0; y < columns.cols;) {
                int stop = y + 1;
                while (stop < columns.cols && (column[stop] != 0) == (column[y] != 0)) {
                    stop++;
                }
                const int64_t from = std::clamp<int64_t>(top + scale * y, 0, height);
                const int64_t to = std::clamp<int64_t>(top + scale * stop, 0, height);
                if (column[y] != 0 && from < to) {
                    select(x * height + from, x * height + to);
                }
                y = stop;
            }
        }
        if (end < width * height) {
            counts.push_back(width * height - end);
        }
        *runs = pim::to_buffer(counts);
    });
}

int32_t pim_region_outlines(const pim_region* region, const pim_placement* placement, double epsilon, double min_area,
                            int32_t max_points, pim_buffer** outlines) {
    return pim::guarded([&] {
        pim::check(placement);
        pim::require(region != nullptr && outlines != nullptr && epsilon >= 0 && min_area >= 0 && max_points >= 3,
                     "A region, a tolerance and a place for the result are required.");
        const bool is_large = min_area > 0 && region->mask.total() > pim::speck_free_pixels;
        const std::vector<pim::Part> parts = pim::find_parts(is_large ? pim::without_specks(region->mask) : region->mask, min_area);
        std::vector<pim::Part> simple = pim::simplify(parts, epsilon);
        while (pim::count_points(simple) > static_cast<size_t>(max_points) && simple.size() > 1) {
            simple.pop_back();
        }
        for (double coarser = std::max(1.0, epsilon); pim::count_points(simple) > static_cast<size_t>(max_points) && coarser < 1e4;) {
            coarser *= 2;
            simple = pim::simplify(simple, coarser);
        }
        std::vector<double> numbers{static_cast<double>(simple.size())};
        for (const pim::Part& part : simple) {
            numbers.push_back(part.area);
            numbers.push_back(static_cast<double>(part.rings.size()));
            for (const pim::Contour& ring : part.rings) {
                numbers.push_back(static_cast<double>(ring.size()));
                for (const cv::Point& point : ring) {
                    const double x = placement->left + placement->scale * (region->origin.x + point.x / 2.0);
                    const double y = placement->top + placement->scale * (region->origin.y + point.y / 2.0);
                    numbers.push_back(std::clamp<double>(x, 0, placement->image_width));
                    numbers.push_back(std::clamp<double>(y, 0, placement->image_height));
                }
            }
        }
        *outlines = pim::to_buffer(numbers);
    });
}

void pim_region_free(pim_region* region) { delete region; }
