// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "pipeline/formats/page_formats.h"
#include "pipeline/formats/xml_text.h"

namespace sohoa {
namespace {

std::string Place(const Box& box) {
  return XmlAttribute("HPOS", box.left) + XmlAttribute("VPOS", box.top) +
         XmlAttribute("WIDTH", std::max(box.width(), 0)) +
         XmlAttribute("HEIGHT", std::max(box.height(), 0));
}

std::string CellId(std::uint32_t page, std::size_t table, const TableCell& cell) {
  return "p" + std::to_string(page) + "_t" + std::to_string(table + 1) + "_r" +
         std::to_string(cell.row + 1) + "_c" + std::to_string(cell.column + 1);
}

bool Holds(const Box& outer, const Box& inner) {
  return inner.center_x() >= outer.left && inner.center_x() < outer.right &&
         inner.center_y() >= outer.top && inner.center_y() < outer.bottom;
}

// Ids are unique in the file: "p2_w17" is the 17th word of page 2.
class AltoWriter {
 public:
  std::string Take() { return std::move(out_); }

  void Head(const std::vector<NamedPage>& pages) {
    out_ +=
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v4#\" "
        "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        "xsi:schemaLocation=\"http://www.loc.gov/standards/alto/ns-v4# "
        "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd\">\n"
        "<Description>\n<MeasurementUnit>pixel</MeasurementUnit>\n";
    std::set<std::string> names;
    std::set<std::string> engines;
    for (const NamedPage& page : pages) {
      names.insert(page.original_name);
      engines.insert(page.record->text.engine + ' ' + page.record->text.model);
    }
    // The schema has room for one file; pages of several files name theirs by PHYSICAL_IMG_NR.
    if (names.size() == 1) {
      out_ += "<sourceImageInformation><fileName>" + EscapeXml(*names.begin()) +
              "</fileName></sourceImageInformation>\n";
    }
    int number = 0;
    for (const std::string& engine : engines) {
      out_ += "<Processing" + XmlAttribute("ID", "reading_" + std::to_string(++number)) +
              "><processingSoftware><softwareName>" + EscapeXml(engine) +
              "</softwareName></processingSoftware></Processing>\n";
    }
    out_ += "</Description>\n";
    Tags(pages);
    out_ += "<Layout>\n";
  }

  void Page(const NamedPage& page) {
    page_ = page.number;
    block_ = line_ = word_ = 0;
    text_ = &page.record->text;
    const PageGeometry& geometry = page.record->geometry;
    const Box all{0, 0, geometry.width, geometry.height};
    out_ += "<Page" + XmlAttribute("ID", Id("")) + XmlAttribute("PHYSICAL_IMG_NR", page_) +
            XmlAttribute("WIDTH", geometry.width) + XmlAttribute("HEIGHT", geometry.height) +
            XmlAttribute("LANG", LanguageTag(text_->model)) + ">\n<PrintSpace" + Place(all) + ">\n";
    for (const Block& block : text_->blocks) WriteBlock(block);
    out_ += "</PrintSpace>\n</Page>\n";
  }

  void End() { out_ += "</Layout>\n</alto>\n"; }

 private:
  void Tags(const std::vector<NamedPage>& pages) {
    out_ +=
        "<Tags>\n<OtherTag ID=\"ink_stamp\" TYPE=\"ink\" LABEL=\"stamp\"/>\n"
        "<OtherTag ID=\"ink_handwriting\" TYPE=\"ink\" LABEL=\"handwriting\"/>\n";
    for (const NamedPage& page : pages) {
      const std::vector<TableGrid>& tables = page.record->text.tables;
      for (std::size_t t = 0; t < tables.size(); ++t) {
        for (const TableCell& cell : tables[t].cells) {
          const std::string label =
              "row " + std::to_string(cell.row + 1) + " column " + std::to_string(cell.column + 1);
          const std::string spans = "table " + std::to_string(t + 1) + ", rows " +
                                    std::to_string(cell.row_span) + ", columns " +
                                    std::to_string(cell.column_span);
          out_ += "<StructureTag" + XmlAttribute("ID", CellId(page.number, t, cell)) +
                  XmlAttribute("TYPE", "table cell") + XmlAttribute("LABEL", label) +
                  XmlAttribute("DESCRIPTION", spans) + "/>\n";
        }
      }
    }
    out_ += "</Tags>\n";
  }

