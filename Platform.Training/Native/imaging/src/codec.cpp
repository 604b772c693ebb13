// Decoding, scaling, turning upright and encoding. Everything inside works in OpenCV's BGR order.
#include "rows.h"
#include "platform_imaging_tiles.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

namespace pim {

namespace {

// Undoes the EXIF orientation: 2 mirrored, 3 turned by 180, 4 flipped, 5 transposed, 6 needs a clockwise quarter turn,
// 7 transversed, 8 needs a counter-clockwise quarter turn.
cv::Mat upright(const cv::Mat& stored, int32_t orientation) {
    cv::Mat result;
    switch (orientation) {
        case 2: cv::flip(stored, result, 1); return result;
        case 3: cv::flip(stored, result, -1); return result;
        case 4: cv::flip(stored, result, 0); return result;
        case 5: cv::transpose(stored, result); return result;
        case 6: cv::rotate(stored, result, cv::ROTATE_90_CLOCKWISE); return result;
        case 7: cv::transpose(stored, result); cv::flip(result, result, -1); return result;
        case 8: cv::rotate(stored, result, cv::ROTATE_90_COUNTERCLOCKWISE); return result;
        default: return stored;
    }
}

cv::Mat decode(const uint8_t* data, int64_t size, int flags) {
    const cv::Mat encoded(1, static_cast<int>(size), CV_8U, const_cast<uint8_t*>(data));
    cv::Mat image;
    try {
        image = cv::imdecode(encoded, flags | cv::IMREAD_IGNORE_ORIENTATION);
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem) {
            throw;
        }
    }
    if (image.empty()) {
        fail(PIM_CORRUPT, "The image data is damaged and cannot be decoded. Save the image again and upload it.");
    }
    return image;
}

// The TIFF reader turns some orientations by itself; whatever it did, the result is recognised by its size only
// for quarter turns, so TIFF is always decoded with its own orientation handling and counted as upright.
int32_t remaining_orientation(const Header& header, const cv::Mat& decoded) {
    if (header.format != PIM_TIFF) {
        return header.orientation;
    }
    return swaps_sides(header.orientation) && decoded.cols == header.width && header.width != header.height
        ? header.orientation : 1;
}

// JPEG decodes at 1/2, 1/4 or 1/8 for a fraction of the cost; the largest factor that still covers the target is taken.
int reduced_flag(const Header& header, int width, int height) {
    if (header.format != PIM_JPEG) {
        return cv::IMREAD_COLOR;
    }
    const auto covers = [&](int factor) { return header.width / factor >= width && header.height / factor >= height; };
    return covers(8) ? cv::IMREAD_REDUCED_COLOR_8
        : covers(4) ? cv::IMREAD_REDUCED_COLOR_4
        : covers(2) ? cv::IMREAD_REDUCED_COLOR_2 : cv::IMREAD_COLOR;
}

// Decodes to exactly width x height pixels of the upright image, in BGR.
cv::Mat decode_scaled(const uint8_t* data, int64_t size, const Header& header, const pim_limits& limits, int width, int height) {
    const bool swap = swaps_sides(header.orientation);
    const int stored_width = swap ? height : width;
    const int stored_height = swap ? width : height;
    cv::Mat image = is_huge(header, size, limits) ? read_reduced(data, size, header, stored_width, stored_height)
                                                  : decode(data, size, reduced_flag(header, stored_width, stored_height));
    image = upright(image, remaining_orientation(header, image));
    if (image.cols != width || image.rows != height) {
        const bool shrinks = image.cols >= width && image.rows >= height;
        cv::Mat resized;
        cv::resize(image, resized, cv::Size(width, height), 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
        return resized;
    }
    return image;
}

const char* extension(int32_t format) {
    switch (format) {
        case PIM_JPEG: return ".jpg";
        case PIM_PNG: return ".png";
        case PIM_WEBP: return ".webp";
        case PIM_BMP: return ".bmp";
        case PIM_TIFF: return ".tif";
        default: fail(PIM_BAD_ARGUMENT, "Unknown output format.");
    }
}

// 8-bit colour for formats that hold nothing else.
cv::Mat for_format(const cv::Mat& image, int32_t format) {
    cv::Mat result = image;
    const bool wide = format == PIM_PNG || format == PIM_TIFF;
    if (!wide && result.depth() == CV_16U) {
        result.convertTo(result, CV_8U, 1.0 / 257);
    }
    if (!wide && format != PIM_WEBP && result.channels() == 4) {
        cv::cvtColor(result, result, cv::COLOR_BGRA2BGR);
    }
    return result;
}

}  // namespace

pim_buffer* encode(const cv::Mat& image, int32_t format, int32_t quality) {
    require(quality >= 1 && quality <= 100, "The quality must be between 1 and 100.");
    std::vector<int> options;
    if (format == PIM_JPEG) {
        options = {cv::IMWRITE_JPEG_QUALITY, quality};
    } else if (format == PIM_WEBP) {
        options = {cv::IMWRITE_WEBP_QUALITY, quality};
    }
    auto buffer = std::make_unique<pim_buffer>();
    if (!cv::imencode(extension(format), image, buffer->bytes, options)) {
        fail(PIM_INTERNAL, "The image could not be encoded.");
    }
    return buffer.release();
}

cv::Mat decode_upright(const uint8_t* data, int64_t size, const Header& header) {
    const cv::Mat stored = decode(data, size, cv::IMREAD_COLOR);
    return upright(stored, remaining_orientation(header, stored));
}

pim_buffer* make_thumbnail(const uint8_t* data, int64_t size, const pim_limits* limits, int32_t max_side, int32_t format, int32_t quality) {
    require(max_side > 0, "A thumbnail needs a positive size.");
    require(format == PIM_JPEG || format == PIM_WEBP, "Thumbnails are JPEG or WebP.");
    const Header header = probe(data, size, limits);
    const bool swap = swaps_sides(header.orientation);
    const double width = static_cast<double>(swap ? header.height : header.width);
    const double height = static_cast<double>(swap ? header.width : header.height);
    const double scale = std::min(1.0, max_side / std::max(width, height));
    const int scaled_width = std::max(1, static_cast<int>(std::lround(width * scale)));
    const int scaled_height = std::max(1, static_cast<int>(std::lround(height * scale)));
    return encode(decode_scaled(data, size, header, *limits, scaled_width, scaled_height), format, quality);
}

}  // namespace pim

