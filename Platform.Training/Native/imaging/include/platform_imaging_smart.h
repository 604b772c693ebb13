/* Smart tools of the image shim: selections and edge paths that need no model. Same rules as platform_imaging.h.
 * A region or an edge map is made by one call and may then be read by any number of threads until it is freed. */
#pragma once
#include "platform_imaging.h"

/* The pixels that a tool looks at. They are only read during the call. */
struct pim_picture {
    const uint8_t* pixels;
    int32_t width;
    int32_t height;
    int32_t stride;
    int32_t reserved;
};

/* `points` holds `count` pairs x, y in pixels of the picture. */
struct pim_stroke {
    const float* points;
    int32_t count;
    float radius;
    int32_t is_foreground;
    int32_t reserved;
};

/* Where the picture lies in the image that answers speak of: image = left + scale * picture, and so for y. */
struct pim_placement {
    int32_t left;
    int32_t top;
    int32_t scale;
    int32_t image_width;
    int32_t image_height;
    int32_t reserved;
};

struct pim_region;
struct pim_edge_map;

/* The object inside the box {left, top, right, bottom}, corrected by the strokes. PIM_NOTHING_FOUND where no pixel is left. */
PIM_API int32_t pim_select_box(const pim_picture* picture, const double box[4], const pim_stroke* strokes, int32_t stroke_count,
                               pim_region** region);

/* Pixels whose channels differ by at most `tolerance` from those at x, y; only those connected to it where is_contiguous. */
PIM_API int32_t pim_select_similar(const pim_picture* picture, double x, double y, int32_t tolerance, int32_t is_contiguous,
                                   pim_region** region);

/* Run lengths of the image, column by column, background first, as int64_t. */
PIM_API int32_t pim_region_runs(const pim_region* region, const pim_placement* placement, pim_buffer** runs);

/* Outlines along pixel edges, simplified by `epsilon` picture pixels, or more where they would have above max_points points.
 * Parts and holes below min_area picture pixels are left out; where all are, the largest part stays. As double: count of
 * parts, then for each part, largest first: its area in picture pixels, count of rings, then for each ring, outline before
 * holes, count of points and their image coordinates. */
PIM_API int32_t pim_region_outlines(const pim_region* region, const pim_placement* placement, double epsilon, double min_area,
                                    int32_t max_points, pim_buffer** outlines);

PIM_API void pim_region_free(pim_region* region);

/* The cheapest paths along edges from x, y to every pixel at most `reach` away; farther than 256 pixels they are sought at a
 * reduced scale. */
PIM_API int32_t pim_edge_map_build(const pim_picture* picture, double x, double y, int32_t reach, pim_edge_map** map);

/* The path from the map's start to x, y, which lies within reach, as pairs of double; both ends are exact. */
PIM_API int32_t pim_edge_map_path(const pim_edge_map* map, double x, double y, pim_buffer** points);

PIM_API int64_t pim_edge_map_bytes(const pim_edge_map* map);

PIM_API void pim_edge_map_free(pim_edge_map* map);
