// SPDX-License-Identifier: Apache-2.0
//
// PagePictures: pictures of pages for screens. They are decoded in a few reader
// processes, which start with the first picture that needs one.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/result.h"
#include "imaging/page_imaging.h"
#include "workers/reader_client.h"

namespace sohoa {

class PagePictures {
 public:
  // At most `readers` processes; who comes when all are at work waits.
  PagePictures(ReaderOptions options, std::uint32_t readers);

  // A JPEG or PNG file. Safe from several threads.
  Result<std::string> Render(const PageLayer& layer, const PictureRequest& request);
  // A small JPEG of a page that was never read, `height` pixels high, as it was scanned.
  // kBadInput: it cannot be decoded.
  Result<std::string> Sample(const OriginalFile& original, std::uint32_t index, int height);

 private:
  static Result<std::string> SampleWith(PageImaging& imaging, const OriginalFile& original, std::uint32_t index, int height);
  Result<std::unique_ptr<ReaderClient>> Borrow();
  void GiveBack(std::unique_ptr<ReaderClient> reader);

  ReaderOptions options_;
  std::mutex mutex_;
  std::condition_variable free_;
  std::vector<std::unique_ptr<ReaderClient>> idle_;
  std::uint32_t left_;  // that may still be started
};

}  // namespace sohoa
