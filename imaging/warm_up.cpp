// SPDX-License-Identifier: Apache-2.0
#include "imaging/warm_up.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

#include <opencv2/imgproc.hpp>

#include "imaging/lept_codec.h"
#include "imaging/matrix_view.h"
#include "imaging/original_kind.h"
#include "imaging/tiff_directory.h"
#include "imaging/vips_codec.h"

namespace sohoa {
namespace {

// A chequered picture of 24 x 16 pixels in the formats that we read and do not write.
constexpr std::string_view kWebp =
    "524946462c000000574542505650384c1f0000002f17c003000f7026ee33719f897bfee301028104617fcb296288e87fce382300";
constexpr std::string_view kGif =
    "4749463839611800100081000047704c282828dcdcdc00000021ff0b4e45545343415045322e30030100000021f90405000000002c000000"
    "001800100000023394151987caba0e7c4e56336da25b477c35500792e277726856ae219b7a2a33cb765be377acf7fc090bbe86266191e83a"
    "2a5105003b";
constexpr std::string_view kJpeg2000 =
    "0000000c6a5020200d0a870a00000014667479706a703220000000006a7032200000002d6a70326800000016696864720000001000000018"
    "0003070700000000000f636f6c7201000000000010000000e66a703263ff4fff51002f000000000018000000100000000000000000000002"
    "000000020000000000000000000003070101070101070101ff52000c00000001010004040001ff5c00044040ff6400250001437265617465"
    "64206279204f70656e4a5045472076657273696f6e20322e352e30ff90000a00000000006e0001ff93cfb56c14004f046089fc39fda49373"
    "f6fdab516ec57d8e302f30930930aebb6173d885885899c616ea4000000000b7688fadab4fd893fa53c302d1f6239b0fcd883fa53c302d1f"
    "6239b0fcd883fa53c302d1f6239b0fcd87e6c4212fff7f8080ffd9";

// A line in a font that the file names and does not hold: fontconfig is started by it. No table of
// objects: it is rebuilt.
constexpr std::string_view kPdf =
    "%PDF-1.4\n"
    "1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
    "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 100 40]/Contents 4 0 R"
    "/Resources<</Font<</F 5 0 R>>>>>> endobj\n"
    "4 0 obj <</Length 35>> stream\nBT /F 12 Tf 10 10 Td (Sohoa) Tj ET \nendstream endobj\n"
    "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj\n"
    "trailer <</Root 1 0 R>>\n%%EOF\n";

std::string FromHex(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) bytes.push_back(static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1])));
  return bytes;
}

// A page with a few marks on it.
LocalImagePtr DrawMarks() {
  cv::Mat page(600, 500, CV_8UC3, cv::Scalar(250, 250, 245));
  for (int i = 0; i < 12; ++i) {
    cv::putText(page, "Sohoa 0123", {40, 60 + 40 * i}, cv::FONT_HERSHEY_SIMPLEX, 0.8, cv::Scalar(20, 20, 20), 2);
  }
  cv::circle(page, {380, 480}, 40, cv::Scalar(210, 40, 40), 4);
  return ToLocalImage(page);
}

// 8 bits a pixel, four gray pixels: a table of grays, then rows from the bottom.
std::string SmallBmp() {
  std::string bmp("BM");
  const auto put = [&bmp](std::uint32_t value, int size) {
    for (int i = 0; i < size; ++i) bmp.push_back(static_cast<char>(value >> (8 * i)));
  };
  constexpr std::uint32_t kData = 14 + 40 + 256 * 4;
  for (const std::uint32_t value : {kData + 8, 0u, kData, 40u, 2u, 2u}) put(value, 4);
  put(1, 2);
  put(8, 2);
  for (const std::uint32_t value : {0u, 8u, 3937u, 3937u, 256u, 0u}) put(value, 4);
  for (std::uint32_t gray = 0; gray < 256; ++gray) put(gray * 0x010101, 4);
  put(0x0000ff10, 4);
  put(0x000010ff, 4);
  return bmp;
}

