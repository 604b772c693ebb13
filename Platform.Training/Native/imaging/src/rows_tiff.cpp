// TIFF by libtiff, one strip or one row of tiles at a time, whatever its colours and compression.
#include "rows.h"

#include <tiffio.h>

#include <algorithm>
#include <cstring>

namespace pim {

namespace {

// What libtiff reads from: bytes in memory, never written.
struct Source {
    const uint8_t* data;
    int64_t size;
    int64_t at;
};

tmsize_t read_source(thandle_t handle, void* target, tmsize_t count) {
    auto* source = static_cast<Source*>(handle);
    const int64_t given = std::clamp<int64_t>(source->size - source->at, 0, count);
    std::memcpy(target, source->data + source->at, static_cast<size_t>(given));
    source->at += given;
    return given;
}

toff_t seek_source(thandle_t handle, toff_t offset, int whence) {
    auto* source = static_cast<Source*>(handle);
    const int64_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? source->at : source->size;
    source->at = std::clamp<int64_t>(base + static_cast<int64_t>(offset), 0, source->size);
    return static_cast<toff_t>(source->at);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) { return -1; }
int keep_open(thandle_t) { return 0; }

// libtiff takes bytes in memory as they lie; what it reads piece by piece it refuses where plain tiles are no multiple of a kilobyte.
int map_source(thandle_t handle, void** base, toff_t* size) {
    auto* source = static_cast<Source*>(handle);
    *base = const_cast<uint8_t*>(source->data);
    *size = static_cast<toff_t>(source->size);
    return 1;
}

void unmap_nothing(thandle_t, void*, toff_t) {}

toff_t size_of_source(thandle_t handle) { return static_cast<toff_t>(static_cast<Source*>(handle)->size); }

void be_silent() {
    static const bool done = [] {
        TIFFSetErrorHandler(nullptr);
        TIFFSetWarningHandler(nullptr);
        return true;
    }();
    static_cast<void>(done);
}

class TiffRows final : public RowReader {
public:
    TiffRows(const uint8_t* data, int64_t size, const Header& header) : source_{data, size, 0} {
        be_silent();
        file_.reset(TIFFClientOpen("image", "r", &source_, read_source, write_nothing, seek_source, keep_open, size_of_source, map_source, unmap_nothing));
        char reason[1024] = "";
        if (file_ == nullptr || !TIFFRGBAImageOK(file_.get(), reason)) {
            fail(PIM_CORRUPT, std::string("The TIFF data cannot be read (") + (reason[0] ? reason : "its header is damaged") +
                 "). Save the image again, with 8 bits a sample, and upload it.");
        }
        width_ = static_cast<int>(header.width);
        height_ = static_cast<int>(header.height);
        is_tiled_ = TIFFIsTiled(file_.get());
        uint32_t across = 0, down = 0;
        if (is_tiled_) {
            TIFFGetField(file_.get(), TIFFTAG_TILEWIDTH, &across);
            TIFFGetField(file_.get(), TIFFTAG_TILELENGTH, &down);
        } else {
            TIFFGetFieldDefaulted(file_.get(), TIFFTAG_ROWSPERSTRIP, &down);
            across = static_cast<uint32_t>(width_);
        }
        // Read by the header already, which bounded them; a file that says two things is damaged.
        if (across == 0 || down == 0 || (is_tiled_ && static_cast<int64_t>(across) * down > max_strip_pixels)) {
            damaged();
        }
        part_width_ = static_cast<int>(across);
        part_height_ = static_cast<int>(std::min<uint32_t>(down, static_cast<uint32_t>(height_)));
        if (static_cast<int64_t>(part_height_) * width_ > max_strip_pixels) {
            damaged();
        }
        band_.create(part_height_, width_, CV_8UC3);
        raster_.resize(static_cast<size_t>(part_width_) * static_cast<size_t>(part_height_));
    }

    void read(uint8_t* row) override {
        if (next_ % part_height_ == 0) {
            fill();
        }
        std::memcpy(row, band_.ptr(next_ % part_height_), static_cast<size_t>(width_) * 3);
        next_++;
    }

    // Parts mostly stand in their order; what is forgotten too early is only read from the disk once more.
    int64_t consumed() const override { return consumed_; }

private:
    [[noreturn]] static void damaged() { fail(PIM_CORRUPT, "The TIFF data is damaged. Save the image again and upload it."); }

    // Rasters have their origin at the lower left; a tile at the picture's edge keeps its full height.
    void fill() {
        const int rows = std::min(part_height_, height_ - next_);
        const uint32_t part = is_tiled_ ? TIFFComputeTile(file_.get(), 0, static_cast<uint32_t>(next_), 0, 0) : TIFFComputeStrip(file_.get(), static_cast<uint32_t>(next_), 0);
        consumed_ = std::clamp<int64_t>(static_cast<int64_t>(TIFFGetStrileOffset(file_.get(), part)), 0, source_.size);
        for (int x = 0; x < width_; x += part_width_) {
            const int columns = std::min(part_width_, width_ - x);
            const bool is_read = is_tiled_
                ? TIFFReadRGBATileExt(file_.get(), static_cast<uint32_t>(x), static_cast<uint32_t>(next_), raster_.data(), 1)
                : TIFFReadRGBAStripExt(file_.get(), static_cast<uint32_t>(next_), raster_.data(), 1);
            if (!is_read) {
                damaged();
            }
            for (int y = 0; y < rows; y++) {
                const int from = (is_tiled_ ? part_height_ : rows) - 1 - y;
                const uint32_t* pixels = &raster_[static_cast<size_t>(from) * static_cast<size_t>(part_width_)];
                uint8_t* target = band_.ptr(y) + 3 * x;
                for (int i = 0; i < columns; i++) {
                    *target++ = static_cast<uint8_t>(TIFFGetB(pixels[i]));
                    *target++ = static_cast<uint8_t>(TIFFGetG(pixels[i]));
                    *target++ = static_cast<uint8_t>(TIFFGetR(pixels[i]));
                }
            }
        }
    }

    struct Close {
        void operator()(TIFF* file) const { TIFFClose(file); }
    };

    Source source_;
    std::unique_ptr<TIFF, Close> file_;
    bool is_tiled_ = false;
    int part_width_ = 0;
    int part_height_ = 0;
    int next_ = 0;
    int64_t consumed_ = 0;
    cv::Mat band_;
    std::vector<uint32_t> raster_;
};

}  // namespace

std::unique_ptr<RowReader> open_tiff_rows(const uint8_t* data, int64_t size, const Header& header) {
    return std::make_unique<TiffRows>(data, size, header);
}

}  // namespace pim
