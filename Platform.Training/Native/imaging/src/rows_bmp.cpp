// Uncompressed BMP: its rows lie side by side in the file, mostly from the bottom upwards.
#include "rows.h"

#include <algorithm>
#include <cstring>

namespace pim {

namespace {

class BmpRows final : public RowReader {
public:
    BmpRows(const uint8_t* data, int64_t size, const Header& header) : pixels_(data + Bytes(data, static_cast<size_t>(size)).u32le(10)), data_(data) {
        const Bytes bytes(data, static_cast<size_t>(size));
        width_ = static_cast<int>(header.width);
        height_ = static_cast<int>(header.height);
        depth_ = static_cast<int>(bytes.u16le(28));
        row_bytes_ = (header.width * depth_ + 31) / 32 * 4;
        is_upwards_ = static_cast<int32_t>(bytes.u32le(22)) > 0;
        if (depth_ == 8) {
            read_palette(bytes);
        }
    }

    void read(uint8_t* row) override {
        const uint8_t* stored = pixels_ + row_bytes_ * (is_upwards_ ? height_ - 1 - next_ : next_);
        next_++;
        if (depth_ == 24) {
            std::memcpy(row, stored, static_cast<size_t>(width_) * 3);
            return;
        }
        for (int x = 0; x < width_; x++) {
            std::memcpy(row + 3 * x, depth_ == 8 ? &palette_[4 * static_cast<size_t>(stored[x])] : stored + 4 * x, 3);
        }
    }

    int64_t consumed() const override { return is_upwards_ ? 0 : pixels_ - data_ + row_bytes_ * next_; }
    int64_t needed_end() const override { return pixels_ - data_ + row_bytes_ * (is_upwards_ ? height_ - next_ : height_); }

private:
    void read_palette(const Bytes& bytes) {
        const size_t info = bytes.u32le(14);
        const size_t given = bytes.u32le(46);
        const size_t count = given == 0 ? 256 : std::min<size_t>(given, 256);
        bytes.check(14 + info, 4 * count);
        palette_.assign(4 * 256, 0);
        std::memcpy(palette_.data(), bytes.data() + 14 + info, 4 * count);
    }

    const uint8_t* pixels_;
    const uint8_t* data_;
    int64_t row_bytes_ = 0;
    int depth_ = 0;
    int next_ = 0;
    bool is_upwards_ = true;
    std::vector<uint8_t> palette_;
};

}  // namespace

std::unique_ptr<RowReader> open_bmp_rows(const uint8_t* data, int64_t size, const Header& header) {
    return std::make_unique<BmpRows>(data, size, header);
}

}  // namespace pim
