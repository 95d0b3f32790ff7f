// SPDX-License-Identifier: Apache-2.0
#include "documents/set_phrases.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <sstream>
#include <utility>
#include <vector>

#include "core/vietnamese.h"
#include "documents/folded_text.h"
#include "documents/gazetteer.h"

namespace sohoa {
namespace {

// Of two words at least, that no other words with the same letters could be.
constexpr std::array kSetPhrases = {
    "ban bí thư trung ương đảng", "văn phòng trung ương đảng", "văn phòng tỉnh ủy", "thường trực tỉnh ủy", "thường trực huyện ủy",
    "thường trực thành ủy", "thường vụ tỉnh ủy", "tỉnh ủy, hđnd", "văn phòng quốc hội", "văn phòng chính phủ", "văn phòng chủ tịch nước",
    "thủ tướng chính phủ", "phó thủ tướng", "các bộ, cơ quan ngang bộ", "cơ quan thuộc chính phủ", "hội đồng nhân dân", "ủy ban nhân dân",
    "tòa án nhân dân tối cao", "viện kiểm sát nhân dân", "kiểm toán nhà nước", "mặt trận tổ quốc việt nam", "tổ quốc việt nam tỉnh",
    "đoàn đại biểu quốc hội", "thường trực hđnd tỉnh", "hđnd tỉnh", "ubnd tỉnh", "công an tỉnh", "hội nông dân tỉnh", "đoàn thể tỉnh",
    "bộ chỉ huy quân sự tỉnh", "đài phát thanh và truyền hình", "cổng thông tin điện tử", "công báo tỉnh", "cục kiểm tra văn bản",
    "lãnh đạo văn phòng", "các sở, ban, ngành", "các phòng, đơn vị trực thuộc", "chủ tịch, các phó chủ tịch", "hội liên hiệp phụ nữ",
    "liên đoàn lao động", "kho bạc nhà nước", "bảo hiểm xã hội", "sở tài chính", "sở nội vụ", "sở tư pháp", "sở xây dựng",
    "sở kế hoạch và đầu tư", "sở tài nguyên và môi trường", "sở giáo dục và đào tạo", "sở khoa học và công nghệ",
    "trên địa bàn tỉnh", "trên địa bàn huyện", "trên địa bàn thành phố", "trên địa bàn thị xã", "về việc", "như điều", "thủ tục hành chính",
    "đổi mới", "ban hành kèm theo", "ủy quyền", "bổ sung", "sửa đổi, bổ sung", "thị trấn", "thị xã", "thành phố",
    "công ty cổ phần", "công ty trách nhiệm hữu hạn", "hợp tác xã", "doanh nghiệp tư nhân", "quyền sử dụng đất", "giấy chứng nhận",
    // names of laws
    "luật viên chức", "luật cán bộ, công chức", "luật ngân sách nhà nước", "luật ban hành văn bản quy phạm pháp luật",
    "luật tổ chức chính quyền địa phương", "luật tổ chức chính phủ", "luật bảo vệ môi trường", "luật khiếu nại", "luật tố cáo",
    "luật đất đai", "luật đấu thầu", "luật đầu tư công", "luật xây dựng", "luật hộ tịch", "luật lưu trữ", "luật doanh nghiệp",
    "luật giáo dục", "luật quy hoạch", "luật giao thông đường bộ", "luật xử lý vi phạm hành chính", "luật công chứng"};

bool IsLetter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

struct SetPhrase {
  std::u32string letters;  // with their marks, small
  std::string plain;       // one byte a letter
};

SetPhrase MakePhrase(std::string_view text) { return {ToCodePoints(text), FoldedText(text).ascii()}; }

const std::vector<SetPhrase>& SetPhrases() {
  static const std::vector<SetPhrase> phrases = [] {
    std::vector<SetPhrase> made;
    for (const std::string_view text : kSetPhrases) made.push_back(MakePhrase(text));
    return made;
  }();
  return phrases;
}

char32_t InCaseOf(char32_t printed, char32_t small) {
  const std::string text = FromCodePoints(std::u32string_view(&printed, 1));
  if (ToLower(text) == text) return small;
  return ToCodePoints(ToUpper(FromCodePoints(std::u32string_view(&small, 1)))).front();
}

// Both have as many letters, for their plain ones are the same.
void PutRight(const SetPhrase& phrase, std::size_t at, std::u32string& points) {
  for (std::size_t i = 0; i < phrase.letters.size(); ++i) {
    if (IsLetter(phrase.plain[i])) points[at + i] = InCaseOf(points[at + i], phrase.letters[i]);
  }
}

template <typename Use>
void ForEachPlace(const std::string& ascii, const std::string& plain, const Use& use) {
  for (std::size_t at = ascii.find(plain); at != std::string::npos; at = ascii.find(plain, at + 1)) {
    const bool begins = at == 0 || !IsLetter(ascii[at - 1]);
    const bool ends = at + plain.size() == ascii.size() || !IsLetter(ascii[at + plain.size()]);
    if (begins && ends) use(at);
  }
}

// "tính Nam Định": the level in front of the name of a province.
void PutLevelsRight(const FoldedText& text, std::u32string& points) {
  static const SetPhrase province = MakePhrase("tỉnh");
  constexpr std::size_t kLongestName = 20;
  ForEachPlace(text.ascii(), province.plain, [&](std::size_t at) {
    const std::size_t name = at + province.plain.size() + 1;
    if (name >= text.size() || text.Slice(name, name + 1).UpperShare() < 1) return;
    const std::string behind = WordsKey(text.Slice(name, std::min(text.size(), name + kLongestName)));
    const std::size_t words = behind.find(' ', behind.find(' ') + 1);
    if (ProvinceExactlyIn(behind.substr(0, words))) PutRight(province, at, points);
  });
}

// A word that is no syllable, where a phrase has one that is like it and all its others stand about it: "Hội Nông
// dân tnh". Both in lower case but for a capital in front.
bool PutWordRight(const std::vector<std::string>& phrase, std::size_t at, std::vector<std::string>& words) {
  constexpr double kAlike = 0.7;
  std::size_t wrong = phrase.size();
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (WordsKey(words[at + i]) == WordsKey(phrase[i])) continue;
    if (wrong < phrase.size() || IsVietnameseSyllable(words[at + i]) || FoldedText(words[at + i]).Slice(1, 9).UpperShare() > 0) return false;
    wrong = i;
  }
  if (wrong == phrase.size() || Similarity(WordsKey(words[at + wrong]), WordsKey(phrase[wrong])) < kAlike) return false;
  const bool capital = FoldedText(words[at + wrong]).Slice(0, 1).UpperShare() == 1;
  words[at + wrong] = capital ? WithCapital(phrase[wrong]) : phrase[wrong];
  return true;
}

std::vector<std::string> SplitAtSpaces(std::string_view text) {
  std::vector<std::string> words;
  std::istringstream stream{std::string(text)};
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// Phrases of three words or more, whose other words leave no doubt.
std::string WithWordsPutRight(std::string_view text) {
  std::vector<std::string> words = SplitAtSpaces(text);
  const bool whole = std::all_of(words.begin(), words.end(), [](const std::string& word) { return WordsKey(word).empty() || IsVietnameseSyllable(word); });
  if (whole || text.find_first_of("\n\t") != std::string_view::npos) return std::string(text);
  for (const std::string_view phrase : kSetPhrases) {
    const std::vector<std::string> wanted = SplitAtSpaces(phrase);
    if (wanted.size() < 3) continue;
    for (std::size_t at = 0; at + wanted.size() <= words.size(); ++at) PutWordRight(wanted, at, words);
  }
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace

std::string WithSetPhrases(std::string_view read) {
  const std::string text = WithWordsPutRight(read);
  const FoldedText folded(text);
  std::u32string points = ToCodePoints(text);
  for (const SetPhrase& phrase : SetPhrases()) {
    ForEachPlace(folded.ascii(), phrase.plain, [&](std::size_t at) { PutRight(phrase, at, points); });
  }
  PutLevelsRight(folded, points);
  return FromCodePoints(points);
}

}  // namespace sohoa
