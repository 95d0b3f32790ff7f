// SPDX-License-Identifier: Apache-2.0
//
// DeskReader: the reader process of a desk, which looks at what was scanned: how many pages a file has, whether a
// page is fit to be read, what it looks like. Pages are looked at in the order in which they are asked for; what was
// found is kept while the program runs.
//
// All methods are safe from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "core/result.h"
#include "imaging/page_imaging.h"
#include "workers/reader_client.h"

namespace sohoa {

class DeskReader {
 public:
  explicit DeskReader(ReaderOptions options) : options_(std::move(options)) {}

  Result<std::uint32_t> CountPages(const OriginalFile& file);
  // `use` has the imaging for itself meanwhile.
  template <typename T>
  Result<T> With(const std::function<Result<T>(PageImaging& imaging)>& use) {
    const std::lock_guard lock(mutex_);
    if (const Status started = EnsureStarted(); !started.ok()) return started;
    return use(reader_->imaging());
  }

 private:
  Status EnsureStarted();

  const ReaderOptions options_;
  std::mutex mutex_;
  std::unique_ptr<ReaderClient> reader_;
};

}  // namespace sohoa
