// SPDX-License-Identifier: Apache-2.0
#include "imaging/pdf_pages.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <utility>
#include <vector>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFExc.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageObjectHelper.hh>

#include "imaging/pdf_content.h"
#include "imaging/pdf_limits.h"

namespace sohoa {
namespace {

constexpr std::size_t kMaxObjects = 500'000;
constexpr int kMaxFormDepth = 8;
constexpr int kMaxForms = 500;
// Drawing operators of a page with its forms; drawings of maps have a tenth of it.
constexpr std::uint64_t kMostOperatorBytes = 64ull << 20;
// More glyphs than the text block of a digital signature and its neighbours have.
constexpr std::uint64_t kSignatureGlyphs = 600;

// Feeds the operators of one content stream to a walk.
class Callbacks : public QPDFObjectHandle::ParserCallbacks {
 public:
  explicit Callbacks(PdfDrawingWalk& walk) : walk_(walk) {}

  void handleObject(QPDFObjectHandle object, size_t, size_t) override {
    if (object.isOperator()) {
      walk_.Operator(object.getOperatorValue(), numbers_, text_bytes_, name_);
      numbers_.clear();
      name_.clear();
      text_bytes_ = 0;
      if (walk_.too_long()) terminateParsing();
    } else if (object.isNumber()) {
      if (numbers_.size() < 32) numbers_.push_back(object.getNumericValue());
    } else if (object.isString()) {
      text_bytes_ += object.getStringValue().size();
    } else if (object.isName()) {
      name_ = object.getName();
    } else if (object.isArray()) {
      for (auto item : object.aitems()) {
        if (item.isString()) text_bytes_ += item.getStringValue().size();
      }
    } else if (object.isInlineImage()) {
      text_bytes_ = 0;
    }
  }
  void handleEOF() override {}

