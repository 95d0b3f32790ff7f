// SPDX-License-Identifier: Apache-2.0
#include "documents/gazetteer.h"

#include <algorithm>
#include <array>
#include <vector>

#include "core/vietnamese.h"
#include "documents/folded_text.h"

namespace sohoa {
namespace {

// QĐ 124/2004/QĐ-TTg list of provinces as amended to 2018.
constexpr std::array kProvinces = {
    "An Giang",    "Bà Rịa - Vũng Tàu", "Bạc Liêu",       "Bắc Giang",  "Bắc Kạn",    "Bắc Ninh",
    "Bến Tre",     "Bình Dương",        "Bình Định",      "Bình Phước", "Bình Thuận", "Cà Mau",
    "Cao Bằng",    "Cần Thơ",           "Đà Nẵng",        "Đắk Lắk",    "Đắk Nông",   "Điện Biên",
    "Đồng Nai",    "Đồng Tháp",         "Gia Lai",        "Hà Giang",   "Hà Nam",     "Hà Nội",
    "Hà Tĩnh",     "Hải Dương",         "Hải Phòng",      "Hậu Giang",  "Hòa Bình",   "Hồ Chí Minh",
    "Hưng Yên",    "Khánh Hòa",         "Kiên Giang",     "Kon Tum",    "Lai Châu",   "Lạng Sơn",
    "Lào Cai",     "Lâm Đồng",          "Long An",        "Nam Định",   "Nghệ An",    "Ninh Bình",
    "Ninh Thuận",  "Phú Thọ",           "Phú Yên",        "Quảng Bình", "Quảng Nam",  "Quảng Ngãi",
    "Quảng Ninh",  "Quảng Trị",         "Sóc Trăng",      "Sơn La",     "Tây Ninh",   "Thái Bình",
    "Thái Nguyên", "Thanh Hóa",         "Thừa Thiên Huế", "Huế",        "Tiền Giang", "Trà Vinh",
    "Tuyên Quang", "Vĩnh Long",         "Vĩnh Phúc",      "Yên Bái"};

// Longest first where one begins with another.
constexpr std::array kPhrases = {"Cộng hòa xã hội chủ nghĩa Việt Nam",
                                 "Ủy ban Mặt trận Tổ quốc Việt Nam",
                                 "Ủy ban nhân dân",
                                 "Hội đồng nhân dân",
                                 "UBND",
                                 "HĐND",
                                 "Ban Chỉ đạo",
                                 "Ban Tổ chức",
                                 "Ban Quản lý",
                                 "Ban Chỉ huy",
                                 "Ban Thường vụ",
                                 "Ban Chấp hành",
                                 "Đoàn đại biểu Quốc hội",
                                 "Nông nghiệp và Phát triển nông thôn",
                                 "Nông nghiệp và Môi trường",
                                 "Tài nguyên và Môi trường",
                                 "Lao động - Thương binh và Xã hội",
                                 "Văn hóa, Thể thao và Du lịch",
                                 "Văn hóa và Thể thao",
                                 "Thông tin và Truyền thông",
                                 "Khoa học và Công nghệ",
                                 "Kế hoạch và Đầu tư",
                                 "Giáo dục và Đào tạo",
                                 "Dân tộc và Tôn giáo",
                                 "Dân tộc - Tôn giáo",
                                 "Giao thông vận tải",
                                 "Công Thương",
                                 "Tài chính - Kế hoạch",
                                 "Văn hóa - Thông tin",
                                 "Văn hóa và Thông tin",
                                 "Kinh tế và Hạ tầng",
                                 "Quản lý đô thị",
                                 "Đăng ký kinh doanh",
                                 "Đăng ký đất đai",
                                 "Tài chính",
                                 "Tư pháp",
                                 "Nội vụ",
                                 "Xây dựng",
                                 "Ngoại vụ",
                                 "Ngoại giao",
                                 "Y tế",
                                 "Du lịch",
                                 "Công an",
                                 "Quốc phòng",
                                 "Kho bạc Nhà nước",
                                 "Bảo hiểm xã hội",
                                 "Ngân hàng Nhà nước",
                                 "Tòa án nhân dân",
                                 "Viện kiểm sát nhân dân",
                                 "Cục Thuế",
                                 "Chi cục Thuế",
                                 "Thanh tra",
                                 "Văn phòng Đăng ký đất đai",
                                 "Đoàn Thanh niên Cộng sản",
                                 "Liên đoàn Lao động",
                                 "Hội Liên hiệp Phụ nữ",
                                 "Hội Nông dân",
                                 "Hội Cựu chiến binh",
                                 "Phục vụ hành chính công",
                                 "Bộ phận Tiếp nhận và Trả kết quả",
                                 "Công đoàn ngành",
                                 "Trung tâm",
                                 "Văn phòng",
                                 "Bệnh viện",
                                 "Chi cục",
                                 "Tổng cục",
                                 "Cục",
                                 "Thủ tướng Chính phủ",
                                 "Chính phủ",
                                 "Quốc hội",
                                 "Bộ",
                                 "Sở",
                                 "Phòng",
                                 "Ban",
                                 "Vụ",
                                 "Viện",
                                 "Trường",
                                 "Hội đồng",
                                 "Công ty",
                                 "Thị xã",
                                 "Thị trấn",
                                 "Thành phố",
                                 "TP",
                                 "Tỉnh",
                                 "Huyện",
                                 "Quận",
                                 "Phường",
                                 "Xã"};

// Levels are written small inside a name: "UBND tỉnh Quảng Ngãi".
constexpr std::array kLevels = {"Tỉnh",   "Thành phố", "Huyện",  "Quận",
                                "Thị xã", "Thị trấn",  "Phường", "Xã"};

constexpr std::array kOrganStarts = {
    "uy ban",       "ubnd",       "ub nd",     "hoi dong",  "hdnd",
    "so",           "bo",         "ban",       "phong",     "chi cuc",
    "cuc",          "tong cuc",   "trung tam", "thanh tra", "van phong",
    "vu",           "vien",       "truong",    "benh vien", "cong ty",
    "tong cong ty", "tap doan",   "kho bac",   "toa an",    "vien kiem sat",
    "cong an",      "bo chi huy", "bo phan",   "lien doan", "lien minh",
    "hoi",          "doan",       "dang bo",   "dang uy",   "tinh uy",
    "huyen uy",     "thanh uy",   "bao hiem",  "ngan hang", "buu dien",
    "chinh phu",    "thu tuong",  "quoc hoi",  "cong doan", "to cong tac",
    "hat kiem lam", "doi",        "tram",      "dai",       "bao",
    "mat tran",     "to"};

constexpr std::array kPlaceStarts = {"tinh",   "thanh pho", "tp",     "huyen", "quan",
                                     "thi xa", "thi tran",  "phuong", "xa"};

template <typename List>
bool StartsWithAny(std::string_view key, const List& list) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view start) {
    return key.substr(0, start.size()) == start &&
           (key.size() == start.size() || key[start.size()] == ' ');
  });
}

