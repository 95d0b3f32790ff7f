// SPDX-License-Identifier: Apache-2.0
#include "documents/personal_names.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "core/vietnamese.h"
#include "documents/folded_text.h"

namespace sohoa {
namespace {

// The more common one first where two have the same letters.
constexpr std::string_view kSurnames =
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh mai trịnh đoàn "
    "lương "
    "cao hà tạ quách nông lò vi đào lưu triệu lâm trương tô châu tống tăng chu thái kiều phùng tôn "
    "la "
    "từ thạch đàm lục mạc khổng nghiêm vương cù hứa hạ ninh doãn thân viên bạch giang lại lã bế "
    "hầu "
    "giàng vàng sùng thào cầm quàng lường đèo hoa sơn kim thị mã văn ma mẫn an âu ông phương tiêu "
    "uông "
    "h niê rơ siu y điểu danh tòng cà hàng vừ cứ chảo tẩn lù giáp nhữ khuất chử trang trưng nhan "
    "ngụy";
constexpr std::string_view kGiven =
    "văn thị hữu đức minh quang ngọc xuân thanh công đình trọng tiến bá duy quốc hồng thu bích kim "
    "mỹ "
    "thùy phương diệu an anh bảo bình bằng bắc biên bá cảnh cẩm chi chí chiến chinh chính chung "
    "chương "
    "cường cương dân danh diễm diệp dinh doanh du dung dũng duyên duyệt dương dưỡng đại đan đàn "
    "đào đạo đạt "
    "điền điệp định đoan đoàn đô độ đông đồng đường giang giao giáp hà hạ hải hân hạnh hào hảo "
    "hằng hậu hiên "
    "hiền hiển hiến hiệp hiếu hiệu hoa hòa hoài hoan hoàn hoàng hoạt học hợp huân huấn huệ hùng "
    "huy huyên "
    "huyền huỳnh hưng hương hường hưởng hướng khá khải khang khánh khiêm khoa khoát khôi khởi khuê "
    "khuyên "
    "khương kiên kiệt kiều kỳ lam lan lâm lân lập lễ liêm liên liễu linh loan long lộc lợi luân "
    "luận luật lực "
    "lương lượng lưu ly lý mai mạnh mẫn miên minh mùi my na nam năm nga ngà ngân nghi nghĩa nghị "
    "ngoan ngọ "
    "ngôn nguyên nguyệt nhã nhàn nhân nhâm nhật nhi nhiên nhinh như nhung nhu ninh nương oanh phát "
    "phan phi phong phú "
    "phúc phục phụng phương phượng quân quyên quyền quyết quỳnh quý quảng sa sang sáng sao sâm sen "
    "sinh song "
    "sơn sương tài tâm tân tấn tạo thạch thái thảo thám thắm thăng thắng thành thạnh thao thế thi "
    "thiện thiên "
    "thiết thiều thịnh thoa thoan thọ thông thơ thơm thu thuần thuận thục thúy thủy thụy thư "
    "thương thưởng "
    "tính tín tình tiên tiệp toán toàn toản tú tuân tuấn tuệ tùng tuyên tuyến tuyền tuyết tư tường "
    "tưởng trà trâm "
    "trang tráng tri trí triển trinh trình trúc trung trực trường tới uyên vạn vân viên viễn việt "
    "vinh vĩnh "
    "vui vũ vương vượng vỹ vy xuyến yên yến ý nho nhất sĩ sự tá tất thao thực tích";

struct KnownSyllable {
  std::string key;      // for comparing
  std::string written;  // "hòa", as most write it
};
using SyllableTable = std::map<std::string, std::vector<KnownSyllable>, std::less<>>;  // by folded letters

bool Has(const std::vector<KnownSyllable>& names, std::string_view key) {
  return std::any_of(names.begin(), names.end(),
                     [key](const KnownSyllable& name) { return name.key == key; });
}

std::vector<std::string> SplitAtSpaces(std::string_view list) {
  std::vector<std::string> words;
  std::istringstream stream{std::string(list)};
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

SyllableTable ByLetters(std::string_view list) {
  SyllableTable names;
  for (const std::string& word : SplitAtSpaces(list)) names[WordsKey(word)].push_back({ExactKey(word), word});
  return names;
}

const std::vector<std::string>& SurnamesInOrder() {
  static const std::vector<std::string> names = SplitAtSpaces(kSurnames);
  return names;
}

const SyllableTable& Surnames() {
  static const SyllableTable names = ByLetters(kSurnames);
  return names;
}

const SyllableTable& GivenNames() {
  static const SyllableTable names = ByLetters(kGiven);
  return names;
}

// Marks that both have at the same place; of equals the more common name is meant.
std::size_t CommonLetters(const std::u32string& a, const std::u32string& b) {
  std::size_t common = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) common += a[i] == b[i] ? 1 : 0;
  return common;
}

// Empty where the syllable is a name as it stands, or none is like it.
std::string LikeName(const SyllableTable& names, std::string_view syllable) {
  const auto found = names.find(WordsKey(syllable));
  if (found == names.end()) return {};
  const std::string key = ExactKey(syllable);
  if (Has(found->second, key)) return {};
  const std::u32string read = ToCodePoints(key);
  std::string best;
  std::size_t most = 0;
  for (const KnownSyllable& name : found->second) {
    const std::size_t common = CommonLetters(ToCodePoints(name.key), read) + 1;
    if (common > most) best = name.written, most = common;
  }
  return best;
}

}  // namespace

bool IsSurname(std::string_view syllable) {
  const auto found = Surnames().find(WordsKey(syllable));
  return found != Surnames().end() && Has(found->second, ExactKey(syllable));
}

std::vector<std::string> DamagedSurnames(std::string_view read) {
  // Small letters that look like their capitals: one of them may begin a name as it was read.
  constexpr std::u32string_view kAlike = U"ckopsuvxyôơư";
  constexpr std::size_t kLeast = 2;  // of letters that are left of a name
  const std::string key = ExactKey(read);
  const std::u32string letters = ToCodePoints(key);
  std::vector<std::string> found;
  if (letters.size() < kLeast) return found;
  const auto add = [&found](const std::string& name) {
    if (std::find(found.begin(), found.end(), name) == found.end()) found.push_back(name);
  };
  const bool capital = FoldedText(read).Slice(0, 1).UpperShare() == 1;
  if (IsSurname(read) && (capital || kAlike.find(letters.front()) != std::u32string_view::npos)) return {key};
  const std::string meant = LikeName(Surnames(), read);
  if (!meant.empty()) add(meant);
  for (const std::string& name : SurnamesInOrder()) {
    const std::u32string whole = ToCodePoints(ExactKey(name));
    const bool lost = !capital && whole.size() > letters.size() && whole.size() <= letters.size() + 2 && whole.ends_with(letters);
    const bool changed = whole.size() == letters.size() && whole.size() > kLeast && whole.substr(1) == letters.substr(1);
    if (lost || changed) add(name);
  }
  return found;
}

std::string RepairedName(std::string_view printed) {
  std::string out;
  std::string word;
  bool first = true;
  for (std::size_t i = 0; i <= printed.size(); ++i) {
    if (i < printed.size() && printed[i] != ' ') {
      word += printed[i];
      continue;
    }
    if (word.empty()) continue;
    std::string name = LikeName(first ? Surnames() : GivenNames(), word);
    // A middle name may be a surname too.
    if (!first && IsSurname(word)) name.clear();
    if (!name.empty()) {
      const bool capitals = FoldedText(word).UpperShare() == 1 && ToCodePoints(name).size() > 1;
      name = capitals ? ToUpper(name) : WithCapital(name);
    }
    out += (out.empty() ? "" : " ") + (name.empty() ? word : name);
    word.clear();
    first = false;
  }
  return out;
}

}  // namespace sohoa
