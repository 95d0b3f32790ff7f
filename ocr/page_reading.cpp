// SPDX-License-Identifier: Apache-2.0
#include "ocr/page_reading.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "imaging/bit_image.h"
#include "imaging/local_image.h"
#include "ocr/aligned_tables.h"
#include "ocr/digits/slot_finder.h"
#include "ocr/gray_image.h"
#include "ocr/ink_marking.h"
#include "ocr/outlined_stamps.h"
#include "ocr/page_objects.h"
#include "ocr/pictures.h"
#include "ocr/reading_order.h"
#include "ocr/rubber_stamps.h"
#include "ocr/ruled_tables.h"
#include "ocr/sealed_lines.h"
#include "ocr/specks.h"
#include "ocr/table_blocks.h"
#include "ocr/text_repair.h"
#include "ocr/turned_cells.h"

namespace sohoa {
namespace {

// A cell with less ink than this holds nothing but the edge of a line or a speck.
constexpr double kEmptyCell = 0.002;
// The background of a page that was prepared is white: what is darker is ink, the faint black
// of a copied seal too.
constexpr int kInk = 190;

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
bool IsLargeCell(const Box& cell, const Box& page) {
  return cell.width() * 2 > page.width() && cell.height() * 4 > page.height();
}

// Of PageText::tables.
struct InkedCell {
  std::size_t table;
  std::size_t cell;
};

// The cells with something in them. Takes rules and specks between them from the page.
std::vector<InkedCell> TakeCells(const std::vector<TableGrid>& tables, GrayImage& page, double dpi) {
  std::vector<InkedCell> inked;
  for (const TableGrid& table : tables) EraseRules(page, table, dpi);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    std::vector<Box> boxes;
    for (std::size_t j = 0; j < tables[i].cells.size(); ++j) {
      const Box& cell = tables[i].cells[j].box;
      if (DarkShare(page, cell) < kEmptyCell) continue;
      inked.push_back({i, j});
      boxes.push_back(cell);
    }
    EraseAllBut(page, tables[i].box, boxes);
  }
  return inked;
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

BitImage InkOf(const GrayImage& page) {
  return DarkPixels(page.pixels.data(), static_cast<std::size_t>(page.width), page.width, page.height, kInk);
}

// What an engine saw -> lines without specks, each of one column, their inks by colour.
std::vector<Line> Marked(std::vector<Line> lines, const Box& page, const InkMarks& marks, SpeckPlace place) {
  DropSpecks(lines, page, place);
  lines = CutAtWideSpaces(std::move(lines));
  marks.Mark(lines);
  return lines;
}

// In order and mended.
std::vector<Block> Arrange(std::vector<Line> lines, const Box& page) {
  std::vector<Block> blocks = OrderLines(std::move(lines), page.width());
  for (Block& block : blocks) RepairText(block.lines);
  return blocks;
}

// What reads surely only when turned is print, whatever lies about it.
std::vector<Block> ArrangeTurned(TurnedText text) {
  DropSpecks(text.lines, text.bounds());
  std::vector<Block> blocks = Arrange(CutAtWideSpaces(std::move(text.lines)), text.bounds());
  text.TurnBack(blocks);
  return blocks;
}

std::vector<const std::vector<Line>*> AllOf(const std::vector<Line>& page, const std::vector<std::vector<Line>>& cells) {
  std::vector<const std::vector<Line>*> all = {&page};
  for (const std::vector<Line>& cell : cells) all.push_back(&cell);
  return all;
}

class PageEngine final : public OcrEngine {
 public:
  PageEngine(std::unique_ptr<RegionReader> reader, std::shared_ptr<const TextCorrector> corrector,
             std::shared_ptr<const DigitReader> digits)
      : reader_(std::move(reader)), corrector_(std::move(corrector)), digits_(std::move(digits)) {}

  std::string Name() const override { return reader_->Name(); }
  std::string Model() const override { return reader_->Model(); }

  Result<PageText> Recognise(const PreparedPage& page) override;

  Result<Orientation> DetectOrientation(const DecodedPage& page) override {
    Result<GrayImage> gray = ToGray(page.image);
    if (!gray) return gray.status();
    return reader_->DetectOrientation(std::move(*gray), page.dpi);
  }

 private:
  // Urgency, titles and names in red rubber stamps.
  Result<std::vector<Line>> ReadStamps(const PreparedPage& page, double dpi);

  // Degrees of urgency and secrecy in outlines that lie askew.
  Result<std::vector<Line>> ReadOutlinedStamps(const LocalImage& reading, const LocalImage* mask, double dpi);

