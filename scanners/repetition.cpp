// SPDX-License-Identifier: Apache-2.0
#include "scanners/repetition.h"

#include <fcntl.h>

#include <utility>

namespace sohoa {
namespace {

constexpr std::size_t kPieceBytes = 256 << 10;

// False where either cannot be read: then it is no repetition that anybody could see.
bool HaveSameBytes(const OriginalFile& a, const OriginalFile& b) {
  if (a.size() != b.size()) return false;
  for (std::uint64_t at = 0; at < a.size(); at += kPieceBytes) {
    const Result<std::string> left = a.ReadAt(at, kPieceBytes);
    const Result<std::string> right = b.ReadAt(at, kPieceBytes);
    if (!left || !right || *left != *right) return false;
  }
  return true;
}

}  // namespace

void RepetitionFinder::Look(ScannedOriginal& original, std::optional<PictureSketch> sketch) {
  const bool blank = sketch && !sketch->has_content;
  for (const Seen& seen : seen_) {
    if (blank) break;
    if (HaveSameBytes(original.file, seen.file)) {
      original.repetition = Repetition::kSameBytes;
    } else if (sketch && seen.sketch && AreOfOneFrame(*sketch, *seen.sketch)) {
      original.repetition = Repetition::kSamePicture;
    }
    if (original.repetition == Repetition::kNone) continue;
    original.repeats = seen.name;
    break;
  }
  const int copy = fcntl(original.file.descriptor(), F_DUPFD_CLOEXEC, 0);
  Result<OriginalFile> kept = OriginalFile::FromDescriptor(copy, original.name);
  if (!kept) return;  // no descriptor to be had: the next one is not compared
  seen_.push_front({original.name, std::move(*kept), std::move(sketch)});
  if (seen_.size() > reach_) seen_.pop_back();
}

}  // namespace sohoa
