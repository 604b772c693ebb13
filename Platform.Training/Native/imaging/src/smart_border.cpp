// Moves a coarse mask's border to the edges of the picture: a watershed in the narrow band where the border may lie.
#include "smart.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace pim {

namespace {

constexpr int block = 256;
constexpr int sure_background = 1;
constexpr int sure_object = 2;

// Only blocks that the band crosses are flooded, each with a rim of its neighbours' sure pixels.
void refine_block(const cv::Mat& picture, const cv::Mat1b& inner, const cv::Mat1b& outer, const cv::Rect& core, int band, cv::Mat1b& mask) {
    const cv::Rect area = cv::Rect(core.x - 2 * band, core.y - 2 * band, core.width + 4 * band, core.height + 4 * band) &
        cv::Rect(0, 0, mask.cols, mask.rows);
    cv::Mat1i markers = cv::Mat1i::zeros(area.size());
    markers.setTo(sure_object, inner(area));
    markers.setTo(sure_background, outer(area) == 0);
    cv::Mat smooth;
    cv::GaussianBlur(picture(area), smooth, {5, 5}, 0);  // grain would make the border ragged
    cv::watershed(smooth, markers);
    const cv::Rect inside(core.x - area.x, core.y - area.y, core.width, core.height);
    cv::Mat1b refined = markers(inside) == sure_object;
    // Ridges belong to neither side; the coarse mask decides there.
    mask(core).copyTo(refined, markers(inside) == -1);
    refined.copyTo(mask(core));
}

}  // namespace

void refine_border(const cv::Mat& picture, cv::Mat1b& mask, int band) {
    const cv::Mat brush = cv::getStructuringElement(cv::MORPH_RECT, {2 * band + 1, 2 * band + 1});
    cv::Mat1b inner, outer;
    cv::erode(mask, inner, brush);
    cv::dilate(mask, outer, brush);
    // Parts thinner than the band would vanish: they keep their middle.
    if (cv::countNonZero(inner) == 0) {
        return;
    }
    const cv::Mat1b coarse = mask.clone();
    for (int y = 0; y < mask.rows; y += block) {
        for (int x = 0; x < mask.cols; x += block) {
            const cv::Rect core(x, y, std::min(block, mask.cols - x), std::min(block, mask.rows - y));
            const int open = cv::countNonZero(outer(core)) - cv::countNonZero(inner(core));
            if (open > 0) {
                refine_block(picture, inner, outer, core, band, mask);
            }
        }
    }
    cv::medianBlur(mask, mask, std::min(2 * band + 1, 9));
    // A part without a sure middle was swallowed by the flood from around it: it comes back as it was.
    cv::Mat1i parts;
    const int count = cv::connectedComponents(coarse, parts, 8, CV_32S);
    std::vector<char> has_middle(static_cast<size_t>(count), 0);
    for (int y = 0; y < parts.rows; y++) {
        for (int x = 0; x < parts.cols; x++) {
            has_middle[static_cast<size_t>(parts(y, x))] |= inner(y, x) != 0;
        }
    }
    for (int y = 0; y < parts.rows; y++) {
        for (int x = 0; x < parts.cols; x++) {
            if (!has_middle[static_cast<size_t>(parts(y, x))] && parts(y, x) != 0) {
                mask(y, x) = 255;
            }
        }
    }
}

}  // namespace pim
