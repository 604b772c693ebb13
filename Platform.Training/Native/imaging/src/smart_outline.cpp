// Outlines of selected pixels along the pixels' edges, by following each border once.
#include "smart.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>

namespace pim {

namespace {

// A stretch of selected pixels of one row, `end` exclusive, with the rings that its two ends were found to lie on.
struct Run {
    int start, end;
    int start_ring = -1, end_ring = -1;
};

class Tracer {
public:
    explicit Tracer(const cv::Mat1b& mask) : mask_(mask), rows_(static_cast<size_t>(mask.rows)) {
        for (int y = 0; y < mask.rows; y++) {
            const uint8_t* row = mask.ptr(y);
            for (int x = next(row, 0, true); x < mask.cols;) {
                const int end = next(row, x, false);
                rows_[static_cast<size_t>(y)].push_back({x, end});
                x = next(row, end, true);
            }
        }
    }

    // Row by row: the first end of a border met is a left one for an outline, and a right one for a hole.
    std::vector<Outline> trace() {
        for (int y = 0; y < mask_.rows; y++) {
            for (Run& run : rows_[static_cast<size_t>(y)]) {
                if (run.start_ring < 0) {
                    owners_.push_back(static_cast<int>(outlines_.size()));
                    outlines_.push_back({follow({run.start, y + 1}, up), {}});
                }
                if (run.end_ring < 0) {
                    const int owner = owners_[static_cast<size_t>(run.start_ring)];
                    owners_.push_back(owner);
                    outlines_[static_cast<size_t>(owner)].holes.push_back(follow({run.end, y}, down));
                }
            }
        }
        return std::move(outlines_);
    }

private:
    // In the order of right turns.
    enum Direction { up, right, down, left };

    // First pixel from x on that is selected, or is not; the row's length where there is none.
    int next(const uint8_t* row, int x, bool selected) const {
        const uint64_t unlike = selected ? 0 : ~uint64_t{0};
        for (uint64_t eight; x + 8 <= mask_.cols; x += 8) {
            std::memcpy(&eight, row + x, 8);
            if (eight != unlike) {
                break;
            }
        }
        while (x < mask_.cols && (row[x] != 0) != selected) {
            x++;
        }
        return x;
    }

    bool is_selected(int x, int y) const { return x >= 0 && y >= 0 && x < mask_.cols && y < mask_.rows && mask_(y, x) != 0; }

    // From a corner along a border, selected pixels to the right hand, back to where it began. Pixels that touch at a corner belong together.
    Ring follow(const cv::Point start, const Direction first) {
        static const cv::Point steps[] = {{0, -1}, {1, 0}, {0, 1}, {-1, 0}};
        // The pixels ahead of a corner, to the left and to the right hand, by direction.
        static const cv::Point ahead_left[] = {{-1, -1}, {0, -1}, {0, 0}, {-1, 0}};
        static const cv::Point ahead_right[] = {{0, -1}, {0, 0}, {-1, 0}, {-1, -1}};
        const int ring = static_cast<int>(owners_.size()) - 1;
        Ring corners;
        cv::Point at = start;
        Direction direction = first;
        do {
            if (direction == up) {
                run_at(at.y - 1, at.x, &Run::start).start_ring = ring;
            } else if (direction == down) {
                run_at(at.y, at.x, &Run::end).end_ring = ring;
            }
            at += steps[direction];
            const bool is_left = is_selected(at.x + ahead_left[direction].x, at.y + ahead_left[direction].y);
            const bool is_right = is_selected(at.x + ahead_right[direction].x, at.y + ahead_right[direction].y);
            if (is_left || !is_right) {
                corners.push_back(at);
                direction = static_cast<Direction>((direction + (is_left ? 3 : 1)) % 4);
            }
        } while (at != start || direction != first);
        return corners;
    }

    Run& run_at(int y, int x, int Run::*side) {
        std::vector<Run>& runs = rows_[static_cast<size_t>(y)];
        return *std::lower_bound(runs.begin(), runs.end(), x, [side](const Run& run, int value) { return run.*side < value; });
    }

    const cv::Mat1b& mask_;
    std::vector<std::vector<Run>> rows_;
    std::vector<Outline> outlines_;
    std::vector<int> owners_;  // outline that a ring is or is a hole of
};

}  // namespace

std::vector<Outline> trace_outlines(const cv::Mat1b& mask) { return Tracer(mask).trace(); }

}  // namespace pim
