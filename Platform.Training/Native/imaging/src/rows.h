// Reading images row by row; nothing here is exported.
#pragma once
#include "internal.h"

#include <limits>
#include <memory>

namespace pim {

// A file mapped read-only. Pages behind a sequential reader are given back, so that memory stays flat however long the file.
class MappedFile {
public:
    explicit MappedFile(const char* path);
    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    const uint8_t* data() const { return data_; }
    int64_t size() const { return size_; }

    // The bytes before `end` are not needed any more, nor those from `begin` on.
    void forget(int64_t end, int64_t begin);

private:
    const uint8_t* data_ = nullptr;
    int64_t size_ = 0;
    int64_t forgotten_ = 0;
    int64_t kept_ = 0;
};

// Rows of BGR pixels from top to bottom: as stored where the image is streamable, else upright.
class RowReader {
public:
    virtual ~RowReader() = default;
    virtual void read(uint8_t* row) = 0;

    int width() const { return width_; }
    int height() const { return height_; }

    // How far into the file the reader is.
    virtual int64_t consumed() const { return 0; }

    // From where on the file is not needed any more: some formats store rows from the bottom upwards.
    virtual int64_t needed_end() const { return std::numeric_limits<int64_t>::max(); }

protected:
    int width_ = 0;
    int height_ = 0;
};

// `reduction` (1, 2, 4 or 8) is what the caller can do with; a JPEG is then read at that fraction of its size, others in full.
std::unique_ptr<RowReader> open_rows(const uint8_t* data, int64_t size, const Header& header, int reduction);
std::unique_ptr<RowReader> open_jpeg_rows(const uint8_t* data, int64_t size, int reduction);
std::unique_ptr<RowReader> open_png_rows(const uint8_t* data, int64_t size);
std::unique_ptr<RowReader> open_bmp_rows(const uint8_t* data, int64_t size, const Header& header);
std::unique_ptr<RowReader> open_tiff_rows(const uint8_t* data, int64_t size, const Header& header);

// The stored picture averaged over blocks until it is less than twice width x height.
cv::Mat read_reduced(const uint8_t* data, int64_t size, const Header& header, int width, int height);

}  // namespace pim
