// SPDX-License-Identifier: Apache-2.0
//
// sohoa-null-reader: speaks the protocol of sohoa-reader and decodes nothing, so that the
// pipeline can be measured and tormented without what reading costs. $SOHOA_READER names it to
// `sohoa serve` and `sohoa worker`. What it makes of an original is in null_page.h.
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "imaging/page_imaging.h"
#include "ocr/ocr_engine.h"
#include "stress/null_page.h"
#include "workers/reader_memory.h"
#include "workers/reader_protocol.h"
#include "workers/reader_server.h"
#include "workers/reader_socket.h"

namespace sohoa {
namespace {

class NullImage final : public RasterImage {
 public:
  explicit NullImage(NullPage page) : page_(std::move(page)) {}
  int width() const override { return page_.width; }
  int height() const override { return page_.height; }
  int channels() const override { return 1; }
  const NullPage& page() const { return page_; }

 private:
  NullPage page_;
};

const NullPage& PageOf(const ImageHandle& image) { return dynamic_cast<const NullImage&>(*image).page(); }

Status Suffer(NullOrders::Fault fault) {
  static std::atomic<bool> busy{true};
  switch (fault) {
    case NullOrders::Fault::kNone: return Status();
    case NullOrders::Fault::kCrash: std::abort();
    case NullOrders::Fault::kHang:
      while (busy.load()) {
      }
      return Status();
    case NullOrders::Fault::kMemory: {
      constexpr std::size_t kPiece = 16 << 20;
      std::vector<std::unique_ptr<char[]>> taken;
      while (true) taken.emplace_back(new char[kPiece]);  // ends with std::bad_alloc
    }
    case NullOrders::Fault::kBad: return Status(StatusCode::kBadInput, "read page: it asks to be broken");
    case NullOrders::Fault::kUnsupported: return Status(StatusCode::kUnsupported, "read original: it asks to be of no kind");
  }
  return Status();
}

Result<NullOrders> OrdersOf(const OriginalFile& original) {
  const Result<std::string> head = original.ReadAt(0, kNullHeadBytes);
  if (!head) return head.status();
  return ReadNullOrders(*head);
}

class NullImaging final : public PageImaging {
 public:
  Result<OriginalSummary> Inspect(const OriginalFile& original) override {
    const Result<NullOrders> orders = OrdersOf(original);
    if (!orders) return orders.status();
    if (orders->at_inspect) {
      if (Status suffered = Suffer(orders->fault); !suffered.ok()) return suffered;
    }
    return OriginalSummary{OriginalKind::kPnm, orders->pages};
  }

  Result<DecodedPage> Decode(const OriginalFile& original, std::uint32_t index, const DecodeOptions&) override {
    const Result<NullOrders> orders = OrdersOf(original);
    if (!orders) return orders.status();
    if (index >= orders->pages) return Status(StatusCode::kInvalidArgument, "decode page: there is none of this index");
    if (Status suffered = Suffer(orders->FaultOf(index)); !suffered.ok()) return suffered;
    Sha256Hasher hasher;
    for (std::uint64_t at = 0; at < original.size(); at += kPiece) {
      const Result<std::string> piece = original.ReadAt(at, kPiece);
      if (!piece) return piece.status();
      hasher.Update(*piece);
    }
    DecodedPage page;
    page.image = std::make_shared<NullImage>(MakeNullPage(hasher.Finish(), index, *orders));
    page.dpi = kNullDpi;
    page.dpi_known = true;
    page.bitonal = true;
    return page;
  }

  Result<PreparedPage> Prepare(const DecodedPage& decoded, const PrepareOptions&) override {
    const NullPage& page = PageOf(decoded.image);
    PreparedPage prepared;
    prepared.geometry = {page.width, page.height, 0, 0, page.width, page.height, kNullDpi};
    prepared.orientation_confidence = 1;
    prepared.quality.blank = page.orders.blank;
    prepared.display = decoded.image;
    prepared.reading = decoded.image;
    prepared.bitonal = true;
    return prepared;
  }

  Result<PageAssessment> Assess(const OriginalFile&, std::uint32_t, const AssessOptions&) override {
    return Status(StatusCode::kUnsupported, "assess page: the null reader sees none");
  }

  Result<PageLayer> EncodeLayer(const PreparedPage& page, const EncodeOptions&) override {
    return NullLayer(PageOf(page.display));
  }

  Result<std::string> RenderPicture(const PageLayer&, const PictureRequest&) override {
    return Status(StatusCode::kUnsupported, "render picture: the null reader draws none");
  }

 private:
  static constexpr std::size_t kPiece = 1 << 20;
};

class NullReader final : public OcrEngine {
 public:
  std::string Name() const override { return "null by digest"; }
  std::string Model() const override { return ""; }

  Result<PageText> Recognise(const PreparedPage& prepared) override {
    const NullPage& page = PageOf(prepared.reading);
    if (page.orders.slow_ms > 0) std::this_thread::sleep_for(std::chrono::milliseconds(page.orders.slow_ms));
    return NullText(page);
  }

  Result<Orientation> DetectOrientation(const DecodedPage&) override { return Orientation{0, 1}; }
};

// As in sohoa-reader: no core files, and no life after its client's.
void StandAlone() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
  std::thread([] {
    pollfd client{kReaderSocket, POLLRDHUP, 0};
    while (poll(&client, 1, -1) < 0) {
    }
    _exit(0);
  }).detach();
}

Status Run(ReaderSocket& socket) {
  Result<ReaderFrame> frame = socket.Receive(-1);
  if (!frame) return frame.status();
  const Result<ReaderRequest> request = DecodeRequest(frame->bytes);
  if (!request || request->call != ReaderCall::kHello) return Status(StatusCode::kCorruption, "start null reader: no greeting");
  const Result<ReaderHello> hello = DecodeHello(request->body);
  if (!hello) return hello.status();
  LimitReaderMemory(hello->memory_bytes);
  auto engine = std::make_unique<NullReader>();
  const std::string greeting = EncodeGreeting({engine->Name(), engine->Model(), {}});
  const Status sent = socket.Send(EncodeReply({request->sequence, Status(), greeting}), -1, -1);
  if (!sent.ok()) return sent;
  ReaderServer server(std::make_unique<NullImaging>(), std::move(engine));
  return server.Serve(socket);
}

}  // namespace
}  // namespace sohoa

int main() {
  using namespace sohoa;
  if (fcntl(kReaderSocket, F_SETFD, FD_CLOEXEC) != 0) return 2;  // not started by a client
  close_range(kReaderSocket + 1, ~0u, 0);
  StandAlone();
  ReaderSocket socket{OwnedDescriptor(kReaderSocket)};
  const Status ended = Run(socket);
  _exit(ended.ok() || ended.code() == StatusCode::kUnavailable ? 0 : 1);
}
