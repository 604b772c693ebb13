// What needs no format: choosing a reader, whole pictures as rows, and averaging over blocks while reading.
#include "rows.h"

#include <algorithm>
#include <cstring>

namespace pim {

namespace {

// Formats that give no rows are decoded as a whole; the probe has held them to the limits for that.
class DecodedRows final : public RowReader {
public:
    explicit DecodedRows(cv::Mat picture) : picture_(std::move(picture)) {
        width_ = picture_.cols;
        height_ = picture_.rows;
    }

    void read(uint8_t* row) override { std::memcpy(row, picture_.ptr(next_++), static_cast<size_t>(width_) * 3); }

private:
    cv::Mat picture_;
    int next_ = 0;
};

}  // namespace

std::unique_ptr<RowReader> open_rows(const uint8_t* data, int64_t size, const Header& header, int reduction) {
    if (header.is_streamable && header.format == PIM_JPEG) {
        return open_jpeg_rows(data, size, reduction);
    }
    if (header.is_streamable && header.format == PIM_PNG) {
        return open_png_rows(data, size);
    }
    if (header.is_streamable && header.format == PIM_BMP) {
        return open_bmp_rows(data, size, header);
    }
    if (header.is_streamable && header.format == PIM_TIFF) {
        return open_tiff_rows(data, size, header);
    }
    return std::make_unique<DecodedRows>(decode_upright(data, size, header));
}

cv::Mat read_reduced(const uint8_t* data, int64_t size, const Header& header, int width, int height) {
    const int64_t covered = std::max<int64_t>(1, std::min(header.width / std::max(1, width), header.height / std::max(1, height)));
    const int in_jpeg = covered >= 8 ? 8 : covered >= 4 ? 4 : covered >= 2 ? 2 : 1;
    const std::unique_ptr<RowReader> rows = open_rows(data, size, header, in_jpeg);
    const int factor = std::max(1, std::min(rows->width() / std::max(1, width), rows->height() / std::max(1, height)));
    cv::Mat result((rows->height() + factor - 1) / factor, (rows->width() + factor - 1) / factor, CV_8UC3);
    std::vector<uint8_t> row(static_cast<size_t>(rows->width()) * 3);
    std::vector<uint32_t> sums(static_cast<size_t>(result.cols) * 3);
    for (int y = 0; y < result.rows; y++) {
        const int count = std::min(factor, rows->height() - y * factor);
        std::fill(sums.begin(), sums.end(), 0);
        for (int i = 0; i < count; i++) {
            rows->read(row.data());
            for (int x = 0; x < rows->width(); x++) {
                uint32_t* sum = &sums[static_cast<size_t>(x / factor) * 3];
                sum[0] += row[3 * static_cast<size_t>(x)];
                sum[1] += row[3 * static_cast<size_t>(x) + 1];
                sum[2] += row[3 * static_cast<size_t>(x) + 2];
            }
        }
        for (int x = 0; x < result.cols; x++) {
            const uint32_t area = static_cast<uint32_t>(count * std::min(factor, rows->width() - x * factor));
            for (int c = 0; c < 3; c++) {
                result.at<cv::Vec3b>(y, x)[c] = static_cast<uint8_t>((sums[static_cast<size_t>(x) * 3 + static_cast<size_t>(c)] + area / 2) / area);
            }
        }
    }
    return result;
}

}  // namespace pim
