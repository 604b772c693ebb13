// Moves a coarse mask's border to the edges of the picture, from scale to scale: a watershed in the narrow band where the border may lie.
#include "smart.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace pim {

namespace {

constexpr int block = 128;
constexpr int sure_background = 1;
constexpr int sure_object = 2;
constexpr int most_smoothing = 9;
constexpr int first_growth = 7;

// Pixels around borders that one core works through in about a twentieth of a second. Where there are more, the borders stay as exact as at half the scale.
constexpr int64_t most_pixels = 3'000'000;

// A mask and what follows from it at its scale: sure and possible object, a pixel to each side of the border.
struct Coarse {
    cv::Mat1b mask, inner, outer;

    explicit Coarse(cv::Mat1b found) : mask(std::move(found)) {
        const cv::Mat brush = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
        cv::erode(mask, inner, brush);
        cv::dilate(mask, outer, brush);
    }
};

// Parts without a sure middle: the flood from around them would swallow them.
cv::Mat1b thin_parts(const Coarse& coarse) {
    cv::Mat1i parts;
    const int count = cv::connectedComponents(coarse.mask, parts, 8, CV_32S);
    std::vector<char> has_middle(static_cast<size_t>(count), 0);
    has_middle[0] = 1;
    for (int y = 0; y < parts.rows; y++) {
        for (int x = 0; x < parts.cols; x++) {
            has_middle[static_cast<size_t>(parts(y, x))] |= coarse.inner(y, x) != 0;
        }
    }
    cv::Mat1b thin(parts.size());
    for (int y = 0; y < parts.rows; y++) {
        for (int x = 0; x < parts.cols; x++) {
            thin(y, x) = has_middle[static_cast<size_t>(parts(y, x))] ? 0 : 255;
        }
    }
    return thin;
}

// One scale to refine at: its picture, and how many of its pixels make one of the coarse mask's.
class Scale {
public:
    // `sought` is the width of the mask that the object was sought at: parts of its pixels' size are noise.
    Scale(const cv::Mat& picture, const Coarse& coarse, int sought)
        : picture_(picture), coarse_(coarse), smoothing_(std::min(2 * ((picture.cols + sought - 1) / sought) + 1, most_smoothing)), growth_x_(static_cast<double>(picture.cols) / coarse.mask.cols),
          growth_y_(static_cast<double>(picture.rows) / coarse.mask.rows),
          band_(static_cast<int>(std::ceil(std::max(growth_x_, growth_y_)))) {}

    int64_t open_pixels() const {
        int64_t pixels = 0;
        each_block([&](const cv::Rect& core) { pixels += is_open(core) ? around(core).area() : 0; });
        return pixels;
    }

    cv::Mat1b refine() const {
        cv::Mat1b mask(picture_.size());
        each_block([&](const cv::Rect& core) {
            if (is_open(core)) {
                refine_block(core).copyTo(mask(core));
            } else {
                mask(core) = coarse_.mask(static_cast<int>((core.y + core.height / 2) / growth_y_), static_cast<int>((core.x + core.width / 2) / growth_x_));
            }
        });
        return mask;
    }

private:
    template <typename Visit>
    void each_block(Visit&& visit) const {
        for (int y = 0; y < picture_.rows; y += block) {
            for (int x = 0; x < picture_.cols; x += block) {
                visit(cv::Rect(x, y, std::min(block, picture_.cols - x), std::min(block, picture_.rows - y)));
            }
        }
    }

    // A block's neighbourhood holds the sure pixels on both sides of every border inside the block.
    cv::Rect around(const cv::Rect& core) const {
        return cv::Rect(core.x - 2 * band_, core.y - 2 * band_, core.width + 4 * band_, core.height + 4 * band_) & cv::Rect({}, picture_.size());
    }

    // Whether the border may run through a block; a coarse pixel around it counts too, because enlarging blends neighbours.
    bool is_open(const cv::Rect& core) const {
        const int left = static_cast<int>(core.x / growth_x_) - 1, top = static_cast<int>(core.y / growth_y_) - 1;
        const int right = static_cast<int>((core.x + core.width) / growth_x_) + 2, bottom = static_cast<int>((core.y + core.height) / growth_y_) + 2;
        const cv::Rect cells = cv::Rect(left, top, right - left, bottom - top) & cv::Rect({}, coarse_.mask.size());
        return cv::countNonZero(coarse_.outer(cells)) != cv::countNonZero(coarse_.inner(cells));
    }

    cv::Mat1b enlarged(const cv::Mat1b& small, const cv::Rect& area) const {
        // The middle of a pixel lies at .5; warpAffine counts from middles.
        const cv::Matx23d to_small(1 / growth_x_, 0, (area.x + 0.5) / growth_x_ - 0.5, 0, 1 / growth_y_, (area.y + 0.5) / growth_y_ - 0.5);
        cv::Mat1b large;
        cv::warpAffine(small, large, to_small, area.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
        return large >= 128;
    }

    cv::Mat1b refine_block(const cv::Rect& core) const {
        const cv::Rect area = around(core);
        cv::Mat1i markers = cv::Mat1i::zeros(area.size());
        markers.setTo(sure_object, enlarged(coarse_.inner, area));
        markers.setTo(sure_background, enlarged(coarse_.outer, area) == 0);
        cv::Mat smooth;
        cv::GaussianBlur(picture_(area), smooth, {5, 5}, 0);  // grain would make the border ragged
        cv::watershed(smooth, markers);
        cv::Mat1b refined = markers == sure_object;
        // Ridges belong to neither side; the coarse mask decides there.
        enlarged(coarse_.mask, area).copyTo(refined, markers == -1);
        // The majority around each pixel, which is the median of two values, for a fraction of its cost.
        cv::blur(refined, refined, {smoothing_, smoothing_}, {-1, -1}, cv::BORDER_REPLICATE);
        refined = refined >= 128;
        return refined(core - area.tl());
    }

    const cv::Mat& picture_;
    const Coarse& coarse_;
    int smoothing_;
    double growth_x_, growth_y_;
    int band_;
};

}  // namespace

cv::Mat1b refine_border(const std::vector<cv::Mat>& halvings, const cv::Mat1b& found) {
    cv::Mat1b mask = found;
    const cv::Mat1b thin = thin_parts(Coarse(found));
    // The finest scale whose band is still narrow comes first: what lies between would only round the border off.
    size_t at = halvings.size() - 1;
    while (at > 0 && halvings[at - 1].cols <= first_growth * found.cols) {
        at--;
    }
    for (size_t left = at + 1; left > 0; left--) {
        const Coarse coarse(mask);
        const Scale scale(halvings[left - 1], coarse, found.cols);
        if (scale.open_pixels() > most_pixels) {
            break;
        }
        mask = scale.refine();
    }
    if (cv::countNonZero(thin) > 0) {
        cv::Mat1b enlarged;
        cv::resize(thin, enlarged, mask.size(), 0, 0, cv::INTER_LINEAR);
        mask |= enlarged >= 128;
    }
    return mask;
}

}  // namespace pim
