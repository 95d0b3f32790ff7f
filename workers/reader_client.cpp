// SPDX-License-Identifier: Apache-2.0
#include "workers/reader_client.h"

#include <sys/wait.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <mutex>
#include <utility>
#include <vector>

#include "core/record_codec.h"
#include "workers/reader_process.h"
#include "workers/reader_protocol.h"

namespace sohoa {
namespace {

// Loading model and libraries from a cold disk may take longer than a short call may.
constexpr std::int64_t kLeastStartMs = 20'000;
// A reader that closed its socket is on its way out; its core has still to be torn down.
constexpr std::int64_t kDyingMs = 2'000;

// Tokens whose last handle went, told to the reader with the next call. Handles may outlive
// the client and be dropped by another thread.
class ReleaseList {
 public:
  void Add(std::uint64_t token) {
    const std::lock_guard lock(mutex_);
    tokens_.push_back(token);
  }
  std::vector<std::uint64_t> Take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(tokens_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::uint64_t> tokens_;
};

// One list a reader process, so that a handle tells by it which one has its pixels.
class RemoteImage final : public RasterImage {
 public:
  RemoteImage(WireImage image, std::shared_ptr<ReleaseList> home)
      : image_(image), home_(std::move(home)) {}
  ~RemoteImage() override { home_->Add(image_.token); }
  RemoteImage(const RemoteImage&) = delete;
  RemoteImage& operator=(const RemoteImage&) = delete;

  int width() const override { return image_.width; }
  int height() const override { return image_.height; }
  int channels() const override { return image_.channels; }
  const WireImage& wire() const { return image_; }
  const ReleaseList* home() const { return home_.get(); }

 private:
  WireImage image_;
  std::shared_ptr<ReleaseList> home_;
};

// A bad page all the same: no good one makes its decoder open a socket.
Status StoppedByJail(const std::string& what, const std::string& call) {
  return Status(StatusCode::kBadInput, what + ": page reader was stopped by its jail (" + call +
                                           "); the page may be an attack, report it");
}

Status Died(const ReaderProcess::End& end, const std::string& what) {
  if (end.killed) {
    return Status(StatusCode::kCorruption, what + ": page reader closed its socket");
  }
  if (WIFEXITED(end.wait_status)) {
    const int code = WEXITSTATUS(end.wait_status);
    if (code == kReaderOutOfMemory) {
      return Status(StatusCode::kResourceLimit,
                    what + ": page reader ran out of its memory; raise its limit if the page "
                           "is known to be good");
    }
    return Status(StatusCode::kBadInput,
                  what + ": page reader ended with exit code " + std::to_string(code));
  }
  const int signal = WTERMSIG(end.wait_status);
  if (signal == SIGSYS) return StoppedByJail(what, "system call unknown");
  // A crash is the page's doing; SIGKILL and SIGTERM come from outside (an operator, the
  // kernel short of memory) and say nothing about the page.
  const bool outside = signal == SIGKILL || signal == SIGTERM || signal == SIGINT;
  return Status(outside ? StatusCode::kUnavailable : StatusCode::kBadInput,
                what + ": page reader died by signal " + std::to_string(signal));
}

// Once a process, whoever uses readers in it. Never silently: an operator believes in the jail.
void WarnOfGaps(const ReaderJail& jail) {
  static std::once_flag warned;
  if (jail.missing.empty()) return;
  std::call_once(warned, [&jail] {
    std::string gaps;
    for (const std::string& gap : jail.missing) gaps += (gaps.empty() ? "" : "; ") + gap;
    std::fprintf(stderr, "sohoa: warning: page readers run with gaps in their jail (%s); read only pages that you trust\n",
                 gaps.c_str());
  });
}

class PipedReader final : public ReaderClient, private PageImaging, private OcrEngine {
 public:
  explicit PipedReader(ReaderOptions options) : options_(std::move(options)) {
    if (options_.executable.empty()) options_.executable = DefaultReaderExecutable();
  }

  PageImaging& imaging() override { return *this; }
  OcrEngine& engine() override { return *this; }
  Status EnsureStarted() override { return process_ ? Status() : Launch(); }
  std::uint32_t restarts() const override { return restarts_.load(); }
  const ReaderJail& jail() const override { return jail_; }
  pid_t process() const override { return process_ ? process_->pid() : 0; }

  Status Launch();