std::vector<std::string> SplitWords(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (c == ' ') {
      if (!word.empty()) words.push_back(std::move(word));
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

struct KnownName {
  std::string_view name;
  std::string key;
  std::size_t words = 0;  // of the key
  bool level = false;
};

std::string Squeezed(std::string key) {
  key.erase(std::remove(key.begin(), key.end(), ' '), key.end());
  return key;
}

const std::vector<KnownName>& KnownNames() {
  static const std::vector<KnownName> names = [] {
    std::vector<KnownName> out;
    const auto add = [&](std::string_view name, bool level) {
      std::string key = WordsKey(name);
      const auto words = static_cast<std::size_t>(std::count(key.begin(), key.end(), ' ')) + 1;
      out.push_back({name, std::move(key), words, level});
    };
    for (const std::string_view name : kProvinces) add(name, false);
    for (const std::string_view name : kPhrases) {
      const bool level = std::find(kLevels.begin(), kLevels.end(), name) != kLevels.end();
      add(name, level);
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const KnownName& a, const KnownName& b) { return a.words > b.words; });
    return out;
  }();
  return names;
}

std::string Capitalised(std::string_view word) {
  std::u32string points = ToCodePoints(ToLower(word));
  if (points.empty()) return {};
  const std::string first = ToUpper(FromCodePoints(std::u32string_view(points).substr(0, 1)));
  return first + FromCodePoints(std::u32string_view(points).substr(1));
}

bool LooksLikeAbbreviation(std::string_view word) {
  // "GNHT&TC", "138", "ATVSTP": no vowel to speak it with, or not letters only.
  const FoldedText folded(word);
  bool vowel = false;
  for (const char c : folded.ascii()) {
    if (c == '&' || (c >= '0' && c <= '9')) return true;
    vowel = vowel || std::string_view("aeiouy").find(c) != std::string_view::npos;
  }
  return !vowel || !IsVietnameseSyllable(ToLower(word));
}

// "XÃ HỘI", "TỈNH ỦY", "HUYỆN ĐOÀN" name no place; "QUÂN SỰ" is no district.
bool IsLevel(const KnownName& name, const std::vector<std::string>& words, std::size_t at,
             std::size_t taken) {
  if (!name.level) return false;
  std::string printed;
  for (std::size_t i = at; i < at + taken; ++i) printed += (printed.empty() ? "" : " ") + words[i];
  const bool marked = printed.find_first_of("\xC3\xC4\xC6\xE1") != std::string::npos;
  if (marked && ExactKey(printed) != ExactKey(name.name)) return false;
  if (at + taken >= words.size()) return true;
  const std::string next = ExactKey(words[at + taken]);
  for (const std::string_view other : {"hội", "ủy", "đoàn", "đội"}) {
    if (next == ExactKey(other)) return false;
  }
  return true;
}

struct Run {
  std::string text;
  std::size_t taken = 0;  // keys, dashes among them
};

// The next `count` words from `at` on; a dash between them is no word. Empty where there are
// fewer.
Run JoinKeys(const std::vector<std::string>& keys, std::size_t at, std::size_t count) {
  Run run;
  for (std::size_t i = at; i < keys.size() && count > 0; ++i) {
    ++run.taken;
    if (keys[i].empty()) continue;
    if (!run.text.empty()) run.text += ' ';
    run.text += keys[i];
    --count;
  }
  if (count > 0) run.text.clear();
  return run;
}

struct Found {
  const KnownName* name = nullptr;
  std::size_t taken = 0;
};

// Known name whose words stand at `at`; one wrong letter is allowed in a long one that is
// like no other ("Tiền Giang" and "Kiên Giang" are one letter apart).
Found KnownAt(const std::vector<std::string>& keys, std::size_t at) {
  for (const KnownName& name : KnownNames()) {
    const Run run = JoinKeys(keys, at, name.words);
    if (run.text == name.key) return {&name, run.taken};
  }
  Found near;
  for (const KnownName& name : KnownNames()) {
    if (name.key.size() < 9) continue;
    const Run run = JoinKeys(keys, at, name.words);
    if (run.text.empty() || Similarity(run.text, name.key) < 0.88) continue;
    if (near.name != nullptr) return {};
    near = {&name, run.taken};
  }
  return near;
}

// How many words behind a level of administration are the name of a place that no list has: up to
// three, none of them a dash or the next level.
std::size_t PlaceWords(const std::vector<std::string>& words, const std::vector<std::string>& keys,
                       std::size_t at) {
  std::size_t count = 0;
  while (count < 3 && at + count < words.size() && !keys[at + count].empty()) {
    const std::size_t here = at + count;
    // "VÀ", a level, or the name of another organ end it.
    if (keys[here] == "va" || words[here].find(',') != std::string::npos) break;
    if (count > 0) {
      const auto [name, taken] = KnownAt(keys, here);
      if (name != nullptr && (name->words > 1 || IsLevel(*name, words, here, taken))) break;
    }
    ++count;
  }
  return count;
}

}  // namespace