 private:
  PdfDrawingWalk& walk_;
  std::vector<double> numbers_;
  std::size_t text_bytes_ = 0;
  std::string name_;
};

struct ShownImage {
  QPDFObjectHandle object;
  PdfMatrix matrix;
};

struct PageWalk {
  std::vector<ShownImage> images;
  std::uint64_t glyph_bytes = 0;
  std::uint64_t paintings = 0;
  int forms = 0;
  bool too_long = false;
  std::uint64_t bytes_left = kMostOperatorBytes;
  Status over_limit;
};

// Gives the operators in `contents`, where it could be had, to `walk`.
void ParseOperators(PageWalk& page, QPDF* pdf, const Result<std::string>& contents, PdfDrawingWalk& walk) {
  if (!contents) {
    page.over_limit = contents.status();
    return;
  }
  Callbacks callbacks(walk);
  QPDFObjectHandle::newStream(pdf, *contents).parseAsContents(&callbacks);
  page.too_long |= walk.too_long();
}

PdfMatrix ReadMatrix(QPDFObjectHandle array) {
  PdfMatrix matrix{1, 0, 0, 1, 0, 0};
  if (!array.isArray() || array.getArrayNItems() != 6) return matrix;
  for (int i = 0; i < 6; ++i) {
    QPDFObjectHandle item = array.getArrayItem(i);
    if (item.isNumber()) matrix[static_cast<std::size_t>(i)] = item.getNumericValue();
  }
  return matrix;
}

void Gather(PageWalk& page, const PdfDrawing& drawing, QPDFObjectHandle resources, int depth);

void WalkForm(PageWalk& page, QPDFObjectHandle form, const PdfMatrix& matrix, int depth) {
  if (depth >= kMaxFormDepth || ++page.forms > kMaxForms) {
    page.too_long = true;
    return;
  }
  QPDFObjectHandle dict = form.getDict();
  PdfDrawingWalk walk(Concat(ReadMatrix(dict.getKey("/Matrix")), matrix));
  ParseOperators(page, form.getOwningQPDF(), DecodeStream(form, page.bytes_left), walk);
  Gather(page, walk.drawing(), dict.getKey("/Resources"), depth + 1);
}

void Gather(PageWalk& page, const PdfDrawing& drawing, QPDFObjectHandle resources, int depth) {
  page.glyph_bytes += drawing.glyph_bytes;
  page.paintings += drawing.paintings;
  if (!resources.isDictionary()) return;
  QPDFObjectHandle objects = resources.getKey("/XObject");
  if (!objects.isDictionary()) return;
  for (const PdfPlacement& placement : drawing.placements) {
    QPDFObjectHandle object = objects.getKey(placement.name);
    if (!object.isStream()) continue;
    QPDFObjectHandle subtype = object.getDict().getKey("/Subtype");
    if (subtype.isNameAndEquals("/Image")) {
      page.images.push_back({object, placement.matrix});
    } else if (subtype.isNameAndEquals("/Form")) {
      WalkForm(page, object, placement.matrix, depth);
    }
  }
}

long long IntKey(QPDFObjectHandle dict, const char* key, long long otherwise) {
  QPDFObjectHandle value = dict.getKey(key);
  return value.isInteger() ? value.getIntValue() : otherwise;
}

struct Rectangle {
  double left = 0, bottom = 0, right = 612, top = 792;
  double width() const { return right - left; }
  double height() const { return top - bottom; }
};

Rectangle PageBox(QPDFPageObjectHelper& page) {
  QPDFObjectHandle crop = page.getCropBox();
  QPDFObjectHandle box = crop.isRectangle() ? crop : page.getMediaBox();
  if (!box.isRectangle()) return {};
  const QPDFObjectHandle::Rectangle r = box.getArrayAsRectangle();
  Rectangle out{std::min(r.llx, r.urx), std::min(r.lly, r.ury), std::max(r.llx, r.urx),
                std::max(r.lly, r.ury)};
  if (out.width() < 1 || out.height() < 1) return {};
  return out;
}

bool HasVisibleAnnotation(QPDFObjectHandle page) {
  QPDFObjectHandle annotations = page.getKey("/Annots");
  if (!annotations.isArray()) return false;
  for (auto& annotation : annotations.aitems()) {
    if (!annotation.isDictionary()) continue;
    const long long flags = IntKey(annotation, "/F", 0);
    const bool hidden = (flags & (2 | 32)) != 0;  // Hidden, NoView
    if (!hidden && annotation.getKey("/AP").isDictionary()) return true;
  }
  return false;
}

// Upright and not mirrored, and its edges are the page's within 1.5 %.
bool FillsPage(const PdfMatrix& m, const Rectangle& box) {
  const double near_x = box.width() * 0.015;
  const double near_y = box.height() * 0.015;
  return m[0] > 0 && m[3] > 0 && std::abs(m[1]) < near_y * 0.01 && std::abs(m[2]) < near_x * 0.01 &&
         std::abs(m[4] - box.left) < near_x && std::abs(m[5] - box.bottom) < near_y &&
         std::abs(m[0] - box.width()) < near_x && std::abs(m[3] - box.height()) < near_y;
}

double CoveredFraction(const PdfMatrix& m, const Rectangle& box) {
  return std::abs(m[0] * m[3] - m[1] * m[2]) / (box.width() * box.height());
}

// Fax and some scans have finer columns than rows; only drawing sets that right.
bool HasSquarePixels(const PdfMatrix& m, long long width, long long height) {
  const double ratio = m[0] * static_cast<double>(height) / (m[3] * static_cast<double>(width));
  return std::abs(ratio - 1) < 0.03;
}

double ImageDpi(const PdfMatrix& m, long long width, long long height) {
  const double across = std::hypot(m[0], m[1]) / 72;
  const double down = std::hypot(m[2], m[3]) / 72;
  if (across <= 0 || down <= 0) return 0;
  return std::max(static_cast<double>(width) / across, static_cast<double>(height) / down);
}

// 1 or 3 for device, calibrated and ICC gray or RGB; 0 for what only drawing gets right.
int PlainComponents(QPDFObjectHandle space) {
  if (space.isName()) {
    if (space.getName() == "/DeviceGray") return 1;
    if (space.getName() == "/DeviceRGB") return 3;
    return 0;
  }
  if (!space.isArray() || space.getArrayNItems() < 2) return 0;
  QPDFObjectHandle family = space.getArrayItem(0);
  if (family.isNameAndEquals("/CalGray")) return 1;
  if (family.isNameAndEquals("/CalRGB")) return 3;
  if (!family.isNameAndEquals("/ICCBased") || !space.getArrayItem(1).isStream()) return 0;
  const long long n = IntKey(space.getArrayItem(1).getDict(), "/N", 0);
  return n == 1 || n == 3 ? static_cast<int>(n) : 0;
}

// The name of the only filter, "" for none, "?" for several.
std::string OnlyFilter(QPDFObjectHandle dict) {
  QPDFObjectHandle filter = dict.getKey("/Filter");
  if (filter.isNull()) return "";
  if (filter.isName()) return filter.getName();
  if (filter.isArray() && filter.getArrayNItems() == 0) return "";
  if (filter.isArray() && filter.getArrayNItems() == 1 && filter.getArrayItem(0).isName()) {
    return filter.getArrayItem(0).getName();
  }
  return "?";
}

QPDFObjectHandle OnlyParameters(QPDFObjectHandle dict) {
  QPDFObjectHandle parameters = dict.getKey("/DecodeParms");
  if (parameters.isArray() && parameters.getArrayNItems() == 1) parameters = parameters.getArrayItem(0);
  return parameters.isDictionary() ? parameters : QPDFObjectHandle::newDictionary();
}

std::string RawBytes(QPDFObjectHandle stream) {
  const auto buffer = stream.getRawStreamData();
  return std::string(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
}

// Whether the samples of a 1-bit image are inverted by its /Decode.
bool Inverted(QPDFObjectHandle dict) {
  QPDFObjectHandle decode = dict.getKey("/Decode");
  return decode.isArray() && decode.getArrayNItems() >= 1 && decode.getArrayItem(0).isNumber() &&
         decode.getArrayItem(0).getNumericValue() >= 0.5;
}

void TakeEmbedded(PdfPageContent& content, QPDFObjectHandle image) {
  QPDFObjectHandle dict = image.getDict();
  for (const char* key : {"/SMask", "/Mask"}) {
    if (!dict.getKey(key).isNull()) return;
  }
  const std::string filter = OnlyFilter(dict);
  const bool mask = dict.getKey("/ImageMask").isBool() && dict.getKey("/ImageMask").getBoolValue();
  const int components = mask ? 1 : PlainComponents(dict.getKey("/ColorSpace"));
  const long long bits = mask ? 1 : IntKey(dict, "/BitsPerComponent", filter == "/DCTDecode" ? 8 : 0);
  if (components == 0) return;
  const auto pixels = static_cast<std::size_t>(content.scan_width) * static_cast<std::size_t>(content.scan_height);
  const bool inverted = Inverted(dict);
  if (filter == "/DCTDecode") {
    if (inverted) return;
    content.data = RawBytes(image);
    content.coding = EmbeddedCoding::kJpeg;
  } else if (filter == "/CCITTFaxDecode" && bits == 1) {
    QPDFObjectHandle parameters = OnlyParameters(dict);
    QPDFObjectHandle align = parameters.getKey("/EncodedByteAlign");
    if (IntKey(parameters, "/K", 0) >= 0 || IntKey(parameters, "/Columns", 1728) != content.scan_width ||
        (align.isBool() && align.getBoolValue())) {
      return;
    }
    QPDFObjectHandle black = parameters.getKey("/BlackIs1");
    // As decoded for PDF, black runs are 0 unless BlackIs1; an image mask paints where it is 0.
    content.black_is_one = (black.isBool() && black.getBoolValue()) == inverted;
    content.data = RawBytes(image);
    content.coding = EmbeddedCoding::kCcittG4;
  } else if ((filter.empty() || filter == "/FlateDecode" || filter == "/LZWDecode") && (bits == 8 || bits == 1)) {
    if (bits == 8 && inverted) return;
    if (bits == 1 && components != 1) return;
    const std::size_t needed =
        bits == 8 ? pixels * static_cast<std::size_t>(components)
                  : (static_cast<std::size_t>(content.scan_width) + 7) / 8 * static_cast<std::size_t>(content.scan_height);
    // Some writers end the rows with a few bytes more.
    std::uint64_t most = needed + needed / 8 + 4096;
    Result<std::string> data = DecodeStream(image, most);
    if (!data || data->size() < needed) return;
    content.black_is_one = inverted;
    content.data = std::move(*data);
    content.coding = bits == 1 ? EmbeddedCoding::kBits
                     : components == 3 ? EmbeddedCoding::kRgb : EmbeddedCoding::kGray;
  }
}

bool IsBitonal(QPDFObjectHandle dict) {
  QPDFObjectHandle mask = dict.getKey("/ImageMask");
  if (mask.isBool() && mask.getBoolValue()) return true;
  const std::string filter = OnlyFilter(dict);
  if (filter == "/CCITTFaxDecode" || filter == "/JBIG2Decode") return true;
  return IntKey(dict, "/BitsPerComponent", 8) == 1 && PlainComponents(dict.getKey("/ColorSpace")) == 1;
}

}  // namespace

struct PdfFile::Impl {
  ImagingLimits limits;
  QPDF pdf;
  std::vector<QPDFObjectHandle> pages;

