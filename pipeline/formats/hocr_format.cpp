// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <set>

#include "pipeline/formats/page_formats.h"
#include "pipeline/formats/xml_text.h"

namespace sohoa {
namespace {

std::string BoundingBox(const Box& box) {
  return "bbox " + std::to_string(box.left) + ' ' + std::to_string(box.top) + ' ' +
         std::to_string(box.right) + ' ' + std::to_string(box.bottom);
}

// Ids are unique in the file: "word_2_17" is the 17th word of page 2.
class HocrWriter {
 public:
  std::string Take() { return std::move(out_); }

  void Head(const std::vector<NamedPage>& pages) {
    std::set<std::string> engines;
    std::set<std::string> languages;
    for (const NamedPage& page : pages) {
      if (!page.record->text.engine.empty()) engines.insert(page.record->text.engine);
      languages.insert(LanguageTag(page.record->text.model));
    }
    out_ +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" "
        "\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n"
        "<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"vi\" lang=\"vi\">\n<head>\n"
        "<title></title>\n"
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"/>\n";
    Meta("ocr-system", "sohoa" + Joined(engines, "; "));
    Meta("ocr-capabilities",
         "ocr_page ocr_carea ocr_table ocr_image ocr_par ocr_line ocrx_word ocrp_lang ocrp_wconf");
    Meta("ocr-langs", Joined(languages, " ").substr(1));
    Meta("ocr-number-of-pages", std::to_string(pages.size()));
    out_ += "</head>\n<body>\n";
  }

  void Page(const NamedPage& page) {
    page_ = page.number;
    block_ = line_ = word_ = 0;
    language_ = LanguageTag(page.record->text.model);
    const PageGeometry& geometry = page.record->geometry;
    // A quote would end the property's value.
    std::string name = page.original_name;
    std::replace(name.begin(), name.end(), '"', '\'');
    const long dpi = std::lround(geometry.dpi);
    Open("div", "ocr_page", "page", page_,
         "image \"" + name + "\"; bbox 0 0 " + std::to_string(geometry.width) + ' ' +
             std::to_string(geometry.height) + "; ppageno " + std::to_string(page_ - 1) +
             "; scan_res " + std::to_string(dpi) + ' ' + std::to_string(dpi));
    out_ += '\n';
    for (const Block& block : page.record->text.blocks) WriteBlock(block);
    out_ += "</div>\n";
  }

  void End() { out_ += "</body>\n</html>\n"; }

 private:
  static std::string Joined(const std::set<std::string>& items, std::string_view separator) {
    std::string out;
    for (const std::string& item : items) {
      out += separator;
      out += item;
    }
    return out.empty() ? " " : out;
  }

  void Meta(std::string_view name, std::string_view content) {
    out_ += "<meta" + XmlAttribute("name", name) + XmlAttribute("content", content) + "/>\n";
  }

  void Open(std::string_view element, std::string_view type, std::string_view id,
            std::uint32_t number, std::string_view title) {
    out_ += '<';
    out_ += element;
    std::string unique(id);
    unique += '_' + std::to_string(page_);
    if (id != "page") unique += '_' + std::to_string(number);
    out_ += XmlAttribute("class", type) + XmlAttribute("id", unique) + XmlAttribute("title", title);
    if (id == "par" || id == "word") out_ += XmlAttribute("lang", language_);
    out_ += '>';
  }

  static const char* ClassOf(BlockKind kind) {
    switch (kind) {
      case BlockKind::kText: return "ocr_carea";
      case BlockKind::kTable: return "ocr_table";
      case BlockKind::kPicture: return "ocr_image";
    }
    return "ocr_carea";
  }

  void WriteBlock(const Block& block) {
    ++block_;
    Open("div", ClassOf(block.kind), "block", block_, BoundingBox(block.box));
    if (!block.lines.empty()) {
      Open("p", "ocr_par", "par", block_, BoundingBox(block.box));
      out_ += '\n';
      for (const Line& line : block.lines) WriteLine(line);
      out_ += "</p>";
    }
    out_ += "</div>\n";
  }

  void WriteLine(const Line& line) {
    if (line.words.empty()) return;
    std::string title = BoundingBox(line.box);
    if (line.x_height > 0) title += "; x_size " + std::to_string(line.x_height);
    Open("span", "ocr_line", "line", ++line_, title);
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      if (i > 0) out_ += ' ';
      WriteWord(line.words[i]);
    }
    out_ += "</span>\n";
  }

  void WriteWord(const Word& word) {
    std::string title = BoundingBox(word.box) + "; x_wconf " +
                        std::to_string(std::lround(std::clamp(word.confidence, 0.0, 1.0) * 100));
    if (word.ink == InkKind::kStamp) title += "; x_ink stamp";
    if (word.ink == InkKind::kHandwriting) title += "; x_ink handwriting";
    Open("span", "ocrx_word", "word", ++word_, title);
    if (word.bold) out_ += "<strong>";
    if (word.italic) out_ += "<em>";
    out_ += EscapeXml(word.text);
    if (word.italic) out_ += "</em>";
    if (word.bold) out_ += "</strong>";
    out_ += "</span>";
  }

  std::string out_;
  std::string language_;
  std::uint32_t page_ = 0;
  std::uint32_t block_ = 0;
  std::uint32_t line_ = 0;
  std::uint32_t word_ = 0;
};

}  // namespace

std::string FormatHocr(const std::vector<NamedPage>& pages) {
  HocrWriter writer;
  writer.Head(pages);
  for (const NamedPage& page : pages) writer.Page(page);
  writer.End();
  return writer.Take();
}

}  // namespace sohoa
