// SPDX-License-Identifier: Apache-2.0
#include "api/page_json.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

using Json = nlohmann::ordered_json;

double Share(double value) { return std::round(value * 1e4) / 1e4; }

Json BoxJson(const Box& box) { return {box.left, box.top, box.right, box.bottom}; }

const char* InkName(InkKind ink) {
  switch (ink) {
    case InkKind::kPrint: return "print";
    case InkKind::kStamp: return "stamp";
    case InkKind::kHandwriting: return "handwriting";
  }
  return "print";
}

const char* BlockName(BlockKind kind) {
  switch (kind) {
    case BlockKind::kText: return "text";
    case BlockKind::kTable: return "table";
    case BlockKind::kPicture: return "picture";
  }
  return "text";
}

const char* ObjectName(PageObjectKind kind) {
  switch (kind) {
    case PageObjectKind::kSeal: return "seal";
    case PageObjectKind::kSignature: return "signature";
    case PageObjectKind::kIncomingStamp: return "incoming_stamp";
    case PageObjectKind::kUrgencyStamp: return "urgency_stamp";
  }
  return "seal";
}

Json WordJson(const Word& word) {
  Json json = {{"text", word.text},
               {"box", BoxJson(word.box)},
               {"confidence", Share(word.confidence)},
               {"ink", InkName(word.ink)}};
  if (!word.raw.empty()) json["raw"] = word.raw;
  if (!word.alternatives.empty()) {
    json["alternatives"] = Json::array();
    for (const WordAlternative& other : word.alternatives) {
      json["alternatives"].push_back({{"text", other.text}, {"confidence", Share(other.confidence)}});
    }
  }
  return json;
}

Json BlockJson(const Block& block) {
  Json lines = Json::array();
  for (const Line& line : block.lines) {
    Json words = Json::array();
    for (const Word& word : line.words) words.push_back(WordJson(word));
    lines.push_back({{"box", BoxJson(line.box)}, {"words", words}});
  }
  return {{"kind", BlockName(block.kind)}, {"box", BoxJson(block.box)}, {"lines", lines}};
}

Json TableJson(const TableGrid& table) {
  Json cells = Json::array();
  for (const TableCell& cell : table.cells) {
    cells.push_back({{"row", cell.row},
                     {"column", cell.column},
                     {"row_span", cell.row_span},
                     {"column_span", cell.column_span},
                     {"box", BoxJson(cell.box)},
                     {"text", cell.text}});
  }
  return {{"box", BoxJson(table.box)}, {"rows", table.rows}, {"columns", table.columns}, {"cells", cells}};
}

const char* SlotName(DigitSlotKind kind) {
  switch (kind) {
    case DigitSlotKind::kNumber: return "number";
    case DigitSlotKind::kDay: return "day";
    case DigitSlotKind::kMonth: return "month";
  }
  return "";
}

Json SlotJson(const DigitSlot& slot) {
  Json readings = Json::array();
  for (const WordAlternative& reading : slot.readings) {
    readings.push_back({{"text", reading.text}, {"confidence", Share(reading.confidence)}});
  }
  return {{"kind", SlotName(slot.kind)}, {"box", BoxJson(slot.box)}, {"print", slot.print}, {"readings", readings}};
}

}  // namespace

std::string PageTextJson(const PageRecord& record, std::uint32_t number) {
  Json json = {{"page", number},
               {"text", PlainText(record.text)},
               {"engine", record.text.engine},
               {"model", record.text.model},
               {"mean_confidence", Share(record.text.mean_confidence)},
               {"blocks", Json::array()},
               {"tables", Json::array()},
               {"objects", Json::array()},
               {"digit_slots", Json::array()},
               {"digit_model", record.text.digit_model},
               {"barcodes", Json::array()},
               {"made_by", record.made_by}};
  for (const Block& block : record.text.blocks) json["blocks"].push_back(BlockJson(block));
  for (const TableGrid& table : record.text.tables) json["tables"].push_back(TableJson(table));
  for (const PageObject& object : record.text.objects) {
    json["objects"].push_back(
        {{"kind", ObjectName(object.kind)}, {"box", BoxJson(object.box)}, {"confidence", Share(object.confidence)}});
  }
  for (const DigitSlot& slot : record.text.digit_slots) json["digit_slots"].push_back(SlotJson(slot));
  for (const Barcode& barcode : record.barcodes) {
    json["barcodes"].push_back({{"format", barcode.format}, {"text", barcode.text}, {"box", BoxJson(barcode.box)}});
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sohoa
