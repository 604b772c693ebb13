// Baseline JPEG by libjpeg-turbo. Its errors leave by longjmp, so no object with a destructor lives across its calls.
#include "rows.h"

#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>

namespace pim {

namespace {

struct JpegErrors {
    jpeg_error_mgr manager;
    std::jmp_buf escape;
    char message[JMSG_LENGTH_MAX];
};

void leave(j_common_ptr reader) {
    auto* errors = reinterpret_cast<JpegErrors*>(reader->err);
    reader->err->format_message(reader, errors->message);
    std::longjmp(errors->escape, 1);
}

void ignore(j_common_ptr) {}

class JpegRows final : public RowReader {
public:
    JpegRows(const uint8_t* data, int64_t size, int reduction) : size_(size) {
        reader_.err = jpeg_std_error(&errors_.manager);
        errors_.manager.error_exit = leave;
        errors_.manager.output_message = ignore;
        if (setjmp(errors_.escape) != 0) {
            jpeg_destroy_decompress(&reader_);
            damaged();
        }
        jpeg_create_decompress(&reader_);
        jpeg_mem_src(&reader_, data, static_cast<unsigned long>(size));
        jpeg_read_header(&reader_, TRUE);
        is_cmyk_ = reader_.jpeg_color_space == JCS_CMYK || reader_.jpeg_color_space == JCS_YCCK;
        reader_.out_color_space = is_cmyk_ ? JCS_CMYK : JCS_EXT_BGR;
        reader_.scale_num = 1;
        reader_.scale_denom = static_cast<unsigned>(reduction);
        jpeg_start_decompress(&reader_);
        width_ = static_cast<int>(reader_.output_width);
        height_ = static_cast<int>(reader_.output_height);
        inks_.resize(is_cmyk_ ? static_cast<size_t>(width_) * 4 : 0);
    }

    ~JpegRows() override { jpeg_destroy_decompress(&reader_); }

    void read(uint8_t* row) override {
        if (setjmp(errors_.escape) != 0) {
            damaged();
        }
        JSAMPROW target = is_cmyk_ ? inks_.data() : row;
        jpeg_read_scanlines(&reader_, &target, 1);
        if (is_cmyk_) {
            to_bgr(row);
        }
    }

    int64_t consumed() const override { return size_ - static_cast<int64_t>(reader_.src->bytes_in_buffer); }

private:
    [[noreturn]] void damaged() const {
        fail(PIM_CORRUPT, std::string("The JPEG data is damaged (") + errors_.message + "). Save the image again and upload it.");
    }

    // Adobe's programs store inks inverted.
    void to_bgr(uint8_t* row) const {
        const bool is_inverted = reader_.saw_Adobe_marker;
        for (int x = 0; x < width_; x++) {
            const uint8_t* ink = &inks_[static_cast<size_t>(x) * 4];
            const int black = is_inverted ? ink[3] : 255 - ink[3];
            for (int c = 0; c < 3; c++) {
                const int light = is_inverted ? ink[2 - c] : 255 - ink[2 - c];
                row[3 * x + c] = static_cast<uint8_t>(light * black / 255);
            }
        }
    }

    jpeg_decompress_struct reader_{};
    JpegErrors errors_{};
    int64_t size_;
    bool is_cmyk_ = false;
    std::vector<uint8_t> inks_;
};

}  // namespace

std::unique_ptr<RowReader> open_jpeg_rows(const uint8_t* data, int64_t size, int reduction) {
    return std::make_unique<JpegRows>(data, size, reduction);
}

}  // namespace pim
