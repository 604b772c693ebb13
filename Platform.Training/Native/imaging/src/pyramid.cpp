// Cuts an image into tiles of every level while it is read once, row by row. Work is done in stored pixels; the orientation is
// applied to finished tiles, so bands and pairs of pixels are counted from the edge that becomes the upright image's top or left.
#include "rows.h"
#include "platform_imaging_tiles.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <deque>

namespace pim {

namespace {

struct Orientation {
    bool mirrors_x, mirrors_y, transposes;

    explicit Orientation(int32_t exif)
        : mirrors_x(exif == 2 || exif == 3 || exif == 7 || exif == 8),
          mirrors_y(exif == 3 || exif == 4 || exif == 6 || exif == 7),
          transposes(swaps_sides(exif)) {}
};

// End of the run of at most `step` that begins at `from`, with whole runs counted from the far end where mirrored.
int run_end(int from, int length, int step, bool is_mirrored) {
    const int first = is_mirrored && length % step != 0 ? length % step : std::min(step, length);
    return from == 0 ? first : std::min(from + step, length);
}

struct Level {
    Level(int width, int height, int tile_size) : band(std::min(tile_size, height), width, CV_8UC3), width(width), height(height) {}

    cv::Mat band;                // rows of the tile row being filled
    std::vector<uint8_t> upper;  // first row of a pair; empty when none waits
    int width, height;
    int next_row = 0;
    int band_start = 0;
};

// Averages pairs of pixels of two rows; a pixel without a partner stands for itself.
void halve(const uint8_t* upper, const uint8_t* lower, int width, bool is_first_alone, uint8_t* target) {
    for (int from = 0; from < width;) {
        const int to = from == 0 && is_first_alone ? 1 : std::min(from + 2, width);
        const int last = to - 1;
        for (int c = 0; c < 3; c++) {
            *target++ = static_cast<uint8_t>((upper[3 * from + c] + upper[3 * last + c] + lower[3 * from + c] + lower[3 * last + c] + 2) / 4);
        }
        from = to;
    }
}

}  // namespace

}  // namespace pim

struct pim_pyramid {
    struct Tile {
        int32_t level, column, row;
        std::unique_ptr<pim_buffer> jpeg;
    };

    pim_pyramid(const char* path, const pim_limits& limits, int32_t tile_size, int32_t quality)
        : file(path), header(pim::probe(file.data(), file.size(), &limits)), orientation(header.orientation), tile_size(tile_size), quality(quality) {
        rows = pim::open_rows(file.data(), file.size(), header, 1);
        if (!header.is_streamable) {
            orientation = pim::Orientation(1);
        }
        for (int width = rows->width(), height = rows->height();; width = (width + 1) / 2, height = (height + 1) / 2) {
            levels.emplace_back(width, height, tile_size);
            if (std::max(width, height) <= tile_size) {
                break;
            }
        }
        row.resize(static_cast<size_t>(rows->width()) * 3);
    }

    void read_row() {
        rows->read(row.data());
        file.forget(rows->consumed(), rows->needed_end());
        rows_read++;
        push(0, row.data());
    }

    void push(size_t at, const uint8_t* pixels) {
        pim::Level& level = levels[at];
        std::copy(pixels, pixels + static_cast<size_t>(level.width) * 3, level.band.ptr(level.next_row - level.band_start));
        const int y = level.next_row++;
        if (level.next_row == pim::run_end(level.band_start, level.height, tile_size, orientation.mirrors_y)) {
            cut(at);
            level.band_start = level.next_row;
        }
        if (at + 1 == levels.size()) {
            return;
        }
        const bool is_alone = (y == 0 && orientation.mirrors_y && level.height % 2 == 1) || (level.upper.empty() && level.next_row == level.height);
        if (level.upper.empty() && !is_alone) {
            level.upper.assign(pixels, pixels + static_cast<size_t>(level.width) * 3);
            return;
        }
        std::vector<uint8_t> half(static_cast<size_t>(levels[at + 1].width) * 3);
        pim::halve(is_alone ? pixels : level.upper.data(), pixels, level.width, orientation.mirrors_x && level.width % 2 == 1, half.data());
        level.upper.clear();
        push(at + 1, half.data());
    }

