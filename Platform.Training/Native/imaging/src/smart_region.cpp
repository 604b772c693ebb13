// Selections as run lengths and as outlines.
#include "smart.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <numeric>

namespace pim {

namespace {

// Outlines of larger selections are those of the mask without its specks: a flood over grain has a hundred thousand of them.
constexpr int speck_free_pixels = 128 * 128;

struct Part {
    double area;
    std::vector<Ring> rings;
};

cv::Mat1b without_specks(const cv::Mat1b& mask) {
    cv::Mat1b result;
    cv::medianBlur(mask, result, 5);
    return cv::countNonZero(result) > 0 ? result : mask;
}

std::vector<Part> find_parts(const cv::Mat1b& mask, double min_area) {
    std::vector<Part> parts;
    Part largest{-1, {}};
    for (Outline& outline : trace_outlines(mask)) {
        Part part{cv::contourArea(outline.outer), {std::move(outline.outer)}};
        for (Ring& hole : outline.holes) {
            const double area = cv::contourArea(hole);
            if (area >= min_area) {
                part.area -= area;
                part.rings.push_back(std::move(hole));
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
        for (const Ring& ring : part.rings) {
            Ring points;
            cv::approxPolyDP(ring, points, epsilon, true);
            if (points.size() < 3) {
                // A sliver thinner than the tolerance: an outline stays as it is, a hole closes.
                points = &ring == &part.rings.front() ? ring : Ring();
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
        for (const Ring& ring : part.rings) {
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
            for (const pim::Ring& ring : part.rings) {
                numbers.push_back(static_cast<double>(ring.size()));
                for (const cv::Point& point : ring) {
                    const double x = placement->left + placement->scale * (region->origin.x + point.x);
                    const double y = placement->top + placement->scale * (region->origin.y + point.y);
                    numbers.push_back(std::clamp<double>(x, 0, placement->image_width));
                    numbers.push_back(std::clamp<double>(y, 0, placement->image_height));
                }
            }
        }
        *outlines = pim::to_buffer(numbers);
    });
}

void pim_region_free(pim_region* region) { delete region; }