  std::string Id(const std::string& rest) const {
    return 'p' + std::to_string(page_) + (rest.empty() ? "" : '_' + rest);
  }

  void WriteBlock(const Block& block) {
    const std::string number = std::to_string(++block_);
    if (block.lines.empty()) {
      if (block.kind != BlockKind::kPicture) return;
      out_ += "<Illustration" + XmlAttribute("ID", Id("b" + number)) + Place(block.box) + "/>\n";
      return;
    }
    const bool table = block.kind == BlockKind::kTable;
    if (table) {
      out_ += "<ComposedBlock" + XmlAttribute("ID", Id("g" + number)) + Place(block.box) +
              XmlAttribute("TYPE", "table") + ">\n";
    }
    out_ += "<TextBlock" + XmlAttribute("ID", Id("b" + number)) + Place(block.box) + ">\n";
    for (const Line& line : block.lines) WriteLine(line);
    out_ += "</TextBlock>\n";
    if (table) out_ += "</ComposedBlock>\n";
  }

  void WriteLine(const Line& line) {
    if (line.words.empty()) return;
    out_ += "<TextLine" + XmlAttribute("ID", Id("l" + std::to_string(++line_))) + Place(line.box) +
            ">";
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      if (i > 0) WriteSpace(line.words[i - 1].box, line.words[i].box);
      WriteWord(line.words[i]);
    }
    out_ += "</TextLine>\n";
  }

  void WriteSpace(const Box& before, const Box& after) {
    out_ += "<SP" + XmlAttribute("HPOS", before.right) + XmlAttribute("VPOS", before.top) +
            XmlAttribute("WIDTH", std::max(after.left - before.right, 0)) + "/>";
  }

  std::string TagsOf(const Word& word) const {
    std::string tags;
    if (word.ink == InkKind::kStamp) tags = "ink_stamp";
    if (word.ink == InkKind::kHandwriting) tags = "ink_handwriting";
    for (std::size_t t = 0; t < text_->tables.size(); ++t) {
      for (const TableCell& cell : text_->tables[t].cells) {
        if (!Holds(cell.box, word.box)) continue;
        if (!tags.empty()) tags += ' ';
        return tags + CellId(page_, t, cell);
      }
    }
    return tags;
  }

  void WriteWord(const Word& word) {
    out_ += "<String" + XmlAttribute("ID", Id("w" + std::to_string(++word_))) + Place(word.box) +
            XmlAttribute("CONTENT", word.text) +
            XmlAttribute("WC", FixedPoint(std::clamp(word.confidence, 0.0, 1.0), 2));
    if (word.bold || word.italic) {
      out_ += XmlAttribute("STYLE", !word.italic ? "bold" : !word.bold ? "italics" : "bold italics");
    }
    if (const std::string tags = TagsOf(word); !tags.empty()) out_ += XmlAttribute("TAGREFS", tags);
    if (word.alternatives.empty()) {
      out_ += "/>";
      return;
    }
    out_ += '>';
    for (const WordAlternative& other : word.alternatives) {
      out_ += "<ALTERNATIVE>" + EscapeXml(other.text) + "</ALTERNATIVE>";
    }
    out_ += "</String>";
  }

  std::string out_;
  const PageText* text_ = nullptr;
  std::uint32_t page_ = 0;
  std::uint32_t block_ = 0;
  std::uint32_t line_ = 0;
  std::uint32_t word_ = 0;
};

}  // namespace

std::string FormatAlto(const std::vector<NamedPage>& pages) {
  AltoWriter writer;
  writer.Head(pages);
  for (const NamedPage& page : pages) writer.Page(page);
  writer.End();
  return writer.Take();
}

}  // namespace sohoa
