// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "core/vietnamese.h"
#include "samples/content/sample_content.h"

namespace sohoa {
namespace {

constexpr std::array kSurnames = {
    "Nguyễn", "Trần", "Lê",  "Phạm",  "Hoàng", "Phan", "Vũ",  "Võ",    "Đặng", "Bùi",
    "Đỗ",     "Hồ",   "Ngô", "Dương", "Lý",    "Đinh", "Mai", "Trịnh", "Đoàn", "Lương",
    "Cao",    "Hà",   "Tạ",  "Quách", "Nông",  "Lò",   "Vi",  "Đào",   "Lưu",  "Triệu"};
constexpr std::array kMaleMiddles = {"Văn",  "Đình", "Quang", "Minh",  "Đức",  "Xuân", "Hữu",
                                     "Công", "Ngọc", "Thanh", "Trọng", "Tiến", "Bá",   "Duy"};
constexpr std::array kFemaleMiddles = {"Thị",     "Thị Bích", "Thị Thu", "Ngọc",     "Thị Hồng",
                                       "Thu",     "Thị Minh", "Thanh",   "Thị Ngọc", "Phương",
                                       "Thị Kim", "Thùy",     "Thị Mỹ",  "Diệu"};
constexpr std::array kMaleNames = {
    "An",   "Bình", "Chiến", "Cường", "Dũng", "Đạt",   "Hải",  "Hiếu",  "Hòa",   "Hùng", "Huy",
    "Khải", "Khôi", "Kiên",  "Lâm",   "Long", "Minh",  "Nam",  "Nghĩa", "Phong", "Phúc", "Quân",
    "Sơn",  "Tấn",  "Thành", "Thắng", "Toàn", "Trung", "Tuấn", "Tường", "Việt",  "Vinh"};
constexpr std::array kFemaleNames = {
    "Anh",   "Bích",   "Chi",   "Dung", "Duyên", "Giang", "Hà",    "Hạnh", "Hằng", "Hiền", "Hoa",
    "Hương", "Huyền",  "Khuê",  "Lan",  "Liên",  "Linh",  "Loan",  "Mai",  "Nga",  "Ngân", "Nhung",
    "Oanh",  "Phương", "Quyên", "Tâm",  "Thảo",  "Thủy",  "Trang", "Vân",  "Xuân", "Yến"};
constexpr std::array kEthnicities = {"Kinh",  "Kinh", "Kinh", "Kinh",  "Tày", "Thái",
                                     "Mường", "Nùng", "Dao",  "Khmer", "Ê Đê"};
constexpr std::array kTrades = {"Xây dựng",    "Thương mại",
                                "Dịch vụ",     "Thương mại và Dịch vụ",
                                "Đầu tư",      "Xây dựng và Thương mại",
                                "Vận tải",     "Nông sản",
                                "Chế biến gỗ", "Cơ khí",
                                "Dược phẩm",   "Thiết bị điện"};

}  // namespace

std::string SampleContent::Digits(int count) {
  std::string digits = std::to_string(Between(1, 9));
  while (static_cast<int>(digits.size()) < count)
    digits += static_cast<char>('0' + random_.Below(10));
  return digits;
}

std::string SampleContent::Name(bool male) {
  std::string name = Pick(kSurnames) + " ";
  return male ? name + Pick(kMaleMiddles) + " " + Pick(kMaleNames)
              : name + Pick(kFemaleMiddles) + " " + Pick(kFemaleNames);
}

SamplePerson SampleContent::Person(int born_from, int born_to) {
  SamplePerson person;
  person.male = Chance(50);
  person.name = Name(person.male);
  person.birth = Day(born_from, born_to);
  person.home = Place();
  person.ethnicity = Pick(kEthnicities);
  const int century = person.birth.year >= 2000 ? 2 : 0;
  std::string serial;
  for (int i = 0; i < 6; ++i) serial += static_cast<char>('0' + random_.Below(10));
  person.identity = std::string(person.home.province.personal_code) +
                    std::to_string(century + (person.male ? 0 : 1)) +
                    Padded(person.birth.year % 100) + serial;
  return person;
}

std::string SampleContent::Phone() {
  const std::string digits = Pick({"09", "03", "08", "07"}) + Digits(8);
  return Chance(50) ? digits
                    : digits.substr(0, 4) + (Chance(50) ? " " : ".") + digits.substr(4, 3) +
                          (Chance(50) ? " " : ".") + digits.substr(7);
}

std::string SampleContent::Email(std::string_view name) {
  std::string last;
  for (const char c : FoldedKey(name.substr(name.rfind(' ') + 1))) {
    if (c >= 'a' && c <= 'z') last += c;
  }
  return last + Digits(2) + Pick({"@example.vn", "@example.com", "@thu.example.vn"});
}

std::string SampleContent::TaxCode() {
  constexpr std::array kWeights = {31, 29, 23, 19, 17, 13, 7, 5, 3};
  while (true) {
    std::string digits = Pick({"01", "03", "27", "37", "48", "57", "60"});
    while (digits.size() < 9) digits += static_cast<char>('0' + random_.Below(10));
    int sum = 0;
    for (std::size_t i = 0; i < 9; ++i) sum += kWeights[i] * (digits[i] - '0');
    const int check = 10 - sum % 11;
    if (check < 10) return digits + std::to_string(check);
  }
}

std::string SampleContent::CompanyName() {
  return Pick({"Công ty TNHH ", "Công ty Cổ phần ", "Công ty TNHH Một thành viên "}) +
         Pick(kTrades) + " " + PlaceName();
}

}  // namespace sohoa