  Status CheckImage(long long width, long long height) const {
    if (width <= 0 || height <= 0) return Status(StatusCode::kBadInput, "PDF image without a size");
    const auto pixels = static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height);
    if (width > limits.page_side || height > limits.page_side || pixels > limits.page_pixels) {
      return Status(StatusCode::kResourceLimit, "PDF image of " + std::to_string(width) + " x " +
                                                    std::to_string(height) + " pixels is over the limit");
    }
    return Status();
  }
};

PdfFile::PdfFile(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PdfFile::~PdfFile() = default;

std::uint32_t PdfFile::pages() const { return static_cast<std::uint32_t>(impl_->pages.size()); }

Result<std::unique_ptr<PdfFile>> PdfFile::Open(std::string_view bytes, const ImagingLimits& limits) {
  auto impl = std::make_unique<Impl>();
  impl->limits = limits;
  try {
    impl->pdf.setSuppressWarnings(true);
    impl->pdf.processMemoryFile("PDF", bytes.data(), bytes.size());
    if (impl->pdf.getObjectCount() > kMaxObjects) {
      return Status(StatusCode::kResourceLimit, "PDF has more than 500000 objects");
    }
    if (Status tree = CheckPageTree(impl->pdf, limits.pages); !tree.ok()) return tree;
    impl->pages = impl->pdf.getAllPages();
  } catch (const std::bad_alloc&) {
    throw;  // the reader's memory, not the file
  } catch (const QPDFExc& e) {
    if (e.getErrorCode() == qpdf_e_password) {
      return Status(StatusCode::kUnsupported, "PDF is protected by a password; hand it in without one");
    }
    return Status(StatusCode::kBadInput, "PDF cannot be repaired: " + e.getMessageDetail());
  } catch (const std::exception&) {
    return Status(StatusCode::kBadInput, "PDF cannot be repaired");
  }
  if (impl->pages.empty()) return Status(StatusCode::kBadInput, "PDF has no page");
  return std::unique_ptr<PdfFile>(new PdfFile(std::move(impl)));
}

namespace {

// The image with the finest pixels among those that cover enough of the page.
void ChooseScan(PdfPageContent& content, PageWalk& walk, const Rectangle& box) {
  double strips = 0;
  double strip_dpi = 0;
  for (ShownImage& image : walk.images) {
    QPDFObjectHandle dict = image.object.getDict();
    const long long width = IntKey(dict, "/Width", 0);
    const long long height = IntKey(dict, "/Height", 0);
    const double dpi = ImageDpi(image.matrix, width, height);
    const double covered = CoveredFraction(image.matrix, box);
    strips += covered;
    if (covered > 0.01) strip_dpi = std::max(strip_dpi, dpi);
    if (covered < 0.35 || dpi <= content.scan_dpi) continue;
    content.scan_dpi = dpi;
    content.scan_width = static_cast<int>(width);
    content.scan_height = static_cast<int>(height);
  }
  // Some scanners cut the page into strips, each an image of its own.
  if (content.scan_dpi == 0 && strips > 0.5) content.scan_dpi = strip_dpi;
}

}  // namespace

Result<PdfPageContent> PdfFile::Describe(std::uint32_t index) {
  PdfPageContent content;
  try {
    QPDFPageObjectHelper page(impl_->pages.at(index));
    const Rectangle box = PageBox(page);
    QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
    const long long turn = rotate.isInteger() ? rotate.getIntValue() : 0;
    content.rotate = static_cast<int>(((turn % 360) + 360) % 360) / 90 * 90;
    const bool sideways = content.rotate == 90 || content.rotate == 270;
    content.width_inches = (sideways ? box.height() : box.width()) / 72;
    content.height_inches = (sideways ? box.width() : box.height()) / 72;

    PdfDrawingWalk drawing({1, 0, 0, 1, 0, 0});
    PageWalk walk;
    ParseOperators(walk, &impl_->pdf, DecodeContents(page, walk.bytes_left), drawing);
    Gather(walk, drawing.drawing(), page.getAttribute("/Resources", false), 0);
    if (!walk.over_limit.ok()) return walk.over_limit;

    for (ShownImage& image : walk.images) {
      QPDFObjectHandle dict = image.object.getDict();
      const Status status = impl_->CheckImage(IntKey(dict, "/Width", 0), IntKey(dict, "/Height", 0));
      if (status.code() == StatusCode::kResourceLimit) return status;
    }
    content.born_digital = walk.glyph_bytes > kSignatureGlyphs;
    ChooseScan(content, walk, box);
    const bool alone = walk.images.size() == 1 && walk.glyph_bytes == 0 && walk.paintings == 0 &&
                       !walk.too_long && !HasVisibleAnnotation(page.getObjectHandle());
    if (!alone || content.scan_dpi == 0) return content;
    content.bitonal_scan = IsBitonal(walk.images[0].object.getDict());
    const PdfMatrix& matrix = walk.images[0].matrix;
    if (FillsPage(matrix, box) && HasSquarePixels(matrix, content.scan_width, content.scan_height)) {
      TakeEmbedded(content, walk.images[0].object);
    }
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    // The drawing library has its own way with broken pages; it has the last word.
    content.coding = EmbeddedCoding::kNone;
    content.data.clear();
    if (content.width_inches <= 0) {
      content.width_inches = 8.27;
      content.height_inches = 11.69;
    }
  }
  return content;
}

}  // namespace sohoa
