// Flood select: pixels of a similar colour, connected to the chosen one or anywhere.
#include "smart.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

int32_t pim_select_similar(const pim_picture* picture, double x, double y, int32_t tolerance, int32_t is_contiguous,
                           pim_region** region) {
    return pim::guarded([&] {
        const cv::Mat image = pim::view(picture);
        pim::require(region != nullptr && tolerance >= 0 && tolerance <= 255, "A tolerance from 0 to 255 and a place for the result are required.");
        pim::require(x >= 0 && y >= 0 && x <= image.cols && y <= image.rows, "The point lies outside the picture.");
        const cv::Point seed(std::min(static_cast<int>(x), image.cols - 1), std::min(static_cast<int>(y), image.rows - 1));
        if (is_contiguous) {
            // The flood's mask has a rim of one pixel around the picture.
            cv::Mat1b flooded = cv::Mat1b::zeros(image.rows + 2, image.cols + 2);
            cv::Rect bounds;
            cv::Mat pixels = image;
            cv::floodFill(pixels, flooded, seed, cv::Scalar(), &bounds, cv::Scalar::all(tolerance), cv::Scalar::all(tolerance),
                          4 | cv::FLOODFILL_FIXED_RANGE | cv::FLOODFILL_MASK_ONLY | 255 << 8);
            *region = pim::make_region(flooded(bounds + cv::Point(1, 1)).clone(), bounds.tl());
            return;
        }
        const cv::Vec3b colour = image.at<cv::Vec3b>(seed);
        const cv::Scalar middle(colour[0], colour[1], colour[2]);
        cv::Mat1b similar;
        cv::inRange(image, middle - cv::Scalar::all(tolerance), middle + cv::Scalar::all(tolerance), similar);
        *region = pim::make_region(similar, {});
    });
}