std::string ProperAgencyName(std::string_view printed) {
  // Dashes and "&" are words of their own here, and stay; other marks go.
  std::vector<std::string> words;
  std::vector<std::string> keys;
  for (const std::string& word : SplitWords(printed)) {
    const std::string key = WordsKey(word);
    if (key.empty()) {
      if (!words.empty() && FoldedText(word).ascii().find('-') != std::string::npos) {
        words.push_back("-");
        keys.emplace_back();
      }
      continue;
    }
    words.push_back(word);
    keys.push_back(key);
  }
  std::string out;
  const auto append = [&](std::string_view text) {
    if (!out.empty()) out += ' ';
    out += text;
  };
  for (std::size_t i = 0; i < words.size();) {
    if (keys[i].empty()) {
      append(words[i++]);
      continue;
    }
    if (const auto [name, taken] = KnownAt(keys, i);
        name != nullptr && (!name->level || IsLevel(*name, words, i, taken))) {
      append(name->level && !out.empty() ? ToLower(name->name) : std::string(name->name));
      i += taken;
      if (!name->level) continue;
      const auto [province, length] = KnownAt(keys, i);
      // Communes and districts are called like provinces but for a mark ("phường Hải Phong").
      const std::string level = WordsKey(name->name);
      const bool of_province = level == "tinh" || level == "thanh pho" || level == "tp";
      const bool known = of_province && province != nullptr && i + length == words.size() &&
                         ProvinceExactlyIn(province->name) && JoinKeys(keys, i, province->words).text == province->key;
      if (known) continue;
      for (std::size_t place = PlaceWords(words, keys, i); place > 0; --place) append(Capitalised(words[i++]));
      continue;
    }
    const FoldedText folded(words[i]);
    if (LooksLikeAbbreviation(words[i])) {
      append(words[i]);
    } else if (out.empty() || folded.UpperShare() < 0.9) {
      append(Capitalised(words[i]));
    } else {
      append(ToLower(words[i]));
    }
    ++i;
  }
  return out;
}

