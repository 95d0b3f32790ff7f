// SPDX-License-Identifier: Apache-2.0
#include "language/syllable_counts.h"

#include <algorithm>

#include "core/sha256.h"

namespace sohoa {
namespace {

constexpr std::string_view kMagic = "sohoa syllable counts 1";
constexpr std::string_view kHashMark = "; sha256 ";

Status Damaged(const std::string& what) {
  return Status(StatusCode::kCorruption,
                "open syllable counts: " + what + "; make the file anew with make_counts");
}

class NumberReader {
 public:
  explicit NumberReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint32_t Next() {
    std::uint32_t value = 0;
    for (unsigned shift = 0; shift < 32; shift += 7) {
      if (at_ == bytes_.size()) break;
      const auto byte = static_cast<std::uint8_t>(bytes_[at_++]);
      value |= static_cast<std::uint32_t>(byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    failed_ = true;
    return 0;
  }

  bool failed() const { return failed_; }
  bool AtEnd() const { return at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

void AppendNumber(std::string& out, std::uint32_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(0x80 | (value & 0x7F));
  out += static_cast<char>(value);
}

// "to to tô tổ": the plain letters, then the syllables.
bool ParseGroup(std::string_view line, SyllableCounts& counts) {
  SyllableGroup group;
  std::size_t end = std::min(line.find(' '), line.size());
  group.plain = std::string(line.substr(0, end));
  group.begin = static_cast<TokenId>(counts.texts.size());
  while (end < line.size()) {
    const std::size_t begin = end + 1;
    end = std::min(line.find(' ', begin), line.size());
    counts.texts.emplace_back(line.substr(begin, end - begin));
  }
  if (counts.texts.size() > 0xFFFF) return false;
  group.end = static_cast<TokenId>(counts.texts.size());
  const bool in_order = counts.groups.empty() || counts.groups.back().plain < group.plain;
  counts.groups.push_back(std::move(group));
  return in_order && counts.groups.back().begin < counts.groups.back().end;
}

bool ParseToken(NumberReader& numbers, SyllableCounts& counts) {
  TokenCount token;
  token.count = numbers.Next();
  token.kinds_before = numbers.Next();
  token.kinds_behind = numbers.Next();
  token.followers = numbers.Next();
  token.first_follower = static_cast<std::uint32_t>(counts.followers.size());
  if (token.followers > counts.texts.size()) return false;
  std::uint32_t follower = 0;
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < token.followers; ++i) {
    const std::uint32_t distance = numbers.Next();
    follower += distance;
    if (follower >= counts.texts.size() || (i > 0 && distance == 0)) return false;
    counts.followers.push_back(static_cast<TokenId>(follower));
    counts.follower_counts.push_back(numbers.Next());
    sum += counts.follower_counts.back();
  }
  counts.tokens.push_back(token);
  return sum <= token.count && token.followers <= token.kinds_behind && !numbers.failed();
}

}  // namespace

Result<SyllableCounts> ParseSyllableCounts(std::string_view file) {
  const std::size_t head_end = file.find('\n');
  if (!file.starts_with(kMagic) || head_end == std::string_view::npos)
    return Damaged("it is no such file");
  const std::string_view head = file.substr(0, head_end);
  const std::size_t mark = head.rfind(kHashMark);
  if (mark == std::string_view::npos) return Damaged("its first line has no SHA-256");
  std::string_view rest = file.substr(head_end + 1);
  if (Sha256::Of(rest).Hex() != head.substr(mark + kHashMark.size()))
    return Damaged("its SHA-256 is another");

  SyllableCounts counts;
  counts.source = std::string(head.substr(0, mark));
  counts.texts.resize(kFirstSyllable);
  for (std::size_t end = rest.find('\n'); end != 0; end = rest.find('\n')) {
    if (end == std::string_view::npos) return Damaged("its list of syllables has no end");
    if (!ParseGroup(rest.substr(0, end), counts)) return Damaged("its syllables are out of order");
    rest.remove_prefix(end + 1);
  }
  rest.remove_prefix(1);
  NumberReader numbers(rest);
  counts.tokens.reserve(counts.texts.size());
  counts.followers.reserve(rest.size() / 3);
  counts.follower_counts.reserve(rest.size() / 3);
  while (counts.tokens.size() < counts.texts.size()) {
    if (!ParseToken(numbers, counts)) return Damaged("its counts do not agree");
  }
  if (!numbers.AtEnd()) return Damaged("there is more than its counts");
  return counts;
}

std::string WriteSyllableCounts(const SyllableCounts& counts) {
  std::string rest;
  for (const SyllableGroup& group : counts.groups) {
    rest += group.plain;
    for (TokenId id = group.begin; id < group.end; ++id) rest += ' ' + counts.texts[id];
    rest += '\n';
  }
  rest += '\n';
  for (const TokenCount& token : counts.tokens) {
    for (const std::uint32_t number :
         {token.count, token.kinds_before, token.kinds_behind, token.followers}) {
      AppendNumber(rest, number);
    }
    TokenId last = 0;
    for (std::uint32_t i = token.first_follower; i < token.first_follower + token.followers; ++i) {
      AppendNumber(rest, static_cast<std::uint32_t>(counts.followers[i] - last));
      AppendNumber(rest, counts.follower_counts[i]);
      last = counts.followers[i];
    }
  }
  return std::string(kMagic) + "; " + counts.source + std::string(kHashMark) +
         Sha256::Of(rest).Hex() + "\n" + rest;
}

}  // namespace sohoa