Result<OriginalFile> InMemory(std::string_view bytes, std::string name) {
  const int fd = memfd_create("sohoa-warm-up", MFD_CLOEXEC);
  if (fd < 0) return OriginalFile::FromBytes(bytes, std::move(name));
  if (write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
    close(fd);
    return Status(StatusCode::kIoError, "write the sample " + name);
  }
  return OriginalFile::FromDescriptor(fd, std::move(name));
}

Status DecodeSample(PageImaging& imaging, OriginalKind kind, std::string_view bytes) {
  const std::string name(KindName(kind));
  const Result<OriginalFile> file = InMemory(bytes, name);
  if (!file) return file.status();
  const Result<OriginalSummary> summary = imaging.Inspect(*file);
  if (!summary) return Annotate(summary.status(), name);
  if (summary->kind != kind) return Status(StatusCode::kInternal, name + ": taken for " + std::string(KindName(summary->kind)));
  return Annotate(imaging.Decode(*file, 0, DecodeOptions()).status(), name);
}

// Prepares a drawn page, encodes it in every way and makes pictures of it; gives back the files, and
// the layer of `g4`.
Status EncodeSamples(PageImaging& imaging, std::string& g4, std::string& jpeg, std::string& png, PageLayer& layer) {
  DecodedPage decoded;
  decoded.image = DrawMarks();
  decoded.dpi = 150;
  Result<PreparedPage> prepared = imaging.Prepare(decoded, PrepareOptions());
  if (!prepared) return prepared.status();
  for (const PageLayer::Coding coding : {PageLayer::Coding::kMixed, PageLayer::Coding::kJpeg, PageLayer::Coding::kCcittG4}) {
    prepared->bitonal = coding == PageLayer::Coding::kCcittG4;
    EncodeOptions options;
    options.mixed = coding == PageLayer::Coding::kMixed;
    Result<PageLayer> encoded = imaging.EncodeLayer(*prepared, options);
    if (!encoded) return encoded.status();
    layer = std::move(*encoded);
    if (layer.coding != coding) return Status(StatusCode::kInternal, "the sample page was encoded in another way");
    if (coding == PageLayer::Coding::kJpeg) jpeg = layer.bytes;
    if (coding == PageLayer::Coding::kCcittG4) g4 = layer.bytes;
    PictureRequest request;
    request.width = 100;
    for (const auto format : {PictureRequest::Format::kJpeg, PictureRequest::Format::kPng}) {
      request.format = format;
      Result<std::string> picture = imaging.RenderPicture(layer, request);
      if (!picture) return picture.status();
      if (format == PictureRequest::Format::kPng) png = std::move(*picture);
    }
  }
  return Status();
}

}  // namespace

Status WarmUp(PageImaging& imaging) {
  std::string g4, jpeg, png;
  PageLayer layer;
  if (Status encoded = EncodeSamples(imaging, g4, jpeg, png, layer); !encoded.ok()) return encoded;
  const std::pair<OriginalKind, std::string> samples[] = {
      {OriginalKind::kPng, png},
      {OriginalKind::kJpeg, jpeg},
      {OriginalKind::kTiff, WrapG4InTiff(g4, layer.width, layer.height, 100)},
      {OriginalKind::kPnm, "P5\n4 2\n255\n\x10\xff\x10\xff\xff\x10\xff\x10"},
      {OriginalKind::kBmp, SmallBmp()},
      {OriginalKind::kWebp, FromHex(kWebp)},
      {OriginalKind::kGif, FromHex(kGif)},
      {OriginalKind::kJpeg2000, FromHex(kJpeg2000)},
      {OriginalKind::kPdf, std::string(kPdf)}};
  for (const auto& [kind, bytes] : samples) {
    if (Status decoded = DecodeSample(imaging, kind, bytes); !decoded.ok()) return decoded;
  }
  return Status();
}

}  // namespace sohoa
