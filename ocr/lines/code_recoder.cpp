// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/code_recoder.h"

#include <algorithm>
#include <string>
#include <utility>

#include "ocr/lines/damaged_model.h"
#include "ocr/lines/little_endian_reader.h"
#include "ocr/lines/unichar_set.h"

namespace sohoa {
namespace {

// More than any alphabet needs; keeps the table small for damaged bytes.
constexpr std::int32_t kHighestCode = 65'535;

Status DamagedRecoder(const char* what) { return DamagedModel("read recoder of the line model", what); }

}  // namespace

Result<CodeRecoder> CodeRecoder::Parse(std::string_view bytes, int unichars) {
  LittleEndianReader reader(bytes);
  std::uint32_t count = 0;
  if (!reader.Read(count)) return DamagedRecoder("it is too short");
  const auto size = static_cast<std::uint32_t>(unichars);
  if (count != size && count != size + 1) return DamagedRecoder("it does not fit the unicharset");

  CodeRecoder recoder;
  int highest = 0;
  for (std::uint32_t unichar = 0; unichar < count; ++unichar) {
    std::int8_t self_normalised = 0;
    std::int32_t length = 0;
    if (!reader.Read(self_normalised) || !reader.Read(length)) return DamagedRecoder("it ends early");
    if (length < 1 || length > kMostCodes) return DamagedRecoder("a sequence has a wrong length");
    for (std::int32_t i = 0; i < length; ++i) {
      std::int32_t code = 0;
      if (!reader.Read(code)) return DamagedRecoder("it ends early");
      if (code < 0 || code > kHighestCode) return DamagedRecoder("a code is out of range");
      highest = std::max(highest, code);
      recoder.codes_.push_back(code);
    }
    recoder.ends_.push_back(recoder.codes_.size());
  }
  if (reader.left() != 0) return DamagedRecoder("it goes on after its end");
  if (recoder.Codes(UnicharSet::kSpace).size() != 1 || recoder.Codes(UnicharSet::kSpace)[0] != 0) {
    return DamagedRecoder("the space is not its first code");
  }
  recoder.root_.assign(static_cast<std::size_t>(highest) + 1, Step{UnicharSet::kNone, kNoState});
  for (std::uint32_t unichar = 0; unichar < count; ++unichar) {
    const bool known = unichar < size;
    recoder.AddSequence(recoder.Codes(static_cast<int>(unichar)),
                        known ? static_cast<int>(unichar) : UnicharSet::kNone);
  }
  return recoder;
}

CodeRecoder CodeRecoder::OfSingleCodes(std::vector<int> codes, int range) {
  CodeRecoder recoder;
  recoder.codes_ = std::move(codes);
  recoder.root_.assign(static_cast<std::size_t>(range), Step{UnicharSet::kNone, kNoState});
  for (std::size_t unichar = 0; unichar < recoder.codes_.size(); ++unichar) {
    recoder.ends_.push_back(unichar + 1);
    recoder.AddSequence(recoder.Codes(static_cast<int>(unichar)), static_cast<int>(unichar));
  }
  return recoder;
}

std::span<const int> CodeRecoder::Codes(int unichar) const {
  if (unichar < 0 || static_cast<std::size_t>(unichar) >= ends_.size()) return {};
  const auto index = static_cast<std::size_t>(unichar);
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::span(codes_).subspan(begin, ends_[index] - begin);
}

// Where two characters have one sequence, the later is meant: so it is in Tesseract.
void CodeRecoder::AddSequence(std::span<const int> codes, int unichar) {
  int state = kRoot;
  for (std::size_t i = 0; i + 1 < codes.size(); ++i) {
    int next = StepFor(state, codes[i]).state;
    if (next == kNoState) {
      branches_.emplace_back();
      next = static_cast<int>(branches_.size());
      StepFor(state, codes[i]).state = next;
    }
    state = next;
  }
  StepFor(state, codes.back()).unichar = unichar;
}

CodeRecoder::Step& CodeRecoder::StepFor(int state, int code) {
  if (state == kRoot) return root_[static_cast<std::size_t>(code)];
  std::vector<BranchStep>& branch = branches_[static_cast<std::size_t>(state) - 1];
  const auto place = std::ranges::lower_bound(branch, code, {}, &BranchStep::code);
  if (place != branch.end() && place->code == code) return place->step;
  return branch.insert(place, BranchStep{code, {UnicharSet::kNone, kNoState}})->step;
}

CodeRecoder::Step CodeRecoder::FollowBranch(int state, int code) const {
  const std::vector<BranchStep>& branch = branches_[static_cast<std::size_t>(state) - 1];
  const auto place = std::ranges::lower_bound(branch, code, {}, &BranchStep::code);
  if (place == branch.end() || place->code != code) return {UnicharSet::kNone, kNoState};
  return place->step;
}

}  // namespace sohoa
