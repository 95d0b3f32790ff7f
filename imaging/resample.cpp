// SPDX-License-Identifier: Apache-2.0
#include "imaging/resample.h"

#include <opencv2/imgproc.hpp>

#include "imaging/matrix_view.h"

namespace sohoa {

LocalImagePtr TurnQuarter(const LocalImagePtr& image, int rotation) {
  if (rotation == 0) return image;
  const bool sideways = rotation != 180;
  auto turned = std::make_shared<LocalImage>(sideways ? image->height() : image->width(),
                                             sideways ? image->width() : image->height(),
                                             image->channels());
  cv::Mat out = View(*turned);
  cv::rotate(View(*image), out,
             rotation == 90    ? cv::ROTATE_90_CLOCKWISE
             : rotation == 180 ? cv::ROTATE_180
                               : cv::ROTATE_90_COUNTERCLOCKWISE);
  return turned;
}

LocalImagePtr ScaleDown(const LocalImagePtr& image, double scale) {
  if (scale >= 1) return image;
  return ToLocalImage(ScaledDown(View(*image), scale));
}

LocalImagePtr ToGray(const LocalImagePtr& image) {
  if (image->channels() == 1) return image;
  auto gray = std::make_shared<LocalImage>(image->width(), image->height(), 1);
  cv::Mat out = View(*gray);
  cv::cvtColor(View(*image), out, cv::COLOR_RGB2GRAY);
  return gray;
}

LocalImagePtr DropEqualChannels(const LocalImagePtr& image) {
  if (image->channels() == 1) return image;
  for (int y = 0; y < image->height(); ++y) {
    const std::uint8_t* row = image->row(y);
    int differences = 0;
    for (int x = 0; x < image->width(); ++x, row += 3) {
      differences |= (row[0] ^ row[1]) | (row[0] ^ row[2]);
    }
    if (differences != 0) return image;
  }
  auto gray = std::make_shared<LocalImage>(image->width(), image->height(), 1);
  cv::Mat out = View(*gray);
  cv::extractChannel(View(*image), out, 0);
  return gray;
}

}  // namespace sohoa
