// Non-interlaced PNG by libpng, brought to 8-bit BGR. Its errors leave by longjmp, so no object with a destructor lives across its calls.
#include "rows.h"

#include <png.h>

#include <csetjmp>
#include <cstring>

namespace pim {

namespace {

class PngRows final : public RowReader {
public:
    PngRows(const uint8_t* data, int64_t size) : data_(data), size_(size) {
        reader_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, this, on_error, on_warning);
        if (reader_ == nullptr || (header_ = png_create_info_struct(reader_)) == nullptr) {
            png_destroy_read_struct(&reader_, nullptr, nullptr);
            throw std::bad_alloc();
        }
        if (setjmp(png_jmpbuf(reader_)) != 0) {
            png_destroy_read_struct(&reader_, &header_, nullptr);
            damaged();
        }
        png_set_read_fn(reader_, this, on_read);
        // The container's checks have already been made against our limits; libpng's own stop at a million.
        png_set_user_limits(reader_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_read_info(reader_, header_);
        png_set_expand(reader_);
        png_set_scale_16(reader_);
        png_set_gray_to_rgb(reader_);
        png_set_strip_alpha(reader_);
        png_set_bgr(reader_);
        png_read_update_info(reader_, header_);
        width_ = static_cast<int>(png_get_image_width(reader_, header_));
        height_ = static_cast<int>(png_get_image_height(reader_, header_));
    }

    ~PngRows() override { png_destroy_read_struct(&reader_, &header_, nullptr); }

    void read(uint8_t* row) override {
        if (setjmp(png_jmpbuf(reader_)) != 0) {
            damaged();
        }
        png_read_row(reader_, row, nullptr);
    }

    int64_t consumed() const override { return at_; }

private:
    [[noreturn]] void damaged() const {
        fail(PIM_CORRUPT, std::string("The PNG data is damaged (") + message_ + "). Save the image again and upload it.");
    }

    static void on_error(png_structp reader, png_const_charp message) {
        auto* rows = static_cast<PngRows*>(png_get_error_ptr(reader));
        std::strncpy(rows->message_, message, sizeof rows->message_ - 1);
        png_longjmp(reader, 1);
    }

    static void on_warning(png_structp, png_const_charp) {}

    static void on_read(png_structp reader, png_bytep target, size_t count) {
        auto* rows = static_cast<PngRows*>(png_get_io_ptr(reader));
        if (static_cast<int64_t>(count) > rows->size_ - rows->at_) {
            png_error(reader, "it ends before its pixels do");
        }
        std::memcpy(target, rows->data_ + rows->at_, count);
        rows->at_ += static_cast<int64_t>(count);
    }

    const uint8_t* data_;
    int64_t size_;
    int64_t at_ = 0;
    png_structp reader_ = nullptr;
    png_infop header_ = nullptr;
    char message_[120] = "";
};

}  // namespace

std::unique_ptr<RowReader> open_png_rows(const uint8_t* data, int64_t size) { return std::make_unique<PngRows>(data, size); }

}  // namespace pim