std::string UnglueAgencyName(std::string_view printed) {
  std::string rest = Squeezed(WordsKey(printed));
  std::string out;
  while (!rest.empty()) {
    const KnownName* longest = nullptr;
    std::size_t length = 0;
    for (const KnownName& name : KnownNames()) {
      const std::string glued = Squeezed(name.key);
      if (glued.size() > length && rest.starts_with(glued)) {
        longest = &name;
        length = glued.size();
      }
    }
    if (longest == nullptr) return {};
    if (!out.empty()) out += ' ';
    out += longest->level && !out.empty() ? ToLower(longest->name) : std::string(longest->name);
    rest.erase(0, length);
  }
  return out;
}

std::string_view ProvinceNamed(std::string_view text) {
  const std::string key = WordsKey(text);
  std::string_view near;
  for (const std::string_view province : kProvinces) {
    const std::string name = WordsKey(province);
    if (key == name) return province;
    if (name.size() < 6 || Similarity(key, name) < 0.85) continue;
    if (!near.empty()) return {};
    near = province;
  }
  return near;
}

std::string_view ProvinceIn(std::string_view text) {
  const std::string key = " " + WordsKey(text) + " ";
  for (const std::string_view province : kProvinces) {
    if (key.find(" " + WordsKey(province) + " ") != std::string::npos) return province;
  }
  std::string_view near;
  for (const std::string_view province : kProvinces) {
    const std::string name = WordsKey(province);
    if (name.size() < 8) continue;
    const FuzzyMatch match = FindFuzzy(key, name, 1);
    // Whole words: "Thạch Giang" is not "Hà Giang".
    const bool whole = match.found && match.begin > 0 && key[match.begin - 1] == ' ' && key[match.end] == ' ';
    if (!whole) continue;
    if (!near.empty()) return {};
    near = province;
  }
  return near;
}

bool ProvinceExactlyIn(std::string_view text) {
  const std::string key = " " + WordsKey(text) + " ";
  return std::any_of(kProvinces.begin(), kProvinces.end(), [&key](std::string_view province) {
    return key.find(" " + WordsKey(province) + " ") != std::string::npos;
  });
}

bool DashInKnownName(std::string_view name, std::size_t dash) {
  return std::any_of(kPhrases.begin(), kPhrases.end(), [&](std::string_view phrase) {
    const std::size_t inside = phrase.find(" - ");
    return inside != std::string_view::npos && inside <= dash &&
           name.substr(dash - inside, phrase.size()) == phrase;
  });
}

bool StartsOrganName(std::string_view key) { return StartsWithAny(key, kOrganStarts); }
bool StartsPlaceName(std::string_view key) { return StartsWithAny(key, kPlaceStarts); }

}  // namespace sohoa