int32_t pim_decode_rgb(const uint8_t* data, int64_t size, const pim_limits* limits,
                       uint8_t* pixels, int32_t width, int32_t height, int32_t stride) {
    return pim::guarded([&] {
        pim::require(pixels != nullptr && width > 0 && height > 0 && stride >= 3 * static_cast<int64_t>(width),
                     "The destination of a decoded image is too small.");
        const pim::Header header = pim::probe(data, size, limits);
        const cv::Mat image = pim::decode_scaled(data, size, header, *limits, width, height);
        cv::Mat destination(height, width, CV_8UC3, pixels, static_cast<size_t>(stride));
        cv::cvtColor(image, destination, cv::COLOR_BGR2RGB);
    });
}

int32_t pim_thumbnail(const uint8_t* data, int64_t size, const pim_limits* limits,
                      int32_t max_side, int32_t format, int32_t quality, pim_buffer** encoded) {
    return pim::guarded([&] {
        pim::require(encoded != nullptr, "A place for the result is required.");
        *encoded = pim::make_thumbnail(data, size, limits, max_side, format, quality);
    });
}

int32_t pim_thumbnail_file(const char* path, const pim_limits* limits, int32_t max_side, int32_t format, int32_t quality,
                           pim_buffer** encoded) {
    return pim::guarded([&] {
        pim::require(encoded != nullptr, "A place for the result is required.");
        const pim::MappedFile file(path);
        *encoded = pim::make_thumbnail(file.data(), file.size(), limits, max_side, format, quality);
    });
}

int32_t pim_reencode_upright(const uint8_t* data, int64_t size, const pim_limits* limits,
                             int32_t format, int32_t quality, pim_buffer** encoded) {
    return pim::guarded([&] {
        pim::require(encoded != nullptr, "A place for the result is required.");
        const pim::Header header = pim::probe(data, size, limits);
        if (pim::is_huge(header, size, *limits)) {
            pim::fail(PIM_TOO_MANY_PIXELS, "The image is too large to be turned as a whole. Save it without an EXIF orientation.");
        }
        const int32_t output = format == 0 ? header.format : format;
        const cv::Mat stored = pim::decode(data, size, header.format == PIM_JPEG ? cv::IMREAD_COLOR : cv::IMREAD_UNCHANGED);
        const cv::Mat image = pim::upright(stored, pim::remaining_orientation(header, stored));
        *encoded = pim::encode(pim::for_format(image, output), output, quality);
    });
}

int32_t pim_encode_rgb(const uint8_t* pixels, int32_t width, int32_t height, int32_t stride,
                       int32_t format, int32_t quality, pim_buffer** encoded) {
    return pim::guarded([&] {
        pim::require(pixels != nullptr && encoded != nullptr && width > 0 && height > 0 &&
                     stride >= 3 * static_cast<int64_t>(width), "An image with pixels is required.");
        const cv::Mat source(height, width, CV_8UC3, const_cast<uint8_t*>(pixels), static_cast<size_t>(stride));
        cv::Mat image;
        cv::cvtColor(source, image, cv::COLOR_RGB2BGR);
        *encoded = pim::encode(image, format, quality);
    });
}
