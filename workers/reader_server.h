// SPDX-License-Identifier: Apache-2.0
//
// The serving side of sohoa-reader: answers requests with an imaging and an engine of its own
// process, and keeps the images that the client refers to.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "imaging/page_imaging.h"
#include "ocr/ocr_engine.h"
#include "workers/reader_protocol.h"
#include "workers/reader_socket.h"

namespace sohoa {

class ReaderServer {
 public:
  ReaderServer(std::unique_ptr<PageImaging> imaging, std::unique_ptr<OcrEngine> engine)
      : imaging_(std::move(imaging)), engine_(std::move(engine)) {}

  // Serves until the client closes its end. Malformed requests get an error as their reply.
  Status Serve(ReaderSocket& socket);

 private:
  Result<std::string> Answer(const ReaderRequest& request, OwnedDescriptor descriptor);
  Result<std::string> Inspect(WireReader& in, OwnedDescriptor descriptor);
  Result<std::string> Decode(WireReader& in, OwnedDescriptor descriptor);
  Result<std::string> Assess(WireReader& in, OwnedDescriptor descriptor);
  Result<std::string> Prepare(WireReader& in);
  Result<std::string> Recognise(WireReader& in);
  Result<std::string> DetectOrientation(WireReader& in);
  Result<std::string> EncodeLayer(WireReader& in);
  Result<std::string> RenderPicture(WireReader& in);

  Result<DecodedPage> TakeDecodedPage(WireReader& in);
  Result<PreparedPage> TakePreparedPage(WireReader& in);
  WireImage Keep(const ImageHandle& image);
  // False when there is no such image.
  bool Find(const WireImage& image, ImageHandle& handle) const;

  std::unique_ptr<PageImaging> imaging_;
  std::unique_ptr<OcrEngine> engine_;
  std::map<std::uint64_t, ImageHandle> images_;
  std::uint64_t next_token_ = 1;
};

}  // namespace sohoa
