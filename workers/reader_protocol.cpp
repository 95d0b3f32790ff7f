// SPDX-License-Identifier: Apache-2.0
#include "workers/reader_protocol.h"

#include <bit>

#include "core/record_codec.h"

namespace sohoa {
namespace {

// Of no request: they are counted from 1.
constexpr std::uint64_t kJailSequence = ~std::uint64_t{0};

Status Malformed(std::string_view what) {
  return Status(StatusCode::kCorruption,
                "read a message of the page reader: malformed " + std::string(what));
}

void PutImage(WireWriter& out, const WireImage& image) {
  out.U64(image.token);
  out.U32(static_cast<std::uint32_t>(image.width));
  out.U32(static_cast<std::uint32_t>(image.height));
  out.U8(static_cast<std::uint8_t>(image.channels));
}

WireImage GetImage(WireReader& in) {
  WireImage image;
  image.token = in.U64();
  image.width = static_cast<int>(in.U32());
  image.height = static_cast<int>(in.U32());
  image.channels = in.U8();
  return image;
}

bool Plausible(const WireImage& image) {
  if (image.token == 0) return image.width == 0 && image.height == 0 && image.channels == 0;
  return image.width > 0 && image.height > 0 && (image.channels == 1 || image.channels == 3);
}

}  // namespace

void WireWriter::U8(std::uint8_t value) { out_.push_back(static_cast<char>(value)); }

void WireWriter::U32(std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) U8(static_cast<std::uint8_t>(value >> shift));
}

void WireWriter::U64(std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) U8(static_cast<std::uint8_t>(value >> shift));
}

void WireWriter::F64(double value) { U64(std::bit_cast<std::uint64_t>(value)); }

void WireWriter::Bytes(std::string_view bytes) {
  U32(static_cast<std::uint32_t>(bytes.size()));
  out_.append(bytes);
}

std::string_view WireReader::Take(std::size_t length) {
  if (!ok_ || length > in_.size()) {
    ok_ = false;
    return {};
  }
  const std::string_view taken = in_.substr(0, length);
  in_.remove_prefix(length);
  return taken;
}

std::uint8_t WireReader::U8() {
  const std::string_view bytes = Take(1);
  return bytes.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(bytes[0]);
}

std::uint32_t WireReader::U32() {
  std::uint32_t value = 0;
  for (int shift = 0; shift < 32; shift += 8) value |= std::uint32_t{U8()} << shift;
  return value;
}

std::uint64_t WireReader::U64() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 8) value |= std::uint64_t{U8()} << shift;
  return value;
}

double WireReader::F64() { return std::bit_cast<double>(U64()); }

std::string_view WireReader::Bytes() { return Take(U32()); }

std::string_view WireReader::Rest() { return Take(in_.size()); }

std::string EncodeRequest(const ReaderRequest& request) {
  WireWriter out;
  out.U64(request.sequence);
  out.U8(static_cast<std::uint8_t>(request.call));
  out.U32(static_cast<std::uint32_t>(request.released.size()));
  for (const std::uint64_t token : request.released) out.U64(token);
  return out.Take().append(request.body);
}

Result<ReaderRequest> DecodeRequest(std::string_view bytes) {
  WireReader in(bytes);
  ReaderRequest request;
  request.sequence = in.U64();
  const std::uint8_t call = in.U8();
  const std::uint32_t released = in.U32();
  if (!in.ok() || call > static_cast<std::uint8_t>(ReaderCall::kAssess)) {
    return Malformed("request");
  }
  request.call = static_cast<ReaderCall>(call);
  for (std::uint32_t i = 0; i < released && in.ok(); ++i) request.released.push_back(in.U64());
  if (!in.ok()) return Malformed("request");
  request.body = in.Rest();
  return request;
}

std::string EncodeReply(const ReaderReply& reply) {
  WireWriter out;
  out.U64(reply.sequence);
  out.U8(static_cast<std::uint8_t>(reply.status.code()));
  out.Bytes(reply.status.message());
  return out.Take().append(reply.body);
}

Result<ReaderReply> DecodeReply(std::string_view bytes) {
  WireReader in(bytes);
  ReaderReply reply;
  reply.sequence = in.U64();
  const std::uint8_t code = in.U8();
  const std::string_view message = in.Bytes();
  if (!in.ok() || code > static_cast<std::uint8_t>(kLastStatusCode)) {
    return Malformed("reply");
  }
  if (code != 0) reply.status = Status(static_cast<StatusCode>(code), std::string(message));
  reply.body = in.Rest();
  return reply;
}

