// SPDX-License-Identifier: Apache-2.0
#include "desk/desk_reader.h"

namespace sohoa {

Status DeskReader::EnsureStarted() {
  if (reader_ != nullptr) return reader_->EnsureStarted();
  Result<std::unique_ptr<ReaderClient>> reader = StartReader(options_);
  if (!reader) return Annotate(reader.status(), "look at a page at the desk");
  reader_ = std::move(*reader);
  return Status();
}

Result<std::uint32_t> DeskReader::CountPages(const OriginalFile& file) {
  return With<std::uint32_t>([&](PageImaging& imaging) -> Result<std::uint32_t> {
    const Result<OriginalSummary> summary = imaging.Inspect(file);
    if (!summary) return summary.status();
    return summary->pages;
  });
}

}  // namespace sohoa
