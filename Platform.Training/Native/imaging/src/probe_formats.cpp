// Header readers. Each walks its container to the end, so that a file cut off anywhere is told from a whole one.
#include "internal.h"

#include <algorithm>
#include <cstring>
#include <iterator>

namespace pim {

namespace {

[[noreturn]] void corrupt(const char* format) {
    fail(PIM_CORRUPT, std::string("The ") + format + " data is damaged. Save the image again and upload it.");
}

// Field access in the byte order that a TIFF header declares.
struct Tiff {
    Bytes bytes;
    bool little;

    uint32_t u16(size_t at) const { return little ? bytes.u16le(at) : bytes.u16be(at); }
    uint32_t u32(size_t at) const { return little ? bytes.u32le(at) : bytes.u32be(at); }

    // Element `index` of a SHORT (3) or LONG (4) field whose 12-byte entry stands at `entry`.
    uint32_t value(size_t entry, uint32_t index) const {
        const bool is_short = u16(entry + 2) == 3;
        const size_t width = is_short ? 2 : 4;
        const size_t base = u32(entry + 4) * width <= 4 ? entry + 8 : u32(entry + 8);
        const size_t at = base + index * width;
        return is_short ? u16(at) : u32(at);
    }
};

// Bytes of one element of each TIFF field type; unknown types count as inline values.
size_t element_size(uint32_t type) {
    static const size_t sizes[] = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
    return type < std::size(sizes) ? sizes[type] : 0;
}

int32_t valid_orientation(uint32_t value) { return value >= 1 && value <= 8 ? static_cast<int32_t>(value) : 1; }

}  // namespace

int32_t exif_orientation(const uint8_t* data, size_t size) {
    try {
        const Tiff tiff{Bytes(data, size), size >= 2 && data[0] == 'I'};
        const size_t directory = tiff.u32(4);
        const uint32_t count = tiff.u16(directory);
        for (uint32_t i = 0; i < count; i++) {
            const size_t entry = directory + 2 + 12 * static_cast<size_t>(i);
            if (tiff.u16(entry) == 274) {
                return valid_orientation(tiff.value(entry, 0));
            }
        }
    } catch (const Failure&) {
    }
    return 1;
}

Header read_jpeg(const Bytes& bytes, const pim_limits& limits) {
    Header header;
    header.format = PIM_JPEG;
    uint32_t components = 0;
    size_t at = 2;
    while (true) {
        if (bytes.u8(at) != 0xff) {
            corrupt("JPEG");
        }
        while (bytes.u8(at) == 0xff) {
            at++;
        }
        const uint8_t marker = bytes.u8(at++);
        if (marker == 0xd9) {
            break;
        }
        if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
            continue;
        }
        const size_t length = bytes.u16be(at);
        if (length < 2 || marker == 0x00) {
            corrupt("JPEG");
        }
        bytes.check(at, length);
        const bool is_frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (is_frame && header.width == 0) {
            header.height = bytes.u16be(at + 3);
            header.width = bytes.u16be(at + 5);
            components = bytes.u8(at + 7);
            // Of all kinds only the sequential ones with 8 bits a sample come row by row.
            header.is_streamable = (marker == 0xc0 || marker == 0xc1) && bytes.u8(at + 2) == 8;
            check_size(header, limits);
        } else if (marker == 0xe1 && length > 8 && bytes.starts_with(at + 2, "Exif\0\0", 6)) {
            header.orientation = exif_orientation(bytes.data() + at + 8, length - 8);
        }
        if (marker == 0xda && bytes.u8(at + 2) < components) {
            // Its colours stand one after the other, so all of them must be held.
            header.is_streamable = false;
            check_size(header, limits);
        }
        at += length;
        if (marker == 0xda) {
            // Entropy-coded data runs to the next marker; 0xff00 is an escaped byte and 0xffd0..d7 are restarts.
            while (true) {
                bytes.check(at, 1);
                const void* found = std::memchr(bytes.data() + at, 0xff, bytes.size() - at);
                at = found ? static_cast<size_t>(static_cast<const uint8_t*>(found) - bytes.data()) : bytes.size();
                const uint8_t next = bytes.u8(at + 1);
                if (next != 0x00 && !(next >= 0xd0 && next <= 0xd7)) {
                    break;
                }
                at += 2;
            }
        }
    }
    return header;
}

Header read_png(const Bytes& bytes, const pim_limits& limits) {
    Header header;
    header.format = PIM_PNG;
    size_t at = 8;
    while (true) {
        const size_t length = bytes.u32be(at);
        bytes.check(at + 4, 4);
        if (header.width == 0) {
            if (!bytes.starts_with(at + 4, "IHDR", 4) || length != 13) {
                corrupt("PNG");
            }
            header.width = bytes.u32be(at + 8);
            header.height = bytes.u32be(at + 12);
            header.is_streamable = bytes.u8(at + 20) == 0;  // not interlaced
            check_size(header, limits);
        }
        bytes.check(at + 8, length);
        bytes.check(at + 8 + length, 4);
        if (bytes.starts_with(at + 4, "IEND", 4)) {
            return header;
        }
        if (bytes.starts_with(at + 4, "eXIf", 4)) {
            header.orientation = exif_orientation(bytes.data() + at + 8, length);
        }
        at += 12 + length;
    }
}