 private:
  Result<OriginalSummary> Inspect(const OriginalFile& original) override;
  Result<DecodedPage> Decode(const OriginalFile& original, std::uint32_t index,
                             const DecodeOptions& options) override;
  Result<PreparedPage> Prepare(const DecodedPage& decoded, const PrepareOptions& options) override;
  Result<PageAssessment> Assess(const OriginalFile& original, std::uint32_t index,
                                const AssessOptions& options) override;
  Result<PageLayer> EncodeLayer(const PreparedPage& page, const EncodeOptions& options) override;
  Result<std::string> RenderPicture(const PageLayer& layer,
                                    const PictureRequest& request) override;
  std::string Name() const override { return name_; }
  std::string Model() const override { return model_; }
  Result<PageText> Recognise(const PreparedPage& page) override;
  Result<Orientation> DetectOrientation(const DecodedPage& page) override;

  // One request and its reply's body. `what` names operation and object in errors.
  Result<std::string> Call(ReaderCall call, std::string body, int descriptor,
                           const std::string& what);
  Result<std::string> Exchange(ReaderCall call, std::string_view body, int descriptor,
                               std::int64_t timeout_ms, const std::string& what);
  // Gives up the present reader; the next call starts another.
  void Lose();
  Status Garbled(const std::string& what);
  ImageHandle Adopt(const WireImage& image);
  Result<WireImage> Refer(const ImageHandle& handle, const std::string& what) const;
  Result<WirePreparedPage> Refer(const PreparedPage& page, const std::string& what) const;

