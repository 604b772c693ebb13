// Shared by the shim's translation units; nothing here is exported.
#pragma once
#include "platform_imaging.h"

#include <opencv2/core.hpp>

#include <cstddef>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

struct pim_buffer {
    std::vector<uint8_t> bytes;
};

namespace pim {

// A refusal with its status; thrown inside the shim and turned into a return value by guarded().
struct Failure {
    int32_t status;
    std::string message;
};

[[noreturn]] inline void fail(int32_t status, std::string message) { throw Failure{status, std::move(message)}; }

inline void require(bool condition, const char* message) {
    if (!condition) {
        fail(PIM_BAD_ARGUMENT, message);
    }
}

void set_last_error(const std::string& message);

// One OpenCV thread per call: callers run their own threads, and a training owns the other cores.
void initialise();

template <typename Body>
int32_t guarded(Body&& body) {
    try {
        initialise();
        body();
        return PIM_OK;
    } catch (const Failure& failure) {
        set_last_error(failure.message);
        return failure.status;
    } catch (const std::bad_alloc&) {
        set_last_error("There is not enough memory for this image.");
        return PIM_OUT_OF_MEMORY;
    } catch (const cv::Exception& exception) {
        set_last_error(exception.err.empty() ? exception.what() : exception.err);
        return exception.code == cv::Error::StsNoMem ? PIM_OUT_OF_MEMORY : PIM_INTERNAL;
    } catch (const std::exception& exception) {
        set_last_error(exception.what());
        return PIM_INTERNAL;
    } catch (...) {
        set_last_error("Unknown error in the image library.");
        return PIM_INTERNAL;
    }
}

// Bounds-checked view of the encoded bytes; reading beyond the end is a truncation.
class Bytes {
public:
    Bytes(const uint8_t* data, size_t size) : data_(data), size_(size) {}

    size_t size() const { return size_; }
    const uint8_t* data() const { return data_; }

    uint8_t u8(size_t at) const { check(at, 1); return data_[at]; }
    uint32_t u16be(size_t at) const { check(at, 2); return data_[at] << 8 | data_[at + 1]; }
    uint32_t u16le(size_t at) const { check(at, 2); return data_[at] | data_[at + 1] << 8; }
    uint32_t u24le(size_t at) const { return u16le(at) | static_cast<uint32_t>(u8(at + 2)) << 16; }
    uint32_t u32be(size_t at) const { return u16be(at) << 16 | u16be(at + 2); }
    uint32_t u32le(size_t at) const { return u16le(at) | u16le(at + 2) << 16; }

    bool starts_with(size_t at, const char* text, size_t length) const;

    void check(size_t at, size_t count) const {
        if (at > size_ || count > size_ - at) {
            fail(PIM_TRUNCATED, "The image file is cut off: it ends before its data does. Upload the complete file.");
        }
    }

private:
    const uint8_t* data_;
    size_t size_;
};

// Size as stored, before the orientation is applied.
struct Header {
    int32_t format = 0;
    int64_t width = 0;
    int64_t height = 0;
    int32_t orientation = 1;
    bool is_streamable = false;  // its rows can be read one by one
};

// Strips of a TIFF, and rows of its tiles, are held whole while their rows are handed out.
constexpr int64_t max_strip_pixels = 32'000'000;

// Beyond the bounds of decoding as a whole.
bool is_huge(const Header& header, int64_t size, const pim_limits& limits);

// Refuses a size out of bounds. Readers call it as soon as they know the size, so that a bomb is named as one.
void check_size(const Header& header, const pim_limits& limits);

Header read_jpeg(const Bytes& bytes, const pim_limits& limits);
Header read_png(const Bytes& bytes, const pim_limits& limits);
Header read_webp(const Bytes& bytes, const pim_limits& limits);
Header read_bmp(const Bytes& bytes, const pim_limits& limits);
Header read_tiff(const Bytes& bytes, const pim_limits& limits);

// EXIF data begins with a TIFF header; anything unreadable in it means orientation 1.
int32_t exif_orientation(const uint8_t* data, size_t size);

// Checks size limits, recognises the format and refuses what must not reach the decoder.
Header probe(const uint8_t* data, int64_t size, const pim_limits* limits);

// All pixels of an image that is not huge, BGR.
cv::Mat decode_upright(const uint8_t* data, int64_t size, const Header& header);

pim_buffer* encode(const cv::Mat& image, int32_t format, int32_t quality);
pim_buffer* make_thumbnail(const uint8_t* data, int64_t size, const pim_limits* limits, int32_t max_side, int32_t format, int32_t quality);

inline bool swaps_sides(int32_t orientation) { return orientation >= 5; }

}  // namespace pim