Header read_webp(const Bytes& bytes, const pim_limits& limits) {
    Header header;
    header.format = PIM_WEBP;
    const size_t end = static_cast<size_t>(bytes.u32le(4)) + 8;
    bytes.check(0, end);
    for (size_t at = 12; at + 8 <= end;) {
        const size_t length = bytes.u32le(at + 4);
        const size_t body = at + 8;
        bytes.check(body, length);
        if (bytes.starts_with(at, "VP8X", 4)) {
            if (bytes.u8(body) & 0x02) {
                fail(PIM_UNSUPPORTED_FORMAT, "Animated WebP files are not supported. Upload a still image or a video.");
            }
            header.width = bytes.u24le(body + 4) + 1;
            header.height = bytes.u24le(body + 7) + 1;
        } else if (bytes.starts_with(at, "VP8 ", 4) && header.width == 0) {
            if (!bytes.starts_with(body + 3, "\x9d\x01\x2a", 3)) {
                corrupt("WebP");
            }
            header.width = bytes.u16le(body + 6) & 0x3fff;
            header.height = bytes.u16le(body + 8) & 0x3fff;
        } else if (bytes.starts_with(at, "VP8L", 4) && header.width == 0) {
            const uint32_t bits = bytes.u32le(body + 1);
            header.width = (bits & 0x3fff) + 1;
            header.height = (bits >> 14 & 0x3fff) + 1;
        } else if (bytes.starts_with(at, "EXIF", 4)) {
            const size_t prefix = bytes.starts_with(body, "Exif\0\0", 6) && length >= 6 ? 6 : 0;
            header.orientation = exif_orientation(bytes.data() + body + prefix, length - prefix);
        }
        if (header.width != 0) {
            check_size(header, limits);
        }
        at = body + length + (length & 1);
    }
    return header;
}

Header read_bmp(const Bytes& bytes, const pim_limits& limits) {
    Header header;
    header.format = PIM_BMP;
    const size_t pixels_at = bytes.u32le(10);
    const uint32_t info_size = bytes.u32le(14);
    uint32_t depth = 0;
    uint32_t compression = 0;
    if (info_size == 12) {
        header.width = bytes.u16le(18);
        header.height = bytes.u16le(20);
        depth = bytes.u16le(24);
    } else if (info_size >= 40 && info_size <= 124) {
        header.width = static_cast<int32_t>(bytes.u32le(18));
        // A negative height means rows from top to bottom.
        const int64_t height = static_cast<int32_t>(bytes.u32le(22));
        header.height = height < 0 ? -height : height;
        depth = bytes.u16le(28);
        compression = bytes.u32le(30);
    } else {
        fail(PIM_NOT_AN_IMAGE, "This is not an image file. Upload JPEG, PNG, WebP, BMP or TIFF.");
    }
    header.is_streamable = info_size >= 40 && compression == 0 && (depth == 8 || depth == 24 || depth == 32);
    check_size(header, limits);
    const bool is_raw = compression == 0 || compression == 3 || compression == 6;
    if (is_raw && depth <= 32) {
        const size_t row = (static_cast<size_t>(header.width) * depth + 31) / 32 * 4;
        bytes.check(pixels_at, row * static_cast<size_t>(header.height));
    }
    return header;
}

Header read_tiff(const Bytes& bytes, const pim_limits& limits) {
    Header header;
    header.format = PIM_TIFF;
    const Tiff tiff{bytes, bytes.u8(0) == 'I'};
    const size_t directory = tiff.u32(4);
    const uint32_t count = tiff.u16(directory);
    size_t offsets = 0;
    size_t lengths = 0;
    int64_t rows_at_once = -1;  // a file without strips or tiles named is one strip
    uint32_t bits = 1;
    for (uint32_t i = 0; i < count; i++) {
        const size_t entry = directory + 2 + 12 * static_cast<size_t>(i);
        const size_t length = element_size(tiff.u16(entry + 2)) * tiff.u32(entry + 4);
        if (length > 4) {
            bytes.check(tiff.u32(entry + 8), length);
        }
        switch (tiff.u16(entry)) {
            case 256: header.width = tiff.value(entry, 0); break;
            case 257: header.height = tiff.value(entry, 0); break;
            case 258: bits = tiff.value(entry, 0); break;
            case 278: case 323: rows_at_once = tiff.value(entry, 0); break;
            case 274: header.orientation = valid_orientation(tiff.value(entry, 0)); break;
            case 273: case 324: offsets = entry; break;
            case 279: case 325: lengths = entry; break;
            default: break;
        }
    }
    rows_at_once = rows_at_once < 0 ? header.height : std::min(rows_at_once, header.height);
    header.is_streamable = header.orientation == 1 && bits <= 16 && header.width > 0 && rows_at_once > 0 && rows_at_once <= max_strip_pixels / header.width;
    check_size(header, limits);
    if (offsets == 0 || lengths == 0) {
        corrupt("TIFF");
    }
    const uint32_t parts = std::min(tiff.u32(offsets + 4), tiff.u32(lengths + 4));
    for (uint32_t i = 0; i < parts; i++) {
        bytes.check(tiff.value(offsets, i), tiff.value(lengths, i));
    }
    return header;
}

}  // namespace pim
