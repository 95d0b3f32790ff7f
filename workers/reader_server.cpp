// SPDX-License-Identifier: Apache-2.0
#include "workers/reader_server.h"

#include <exception>
#include <new>
#include <utility>

#include "core/record_codec.h"
#include "workers/reader_memory.h"

namespace sohoa {
namespace {

// Words of a page are some hundreds.
constexpr std::uint32_t kMaxCovered = 10'000;

Status Malformed() {
  return Status(StatusCode::kCorruption, "serve a page reader's client: malformed request");
}

Status OverMemory() {
  return Status(StatusCode::kResourceLimit, "read page: over the page reader's memory limit");
}

}  // namespace

Status ReaderServer::Serve(ReaderSocket& socket) {
  for (;;) {
    Result<ReaderFrame> frame = socket.Receive(-1);
    if (!frame) return frame.status();
    Result<ReaderRequest> request = DecodeRequest(frame->bytes);
    ReaderReply reply;
    std::string body;
    if (request) {
      reply.sequence = request->sequence;
      for (const std::uint64_t token : request->released) images_.erase(token);
      Result<std::string> answer = Answer(*request, std::move(frame->descriptor));
      if (answer) body = std::move(*answer);
      reply.status = answer.status();
      // A decoder that gets no memory says that the file is bad.
      if (reply.status.code() == StatusCode::kBadInput && NearReaderMemoryLimit()) reply.status = OverMemory();
      reply.body = body;
    } else {
      reply.status = request.status();
    }
    if (Status sent = socket.Send(EncodeReply(reply), -1, -1); !sent.ok()) return sent;
  }
}

Result<std::string> ReaderServer::Answer(const ReaderRequest& request,
                                         OwnedDescriptor descriptor) {
  WireReader in(request.body);
  try {
    switch (request.call) {
      case ReaderCall::kHello: break;  // it had its turn
      case ReaderCall::kInspect: return Inspect(in, std::move(descriptor));
      case ReaderCall::kDecode: return Decode(in, std::move(descriptor));
      case ReaderCall::kPrepare: return Prepare(in);
      case ReaderCall::kRecognise: return Recognise(in);
      case ReaderCall::kDetectOrientation: return DetectOrientation(in);
      case ReaderCall::kEncodeLayer: return EncodeLayer(in);
      case ReaderCall::kRenderPicture: return RenderPicture(in);
      case ReaderCall::kAssess: return Assess(in, std::move(descriptor));
    }
  } catch (const std::bad_alloc&) {
    return OverMemory();
  } catch (const std::exception&) {
    // Its text may quote the file; the kind of call is enough to find it again.
    return Status(StatusCode::kInternal, "read page: unexpected failure in call " +
                                             std::to_string(static_cast<int>(request.call)));
  }
  return Malformed();
}

Result<std::string> ReaderServer::Inspect(WireReader& in, OwnedDescriptor descriptor) {
  std::string name(in.Bytes());
  if (!in.Finished() || descriptor.get() < 0) return Malformed();
  Result<OriginalFile> original =
      OriginalFile::FromDescriptor(descriptor.Release(), std::move(name));
  if (!original) return original.status();
  Result<OriginalSummary> summary = imaging_->Inspect(*original);
  if (!summary) return summary.status();
  WireWriter out;
  out.U8(static_cast<std::uint8_t>(summary->kind));
  out.U32(summary->pages);
  return out.Take();
}

Result<std::string> ReaderServer::Decode(WireReader& in, OwnedDescriptor descriptor) {
  std::string name(in.Bytes());
  const std::uint32_t index = in.U32();
  DecodeOptions options;
  options.default_dpi = in.F64();
  options.max_dpi = in.F64();
  if (!in.Finished() || descriptor.get() < 0) return Malformed();
  Result<OriginalFile> original =
      OriginalFile::FromDescriptor(descriptor.Release(), std::move(name));
  if (!original) return original.status();
  Result<DecodedPage> page = imaging_->Decode(*original, index, options);
  if (!page) return page.status();
  WireWriter out;
  PutDecodedPage(out, {*page, Keep(page->image)});
  return out.Take();
}

Result<std::string> ReaderServer::Assess(WireReader& in, OwnedDescriptor descriptor) {
  std::string name(in.Bytes());
  const std::uint32_t index = in.U32();
  AssessOptions options;
  options.decode.default_dpi = in.F64();
  options.decode.max_dpi = in.F64();
  options.thumbnail_width = static_cast<int>(in.U32());
  if (!in.Finished() || descriptor.get() < 0) return Malformed();
  Result<OriginalFile> original =
      OriginalFile::FromDescriptor(descriptor.Release(), std::move(name));
  if (!original) return original.status();
  Result<PageAssessment> page = imaging_->Assess(*original, index, options);
  if (!page) return page.status();
  WireWriter out;
  PutAssessment(out, *page);
  return out.Take();
}

Result<std::string> ReaderServer::Prepare(WireReader& in) {
  Result<DecodedPage> decoded = TakeDecodedPage(in);
  if (!decoded) return decoded.status();
  PrepareOptions options;
  const bool has_rotation = in.Bool();
  const int rotation = static_cast<int>(in.U32());
  if (has_rotation) options.rotation = rotation;
  options.deskew = in.Bool();
  options.barcodes = in.Bool();
  const bool right_angle =
      rotation == 0 || rotation == 90 || rotation == 180 || rotation == 270;
  if (!in.Finished() || !right_angle) return Malformed();
  Result<PreparedPage> page = imaging_->Prepare(*decoded, options);
  if (!page) return page.status();
  WireWriter out;
  PutPreparedPage(out, {*page, Keep(page->display), Keep(page->reading), Keep(page->ink_mask)});
  return out.Take();
}

Result<std::string> ReaderServer::Recognise(WireReader& in) {
  Result<PreparedPage> page = TakePreparedPage(in);
  if (!page) return page.status();
  if (!in.Finished()) return Malformed();
  Result<PageText> text = engine_->Recognise(*page);
  if (!text) return text.status();
  return EncodePageText(*text);
}

Result<std::string> ReaderServer::DetectOrientation(WireReader& in) {
  Result<DecodedPage> page = TakeDecodedPage(in);
  if (!page) return page.status();
  if (!in.Finished()) return Malformed();
  Result<Orientation> orientation = engine_->DetectOrientation(*page);
  if (!orientation) return orientation.status();
  WireWriter out;
  out.U32(static_cast<std::uint32_t>(orientation->rotation));
  out.F64(orientation->confidence);
  return out.Take();
}

Result<std::string> ReaderServer::EncodeLayer(WireReader& in) {
  Result<PreparedPage> page = TakePreparedPage(in);
  if (!page) return page.status();
  EncodeOptions options;
  options.jpeg_quality = static_cast<int>(in.U32());
  options.max_dpi = in.F64();
  options.mixed = in.Bool();
  if (!in.Finished()) return Malformed();
  Result<PageLayer> layer = imaging_->EncodeLayer(*page, options);
  if (!layer) return layer.status();
  WireWriter out;
  PutLayer(out, *layer);
  return out.Take();
}

Result<std::string> ReaderServer::RenderPicture(WireReader& in) {
  Result<PageLayer> layer = GetLayer(in);
  if (!layer) return Malformed();
  PictureRequest request;
  const bool has_region = in.Bool();
  Box region;
  for (int* side : {&region.left, &region.top, &region.right, &region.bottom, &request.width,
                    &request.height, &request.rotation}) {
    *side = static_cast<int>(in.U32());
  }
  if (has_region) request.region = region;
  request.gray = in.Bool();
  const std::uint8_t format = in.U8();
  const std::uint32_t covered = in.U32();
  if (covered > kMaxCovered) return Malformed();
  request.covered.resize(covered);
  for (Box& box : request.covered) {
    for (int* side : {&box.left, &box.top, &box.right, &box.bottom}) *side = static_cast<int>(in.U32());
  }
  if (!in.Finished() || format > static_cast<std::uint8_t>(PictureRequest::Format::kPng)) {
    return Malformed();
  }
  request.format = static_cast<PictureRequest::Format>(format);
  return imaging_->RenderPicture(*layer, request);
}

Result<DecodedPage> ReaderServer::TakeDecodedPage(WireReader& in) {
  Result<WireDecodedPage> wire = GetDecodedPage(in);
  if (!wire) return wire.status();
  DecodedPage page = wire->page;
  if (!Find(wire->image, page.image)) return Malformed();
  if (!page.image) {
    return Status(StatusCode::kInvalidArgument, "read page: it has no image");
  }
  return page;
}

Result<PreparedPage> ReaderServer::TakePreparedPage(WireReader& in) {
  Result<WirePreparedPage> wire = GetPreparedPage(in);
  if (!wire) return wire.status();
  PreparedPage page = std::move(wire->page);
  if (!Find(wire->display, page.display) || !Find(wire->reading, page.reading) ||
      !Find(wire->ink_mask, page.ink_mask)) {
    return Malformed();
  }
  return page;
}

WireImage ReaderServer::Keep(const ImageHandle& image) {
  if (!image) return {};
  const std::uint64_t token = next_token_++;
  images_.emplace(token, image);
  return {token, image->width(), image->height(), image->channels()};
}

bool ReaderServer::Find(const WireImage& image, ImageHandle& handle) const {
  handle = nullptr;
  if (image.token == 0) return true;
  const auto found = images_.find(image.token);
  if (found == images_.end()) return false;
  handle = found->second;
  return true;
}

}  // namespace sohoa