    void cut(size_t at) {
        const pim::Level& level = levels[at];
        const int columns = (level.width + tile_size - 1) / tile_size;
        // Partial runs come first where mirrored, so counting runs gives the place from the far end.
        const int run_y = orientation.mirrors_y ? (level.height - level.next_row) / tile_size : level.band_start / tile_size;
        int column = 0;
        for (int from = 0; from < level.width; column++) {
            const int to = pim::run_end(from, level.width, tile_size, orientation.mirrors_x);
            cv::Mat tile = level.band(cv::Rect(from, 0, to - from, level.next_row - level.band_start));
            const int run_x = orientation.mirrors_x ? columns - 1 - column : column;
            tiles.push_back({static_cast<int32_t>(at), orientation.transposes ? run_y : run_x, orientation.transposes ? run_x : run_y, encode_upright(tile)});
            from = to;
        }
    }

    std::unique_ptr<pim_buffer> encode_upright(const cv::Mat& stored) const {
        cv::Mat tile = stored;
        if (orientation.mirrors_x || orientation.mirrors_y) {
            cv::flip(tile, tile, orientation.mirrors_x && orientation.mirrors_y ? -1 : orientation.mirrors_x ? 1 : 0);
        }
        if (orientation.transposes) {
            cv::Mat turned;
            cv::transpose(tile, turned);
            tile = turned;
        }
        return std::unique_ptr<pim_buffer>(pim::encode(tile, PIM_JPEG, quality));
    }

    pim::MappedFile file;
    pim::Header header;
    pim::Orientation orientation;
    int32_t tile_size;
    int32_t quality;
    std::unique_ptr<pim::RowReader> rows;
    std::vector<pim::Level> levels;
    std::vector<uint8_t> row;
    int32_t rows_read = 0;
    std::deque<Tile> tiles;
    std::unique_ptr<pim_buffer> handed_out;
};

int32_t pim_pyramid_open(const char* path, const pim_limits* limits, int32_t tile_size, int32_t quality,
                         pim_pyramid** pyramid, pim_pyramid_info* info) {
    return pim::guarded([&] {
        pim::require(limits != nullptr && pyramid != nullptr && info != nullptr && tile_size >= 16 && tile_size <= 4096,
                     "Limits, a tile size and places for the results are required.");
        auto made = std::make_unique<pim_pyramid>(path, *limits, tile_size, quality);
        const bool swap = made->orientation.transposes;
        info->width = swap ? made->levels[0].height : made->levels[0].width;
        info->height = swap ? made->levels[0].width : made->levels[0].height;
        info->level_count = static_cast<int32_t>(made->levels.size());
        info->rows = made->levels[0].height;
        *pyramid = made.release();
    });
}

int32_t pim_pyramid_next(pim_pyramid* pyramid, pim_pyramid_tile* tile) {
    return pim::guarded([&] {
        pim::require(pyramid != nullptr && tile != nullptr, "A pyramid and a place for the tile are required.");
        while (pyramid->tiles.empty() && pyramid->rows_read < pyramid->levels[0].height) {
            pyramid->read_row();
        }
        *tile = {-1, 0, 0, pyramid->rows_read, nullptr, 0};
        pyramid->handed_out.reset();
        if (!pyramid->tiles.empty()) {
            pim_pyramid::Tile& next = pyramid->tiles.front();
            pyramid->handed_out = std::move(next.jpeg);
            *tile = {next.level, next.column, next.row, pyramid->rows_read, pyramid->handed_out->bytes.data(), pim_buffer_size(pyramid->handed_out.get())};
            pyramid->tiles.pop_front();
        }
    });
}

void pim_pyramid_free(pim_pyramid* pyramid) { delete pyramid; }