  // What a seal's ring crosses, without the ring.
  Status ReadSealedLines(const LocalImage& reading, const LocalImage* mask, const PageObjects& objects, double dpi, std::vector<Line>& lines);

  // All of a page at once: it has a lexicon of its own.
  void Correct(std::vector<Block>& blocks, std::vector<std::vector<Block>>& cells) const;

  std::unique_ptr<RegionReader> reader_;
  std::shared_ptr<const TextCorrector> corrector_;
  std::shared_ptr<const DigitReader> digits_;
};

void PageEngine::Correct(std::vector<Block>& blocks, std::vector<std::vector<Block>>& cells) const {
  if (corrector_ == nullptr) return;
  std::vector<Block*> all;
  for (Block& block : blocks) all.push_back(&block);
  for (std::vector<Block>& cell : cells) {
    for (Block& block : cell) all.push_back(&block);
  }
  corrector_->Correct(all);
}

Result<std::vector<Line>> PageEngine::ReadStamps(const PreparedPage& page, double dpi) {
  std::vector<Line> lines;
  const bool red = std::any_of(page.inks.begin(), page.inks.end(), [](const ColouredInk& ink) {
    return ink.kind == ColouredInk::Kind::kRed;
  });
  const LocalImage* mask = red ? LocalImage::From(page.ink_mask) : nullptr;
  if (mask == nullptr) return lines;
  StampedText stamped = FindStampedText(*mask, dpi);
  if (stamped.regions.empty()) return lines;
  std::vector<TextRegion> regions;
  for (const Box& region : stamped.regions) regions.push_back({region, ReadAs::kBlock});
  Result<std::vector<std::vector<Line>>> read = reader_->Read(std::move(stamped.page), dpi, regions);
  if (!read) return read.status();
  for (std::vector<Line>& region : *read) {
    std::vector<Line> kept = KeepStampedText(std::move(region));
    std::move(kept.begin(), kept.end(), std::back_inserter(lines));
  }
  return lines;
}

Result<std::vector<Line>> PageEngine::ReadOutlinedStamps(const LocalImage& reading, const LocalImage* mask, double dpi) {
  std::vector<Line> lines;
  for (OutlinedStamp& stamp : FindOutlinedStamps(reading, mask, dpi)) {
    const Box bounds = stamp.letters.bounds();
    Result<std::vector<std::vector<Line>>> read = reader_->Read(std::move(stamp.letters), dpi, {{bounds, ReadAs::kBlock}});
    if (!read) return read.status();
    Line line = DegreeLine(std::move(read->front()), stamp.box);
    if (!line.words.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

Status PageEngine::ReadSealedLines(const LocalImage& reading, const LocalImage* mask, const PageObjects& objects, double dpi,
                                  std::vector<Line>& lines) {
  for (SealedLines& sealed : FindSealedLines(reading, mask, objects.Seals(), lines)) {
    Result<std::vector<std::vector<Line>>> read = reader_->Read(std::move(sealed.page), dpi, sealed.regions);
    if (!read) return read.status();
    TakeSealedWords(sealed, std::move(*read), lines);
  }
  return {};
}

bool HasDegree(const std::vector<Line>& lines) {
  return std::any_of(lines.begin(), lines.end(), [](const Line& line) { return NamesDegree(LineText(line, true)); });
}

Result<PageText> PageEngine::Recognise(const PreparedPage& page) {
  PageText text;
  text.engine = Name();
  text.model = Model();
  if (page.quality.blank) return text;
  Result<GrayImage> gray = ToGray(page.reading);
  if (!gray) return gray.status();
  const LocalImage& reading = *LocalImage::From(page.reading);
  if (reading.channels() != 1) {
    return Status(StatusCode::kInvalidArgument, "recognise page: it was not prepared for reading");
  }
  const Box bounds = gray->bounds();
  const double dpi = page.geometry.dpi > 0 ? page.geometry.dpi : 300;

  text.tables = FindRuledTables(*gray, dpi);
  BitImage ruled = InkOf(*gray);
  std::vector<Box> pictures = FindPictures(ruled, text.tables, dpi);
  std::vector<InkedCell> cells = TakeCells(text.tables, *gray, dpi);
  // The mask of a page without coloured ink is made when it is asked for: it is not.
  const LocalImage* mask = page.inks.empty() ? nullptr : LocalImage::From(page.ink_mask);
  BitImage unruled = text.tables.empty() ? ruled : InkOf(*gray);
  for (BitImage* ink : {&ruled, &unruled}) EraseSolid(pictures, *ink);
  PageObjects objects(unruled, ruled, mask, text.tables, dpi);
  // The page and what of it is in no cell; then the cells.
  std::vector<TextRegion> regions = {{bounds, ReadAs::kPage}};
  std::vector<Box> boxes;
  for (const InkedCell& cell : cells) {
    const Box& box = text.tables[cell.table].cells[cell.cell].box;
    boxes.push_back(box);
    regions.push_back({box, IsLargeCell(box, bounds) ? ReadAs::kPage : ReadAs::kBlock});
  }
  std::vector<TallCell> tall = FindTallCells(*gray, boxes, dpi);
  Result<std::vector<std::vector<Line>>> read = reader_->Read(std::move(*gray), dpi, regions);
  if (!read) return read.status();
  std::vector<std::vector<Line>> read_cells(std::make_move_iterator(read->begin() + 1), std::make_move_iterator(read->end()));
  Result<std::vector<TurnedText>> turned = ReadTurnedCells(*reader_, dpi, std::move(tall), read_cells);
  if (!turned) return turned.status();
  Result<std::vector<Line>> stamped = ReadStamps(page, dpi);
  if (!stamped) return stamped.status();

  const InkMarks marks(page.inks, mask, reading);
  std::vector<Line> lines = Marked(std::move(read->front()), bounds, marks, SpeckPlace::kPage);
  // Only a page with a head has such a stamp.
  const bool head = digits_ != nullptr && !FindDigitSlots(lines, bounds).empty();
  if (head && !HasDegree(lines) && !HasDegree(*stamped)) {
    Result<std::vector<Line>> outlined = ReadOutlinedStamps(reading, mask, dpi);
    if (!outlined) return outlined.status();
    std::move(outlined->begin(), outlined->end(), std::back_inserter(*stamped));
  }
  objects.Find(lines, *stamped);
  objects.Mark(lines);
  if (Status status = ReadSealedLines(reading, mask, objects, dpi, lines); !status.ok()) return status;
  text.objects = objects.All();
  if (digits_ != nullptr) {
    text.digit_slots = digits_->Read({reading, mask, page.display.get()}, lines);
    text.digit_model = digits_->Model();
  }
  KeepPictures(pictures, text.objects, AllOf(lines, read_cells));
  DropWordsIn(pictures, lines);
  // What is stamped was marked where it was read.
  std::move(stamped->begin(), stamped->end(), std::back_inserter(lines));
  std::vector<AlignedTable> aligned = TakeAlignedTables(lines);
  text.blocks = Arrange(std::move(lines), bounds);
  std::vector<std::vector<Block>> in_cells;
  for (std::vector<Line>& cell : read_cells) {
    DropWordsIn(pictures, cell);
    cell = Marked(std::move(cell), bounds, marks, SpeckPlace::kCell);
    objects.Mark(cell);
    in_cells.push_back(Arrange(std::move(cell), bounds));
  }
  for (TurnedText& cell : *turned) in_cells[cell.index] = ArrangeTurned(std::move(cell));
  for (AlignedTable& table : aligned) {
    for (std::size_t i = 0; i < table.lines.size(); ++i) {
      if (table.lines[i].empty()) continue;
      cells.push_back({text.tables.size(), i});
      in_cells.push_back(Arrange(std::move(table.lines[i]), bounds));
    }
    text.tables.push_back(std::move(table.grid));
  }
  Correct(text.blocks, in_cells);
  std::vector<Block> tables = TableBlocks(text.tables);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    FillCell(text.tables[cells[i].table].cells[cells[i].cell], std::move(in_cells[i]), tables[cells[i].table]);
  }
  for (Block& table : tables) {
    std::erase_if(table.lines, [](const Line& line) { return line.words.empty(); });
    if (!table.lines.empty()) InsertBlock(text.blocks, std::move(table));
  }
  for (const Box& picture : pictures) InsertBlock(text.blocks, {BlockKind::kPicture, {}, picture});
  std::stable_sort(text.tables.begin(), text.tables.end(),
                   [](const TableGrid& a, const TableGrid& b) { return a.box.top < b.box.top; });
  text.mean_confidence = MeanConfidence(text.blocks);
  return text;
}

}  // namespace

std::unique_ptr<OcrEngine> MakePageEngine(std::unique_ptr<RegionReader> reader, std::shared_ptr<const TextCorrector> corrector,
                                          std::shared_ptr<const DigitReader> digits) {
  return std::make_unique<PageEngine>(std::move(reader), std::move(corrector), std::move(digits));
}

}  // namespace sohoa
