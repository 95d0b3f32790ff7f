// SPDX-License-Identifier: Apache-2.0
#include "samples/content/sample_content.h"

namespace sohoa {

std::string SamplePlace::Province() const {
  return (province.city ? "thành phố " : "tỉnh ") + std::string(province.name);
}

std::string SampleContent::PlaceName() {
  const std::string front = Pick(kFrontSyllables);
  std::string back = Pick(kBackSyllables);
  while (back == front) back = Pick(kBackSyllables);
  return front + " " + back;
}

SamplePlace SampleContent::Place() {
  SamplePlace place;
  place.province = kProvinceNames[static_cast<std::size_t>(random_.Below(kProvinceNames.size()))];
  const bool town = Chance(30);
  const std::string level =
      town ? (place.province.city ? "quận " : Pick({"thành phố ", "thị xã "})) : "huyện ";
  place.district = level + PlaceName();
  place.commune = (town ? "phường " : Chance(15) ? "thị trấn " : "xã ") + PlaceName();
  if (town) {
    place.hamlet = "số " + std::to_string(Between(1, 320)) + " đường " + PlaceName();
  } else {
    place.hamlet = Chance(50) ? Pick({"thôn ", "xóm ", "ấp "}) + std::to_string(Between(1, 14))
                              : Pick({"thôn ", "bản ", "xóm "}) + PlaceName();
  }
  return place;
}

}  // namespace sohoa
