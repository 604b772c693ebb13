// Recognises formats by their first bytes and enforces the limits before any pixel memory is allocated.
#include "rows.h"
#include "platform_imaging_tiles.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace pim {

bool Bytes::starts_with(size_t at, const char* text, size_t length) const {
    return at <= size_ && length <= size_ - at && std::memcmp(data_ + at, text, length) == 0;
}

namespace {

struct Refused {
    size_t at;
    const char* magic;
    size_t length;
    const char* name;
};

// Formats people do upload and that deserve a better answer than "not an image".
const Refused refused_formats[] = {
    {0, "GIF8", 4, "GIF"},        {4, "ftypheic", 8, "HEIC"}, {4, "ftypheix", 8, "HEIC"}, {4, "ftypmif1", 8, "HEIF"},
    {4, "ftypavif", 8, "AVIF"},   {0, "8BPS", 4, "Photoshop"}, {0, "\0\0\1\0", 4, "ICO"},  {0, "%PDF", 4, "PDF"},
    {0, "\0\0\0\x0cjP  ", 8, "JPEG 2000"}, {0, "\xff\x4f\xff\x51", 4, "JPEG 2000"}, {0, "II+\0", 4, "BigTIFF"}, {0, "MM\0+", 4, "BigTIFF"},
};

// The sides are at most 2^32 each, so their product is compared by division.
bool exceeds(const Header& header, int64_t max_pixels, int32_t max_side) {
    return header.width > max_side || header.height > max_side || header.width >= (max_pixels + header.height - 1) / header.height;
}

Header read_header(const Bytes& bytes, const pim_limits& limits) {
    if (bytes.starts_with(0, "\xff\xd8\xff", 3)) {
        return read_jpeg(bytes, limits);
    }
    if (bytes.starts_with(0, "\x89PNG\r\n\x1a\n", 8)) {
        return read_png(bytes, limits);
    }
    if (bytes.starts_with(0, "RIFF", 4) && bytes.starts_with(8, "WEBP", 4)) {
        return read_webp(bytes, limits);
    }
    if (bytes.starts_with(0, "II*\0", 4) || bytes.starts_with(0, "MM\0*", 4)) {
        return read_tiff(bytes, limits);
    }
    for (const Refused& refused : refused_formats) {
        if (bytes.starts_with(refused.at, refused.magic, refused.length)) {
            fail(PIM_UNSUPPORTED_FORMAT, std::string(refused.name) +
                 " files are not supported. Convert the image to JPEG, PNG, WebP, BMP or TIFF.");
        }
    }
    if (bytes.starts_with(0, "BM", 2)) {
        return read_bmp(bytes, limits);
    }
    fail(PIM_NOT_AN_IMAGE, "This is not an image file. Upload JPEG, PNG, WebP, BMP or TIFF.");
}

const char larger_formats[] = "Larger images are read from sequential (baseline) JPEG, non-interlaced PNG, uncompressed BMP and TIFF in strips or tiles: "
                              "save it as one of these, or shrink it.";

void check_bytes(int64_t size, int64_t max_bytes, const char* advice) {
    if (size > max_bytes) {
        fail(PIM_TOO_MANY_BYTES, "The file has " + std::to_string(size) + " bytes; at most " + std::to_string(max_bytes) + " are accepted. " + advice);
    }
}

}  // namespace

void check_size(const Header& header, const pim_limits& limits) {
    if (header.width <= 0 || header.height <= 0) {
        fail(PIM_CORRUPT, "The image's header gives no usable width and height. Save the image again and upload it.");
    }
    const int64_t max_pixels = header.is_streamable ? limits.max_pixels : std::min(limits.max_pixels, limits.max_decoded_pixels);
    const int32_t max_side = header.is_streamable ? limits.max_side : std::min(limits.max_side, limits.max_decoded_side);
    if (exceeds(header, max_pixels, max_side)) {
        fail(PIM_TOO_MANY_PIXELS, "The image measures " + std::to_string(header.width) + " x " + std::to_string(header.height) +
             " pixels; it must stay below " + std::to_string(max_pixels) + " pixels in all and " + std::to_string(max_side) + " a side. " +
             (header.is_streamable ? "Shrink it or cut it into parts."
                                   : larger_formats));
    }
}

bool is_huge(const Header& header, int64_t size, const pim_limits& limits) {
    return size > limits.max_decoded_bytes || exceeds(header, limits.max_decoded_pixels, limits.max_decoded_side);
}

Header probe(const uint8_t* data, int64_t size, const pim_limits* limits) {
    require(limits != nullptr && size >= 0 && (data != nullptr || size == 0), "Image bytes and limits are required.");
    if (size == 0) {
        fail(PIM_EMPTY, "The file is empty (0 bytes). Upload it again.");
    }
    check_bytes(size, limits->max_bytes, "Compress or shrink the image.");
    const Header header = read_header(Bytes(data, static_cast<size_t>(size)), *limits);
    check_size(header, *limits);
    if (!header.is_streamable) {
        check_bytes(size, std::min<int64_t>(limits->max_decoded_bytes, std::numeric_limits<int32_t>::max()),
                    larger_formats);
    }
    return header;
}

}  // namespace pim

namespace {

void describe(const pim::Header& header, pim_info* info) {
    pim::require(info != nullptr, "A place for the result is required.");
    const bool swap = pim::swaps_sides(header.orientation);
    info->format = header.format;
    info->width = static_cast<int32_t>(swap ? header.height : header.width);
    info->height = static_cast<int32_t>(swap ? header.width : header.height);
    info->orientation = header.orientation;
}

}  // namespace

int32_t pim_probe(const uint8_t* data, int64_t size, const pim_limits* limits, pim_info* info) {
    return pim::guarded([&] { describe(pim::probe(data, size, limits), info); });
}

int32_t pim_probe_file(const char* path, const pim_limits* limits, pim_info* info) {
    return pim::guarded([&] {
        const pim::MappedFile file(path);
        describe(pim::probe(file.data(), file.size(), limits), info);
    });
}
