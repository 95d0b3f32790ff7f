// SPDX-License-Identifier: Apache-2.0
#include "api/page_pictures.h"

#include <utility>

namespace sohoa {
namespace {

constexpr double kSampleDpi = 100;

// The layer as it is stored: nothing has to be decoded for it.
bool IsLayerItself(const PageLayer& layer, const PictureRequest& request) {
  return layer.coding == PageLayer::Coding::kJpeg && request.format == PictureRequest::Format::kJpeg &&
         !request.region && request.width == 0 && request.height == 0 && request.rotation == 0 &&
         (!request.gray || layer.components == 1);
}

}  // namespace

PagePictures::PagePictures(ReaderOptions options, std::uint32_t readers)
    : options_(std::move(options)), left_(readers) {}

Result<std::string> PagePictures::Render(const PageLayer& layer, const PictureRequest& request) {
  if (IsLayerItself(layer, request)) return layer.bytes;
  Result<std::unique_ptr<ReaderClient>> reader = Borrow();
  if (!reader) return reader.status();
  Result<std::string> picture = (*reader)->imaging().RenderPicture(layer, request);
  GiveBack(std::move(*reader));
  return picture;
}

Result<std::string> PagePictures::Sample(const OriginalFile& original, std::uint32_t index, int height) {
  Result<std::unique_ptr<ReaderClient>> reader = Borrow();
  if (!reader) return reader.status();
  Result<std::string> picture = SampleWith((*reader)->imaging(), original, index, height);
  GiveBack(std::move(*reader));
  return picture;
}

Result<std::string> PagePictures::SampleWith(PageImaging& imaging, const OriginalFile& original, std::uint32_t index, int height) {
  DecodeOptions coarse;
  coarse.max_dpi = kSampleDpi;
  const Result<DecodedPage> decoded = imaging.Decode(original, index, coarse);
  if (!decoded) return decoded.status();
  PrepareOptions as_it_is;
  as_it_is.rotation = 0;
  as_it_is.deskew = false;
  as_it_is.barcodes = false;
  const Result<PreparedPage> prepared = imaging.Prepare(*decoded, as_it_is);
  if (!prepared) return prepared.status();
  const Result<PageLayer> layer = imaging.EncodeLayer(*prepared, {75, kSampleDpi, false});
  if (!layer) return layer.status();
  PictureRequest request;
  request.height = height;
  return imaging.RenderPicture(*layer, request);
}

Result<std::unique_ptr<ReaderClient>> PagePictures::Borrow() {
  std::unique_lock lock(mutex_);
  free_.wait(lock, [this] { return !idle_.empty() || left_ > 0; });
  if (!idle_.empty()) {
    std::unique_ptr<ReaderClient> reader = std::move(idle_.back());
    idle_.pop_back();
    return reader;
  }
  --left_;
  lock.unlock();
  Result<std::unique_ptr<ReaderClient>> started = StartReader(options_);
  if (!started) {
    lock.lock();
    ++left_;
    free_.notify_one();
  }
  return started;
}

void PagePictures::GiveBack(std::unique_ptr<ReaderClient> reader) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(reader));
  free_.notify_one();
}

}  // namespace sohoa
