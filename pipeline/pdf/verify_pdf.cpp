// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>

#include "core/sha256.h"
#include "core/vietnamese.h"
#include "pipeline/pdf/searchable_pdf.h"
#include "pipeline/pdf/text_layer.h"

namespace sohoa {
namespace {

using Object = QPDFObjectHandle;

constexpr double kSizeTolerance = 0.01;  // points

Status Differs(const std::string& what) { return {StatusCode::kCorruption, what}; }

std::string_view View(const Buffer& buffer) {
  return {reinterpret_cast<const char*>(const_cast<Buffer&>(buffer).getBuffer()), buffer.getSize()};
}

// Big-endian 16-bit units of a string.
std::vector<unsigned> Units(std::string_view bytes) {
  std::vector<unsigned> units;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    units.push_back(static_cast<unsigned>(static_cast<unsigned char>(bytes[i])) << 8 |
                    static_cast<unsigned char>(bytes[i + 1]));
  }
  return units;
}

std::u32string FromUtf16(const std::vector<unsigned>& units) {
  std::u32string out;
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i] >= 0xD800 && units[i] < 0xDC00 && i + 1 < units.size()) {
      out += static_cast<char32_t>(0x10000 + ((units[i] - 0xD800) << 10) + (units[i + 1] - 0xDC00));
      ++i;
    } else {
      out += static_cast<char32_t>(units[i]);
    }
  }
  return out;
}

// Reads the bfchar entries of a ToUnicode map: "<0111> <0111>".
class ToUnicodeReader : public Object::ParserCallbacks {
 public:
  void handleObject(Object object, std::size_t, std::size_t) override {
    if (object.isOperator()) {
      const std::string name = object.getOperatorValue();
      if (name == "beginbfchar") {
        inside_ = true;
        strings_.clear();
      } else if (name == "endbfchar") {
        inside_ = false;
        for (std::size_t i = 0; i + 1 < strings_.size(); i += 2) {
          const std::vector<unsigned> code = Units(strings_[i]);
          if (code.size() == 1) map_[code[0]] = FromUtf16(Units(strings_[i + 1]));
        }
      }
    } else if (inside_ && object.isString()) {
      strings_.push_back(object.getStringValue());
    }
  }
  void handleEOF() override {}
  const std::map<unsigned, std::u32string>& map() const { return map_; }

 private:
  bool inside_ = false;
  std::vector<std::string> strings_;
  std::map<unsigned, std::u32string> map_;
};

struct DrawnImage {
  std::string name;
  std::array<std::uint8_t, 3> colour{};  // that a mask is painted in
  bool operator==(const DrawnImage&) const = default;
};

std::vector<DrawnImage> ImagesOf(const PageLayer& layer) {
  if (layer.coding != PageLayer::Coding::kMixed) return {{"/Im0", {}}};
  return {{"/Im0", {}}, {"/Im1", layer.paper.ink}};
}

// Collects a page's words from what its content shows, and sees that none of it is visible.
class TextReader : public Object::ParserCallbacks {
 public:
  explicit TextReader(const std::map<unsigned, std::u32string>& map) : map_(map) {}

  void handleObject(Object object, std::size_t, std::size_t) override {
    if (!object.isOperator()) {
      operands_.push_back(object);
      return;
    }
    const std::string name = object.getOperatorValue();
    if (name == "Tr" && !operands_.empty() && operands_.back().isInteger()) {
      invisible_ = operands_.back().getIntValue() == 3;
    } else if (name == "rg") {
      colour_ = operands_;
    } else if (name == "Do" && !operands_.empty() && operands_.back().isName()) {
      images_.push_back({operands_.back().getName(), images_.empty() ? std::array<std::uint8_t, 3>{} : Channels()});
    } else if (name == "Tj" && !operands_.empty() && operands_.back().isString()) {
      all_invisible_ = all_invisible_ && invisible_;
      Show(operands_.back().getStringValue());
    }
    operands_.clear();
  }
  void handleEOF() override {}

  const std::vector<std::u32string>& words() const { return words_; }
  bool all_invisible() const { return all_invisible_; }
  const std::vector<DrawnImage>& images() const { return images_; }

