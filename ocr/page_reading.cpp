// SPDX-License-Identifier: Apache-2.0
#include "ocr/page_reading.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "imaging/local_image.h"
#include "ocr/gray_image.h"
#include "ocr/ink_marking.h"
#include "ocr/reading_order.h"
#include "ocr/rubber_stamps.h"
#include "ocr/ruled_tables.h"
#include "ocr/specks.h"
#include "ocr/text_repair.h"

namespace sohoa {
namespace {

// A cell with less ink than this holds nothing but the edge of a line or a speck.
constexpr double kEmptyCell = 0.002;

Result<GrayImage> ToGray(const ImageHandle& handle) {
  if (!handle) return Status(StatusCode::kInvalidArgument, "recognise page: it has no pixels");
  const LocalImage* image = LocalImage::From(*handle);
  if (image == nullptr) {
    return Status(StatusCode::kInvalidArgument,
                  "recognise page: its pixels are in another process");
  }
  GrayImage gray{image->width(), image->height(), {}};
  gray.pixels.resize(static_cast<std::size_t>(gray.width) * static_cast<std::size_t>(gray.height));
  for (int y = 0; y < gray.height; ++y) {
    const std::uint8_t* from = image->row(y);
    std::uint8_t* to = gray.Row(y);
    if (image->channels() == 1) {
      std::copy(from, from + gray.width, to);
      continue;
    }
    for (int x = 0; x < gray.width; ++x, from += 3) {
      to[x] = static_cast<std::uint8_t>((from[0] * 77 + from[1] * 150 + from[2] * 29) >> 8);
    }
  }
  return gray;
}

// As large as a page's text itself, so that its layout is not known to be one column.
bool IsLargeCell(const Box& cell, const GrayImage& page) {
  return cell.width() * 2 > page.width && cell.height() * 4 > page.height;
}

double MeanConfidence(const std::vector<Block>& blocks) {
  double sum = 0;
  int count = 0;
  for (const Block& block : blocks) {
    for (const Line& line : block.lines) {
      for (const Word& word : line.words) {
        if (word.ink != InkKind::kPrint) continue;
        sum += word.confidence;
        ++count;
      }
    }
  }
  return count == 0 ? 0 : sum / count;
}

std::string CellText(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines) {
    const std::string printed = LineText(line);
    if (!printed.empty()) text += (text.empty() ? "" : " ") + printed;
  }
  return text;
}

// The lines of a cell come into the one line that its row is.
void AddToRow(std::vector<Line> lines, Line& row) {
  for (Line& line : lines) {
    row.box = Union(row.box, line.box);
    row.x_height = std::max(row.x_height, line.x_height);
    std::move(line.words.begin(), line.words.end(), std::back_inserter(row.words));
  }
}

// Where a block stands in the order of blocks: before the first that begins below it.
void InsertBlock(std::vector<Block>& blocks, Block block) {
  const auto below = std::find_if(blocks.begin(), blocks.end(), [&block](const Block& other) {
    return other.kind == BlockKind::kText && other.box.top >= block.box.top;
  });
  blocks.insert(below, std::move(block));
}

// What an engine saw -> what is printed, marked, in order and mended. `stamped` was marked
// where it was read.
std::vector<Block> Arrange(std::vector<Line> lines, std::vector<Line> stamped,
                           const GrayImage& page, const InkMarks& marks) {
  DropSpecks(lines, page.bounds());
  lines = CutAtWideSpaces(std::move(lines));
  marks.Mark(lines);
  std::move(stamped.begin(), stamped.end(), std::back_inserter(lines));
  std::vector<Block> blocks = OrderLines(std::move(lines), page.width);
  for (Block& block : blocks) RepairText(block.lines);
  return blocks;
}

class PageEngine final : public OcrEngine {
 public:
  explicit PageEngine(std::unique_ptr<RegionReader> reader) : reader_(std::move(reader)) {}

  std::string Name() const override { return reader_->Name(); }
  std::string Model() const override { return reader_->Model(); }

  Result<PageText> Recognise(const PreparedPage& page) override;

  Result<Orientation> DetectOrientation(const DecodedPage& page) override {
    Result<GrayImage> gray = ToGray(page.image);
    if (!gray) return gray.status();
    return reader_->DetectOrientation(*gray, page.dpi);
  }

 private:
  // Fills the cells' text, and gives each table's words, a row a line.
  Result<std::vector<Block>> ReadTables(const GrayImage& gray, double dpi, const InkMarks& marks,
                                        std::vector<TableGrid>& tables);

  // Urgency, titles and names in red rubber stamps.
  Result<std::vector<Line>> ReadStamps(const PreparedPage& page, double dpi);