std::string EncodeHello(const ReaderHello& hello) {
  WireWriter out;
  out.Bytes(hello.ocr.engine);
  out.Bytes(hello.ocr.model);
  out.U64(hello.limits.file_bytes);
  out.U64(hello.limits.page_pixels);
  out.U32(static_cast<std::uint32_t>(hello.limits.page_side));
  out.U32(hello.limits.pages);
  out.U64(hello.memory_bytes);
  return out.Take();
}

Result<ReaderHello> DecodeHello(std::string_view bytes) {
  WireReader in(bytes);
  ReaderHello hello;
  hello.ocr.engine = in.Bytes();
  hello.ocr.model = in.Bytes();
  hello.limits.file_bytes = in.U64();
  hello.limits.page_pixels = in.U64();
  hello.limits.page_side = static_cast<int>(in.U32());
  hello.limits.pages = in.U32();
  hello.memory_bytes = in.U64();
  if (!in.Finished()) return Malformed("hello");
  return hello;
}

std::string EncodeGreeting(const ReaderGreeting& greeting) {
  WireWriter out;
  out.Bytes(greeting.engine);
  out.Bytes(greeting.model);
  for (const std::vector<std::string>* layers : {&greeting.jail.standing, &greeting.jail.missing}) {
    out.U8(static_cast<std::uint8_t>(layers->size()));
    for (const std::string& layer : *layers) out.Bytes(layer);
  }
  return out.Take();
}

Result<ReaderGreeting> DecodeGreeting(std::string_view bytes) {
  WireReader in(bytes);
  ReaderGreeting greeting;
  greeting.engine = in.Bytes();
  greeting.model = in.Bytes();
  for (std::vector<std::string>* layers : {&greeting.jail.standing, &greeting.jail.missing}) {
    const std::uint8_t count = in.U8();
    for (std::uint8_t i = 0; i < count && in.ok(); ++i) layers->emplace_back(in.Bytes());
  }
  if (!in.Finished()) return Malformed("greeting");
  return greeting;
}

std::string EncodeJailStopFrame() {
  WireWriter call;
  call.U32(0);
  const std::string body = call.Take();
  const std::string reply = EncodeReply({kJailSequence, Status(StatusCode::kInternal, "stopped by its jail"), body});
  WireWriter frame;
  frame.Bytes(reply);
  return frame.Take();
}

std::optional<int> JailStop(const ReaderReply& reply) {
  if (reply.sequence != kJailSequence) return std::nullopt;
  WireReader in(reply.body);
  const int call = static_cast<int>(in.U32());
  return in.Finished() ? call : -1;
}

void PutDecodedPage(WireWriter& out, const WireDecodedPage& page) {
  out.F64(page.page.dpi);
  out.U8(page.page.dpi_known);
  out.U8(page.page.bitonal);
  PutImage(out, page.image);
}

Result<WireDecodedPage> GetDecodedPage(WireReader& in) {
  WireDecodedPage page;
  page.page.dpi = in.F64();
  page.page.dpi_known = in.Bool();
  page.page.bitonal = in.Bool();
  page.image = GetImage(in);
  if (!in.ok() || !Plausible(page.image)) return Malformed("decoded page");
  return page;
}

void PutPreparedPage(WireWriter& out, const WirePreparedPage& page) {
  // The record's codec knows these values already.
  PageRecord record;
  record.geometry = page.page.geometry;
  record.quality = page.page.quality;
  record.barcodes = page.page.barcodes;
  record.inks = page.page.inks;
  out.Bytes(EncodePageRecord(record, false));
  out.F64(page.page.orientation_confidence);
  out.U8(page.page.bitonal);
  PutImage(out, page.display);
  PutImage(out, page.reading);
  PutImage(out, page.ink_mask);
}

Result<WirePreparedPage> GetPreparedPage(WireReader& in) {
  Result<PageRecord> record = DecodePageRecord(in.Bytes());
  if (!record) return Malformed("prepared page");
  WirePreparedPage page;
  page.page.geometry = record->geometry;
  page.page.quality = std::move(record->quality);
  page.page.barcodes = std::move(record->barcodes);
  page.page.inks = std::move(record->inks);
  page.page.orientation_confidence = in.F64();
  page.page.bitonal = in.Bool();
  page.display = GetImage(in);
  page.reading = GetImage(in);
  page.ink_mask = GetImage(in);
  if (!in.ok() || !Plausible(page.display) || !Plausible(page.reading) ||
      !Plausible(page.ink_mask)) {
    return Malformed("prepared page");
  }
  return page;
}

