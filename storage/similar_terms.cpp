// SPDX-License-Identifier: Apache-2.0
#include "storage/similar_terms.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/vietnamese.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

// What print readers mix up, each towards one spelling. Longer ones first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kLookAlikes = {
    {{"rn", "m"}, {"vv", "w"}, {"cl", "d"}, {"ii", "u"}, {"1", "l"},
     {"i", "l"},  {"j", "l"},  {"0", "o"},  {"5", "s"},  {"8", "b"}}};

std::string ShapeOf(std::string_view term) {
  std::string shape;
  for (std::size_t i = 0; i < term.size();) {
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

bool HasDigit(std::string_view term) {
  return std::any_of(term.begin(), term.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsNumber(std::string_view term) {
  return std::all_of(term.begin(), term.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Edit distance of at most one, with a swap of neighbours as one edit (Damerau).
bool IsOneEdit(const std::u32string& a, const std::u32string& b) {
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

}  // namespace

bool AreSimilarTerms(std::string_view a, std::string_view b) {
  if (IsNumber(a) && IsNumber(b)) return a == b;
  if (ShapeOf(a) == ShapeOf(b)) return true;
  if (HasDigit(a) || HasDigit(b)) return false;
  const std::u32string left = ToCodePoints(a);
  const std::u32string right = ToCodePoints(b);
  // One letter of two or three is most of the word.
  if (std::min(left.size(), right.size()) < 3 || std::max(left.size(), right.size()) < 4) {
    return false;
  }
  return IsOneEdit(left, right);
}

Result<std::vector<std::string>> SimilarTerms(MetaReader& moment, std::string_view folded,
                                              std::size_t limit) {
  std::vector<std::string> look_alikes;
  std::vector<std::string> others;
  const std::string shape = ShapeOf(folded);
  const Status scanned =
      moment.Scan(kDictionaryPrefix, "", [&](std::string_view key, std::string_view) {
        key.remove_prefix(kDictionaryPrefix.size());
        std::optional<std::string> term = TakeEscapedString(key);
        if (!term || *term == folded) return true;
        const std::size_t longer = std::max(term->size(), folded.size());
        if (longer - std::min(term->size(), folded.size()) > longer / 2 + 1) return true;
        if (!AreSimilarTerms(*term, folded)) return true;
        (ShapeOf(*term) == shape ? look_alikes : others).push_back(std::move(*term));
        return true;
      });
  if (!scanned.ok()) return scanned;
  look_alikes.insert(look_alikes.end(), others.begin(), others.end());
  if (look_alikes.size() > limit) look_alikes.resize(limit);
  return look_alikes;
}

}  // namespace sohoa
