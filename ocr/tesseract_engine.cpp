// SPDX-License-Identifier: Apache-2.0
#include "ocr/tesseract_engine.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "imaging/local_image.h"
#include "ocr/gray_image.h"
#include "ocr/ink_marking.h"
#include "ocr/line_reader.h"
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

class TesseractEngine final : public OcrEngine {
 public:
  TesseractEngine(std::unique_ptr<LineReader> reader, std::string model)
      : reader_(std::move(reader)), model_(std::move(model)) {}

  std::string Name() const override { return reader_->Name(); }
  std::string Model() const override { return model_; }

  Result<PageText> Recognise(const PreparedPage& page) override;

  Result<Orientation> DetectOrientation(const DecodedPage& page) override {
    Result<GrayImage> gray = ToGray(page.image);
    if (!gray) return gray.status();
    return reader_->DetectOrientation(*gray, page.dpi);
  }

 private:
  // Fills the cells' text, and gives the words, a row of the table a line.
  Result<Block> ReadTable(const GrayImage& gray, const InkMarks& marks, TableGrid& table);

  // Urgency, titles and names in red rubber stamps.
  Result<std::vector<Line>> ReadStamps(const PreparedPage& page, double dpi);

  std::unique_ptr<LineReader> reader_;
  std::string model_;
};

Result<std::vector<Line>> TesseractEngine::ReadStamps(const PreparedPage& page, double dpi) {
  std::vector<Line> lines;
  const bool red = std::any_of(page.inks.begin(), page.inks.end(), [](const ColouredInk& ink) {
    return ink.kind == ColouredInk::Kind::kRed;
  });
  const LocalImage* mask = red ? LocalImage::From(page.ink_mask) : nullptr;
  if (mask == nullptr) return lines;
  const StampedText stamped = FindStampedText(*mask, dpi);
  if (stamped.regions.empty()) return lines;
  reader_->SetImage(stamped.page, dpi);
  for (const Box& region : stamped.regions) {
    Result<std::vector<Line>> read = reader_->Read(region, ReadAs::kBlock);
    if (!read) return read.status();
    std::vector<Line> kept = KeepStampedText(std::move(*read));
    std::move(kept.begin(), kept.end(), std::back_inserter(lines));
  }
  return lines;
}

Result<Block> TesseractEngine::ReadTable(const GrayImage& gray, const InkMarks& marks,
                                         TableGrid& table) {
  Block block;
  block.kind = BlockKind::kTable;
  block.box = table.box;
  block.lines.resize(static_cast<std::size_t>(table.rows));
  for (TableCell& cell : table.cells) {
    if (DarkShare(gray, cell.box) < kEmptyCell) continue;
    const ReadAs mode = IsLargeCell(cell.box, gray) ? ReadAs::kPage : ReadAs::kBlock;
    Result<std::vector<Line>> lines = reader_->Read(cell.box, mode);
    if (!lines) return lines.status();
    std::vector<Line> ordered;
    for (Block& part : Arrange(std::move(*lines), {}, gray, marks)) {
      std::move(part.lines.begin(), part.lines.end(), std::back_inserter(ordered));
    }
    cell.text = CellText(ordered);
    Line& row = block.lines[static_cast<std::size_t>(cell.row)];
    for (Line& line : ordered) {
      row.box = Union(row.box, line.box);
      row.x_height = std::max(row.x_height, line.x_height);
      std::move(line.words.begin(), line.words.end(), std::back_inserter(row.words));
    }
  }
  std::erase_if(block.lines, [](const Line& line) { return line.words.empty(); });
  return block;
}

Result<PageText> TesseractEngine::Recognise(const PreparedPage& page) {
  PageText text;
  text.engine = Name();
  text.model = Model();
  if (page.quality.blank) return text;
  Result<GrayImage> gray = ToGray(page.reading);
  if (!gray) return gray.status();
  const double dpi = page.geometry.dpi > 0 ? page.geometry.dpi : 300;
  const InkMarks marks(page.inks, LocalImage::From(page.ink_mask), *gray);

  text.tables = FindRuledTables(*gray, dpi);
  std::vector<Block> table_blocks;
  if (!text.tables.empty()) {
    for (const TableGrid& table : text.tables) EraseRules(*gray, table, dpi);
    reader_->SetImage(*gray, dpi);
    for (TableGrid& table : text.tables) {
      Result<Block> block = ReadTable(*gray, marks, table);
      if (!block) return block.status();
      table_blocks.push_back(std::move(*block));
    }
    for (const TableGrid& table : text.tables) EraseBox(*gray, table.box);
  }
  reader_->SetImage(*gray, dpi);
  Result<std::vector<Line>> lines = reader_->Read(gray->bounds(), ReadAs::kPage);
  if (!lines) return lines.status();
  Result<std::vector<Line>> stamped = ReadStamps(page, dpi);
  if (!stamped) return stamped.status();
  text.blocks = Arrange(std::move(*lines), std::move(*stamped), *gray, marks);
  for (Block& block : table_blocks) {
    if (!block.lines.empty()) InsertBlock(text.blocks, std::move(block));
  }
  text.mean_confidence = MeanConfidence(text.blocks);
  return text;
}

}  // namespace

Result<std::unique_ptr<OcrEngine>> OpenTesseractEngine(const std::string& model) {
  Result<std::unique_ptr<LineReader>> reader = LineReader::Open(model);
  if (!reader) return reader.status();
  return std::unique_ptr<OcrEngine>(
      std::make_unique<TesseractEngine>(std::move(*reader), model));
}

}  // namespace sohoa