 private:
  std::array<std::uint8_t, 3> Channels() {
    std::array<std::uint8_t, 3> channels{};
    for (std::size_t i = 0; i < channels.size() && i < colour_.size(); ++i) {
      if (!colour_[i].isNumber()) continue;
      channels[i] = static_cast<std::uint8_t>(std::lround(255 * std::clamp(colour_[i].getNumericValue(), 0.0, 1.0)));
    }
    return channels;
  }

  void Show(const std::string& bytes) {
    std::u32string word;
    for (unsigned code : Units(bytes)) {
      const auto found = map_.find(code);
      word += found == map_.end() ? U"\uFFFD" : found->second;
    }
    while (!word.empty() && word.back() == U' ') word.pop_back();
    words_.push_back(word);
  }

  const std::map<unsigned, std::u32string>& map_;
  std::vector<Object> operands_;
  std::vector<std::u32string> words_;
  bool invisible_ = false;
  bool all_invisible_ = true;
  std::vector<Object> colour_;
  std::vector<DrawnImage> images_;
};

Status CheckDocument(QPDF& pdf, const PdfOptions& options) {
  if (pdf.isEncrypted()) return Differs("it is encrypted");
  Object root = pdf.getRoot();
  for (const char* key : {"/OpenAction", "/AA", "/AcroForm", "/Names", "/URI"}) {
    if (root.hasKey(key)) return Differs(std::string("it has active content: ") + key);
  }
  if (!pdf.getTrailer().getKey("/ID").isArray()) return Differs("it has no /ID");
  if (!root.getKey("/Lang").isString()) return Differs("it does not say its language");

  Object metadata = root.getKey("/Metadata");
  if (!metadata.isStream()) return Differs("it has no XMP metadata");
  if (metadata.getDict().hasKey("/Filter")) return Differs("its XMP metadata is compressed");
  const auto xmp = metadata.getStreamData();
  const std::string part = "<pdfaid:part>" + std::to_string(options.pdfa_part) + "</pdfaid:part>";
  if (View(*xmp).find(part) == std::string_view::npos ||
      View(*xmp).find("<pdfaid:conformance>B<") == std::string_view::npos) {
    return Differs("its XMP metadata does not name PDF/A-" + std::to_string(options.pdfa_part) + "b");
  }
  Object intents = root.getKey("/OutputIntents");
  if (!intents.isArray() || intents.getArrayNItems() != 1 ||
      !intents.getArrayItem(0).getKey("/DestOutputProfile").isStream()) {
    return Differs("it has no output intent with a colour profile");
  }
  return {};
}

// What is wrong with an image of the page, or its bytes.
Result<std::string> ImageBytes(Object images, const char* name, int width, int height, bool bitonal) {
  Object image = images.isDictionary() ? images.getKey(name) : Object::newNull();
  if (!image.isStream()) return Differs("there is no image");
  Object dict = image.getDict();
  if (!dict.getKey("/Filter").isNameAndEquals(bitonal ? "/CCITTFaxDecode" : "/DCTDecode")) {
    return Differs("the image is coded in another way");
  }
  if (dict.getKey("/Width").getIntValue() != width || dict.getKey("/Height").getIntValue() != height) {
    return Differs("the image has another size");
  }
  for (const char* key : {"/SMask", "/Mask"}) {
    if (dict.hasKey(key)) return Differs(std::string("the image is not opaque: ") + key);
  }
  const auto bytes = image.getRawStreamData();
  if (bytes->getSize() == 0) return Differs("the image is empty");
  if (!bitonal && View(*bytes).substr(0, 3) != "\xFF\xD8\xFF") return Differs("the image is no JPEG");
  return std::string(View(*bytes));
}

Status CheckImages(Object page, const PageRecord& record) {
  Object images = page.getKey("/Resources").getKey("/XObject");
  const PageLayer& layer = record.layer;
  const bool mixed = layer.coding == PageLayer::Coding::kMixed;
  Result<std::string> bytes = mixed ? ImageBytes(images, "/Im0", layer.paper.width, layer.paper.height, false)
                                    : ImageBytes(images, "/Im0", layer.width, layer.height, layer.coding == PageLayer::Coding::kCcittG4);
  if (!bytes) return bytes.status();
  if (mixed) {
    const Result<std::string> mask = ImageBytes(images, "/Im1", layer.width, layer.height, true);
    if (!mask) return Annotate(mask.status(), "print");
    Object is_mask = images.getKey("/Im1").getDict().getKey("/ImageMask");
    if (!is_mask.isBool() || !is_mask.getBoolValue()) return Differs("its print is no mask");
    *bytes += *mask;
  }
  if (record.layer_sha256 != Sha256{} && Sha256::Of(*bytes) != record.layer_sha256) {
    return Differs("the image's bytes are not those of the page's layer");
  }
  return {};
}