void PutAssessment(WireWriter& out, const PageAssessment& page) {
  PageRecord record;
  record.quality = page.quality;
  record.barcodes = page.codes;
  out.Bytes(EncodePageRecord(record, false));
  for (const int number : {page.width, page.height, page.paper, page.contrast, page.rotation}) out.U32(static_cast<std::uint32_t>(number));
  for (const double number : {page.dpi, page.ink, page.edge_width, page.skew_degrees, page.orientation_confidence, page.border.left,
                              page.border.top, page.border.right, page.border.bottom}) {
    out.F64(number);
  }
  for (const bool yes : {page.dpi_known, page.cut.left, page.cut.top, page.cut.right, page.cut.bottom}) out.U8(yes);
  out.U32(static_cast<std::uint32_t>(page.holes.size()));
  for (const Box& box : page.holes) {
    for (const int side : {box.left, box.top, box.right, box.bottom}) out.U32(static_cast<std::uint32_t>(side));
  }
  out.Bytes(page.paper_size);
  out.Bytes(page.thumbnail);
}

Result<PageAssessment> GetAssessment(WireReader& in) {
  Result<PageRecord> record = DecodePageRecord(in.Bytes());
  if (!record) return Malformed("assessment");
  PageAssessment page;
  page.quality = std::move(record->quality);
  page.codes = std::move(record->barcodes);
  for (int* number : {&page.width, &page.height, &page.paper, &page.contrast, &page.rotation}) *number = static_cast<int>(in.U32());
  for (double* number : {&page.dpi, &page.ink, &page.edge_width, &page.skew_degrees, &page.orientation_confidence, &page.border.left,
                         &page.border.top, &page.border.right, &page.border.bottom}) {
    *number = in.F64();
  }
  for (bool* yes : {&page.dpi_known, &page.cut.left, &page.cut.top, &page.cut.right, &page.cut.bottom}) *yes = in.Bool();
  const std::uint32_t holes = in.U32();
  for (std::uint32_t i = 0; i < holes && in.ok(); ++i) {
    Box box;
    for (int* side : {&box.left, &box.top, &box.right, &box.bottom}) *side = static_cast<int>(in.U32());
    page.holes.push_back(box);
  }
  page.paper_size = in.Bytes();
  page.thumbnail = in.Bytes();
  const bool turned = page.rotation == 0 || page.rotation == 90 || page.rotation == 180 || page.rotation == 270;
  if (!in.ok() || !turned || page.width <= 0 || page.height <= 0 || !(page.dpi > 0)) return Malformed("assessment");
  return page;
}

void PutLayer(WireWriter& out, const PageLayer& layer) {
  out.U8(static_cast<std::uint8_t>(layer.coding));
  out.U32(static_cast<std::uint32_t>(layer.width));
  out.U32(static_cast<std::uint32_t>(layer.height));
  out.U8(static_cast<std::uint8_t>(layer.components));
  out.Bytes(layer.bytes);
  if (layer.coding != PageLayer::Coding::kMixed) return;
  out.U32(static_cast<std::uint32_t>(layer.paper.width));
  out.U32(static_cast<std::uint32_t>(layer.paper.height));
  out.U64(layer.paper.size);
  for (const std::uint8_t channel : layer.paper.ink) out.U8(channel);
}

Result<PageLayer> GetLayer(WireReader& in) {
  PageLayer layer;
  const std::uint8_t coding = in.U8();
  layer.width = static_cast<int>(in.U32());
  layer.height = static_cast<int>(in.U32());
  layer.components = in.U8();
  layer.bytes = in.Bytes();
  if (coding > static_cast<std::uint8_t>(PageLayer::Coding::kMixed)) return Malformed("page layer");
  layer.coding = static_cast<PageLayer::Coding>(coding);
  if (layer.coding == PageLayer::Coding::kMixed) {
    layer.paper.width = static_cast<int>(in.U32());
    layer.paper.height = static_cast<int>(in.U32());
    layer.paper.size = in.U64();
    for (std::uint8_t& channel : layer.paper.ink) channel = in.U8();
  }
  if (!in.ok()) return Malformed("page layer");
  return layer;
}

}  // namespace sohoa
