/* Images too large to decode as a whole, read row by row from files. Same rules as platform_imaging.h. */
#pragma once
#include "platform_imaging.h"

/* As pim_probe and pim_thumbnail, for a file named in UTF-8. */
PIM_API int32_t pim_probe_file(const char* path, const pim_limits* limits, pim_info* info);
PIM_API int32_t pim_thumbnail_file(const char* path, const pim_limits* limits, int32_t max_side, int32_t format, int32_t quality,
                                   pim_buffer** encoded);

/* Sizes are upright. Level 0 has full size, each next half of it rounded up, the last fits into one tile. */
struct pim_pyramid_info {
    int32_t width;
    int32_t height;
    int32_t level_count;
    int32_t rows;  /* to be read in all, for telling progress */
};

/* A finished tile as JPEG; level is -1 when there are no more. `data` stays valid until the next call. */
struct pim_pyramid_tile {
    int32_t level;
    int32_t column;
    int32_t row;
    int32_t rows_read;
    const uint8_t* data;
    int64_t size;
};

struct pim_pyramid;

/* Starts reading; holds about 2 * tile_size rows. A pyramid is used by one thread at a time. */
PIM_API int32_t pim_pyramid_open(const char* path, const pim_limits* limits, int32_t tile_size, int32_t quality,
                                 pim_pyramid** pyramid, pim_pyramid_info* info);

/* Reads on until a tile is finished. */
PIM_API int32_t pim_pyramid_next(pim_pyramid* pyramid, pim_pyramid_tile* tile);

PIM_API void pim_pyramid_free(pim_pyramid* pyramid);
