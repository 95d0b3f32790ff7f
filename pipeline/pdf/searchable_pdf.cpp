// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pdf/searchable_pdf.h"

#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>

#include <qpdf/Pipeline.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFSystemError.hh>
#include <qpdf/QPDFWriter.hh>

#include "pipeline/formats/xml_text.h"
#include "pipeline/pdf/colour_profile.h"
#include "pipeline/pdf/glyphless_font.h"
#include "pipeline/pdf/pdfa_metadata.h"
#include "pipeline/pdf/text_layer.h"

namespace sohoa {
namespace {

using Object = QPDFObjectHandle;

enum class PagePart { kAll, kPaper, kMask };  // of a layer's bytes

// Gives qpdf the bytes of a page's images or text when it writes them, and not before.
class PageStreams : public Object::StreamDataProvider {
 public:
  PageStreams(const std::vector<const PageRecord*>& pages, const LayerSource& layers,
              const CharacterCodes& codes, const StageContext& context)
      : pages_(pages), layers_(layers), codes_(codes), context_(context) {}

  void AddImage(const QPDFObjGen& object, std::size_t page, PagePart part) { images_[object] = {page, part}; }
  void AddContent(const QPDFObjGen& object, std::size_t page) { contents_[object] = page; }

  void provideStreamData(const QPDFObjGen& object, Pipeline* pipeline) override {
    if (context_.cancelled()) Stop({StatusCode::kCancelled, "no longer wanted"});
    if (const auto content = contents_.find(object); content != contents_.end()) {
      Give(PageContent(*pages_[content->second], codes_), pipeline);
    } else {
      const auto& [page, part] = images_.at(object);
      Fetch(page);
      Give(part == PagePart::kAll ? std::string_view(layer_.bytes) : part == PagePart::kPaper ? PaperOf(layer_) : MaskOf(layer_), pipeline);
    }
    context_.progress();
  }

  // Why the writing was stopped; ok where it was not.
  const Status& stopped() const { return stopped_; }

 private:
  // The parts of a page follow each other, so that one layer at a time is held.
  void Fetch(std::size_t page) {
    if (fetched_ == page) return;
    Result<PageLayer> layer = layers_(*pages_[page]);
    const std::string where = "image of page " + std::to_string(page + 1);
    if (!layer) Stop(Annotate(layer.status(), where));
    const PageLayer& expected = pages_[page]->layer;
    if (layer->bytes.empty() || layer->width != expected.width || layer->height != expected.height ||
        layer->coding != expected.coding || layer->components != expected.components || layer->paper != expected.paper ||
        (layer->coding == PageLayer::Coding::kMixed && MaskOf(*layer).empty())) {
      Stop({StatusCode::kCorruption, where + ": not the layer that the page's record describes"});
    }
    layer_ = std::move(*layer);
    fetched_ = page;
  }

  // An exception is the only way out of qpdf, which replaces it by one of its own.
  [[noreturn]] void Stop(Status why) {
    stopped_ = std::move(why);
    throw std::runtime_error(stopped_.message());
  }