  ReaderOptions options_;
  std::unique_ptr<ReaderProcess> process_;
  std::shared_ptr<ReleaseList> home_;
  std::uint64_t sequence_ = 0;
  std::string name_;
  std::string model_;
  ReaderJail jail_;
  std::atomic<std::uint32_t> restarts_ = 0;
};

Status PipedReader::Launch() {
  Result<std::unique_ptr<ReaderProcess>> started = ReaderProcess::Start(options_.executable);
  if (!started) return started.status();
  process_ = std::move(*started);
  home_ = std::make_shared<ReleaseList>();
  const std::string hello =
      EncodeHello({options_.ocr, options_.limits, options_.memory_bytes});
  const std::string what = "start page reader " + options_.executable.string();
  Result<std::string> reply = Exchange(ReaderCall::kHello, hello, -1,
                                       std::max(options_.call_timeout_ms, kLeastStartMs), what);
  if (!reply) {
    process_.reset();
    // However it failed, no page is to blame.
    const StatusCode code = reply.status().code() == StatusCode::kInvalidArgument
                                ? StatusCode::kInvalidArgument
                                : StatusCode::kUnavailable;
    return Status(code, reply.status().message());
  }
  Result<ReaderGreeting> greeting = DecodeGreeting(*reply);
  if (!greeting) {
    process_.reset();
    return Status(StatusCode::kUnavailable, what + ": malformed greeting");
  }
  name_ = std::move(greeting->engine);
  model_ = std::move(greeting->model);
  jail_ = std::move(greeting->jail);
  WarnOfGaps(jail_);
  return Status();
}

void PipedReader::Lose() {
  process_.reset();
  ++restarts_;
}

Result<std::string> PipedReader::Call(ReaderCall call, std::string body, int descriptor,
                                      const std::string& what) {
  if (!process_) {
    if (Status launched = Launch(); !launched.ok()) return Annotate(launched, what);
  }
  return Exchange(call, body, descriptor, options_.call_timeout_ms, what);
}

Result<std::string> PipedReader::Exchange(ReaderCall call, std::string_view body, int descriptor,
                                          std::int64_t timeout_ms, const std::string& what) {
  const std::uint64_t sequence = ++sequence_;
  const std::string request = EncodeRequest({sequence, call, home_->Take(), body});
  Status sent = process_->socket().Send(request, descriptor, timeout_ms);
  Result<ReaderFrame> frame = sent.ok() ? process_->socket().Receive(timeout_ms)
                                        : Result<ReaderFrame>(sent);
  if (!frame) {
    const StatusCode code = frame.status().code();
    if (code == StatusCode::kResourceLimit) return Annotate(frame.status(), what);
    const bool closed = code == StatusCode::kUnavailable;
    const ReaderProcess::End end = process_->Finish(closed ? kDyingMs : 0);
    Lose();
    if (closed) return Died(end, what);
    if (code != StatusCode::kTimeout) return Annotate(frame.status(), what);
    return Status(StatusCode::kTimeout, what + ": page reader gave no answer within " +
                                            std::to_string(timeout_ms) + " ms and was killed");
  }
  Result<ReaderReply> reply = DecodeReply(frame->bytes);
  if (const std::optional<int> stopped = reply ? JailStop(*reply) : std::nullopt) {
    process_->Finish(kDyingMs);
    Lose();
    return StoppedByJail(what, "system call " + std::to_string(*stopped));
  }
  if (!reply || reply->sequence != sequence) return Garbled(what);
  if (!reply->status.ok()) return reply->status;
  return std::string(reply->body);
}

Status PipedReader::Garbled(const std::string& what) {
  Lose();
  return Status(StatusCode::kCorruption, what + ": page reader gave a malformed reply");
}

ImageHandle PipedReader::Adopt(const WireImage& image) {
  if (image.token == 0) return nullptr;
  return std::make_shared<RemoteImage>(image, home_);
}

Result<WireImage> PipedReader::Refer(const ImageHandle& handle, const std::string& what) const {
  if (!handle) return WireImage{};
  const auto* image = dynamic_cast<const RemoteImage*>(handle.get());
  if (image == nullptr) {
    return Status(StatusCode::kInvalidArgument, what + ": image is not of this page reader");
  }
  if (!process_ || image->home() != home_.get()) {
    return Status(StatusCode::kUnavailable,
                  what + ": the page reader that held the image is gone; decode the page again");
  }
  return image->wire();
}

Result<WirePreparedPage> PipedReader::Refer(const PreparedPage& page,
                                            const std::string& what) const {
  WirePreparedPage wire;
  wire.page = page;
  const std::pair<const ImageHandle*, WireImage*> images[] = {
      {&page.display, &wire.display},
      {&page.reading, &wire.reading},
      {&page.ink_mask, &wire.ink_mask}};
  for (const auto& [handle, into] : images) {
    Result<WireImage> image = Refer(*handle, what);
    if (!image) return image.status();
    *into = *image;
  }
  return wire;
}

Result<OriginalSummary> PipedReader::Inspect(const OriginalFile& original) {
  const std::string what = "inspect " + original.name();
  WireWriter out;
  out.Bytes(original.name());
  const Result<OwnedDescriptor> file = ForReadingOnly(original.descriptor());
  if (!file) return Annotate(file.status(), what);
  Result<std::string> reply = Call(ReaderCall::kInspect, out.Take(), file->get(), what);
  if (!reply) return reply.status();
  WireReader in(*reply);
  const std::uint8_t kind = in.U8();
  OriginalSummary summary{static_cast<OriginalKind>(kind), in.U32()};
  if (!in.Finished() || kind > static_cast<std::uint8_t>(OriginalKind::kBmp)) return Garbled(what);
  return summary;
}

Result<DecodedPage> PipedReader::Decode(const OriginalFile& original, std::uint32_t index,
                                        const DecodeOptions& options) {
  const std::string what =
      "decode page " + std::to_string(index + 1ull) + " of " + original.name();
  WireWriter out;
  out.Bytes(original.name());
  out.U32(index);
  out.F64(options.default_dpi);
  out.F64(options.max_dpi);
  const Result<OwnedDescriptor> file = ForReadingOnly(original.descriptor());
  if (!file) return Annotate(file.status(), what);
  Result<std::string> reply = Call(ReaderCall::kDecode, out.Take(), file->get(), what);
  if (!reply) return reply.status();
  WireReader in(*reply);
  Result<WireDecodedPage> page = GetDecodedPage(in);
  if (!page || !in.Finished()) return Garbled(what);
  page->page.image = Adopt(page->image);
  return std::move(page->page);
}

Result<PageAssessment> PipedReader::Assess(const OriginalFile& original, std::uint32_t index,
                                           const AssessOptions& options) {
  const std::string what =
      "assess page " + std::to_string(index + 1ull) + " of " + original.name();
  WireWriter out;
  out.Bytes(original.name());
  out.U32(index);
  out.F64(options.decode.default_dpi);
  out.F64(options.decode.max_dpi);
  out.U32(static_cast<std::uint32_t>(options.thumbnail_width));
  const Result<OwnedDescriptor> file = ForReadingOnly(original.descriptor());
  if (!file) return Annotate(file.status(), what);
  Result<std::string> reply = Call(ReaderCall::kAssess, out.Take(), file->get(), what);
  if (!reply) return reply.status();
  WireReader in(*reply);
  Result<PageAssessment> page = GetAssessment(in);
  if (!page || !in.Finished()) return Garbled(what);
  return page;
}

Result<PreparedPage> PipedReader::Prepare(const DecodedPage& decoded,
                                          const PrepareOptions& options) {
  const std::string what = "prepare page";
  Result<WireImage> image = Refer(decoded.image, what);
  if (!image) return image.status();
  WireWriter out;
  PutDecodedPage(out, {decoded, *image});
  out.U8(options.rotation.has_value());
  out.U32(static_cast<std::uint32_t>(options.rotation.value_or(0)));
  out.U8(options.deskew);
  out.U8(options.barcodes);
  Result<std::string> reply = Call(ReaderCall::kPrepare, out.Take(), -1, what);
  if (!reply) return reply.status();
  WireReader in(*reply);
  Result<WirePreparedPage> page = GetPreparedPage(in);
  if (!page || !in.Finished()) return Garbled(what);
  page->page.display = Adopt(page->display);
  page->page.reading = Adopt(page->reading);
  page->page.ink_mask = Adopt(page->ink_mask);
  return std::move(page->page);
}

Result<PageLayer> PipedReader::EncodeLayer(const PreparedPage& page,
                                           const EncodeOptions& options) {
  const std::string what = "encode page layer";
  Result<WirePreparedPage> wire = Refer(page, what);
  if (!wire) return wire.status();
  WireWriter out;
  PutPreparedPage(out, *wire);
  out.U32(static_cast<std::uint32_t>(options.jpeg_quality));
  out.F64(options.max_dpi);
  out.U8(options.mixed);
  Result<std::string> reply = Call(ReaderCall::kEncodeLayer, out.Take(), -1, what);
  if (!reply) return reply.status();
  WireReader in(*reply);
  Result<PageLayer> layer = GetLayer(in);
  if (!layer || !in.Finished()) return Garbled(what);
  return layer;
}

Result<std::string> PipedReader::RenderPicture(const PageLayer& layer,
                                               const PictureRequest& request) {
  WireWriter out;
  PutLayer(out, layer);
  out.U8(request.region.has_value());
  const Box region = request.region.value_or(Box{});
  for (const int side : {region.left, region.top, region.right, region.bottom, request.width,
                         request.height, request.rotation}) {
    out.U32(static_cast<std::uint32_t>(side));
  }
  out.U8(request.gray);
  out.U8(static_cast<std::uint8_t>(request.format));
  out.U32(static_cast<std::uint32_t>(request.covered.size()));
  for (const Box& box : request.covered) {
    for (const int side : {box.left, box.top, box.right, box.bottom}) out.U32(static_cast<std::uint32_t>(side));
  }
  return Call(ReaderCall::kRenderPicture, out.Take(), -1, "render picture");
}

Result<PageText> PipedReader::Recognise(const PreparedPage& page) {
  const std::string what = "recognise page";
  Result<WirePreparedPage> wire = Refer(page, what);
  if (!wire) return wire.status();
  WireWriter out;
  PutPreparedPage(out, *wire);
  Result<std::string> reply = Call(ReaderCall::kRecognise, out.Take(), -1, what);
  if (!reply) return reply.status();
  Result<PageText> text = DecodePageText(*reply);
  if (!text) return Garbled(what);
  return text;
}

Result<Orientation> PipedReader::DetectOrientation(const DecodedPage& page) {
  const std::string what = "find orientation of page";
  Result<WireImage> image = Refer(page.image, what);
  if (!image) return image.status();
  WireWriter out;
  PutDecodedPage(out, {page, *image});
  Result<std::string> reply = Call(ReaderCall::kDetectOrientation, out.Take(), -1, what);
  if (!reply) return reply.status();
  WireReader in(*reply);
  Orientation orientation;
  orientation.rotation = static_cast<int>(in.U32());
  orientation.confidence = in.F64();
  if (!in.Finished()) return Garbled(what);
  return orientation;
}

}  // namespace

Result<std::unique_ptr<ReaderClient>> StartReader(const ReaderOptions& options) {
  auto reader = std::make_unique<PipedReader>(options);
  if (Status launched = reader->Launch(); !launched.ok()) return launched;
  return std::unique_ptr<ReaderClient>(std::move(reader));
}

}  // namespace sohoa
