// SPDX-License-Identifier: Apache-2.0
//
// Names of places: the provinces are the public list of 2018 with their codes, everything below
// a province is put together from common syllables.
#pragma once

#include <array>
#include <string_view>

namespace sohoa {

struct ProvinceName {
  std::string_view name;
  std::string_view agency_code;    // "H42", of QCVN 102:2016/BTTTT
  std::string_view personal_code;  // "037", the first digits of a personal number
  bool city = false;               // run by the centre
};

inline constexpr std::array kProvinceNames = {
    ProvinceName{"An Giang", "H01", "089"},
    ProvinceName{"Bắc Giang", "H02", "024"},
    ProvinceName{"Bắc Kạn", "H03", "006"},
    ProvinceName{"Bạc Liêu", "H04", "095"},
    ProvinceName{"Bắc Ninh", "H05", "027"},
    ProvinceName{"Bến Tre", "H07", "083"},
    ProvinceName{"Bình Định", "H08", "052"},
    ProvinceName{"Bình Dương", "H09", "074"},
    ProvinceName{"Bình Phước", "H10", "070"},
    ProvinceName{"Bình Thuận", "H11", "060"},
    ProvinceName{"Cà Mau", "H12", "096"},
    ProvinceName{"Cần Thơ", "H13", "092", true},
    ProvinceName{"Cao Bằng", "H14", "004"},
    ProvinceName{"Đắk Lắk", "H15", "066"},
    ProvinceName{"Đắk Nông", "H16", "067"},
    ProvinceName{"Đà Nẵng", "H17", "048", true},
    ProvinceName{"Điện Biên", "H18", "011"},
    ProvinceName{"Đồng Nai", "H19", "075"},
    ProvinceName{"Đồng Tháp", "H20", "087"},
    ProvinceName{"Gia Lai", "H21", "064"},
    ProvinceName{"Hà Giang", "H22", "002"},
    ProvinceName{"Hải Dương", "H23", "030"},
    ProvinceName{"Hải Phòng", "H24", "031", true},
    ProvinceName{"Hà Nam", "H25", "035"},
    ProvinceName{"Hà Nội", "H26", "001", true},
    ProvinceName{"Hà Tĩnh", "H27", "042"},
    ProvinceName{"Hòa Bình", "H28", "017"},
    ProvinceName{"Hậu Giang", "H30", "093"},
    ProvinceName{"Hưng Yên", "H31", "033"},
    ProvinceName{"Khánh Hòa", "H32", "056"},
    ProvinceName{"Kiên Giang", "H33", "091"},
    ProvinceName{"Kon Tum", "H34", "062"},
    ProvinceName{"Lai Châu", "H35", "012"},
    ProvinceName{"Lâm Đồng", "H36", "068"},
    ProvinceName{"Lạng Sơn", "H37", "020"},
    ProvinceName{"Lào Cai", "H38", "010"},
    ProvinceName{"Long An", "H39", "080"},
    ProvinceName{"Nam Định", "H40", "036"},
    ProvinceName{"Nghệ An", "H41", "040"},
    ProvinceName{"Ninh Bình", "H42", "037"},
    ProvinceName{"Ninh Thuận", "H43", "058"},
    ProvinceName{"Phú Thọ", "H44", "025"},
    ProvinceName{"Phú Yên", "H45", "054"},
    ProvinceName{"Quảng Bình", "H46", "044"},
    ProvinceName{"Quảng Nam", "H47", "049"},
    ProvinceName{"Quảng Ngãi", "H48", "051"},
    ProvinceName{"Quảng Ninh", "H49", "022"},
    ProvinceName{"Quảng Trị", "H50", "045"},
    ProvinceName{"Sóc Trăng", "H51", "094"},
    ProvinceName{"Sơn La", "H52", "014"},
    ProvinceName{"Tây Ninh", "H53", "072"},
    ProvinceName{"Thái Bình", "H54", "034"},
    ProvinceName{"Thái Nguyên", "H55", "019"},
    ProvinceName{"Thanh Hóa", "H56", "038"},
    ProvinceName{"Tiền Giang", "H58", "082"},
    ProvinceName{"Trà Vinh", "H59", "084"},
    ProvinceName{"Tuyên Quang", "H60", "008"},
    ProvinceName{"Vĩnh Long", "H61", "086"},
    ProvinceName{"Vĩnh Phúc", "H62", "026"},
    ProvinceName{"Yên Bái", "H63", "015"},
    // In no list: such names come with every reform of the districts.
    ProvinceName{"Hoa Lâm", "H42", "037"},
    ProvinceName{"Trường Khê", "H41", "040"},
    ProvinceName{"Vân Sơn", "H56", "038"},
    ProvinceName{"Thạch Giang", "H48", "051"},
};

inline constexpr std::array kFrontSyllables = {
    "An",    "Bình", "Cẩm",   "Châu",  "Đại",  "Đông",  "Đồng",  "Gia",    "Hải",   "Hòa",
    "Hưng",  "Kim",  "Khánh", "Lâm",   "Liên", "Long",  "Lương", "Minh",   "Mỹ",    "Nam",
    "Nghĩa", "Ngọc", "Nhân",  "Phong", "Phú",  "Phúc",  "Quang", "Quảng",  "Sơn",   "Tam",
    "Tân",   "Tây",  "Thanh", "Thạch", "Thái", "Thiên", "Thuận", "Thượng", "Trung", "Trường",
    "Tường", "Vân",  "Việt",  "Vĩnh",  "Xuân", "Yên"};

inline constexpr std::array kBackSyllables = {
    "An",    "Bình",  "Châu",  "Dương", "Đức",  "Giang", "Hà",    "Hải", "Hòa",   "Hợp",
    "Hưng",  "Khê",   "Khánh", "Lãm",   "Lâm",  "Lộc",   "Long",  "Lợi", "Lương", "Mai",
    "Minh",  "Mỹ",    "Ninh",  "Phong", "Phú",  "Phúc",  "Quang", "Sơn", "Tân",   "Thành",
    "Thắng", "Thịnh", "Thọ",   "Thủy",  "Tiến", "Trạch", "Trung", "Vân", "Xá",    "Yên"};

}  // namespace sohoa
