// Paths along edges: intelligent scissors (Mortensen, Barrett 1995) in a window around the path's start.
#include "smart.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/imgproc/segmentation.hpp>

#include <algorithm>
#include <cmath>

namespace {

// Half the side of the window in working pixels; the map of such a window takes about a tenth of a second on one core.
constexpr int work_reach = 256;

// Blood cells and street scenes alike: weak edges count from 32 on when they hang on one of at least 100.
constexpr double weak_edge = 32;
constexpr double strong_edge = 100;

// Without a bound one very sharp edge, such as a printed word, pulls every path to itself.
constexpr float gradient_limit = 200;

}  // namespace

struct pim_edge_map {
    cv::segmentation::IntelligentScissorsMB scissors;
    cv::Rect area;   // in the picture
    cv::Size size;   // of the window in working pixels
    cv::Point2d start;

    cv::Point to_work(double x, double y) const {
        return {std::clamp(static_cast<int>((x - area.x) * size.width / area.width), 0, size.width - 1),
                std::clamp(static_cast<int>((y - area.y) * size.height / area.height), 0, size.height - 1)};
    }
};

int32_t pim_edge_map_build(const pim_picture* picture, double x, double y, int32_t reach, pim_edge_map** map) {
    return pim::guarded([&] {
        const cv::Mat image = pim::view(picture);
        pim::require(map != nullptr && reach >= 1, "A reach and a place for the result are required.");
        pim::require(x >= 0 && y >= 0 && x <= image.cols && y <= image.rows, "The point lies outside the picture.");
        auto made = std::make_unique<pim_edge_map>();
        made->start = {x, y};
        const int64_t left = static_cast<int64_t>(x) - reach, top = static_cast<int64_t>(y) - reach;
        const int64_t right = std::min<int64_t>(image.cols, static_cast<int64_t>(x) + reach + 1);
        const int64_t bottom = std::min<int64_t>(image.rows, static_cast<int64_t>(y) + reach + 1);
        made->area = cv::Rect(cv::Point(static_cast<int>(std::max<int64_t>(0, left)), static_cast<int>(std::max<int64_t>(0, top))),
                              cv::Point(static_cast<int>(right), static_cast<int>(bottom)));
        cv::Mat window = image(made->area);
        const double scale = std::max(1.0, static_cast<double>(reach) / work_reach);
        made->size = {std::max(1, static_cast<int>(made->area.width / scale)), std::max(1, static_cast<int>(made->area.height / scale))};
        if (made->size != window.size()) {
            cv::Mat reduced;
            cv::resize(window, reduced, made->size, 0, 0, cv::INTER_AREA);
            window = reduced;
        }
        made->scissors.setEdgeFeatureCannyParameters(weak_edge, strong_edge, 3, true);
        made->scissors.setGradientMagnitudeMaxLimit(gradient_limit);
        made->scissors.applyImage(window);
        made->scissors.buildMap(made->to_work(x, y));
        *map = made.release();
    });
}

int32_t pim_edge_map_path(const pim_edge_map* map, double x, double y, pim_buffer** points) {
    return pim::guarded([&] {
        pim::require(map != nullptr && points != nullptr, "A map and a place for the result are required.");
        pim::require(x >= map->area.x && y >= map->area.y && x <= map->area.br().x && y <= map->area.br().y,
                     "The point lies outside the map.");
        std::vector<cv::Point> path, corners;
        map->scissors.getContour(map->to_work(x, y), path);
        cv::approxPolyDP(path, corners, 0.7, false);
        std::vector<double> numbers{map->start.x, map->start.y};
        for (size_t i = 1; i + 1 < corners.size(); i++) {
            numbers.push_back(map->area.x + (corners[i].x + 0.5) * map->area.width / map->size.width);
            numbers.push_back(map->area.y + (corners[i].y + 0.5) * map->area.height / map->size.height);
        }
        numbers.push_back(x);
        numbers.push_back(y);
        *points = pim::to_buffer(numbers);
    });
}

// Per working pixel the library keeps its features (1 + 8 + 4 bytes) and the way back (1).
int64_t pim_edge_map_bytes(const pim_edge_map* map) { return map ? static_cast<int64_t>(map->size.area()) * 14 : 0; }

void pim_edge_map_free(pim_edge_map* map) { delete map; }
