/* Flat C interface of the image shim. No exception leaves it: every call returns a pim_status, and pim_last_error()
 * says in English what went wrong on the calling thread. All calls may be made from any thread; none keeps a pointer
 * that it was given. Pixels are 8-bit RGB, rows top to bottom, `stride` bytes apart. Coordinates are continuous:
 * pixel (0,0) covers [0,1) x [0,1), its centre is (0.5, 0.5). */
#pragma once
#include <stdint.h>

#define PIM_API extern "C" __attribute__((visibility("default")))

enum pim_status {
    PIM_OK = 0,
    PIM_EMPTY = 1,
    PIM_NOT_AN_IMAGE = 2,
    PIM_UNSUPPORTED_FORMAT = 3,
    PIM_TRUNCATED = 4,
    PIM_CORRUPT = 5,
    PIM_TOO_MANY_PIXELS = 6,
    PIM_TOO_MANY_BYTES = 7,
    PIM_BAD_ARGUMENT = 8,
    PIM_OUT_OF_MEMORY = 9,
    PIM_INTERNAL = 10,
    PIM_NOTHING_FOUND = 11,
};

enum pim_format { PIM_JPEG = 1, PIM_PNG = 2, PIM_WEBP = 3, PIM_BMP = 4, PIM_TIFF = 5 };

/* Bounds of what is accepted, and of what may be decoded as a whole: beyond the latter an image must give its rows one by one, as
 * sequential JPEG and non-interlaced PNG do. Pixels are exclusive, the others inclusive. */
struct pim_limits {
    int64_t max_bytes;
    int64_t max_pixels;
    int64_t max_decoded_bytes;
    int64_t max_decoded_pixels;
    int32_t max_side;
    int32_t max_decoded_side;
};

/* width and height are those of the upright image; orientation is the EXIF value 1..8. */
struct pim_info {
    int32_t format;
    int32_t width;
    int32_t height;
    int32_t orientation;
};

struct pim_buffer;

PIM_API const char* pim_last_error(void);
PIM_API const char* pim_opencv_version(void);

PIM_API const uint8_t* pim_buffer_data(const pim_buffer* buffer);
PIM_API int64_t pim_buffer_size(const pim_buffer* buffer);
PIM_API void pim_buffer_free(pim_buffer* buffer);

/* Reads the header and walks the container to its end; allocates no pixels. */
PIM_API int32_t pim_probe(const uint8_t* data, int64_t size, const pim_limits* limits, pim_info* info);

/* Decodes upright, resized to exactly width x height. */
PIM_API int32_t pim_decode_rgb(const uint8_t* data, int64_t size, const pim_limits* limits,
                               uint8_t* pixels, int32_t width, int32_t height, int32_t stride);

/* An upright copy whose longer side is at most max_side, as JPEG or WebP. */
PIM_API int32_t pim_thumbnail(const uint8_t* data, int64_t size, const pim_limits* limits,
                              int32_t max_side, int32_t format, int32_t quality, pim_buffer** encoded);

/* Full-size upright copy; format 0 keeps the input's. Alpha and 16-bit samples survive where both formats hold them. */
PIM_API int32_t pim_reencode_upright(const uint8_t* data, int64_t size, const pim_limits* limits,
                                     int32_t format, int32_t quality, pim_buffer** encoded);

PIM_API int32_t pim_encode_rgb(const uint8_t* pixels, int32_t width, int32_t height, int32_t stride,
                               int32_t format, int32_t quality, pim_buffer** encoded);

/* One source image of a composition. `to_source` maps destination coordinates to source coordinates, row by row:
 * xs = m0 x + m1 y + m2, ys = m3 x + m4 y + m5. Only destination pixels inside the clip rectangle (right and bottom
 * exclusive) are written; samples outside the source repeat its edge. */
struct pim_tile {
    const uint8_t* pixels;
    int32_t width;
    int32_t height;
    int32_t stride;
    int32_t clip_left;
    int32_t clip_top;
    int32_t clip_right;
    int32_t clip_bottom;
    int32_t reserved;
    double to_source[6];
};

enum pim_output { PIM_RGB8 = 0, PIM_FLOAT_NCHW = 1 };

/* Colour shifts are in OpenCV's 8-bit HSV units (hue modulo 180, saturation and value clamped to 0..255); a zero
 * triple costs nothing. For PIM_FLOAT_NCHW each channel c becomes value * scale[c] + offset[c]. */
struct pim_composition {
    const pim_tile* tiles;
    int32_t tile_count;
    int32_t width;
    int32_t height;
    int32_t fill;
    int32_t hue_shift;
    int32_t saturation_shift;
    int32_t value_shift;
    int32_t output;
    float scale[3];
    float offset[3];
};

/* Draws the tiles in order over the fill colour, shifts colours, and writes width*height*3 elements to `destination`. */
PIM_API int32_t pim_compose(const pim_composition* composition, void* destination, int64_t destination_bytes);

/* Box in pixels of the image drawn on; label is UTF-8 and may be null. Characters outside ASCII are drawn as '?'. */
struct pim_drawn_box {
    float left;
    float top;
    float right;
    float bottom;
    uint8_t red;
    uint8_t green;
    uint8_t blue;
    uint8_t reserved;
    int32_t thickness;
    const char* label;
};

PIM_API int32_t pim_draw_boxes(uint8_t* pixels, int32_t width, int32_t height, int32_t stride,
                               const pim_drawn_box* boxes, int32_t count);