  static void Give(std::string_view bytes, Pipeline* pipeline) {
    pipeline->write(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    pipeline->finish();
  }

  const std::vector<const PageRecord*>& pages_;
  const LayerSource& layers_;
  const CharacterCodes& codes_;
  const StageContext& context_;
  std::map<QPDFObjGen, std::pair<std::size_t, PagePart>> images_;
  std::map<QPDFObjGen, std::size_t> contents_;
  std::optional<std::size_t> fetched_;
  PageLayer layer_;
  Status stopped_;
};

Object ImageDictionary(int width, int height) {
  Object dict = Object::parse("<< /Type /XObject /Subtype /Image >>");
  dict.replaceKey("/Width", Object::newInteger(width));
  dict.replaceKey("/Height", Object::newInteger(height));
  return dict;
}

Object JpegDictionary(int width, int height, int components) {
  Object dict = ImageDictionary(width, height);
  dict.replaceKey("/BitsPerComponent", Object::newInteger(8));
  dict.replaceKey("/ColorSpace", Object::newName(components == 1 ? "/DeviceGray" : "/DeviceRGB"));
  return dict;
}

// The coding's own black is 0 in the decoded image: black in DeviceGray, and what a mask paints.
Object G4Dictionary(int width, int height, bool mask) {
  Object dict = ImageDictionary(width, height);
  dict.replaceKey("/BitsPerComponent", Object::newInteger(1));
  if (mask) {
    dict.replaceKey("/ImageMask", Object::newBool(true));
  } else {
    dict.replaceKey("/ColorSpace", Object::newName("/DeviceGray"));
  }
  Object parameters = Object::parse("<< /K -1 /BlackIs1 false >>");
  parameters.replaceKey("/Columns", Object::newInteger(width));
  parameters.replaceKey("/Rows", Object::newInteger(height));
  dict.replaceKey("/DecodeParms", parameters);
  return dict;
}

Object AddFont(QPDF& pdf, const CharacterCodes& codes) {
  Object file = pdf.newStream(MakeGlyphlessFont());
  file.getDict().replaceKey("/Length1",
                            Object::newInteger(static_cast<long long>(MakeGlyphlessFont().size())));
  Object descriptor = Object::parse(
      "<< /Type /FontDescriptor /FontName /SohoaGlyphless /Flags 4 /FontBBox [0 -200 500 800]"
      " /ItalicAngle 0 /CapHeight 800 /StemV 80 >>");
  descriptor.replaceKey("/Ascent", Object::newInteger(kGlyphlessAscent));
  descriptor.replaceKey("/Descent", Object::newInteger(kGlyphlessDescent));
  descriptor.replaceKey("/FontFile2", file);
  Object descendant = Object::parse(
      "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /SohoaGlyphless"
      " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>");
  descendant.replaceKey("/DW", Object::newInteger(kGlyphlessAdvance));
  descendant.replaceKey("/FontDescriptor", pdf.makeIndirectObject(descriptor));
  descendant.replaceKey("/CIDToGIDMap", pdf.newStream(codes.GlyphMap()));
  Object font = Object::parse(
      "<< /Type /Font /Subtype /Type0 /BaseFont /SohoaGlyphless /Encoding /Identity-H >>");
  font.replaceKey("/DescendantFonts",
                  Object::newArray(std::vector<Object>{pdf.makeIndirectObject(descendant)}));
  font.replaceKey("/ToUnicode", pdf.newStream(codes.ToUnicodeMap()));
  return pdf.makeIndirectObject(font);
}

void AddDocumentFacts(QPDF& pdf, const PdfOptions& options, const std::string& profile) {
  Object root = pdf.getRoot();
  root.replaceKey("/Lang", Object::newString("vi-VN"));
  Object metadata = pdf.newStream(XmpPacket(options));
  metadata.getDict().replaceKey("/Type", Object::newName("/Metadata"));
  metadata.getDict().replaceKey("/Subtype", Object::newName("/XML"));
  root.replaceKey("/Metadata", metadata);

  Object icc = pdf.newStream(profile);
  icc.getDict().replaceKey("/N", Object::newInteger(3));
  Object intent = Object::parse(
      "<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1)"
      " /Info (sRGB IEC61966-2.1) /RegistryName (http://www.color.org) >>");
  intent.replaceKey("/DestOutputProfile", icc);
  root.replaceKey("/OutputIntents",
                  Object::newArray(std::vector<Object>{pdf.makeIndirectObject(intent)}));

  Object info = Object::newDictionary();
  info.replaceKey("/Producer", Object::newString(kPdfProducer));
  if (!options.title.empty()) info.replaceKey("/Title", Object::newUnicodeString(options.title));
  if (const std::string date = PdfDate(options.created_unix_ms); !date.empty()) {
    info.replaceKey("/CreationDate", Object::newString(date));
    info.replaceKey("/ModDate", Object::newString(date));
  }
  pdf.getTrailer().replaceKey("/Info", pdf.makeIndirectObject(info));
}

Object AddImage(QPDF& pdf, const Object& dictionary, bool bitonal, std::size_t page, PagePart part,
                const std::shared_ptr<PageStreams>& streams) {
  Object image = pdf.newStream();
  image.replaceDict(dictionary);
  image.replaceStreamData(streams, Object::newName(bitonal ? "/CCITTFaxDecode" : "/DCTDecode"),
                          image.getDict().getKey("/DecodeParms"));
  // Or qpdf would fetch each layer a first time, to see whether it can decode it.
  image.setFilterOnWrite(false);
  streams->AddImage(image.getObjGen(), page, part);
  return image;
}

Object AddImages(QPDF& pdf, const PageLayer& layer, std::size_t page, const std::shared_ptr<PageStreams>& streams) {
  Object images = Object::newDictionary();
  const Object g4 = G4Dictionary(layer.width, layer.height, layer.coding == PageLayer::Coding::kMixed);
  switch (layer.coding) {
    case PageLayer::Coding::kJpeg:
      images.replaceKey("/Im0", AddImage(pdf, JpegDictionary(layer.width, layer.height, layer.components), false, page, PagePart::kAll, streams));
      break;
    case PageLayer::Coding::kCcittG4:
      images.replaceKey("/Im0", AddImage(pdf, g4, true, page, PagePart::kAll, streams));
      break;
    case PageLayer::Coding::kMixed:
      images.replaceKey("/Im0", AddImage(pdf, JpegDictionary(layer.paper.width, layer.paper.height, layer.components), false, page, PagePart::kPaper, streams));
      images.replaceKey("/Im1", AddImage(pdf, g4, true, page, PagePart::kMask, streams));
      break;
  }
  return images;
}

void AddPage(QPDF& pdf, const PageRecord& record, std::size_t number, const Object& font,
             const std::shared_ptr<PageStreams>& streams) {
  Object content = pdf.newStream();
  content.replaceStreamData(streams, Object::newNull(), Object::newNull());
  streams->AddContent(content.getObjGen(), number);

  Object resources = Object::newDictionary();
  resources.replaceKey("/XObject", AddImages(pdf, record.layer, number, streams));
  Object fonts = Object::newDictionary();
  fonts.replaceKey("/F0", font);
  resources.replaceKey("/Font", fonts);
  Object page = Object::parse("<< /Type /Page >>");
  const std::string width = FixedPoint(ToPoints(record, record.geometry.width), 3);
  const std::string height = FixedPoint(ToPoints(record, record.geometry.height), 3);
  page.replaceKey("/MediaBox", Object::parse("[0 0 " + width + ' ' + height + ']'));
  page.replaceKey("/Resources", resources);
  page.replaceKey("/Contents", content);
  QPDFPageDocumentHelper(pdf).addPage(QPDFPageObjectHelper(pdf.makeIndirectObject(page)), false);
}

Status CheckInput(const std::vector<const PageRecord*>& pages, const PdfOptions& options) {
  if (pages.empty()) return {StatusCode::kInvalidArgument, "there are no pages"};
  if (options.pdfa_part != 1 && options.pdfa_part != 2) {
    return {StatusCode::kInvalidArgument,
            "PDF/A part " + std::to_string(options.pdfa_part) + " is not written; use 1 or 2"};
  }
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const PageGeometry& geometry = pages[i]->geometry;
    const PageLayer& layer = pages[i]->layer;
    const bool known_components = layer.components == 1 || layer.components == 3;
    const bool mixed = layer.coding == PageLayer::Coding::kMixed;
    if (geometry.width <= 0 || geometry.height <= 0 || geometry.dpi <= 0 || layer.width <= 0 ||
        layer.height <= 0 || !known_components ||
        (mixed && (layer.paper.width <= 0 || layer.paper.height <= 0 || layer.paper.size == 0))) {
      return {StatusCode::kInvalidArgument,
              "page " + std::to_string(i + 1) + " has no size, resolution or image"};
    }
  }
  return {};
}

void Write(const std::vector<const PageRecord*>& pages, const CharacterCodes& codes,
           const std::shared_ptr<PageStreams>& streams, const PdfOptions& options,
           const std::string& profile, const std::filesystem::path& path) {
  QPDF pdf;
  pdf.emptyPDF();
  pdf.setSuppressWarnings(true);
  AddDocumentFacts(pdf, options, profile);
  const Object font = AddFont(pdf, codes);
  for (std::size_t i = 0; i < pages.size(); ++i) AddPage(pdf, *pages[i], i, font, streams);

  QPDFWriter writer(pdf, path.c_str());
  // PDF/A-1 is PDF 1.4, which has neither object streams nor cross-reference streams.
  if (options.pdfa_part == 1) {
    writer.forcePDFVersion("1.4");
    writer.setObjectStreamMode(qpdf_o_disable);
  } else {
    writer.forcePDFVersion("1.7");
    writer.setObjectStreamMode(qpdf_o_generate);
  }
  writer.setNewlineBeforeEndstream(true);  // ISO 19005-1, 6.1.7
  writer.setDeterministicID(true);
  writer.write();
}

}  // namespace

Status WriteSearchablePdf(const std::vector<const PageRecord*>& pages, const LayerSource& layers,
                          const PdfOptions& options, const std::filesystem::path& path,
                          const StageContext& context) {
  const std::string what = "write PDF " + path.filename().string();
  if (Status status = CheckInput(pages, options); !status.ok()) return Annotate(status, what);
  static const Result<std::string> profile = MakeSrgbProfile();
  if (!profile) return Annotate(profile.status(), what);
  CharacterCodes codes;
  for (const PageRecord* page : pages) codes.Add(PlaceWords(*page));
  const auto streams = std::make_shared<PageStreams>(pages, layers, codes, context);
  Status status;
  try {
    Write(pages, codes, streams, options, *profile, path);
  } catch (const QPDFSystemError& error) {
    status = Status(StatusCode::kIoError, what + ": " + error.what());
  } catch (const std::exception& error) {
    status = Status(StatusCode::kInternal, what + ": " + error.what());
  }
  if (!streams->stopped().ok()) status = Annotate(streams->stopped(), what);
  if (!status.ok()) {
    std::error_code ignored;  // half a file is of no use; that it cannot go is no second error
    std::filesystem::remove(path, ignored);
  }
  return status;
}

}  // namespace sohoa
