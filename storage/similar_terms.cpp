// SPDX-License-Identifier: Apache-2.0
#include "storage/similar_terms.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

#include "core/vietnamese.h"
#include "storage/index_terms.h"
#include "storage/people_fields.h"

namespace sohoa {
namespace {

// What print readers mix up, each towards one spelling. Longer ones first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kLookAlikes = {
    {{"rn", "m"}, {"vv", "w"}, {"cl", "d"}, {"ii", "u"}, {"1", "l"},
     {"i", "l"},  {"j", "l"},  {"0", "o"},  {"5", "s"},  {"8", "b"}}};

// Of a dictionary, before it is asked again whether to go on.
constexpr std::uint64_t kTermsBetween = 4'096;

constexpr std::uint32_t kAllLetters = (1u << 26) - 1;  // a bit for each of a to z

// Most letters begin none of them.
constexpr std::array<bool, 256> kBeginsLookAlike = [] {
  std::array<bool, 256> begins{};
  for (const auto& pair : kLookAlikes) begins[static_cast<std::uint8_t>(pair.first.front())] = true;
  return begins;
}();

std::string ShapeOf(std::string_view term) {
  std::string shape;
  for (std::size_t i = 0; i < term.size();) {
    if (!kBeginsLookAlike[static_cast<std::uint8_t>(term[i])]) {
      shape += term[i++];
      continue;
    }
    const auto* const pair = std::find_if(
        kLookAlikes.begin(), kLookAlikes.end(),
        [&](const auto& candidate) { return term.substr(i).starts_with(candidate.first); });
    if (pair == kLookAlikes.end()) {
      shape += term[i++];
    } else {
      shape += pair->second;
      i += pair->first.size();
    }
  }
  return shape;
}

std::uint32_t ShapeHash(std::string_view term) {
  std::uint32_t hash = 2166136261u;  // FNV-1a
  for (const char c : ShapeOf(term)) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
  return hash;
}

std::uint32_t LettersOf(std::string_view term) {
  std::uint32_t letters = 0;
  for (const char c : term) {
    if (c >= 'a' && c <= 'z') letters |= 1u << (c - 'a');
  }
  return letters;
}

// Each bit of `letters` alone, and none of them.
std::vector<std::uint32_t> AndNone(std::uint32_t letters) {
  std::vector<std::uint32_t> bits = {0};
  for (; letters != 0; letters &= letters - 1) bits.push_back(letters & (~letters + 1));
  return bits;
}

// One edit changes two letters of a set at most. Counting them all is a call where a processor of any age must do.
bool HasMoreThanTwo(std::uint32_t bits) {
  bits &= bits - 1;
  return (bits & (bits - 1)) != 0;
}

std::uint64_t GroupKey(std::size_t length, std::uint32_t letters) { return std::uint64_t{length} << 32 | letters; }

bool HasDigit(std::string_view term) {
  return std::any_of(term.begin(), term.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsNumber(std::string_view term) {
  return std::all_of(term.begin(), term.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Edit distance of at most one, with a swap of neighbours as one edit (Damerau). `Text` is a string
// of letters.
template <typename Text>
bool IsOneEdit(const Text& a, const Text& b) {
  if (a.size() > b.size()) return IsOneEdit(b, a);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  const auto rest_equal = [&](std::size_t from_a, std::size_t from_b) {
    return std::equal(a.begin() + static_cast<std::ptrdiff_t>(from_a), a.end(),
                      b.begin() + static_cast<std::ptrdiff_t>(from_b), b.end());
  };
  if (a.size() != b.size()) return rest_equal(i, i + 1);
  if (i == a.size() || rest_equal(i + 1, i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] && rest_equal(i + 2, i + 2);
}

// One letter of two or three is most of the word.
template <typename Text>
bool AreLongAndOneEdit(const Text& a, const Text& b) {
  return std::min(a.size(), b.size()) >= 3 && std::max(a.size(), b.size()) >= 4 && IsOneEdit(a, b);
}

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
}

// Of terms without a digit.
bool DifferByALetter(std::string_view a, std::string_view b) {
  if (IsAscii(a) && IsAscii(b)) return AreLongAndOneEdit(a, b);
  return AreLongAndOneEdit(ToCodePoints(a), ToCodePoints(b));
}

}  // namespace

bool AreSimilarTerms(std::string_view a, std::string_view b) {
  if (IsNumber(a) && IsNumber(b)) return a == b;
  if (ShapeOf(a) == ShapeOf(b)) return true;
  return !HasDigit(a) && !HasDigit(b) && DifferByALetter(a, b);
}

bool LookAlike(std::string_view a, std::string_view b) { return ShapeOf(a) == ShapeOf(b); }

WordCounts AddUp(std::vector<WordCounts> lists) {
  // The short ones first, for most lists are of a few pages.
  std::sort(lists.begin(), lists.end(), [](const WordCounts& a, const WordCounts& b) { return a.size() < b.size(); });
  WordCounts sum;
  for (WordCounts& list : lists) {
    if (sum.empty()) {
      sum = std::move(list);
      continue;
    }
    WordCounts both;
    both.reserve(sum.size() + list.size());
    std::merge(std::move_iterator(sum.begin()), std::move_iterator(sum.end()), std::move_iterator(list.begin()), std::move_iterator(list.end()),
               std::back_inserter(both), [](const auto& a, const auto& b) { return a.first < b.first; });
    sum.clear();
    for (auto& word : both) {
      if (!sum.empty() && sum.back().first == word.first) {
        sum.back().second += word.second;
      } else {
        sum.push_back(std::move(word));
      }
    }
  }
  return sum;
}

void Vocabulary::Add(std::string_view folded, std::uint32_t pages) {
  const auto row = static_cast<std::uint32_t>(rows_.size());
  rows_.push_back({static_cast<std::uint32_t>(text_.size()), pages});
  shapes_.push_back({ShapeHash(folded), row});
  text_ += folded;
  if (HasDigit(folded)) return;
  if (IsAscii(folded)) {
    grouped_.push_back(row);
  } else {
    others_.push_back({LettersOf(folded), row});
  }
}

void Vocabulary::Finish() {
  rows_.push_back({static_cast<std::uint32_t>(text_.size()), 0});
  std::sort(shapes_.begin(), shapes_.end(), [](const Shape& a, const Shape& b) { return a.hash < b.hash; });
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed;
  keyed.reserve(grouped_.size());
  for (const std::uint32_t row : grouped_) keyed.emplace_back(GroupKey(Text(row).size(), LettersOf(Text(row))), row);
  std::sort(keyed.begin(), keyed.end());
  for (std::uint32_t place = 0; place < keyed.size(); ++place) {
    if (groups_.empty() || groups_.back().key != keyed[place].first) groups_.push_back({keyed[place].first, place});
    grouped_[place] = keyed[place].second;
  }
  groups_.push_back({~std::uint64_t{0}, static_cast<std::uint32_t>(grouped_.size())});
}

Result<std::shared_ptr<const Vocabulary>> Vocabulary::Of(const Segment& segment, const PieceReader& reader, const std::function<bool()>& goes_on) {
  auto vocabulary = std::make_shared<Vocabulary>();
  std::string folded;
  std::uint32_t pages = 0;
  std::uint64_t spellings = 0;
  const auto add_word = [&] {
    if (pages > 0 && !LooksLikeIdentityNumber(folded)) vocabulary->Add(folded, pages);
  };
  std::uint64_t terms = 0;
  bool is_stopped = false;
  const Status scanned = segment.Scan(WordsPrefix(kWholePage, ""), reader, [&](std::string_view key, const TermEntry& entry) {
    if (goes_on && terms++ % kTermsBetween == 0 && !goes_on()) {
      is_stopped = true;
      return false;
    }
    const std::optional<std::string_view> word = ReadFolded(key);
    if (!word) return true;
    if (*word != folded) {
      add_word();
      folded = *word;
      pages = 0;
      spellings = 0;
    }
    pages += entry.pages;
    vocabulary->most_spellings_ = std::max(vocabulary->most_spellings_, ++spellings);
    return true;
  });
  if (!scanned.ok()) return scanned;
  if (is_stopped) return Status(StatusCode::kCancelled, "learn the words of a segment: stopped");
  add_word();
  vocabulary->Finish();
  return std::shared_ptr<const Vocabulary>(std::move(vocabulary));
}

std::size_t Vocabulary::RowFrom(std::string_view folded) const {
  std::size_t first = 0;
  for (std::size_t count = rows_.size() - 1; count > 0;) {
    const std::size_t half = count / 2;
    const bool is_before = Text(first + half) < folded;
    first += is_before ? half + 1 : 0;
    count = is_before ? count - half - 1 : half;
  }
  return first;
}

std::pair<std::size_t, std::size_t> Vocabulary::RowsBeginning(std::string_view folded) const {
  // No byte of UTF-8 is as high.
  return {RowFrom(folded), RowFrom(std::string(folded) + '\xff')};
}

WordCounts Vocabulary::Beginning(std::string_view folded, std::uint64_t least) const {
  WordCounts found;
  const auto [first, end] = RowsBeginning(folded);
  for (std::size_t row = first; row < end; ++row) {
    if (rows_[row].pages >= least) found.emplace_back(Text(row), rows_[row].pages);
  }
  return found;
}

std::uint64_t Vocabulary::PagesOfCommonBeginning(std::string_view folded, std::size_t rank) const {
  const auto [first, end] = RowsBeginning(folded);
  if (end - first < rank) return 0;
  std::vector<Row> commonest(rank);
  const auto row = [&](std::size_t number) { return rows_.begin() + static_cast<std::ptrdiff_t>(number); };
  std::partial_sort_copy(row(first), row(end), commonest.begin(), commonest.end(), [](const Row& a, const Row& b) { return a.pages > b.pages; });
  return commonest.back().pages;
}

std::uint64_t Vocabulary::PagesOf(std::string_view folded) const {
  const std::size_t row = RowFrom(folded);
  return row + 1 < rows_.size() && Text(row) == folded ? rows_[row].pages : 0;
}

WordCounts Vocabulary::Similar(std::string_view folded) const {
  WordCounts found;
  AddOfItsShape(folded, found);
  if (!HasDigit(folded)) AddALetterAway(folded, found);
  std::sort(found.begin(), found.end());
  return found;
}

void Vocabulary::AddOfItsShape(std::string_view folded, WordCounts& words) const {
  const auto less = [](const Shape& a, const Shape& b) { return a.hash < b.hash; };
  const auto [begin, end] = std::equal_range(shapes_.begin(), shapes_.end(), Shape{ShapeHash(folded), 0}, less);
  for (auto shape = begin; shape != end; ++shape) {
    const std::string_view text = Text(shape->row);
    // Numbers of one shape may be different ones.
    if (text != folded && LookAlike(text, folded) && AreSimilarTerms(text, folded)) words.emplace_back(text, rows_[shape->row].pages);
  }
}

void Vocabulary::AddALetterAway(std::string_view folded, WordCounts& words) const {
  const std::uint32_t letters = LettersOf(folded);
  for (const Word& word : others_) {
    if (!HasMoreThanTwo(word.letters ^ letters)) AddIfALetterAway(folded, word.row, words);
  }
  if (!IsAscii(folded)) return AddGroupsNear(folded, ToCodePoints(folded).size(), letters, words);
  // What is as long lost a letter, unless it has it twice, and won another, unless it had it.
  for (const std::uint32_t lost : AndNone(letters)) {
    AddGroup(folded, GroupKey(folded.size() - 1, letters ^ lost), words);
    for (const std::uint32_t won : AndNone(kAllLetters & ~letters)) AddGroup(folded, GroupKey(folded.size(), letters ^ lost ^ won), words);
  }
  for (const std::uint32_t won : AndNone(kAllLetters & ~letters)) AddGroup(folded, GroupKey(folded.size() + 1, letters ^ won), words);
}

void Vocabulary::AddIfALetterAway(std::string_view folded, std::uint32_t row, WordCounts& words) const {
  const std::string_view text = Text(row);
  if (text == folded || !DifferByALetter(text, folded) || LookAlike(text, folded)) return;
  words.emplace_back(text, rows_[row].pages);
}

void Vocabulary::AddGroup(std::string_view folded, std::uint64_t key, WordCounts& words) const {
  const auto group = GroupFrom(key);
  if (group->key == key) AddWordsOf(folded, *group, words);
}

// Letters of other scripts have no bit, so that one of those may have become any.
void Vocabulary::AddGroupsNear(std::string_view folded, std::size_t length, std::uint32_t letters, WordCounts& words) const {
  const auto end = GroupFrom(GroupKey(length + 2, 0));
  for (auto group = GroupFrom(GroupKey(length - 1, 0)); group != end; ++group) {
    if (!HasMoreThanTwo(static_cast<std::uint32_t>(group->key) ^ letters)) AddWordsOf(folded, *group, words);
  }
}

std::vector<Vocabulary::Group>::const_iterator Vocabulary::GroupFrom(std::uint64_t key) const {
  return std::lower_bound(groups_.begin(), groups_.end(), key, [](const Group& a, std::uint64_t wanted) { return a.key < wanted; });
}

void Vocabulary::AddWordsOf(std::string_view folded, const Group& group, WordCounts& words) const {
  const std::uint32_t end = (&group + 1)->begin;
  for (std::uint32_t place = group.begin; place < end; ++place) AddIfALetterAway(folded, grouped_[place], words);
}

}  // namespace sohoa