// The maps of fonts, each read once: all pages of a document have the same one.
class UnicodeMaps {
 public:
  const std::map<unsigned, std::u32string>& Of(Object stream) {
    const auto [found, is_new] = maps_.try_emplace(stream.getObjGen());
    if (is_new) Object::parseContentStream(stream, &found->second);
    return found->second.map();
  }

 private:
  std::map<QPDFObjGen, ToUnicodeReader> maps_;
};

Status CheckText(Object page, const PageRecord& record, UnicodeMaps& maps) {
  Object font = page.getKey("/Resources").getKey("/Font").getKey("/F0");
  if (!font.isDictionary() || !font.getKey("/ToUnicode").isStream() ||
      !font.getKey("/DescendantFonts").getArrayItem(0).getKey("/FontDescriptor").getKey("/FontFile2").isStream()) {
    return Differs("the font is not embedded or has no ToUnicode map");
  }
  TextReader text(maps.Of(font.getKey("/ToUnicode")));
  Object::parseContentStream(page.getKey("/Contents"), &text);
  if (text.images() != ImagesOf(record.layer)) return Differs("it does not draw exactly its images");
  if (!text.all_invisible()) return Differs("its text is visible");
  const std::vector<PlacedWord> expected = PlaceWords(record);
  if (text.words().size() != expected.size()) {
    return Differs("it has " + std::to_string(text.words().size()) + " words in place of " +
                   std::to_string(expected.size()));
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (text.words()[i] != expected[i].text) {
      return Differs("word " + std::to_string(i + 1) + " reads otherwise");
    }
  }
  return {};
}

Status CheckPage(Object page, const PageRecord& record, UnicodeMaps& maps) {
  Object box = page.getKey("/MediaBox");
  const double width = box.getArrayItem(2).getNumericValue();
  const double height = box.getArrayItem(3).getNumericValue();
  if (std::abs(width - ToPoints(record, record.geometry.width)) > kSizeTolerance ||
      std::abs(height - ToPoints(record, record.geometry.height)) > kSizeTolerance) {
    return Differs("it has another size");
  }
  for (const char* key : {"/AA", "/Annots"}) {
    if (page.hasKey(key)) return Differs(std::string("it has active content: ") + key);
  }
  if (Status status = CheckImages(page, record); !status.ok()) return status;
  return CheckText(page, record, maps);
}

Status Verify(const std::filesystem::path& path, const std::vector<const PageRecord*>& pages,
              const PdfOptions& options) {
  QPDF pdf;
  pdf.setSuppressWarnings(true);
  pdf.setAttemptRecovery(false);
  pdf.processFile(path.c_str());
  if (Status status = CheckDocument(pdf, options); !status.ok()) return status;
  const std::vector<Object>& found = pdf.getAllPages();
  if (found.size() != pages.size()) {
    return Differs("it has " + std::to_string(found.size()) + " pages in place of " +
                   std::to_string(pages.size()));
  }
  UnicodeMaps maps;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (Status status = CheckPage(found[i], *pages[i], maps); !status.ok()) {
      return Annotate(status, "page " + std::to_string(i + 1));
    }
  }
  // Whatever qpdf had to put up with is a fault of a file that we wrote.
  if (pdf.anyWarnings()) return Differs("it is not well formed");
  return {};
}

}  // namespace

Status VerifySearchablePdf(const std::filesystem::path& path,
                           const std::vector<const PageRecord*>& pages,
                           const PdfOptions& options) {
  const std::string what = "verify PDF " + path.filename().string();
  try {
    return Annotate(Verify(path, pages, options), what);
  } catch (const std::exception& error) {
    return {StatusCode::kCorruption, what + ": " + error.what()};
  }
}

}  // namespace sohoa