  std::unique_ptr<RegionReader> reader_;
};

Result<std::vector<Line>> PageEngine::ReadStamps(const PreparedPage& page, double dpi) {
  std::vector<Line> lines;
  const bool red = std::any_of(page.inks.begin(), page.inks.end(), [](const ColouredInk& ink) {
    return ink.kind == ColouredInk::Kind::kRed;
  });
  const LocalImage* mask = red ? LocalImage::From(page.ink_mask) : nullptr;
  if (mask == nullptr) return lines;
  const StampedText stamped = FindStampedText(*mask, dpi);
  if (stamped.regions.empty()) return lines;
  std::vector<TextRegion> regions;
  for (const Box& region : stamped.regions) regions.push_back({region, ReadAs::kBlock});
  Result<std::vector<std::vector<Line>>> read = reader_->Read(stamped.page, dpi, regions);
  if (!read) return read.status();
  for (std::vector<Line>& region : *read) {
    std::vector<Line> kept = KeepStampedText(std::move(region));
    std::move(kept.begin(), kept.end(), std::back_inserter(lines));
  }
  return lines;
}

Result<std::vector<Block>> PageEngine::ReadTables(const GrayImage& gray, double dpi,
                                                  const InkMarks& marks,
                                                  std::vector<TableGrid>& tables) {
  struct InkedCell {
    std::size_t table;
    TableCell* cell;
  };
  std::vector<Block> blocks(tables.size());
  std::vector<InkedCell> cells;
  std::vector<TextRegion> regions;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    blocks[i].kind = BlockKind::kTable;
    blocks[i].box = tables[i].box;
    blocks[i].lines.resize(static_cast<std::size_t>(tables[i].rows));
    for (TableCell& cell : tables[i].cells) {
      if (DarkShare(gray, cell.box) < kEmptyCell) continue;
      cells.push_back({i, &cell});
      regions.push_back({cell.box, IsLargeCell(cell.box, gray) ? ReadAs::kPage : ReadAs::kBlock});
    }
  }
  Result<std::vector<std::vector<Line>>> read = reader_->Read(gray, dpi, regions);
  if (!read) return read.status();
  for (std::size_t i = 0; i < cells.size(); ++i) {
    std::vector<Line> ordered;
    for (Block& part : Arrange(std::move((*read)[i]), {}, gray, marks)) {
      std::move(part.lines.begin(), part.lines.end(), std::back_inserter(ordered));
    }
    TableCell& cell = *cells[i].cell;
    cell.text = CellText(ordered);
    AddToRow(std::move(ordered), blocks[cells[i].table].lines[static_cast<std::size_t>(cell.row)]);
  }
  for (Block& block : blocks) {
    std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); });
  }
  return blocks;
}

Result<PageText> PageEngine::Recognise(const PreparedPage& page) {
  PageText text;
  text.engine = Name();
  text.model = Model();
  if (page.quality.blank) return text;
  Result<GrayImage> gray = ToGray(page.reading);
  if (!gray) return gray.status();
  const double dpi = page.geometry.dpi > 0 ? page.geometry.dpi : 300;
  // The mask of a page without coloured ink is made when it is asked for: it is not.
  const InkMarks marks(page.inks, page.inks.empty() ? nullptr : LocalImage::From(page.ink_mask), *gray);

  text.tables = FindRuledTables(*gray, dpi);
  std::vector<Block> table_blocks;
  if (!text.tables.empty()) {
    for (const TableGrid& table : text.tables) EraseRules(*gray, table, dpi);
    Result<std::vector<Block>> blocks = ReadTables(*gray, dpi, marks, text.tables);
    if (!blocks) return blocks.status();
    table_blocks = std::move(*blocks);
    for (const TableGrid& table : text.tables) EraseBox(*gray, table.box);
  }
  Result<std::vector<std::vector<Line>>> read = reader_->Read(*gray, dpi, {{gray->bounds(), ReadAs::kPage}});
  if (!read) return read.status();
  Result<std::vector<Line>> stamped = ReadStamps(page, dpi);
  if (!stamped) return stamped.status();
  text.blocks = Arrange(std::move(read->front()), std::move(*stamped), *gray, marks);
  for (Block& block : table_blocks) {
    if (!block.lines.empty()) InsertBlock(text.blocks, std::move(block));
  }
  text.mean_confidence = MeanConfidence(text.blocks);
  return text;
}

}  // namespace

std::unique_ptr<OcrEngine> MakePageEngine(std::unique_ptr<RegionReader> reader) {
  return std::make_unique<PageEngine>(std::move(reader));
}

}  // namespace sohoa
