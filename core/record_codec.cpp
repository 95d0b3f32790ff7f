// SPDX-License-Identifier: Apache-2.0
#include "core/record_codec.h"

#include "core/completeness_codec.h"
#include "core/document_codec.h"
#include "core/edit_codec.h"
#include "core/parse_message.h"
#include "core/record_damage.h"
#include "records.pb.h"

namespace sohoa {

std::string RecordHashBytes(const Sha256& hash) {
  if (hash == Sha256{}) return std::string();
  return std::string(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
}

Sha256 TakeRecordHash(const std::string& bytes, RecordDamage& damage) {
  Sha256 hash;
  if (bytes.empty()) return hash;
  if (bytes.size() != hash.bytes.size()) {
    damage.Report("hash");
    return hash;
  }
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(hash.bytes.data()));
  return hash;
}

namespace {

void Fill(const Box& box, records::Box* out) {
  out->set_left(box.left);
  out->set_top(box.top);
  out->set_right(box.right);
  out->set_bottom(box.bottom);
}

Box Take(const records::Box& in) { return {in.left(), in.top(), in.right(), in.bottom()}; }

void Fill(const PageGeometry& geometry, records::Geometry* out) {
  out->set_scanned_width(geometry.scanned_width);
  out->set_scanned_height(geometry.scanned_height);
  out->set_rotation(geometry.rotation);
  out->set_skew_degrees(geometry.skew_degrees);
  out->set_width(geometry.width);
  out->set_height(geometry.height);
  out->set_dpi(geometry.dpi);
}

PageGeometry Take(const records::Geometry& in) {
  return {in.scanned_width(), in.scanned_height(), in.rotation(), in.skew_degrees(),
          in.width(),         in.height(),         in.dpi()};
}

void Fill(const Word& word, records::Word* out) {
  out->set_text(word.text);
  Fill(word.box, out->mutable_box());
  out->set_confidence(word.confidence);
  out->set_ink(static_cast<std::uint32_t>(word.ink));
  out->set_bold(word.bold);
  out->set_italic(word.italic);
  for (const WordAlternative& alternative : word.alternatives) {
    records::Alternative* record = out->add_alternatives();
    record->set_text(alternative.text);
    record->set_confidence(alternative.confidence);
  }
  out->set_raw(word.raw);
}

Word Take(const records::Word& in, RecordDamage& damage) {
  Word word;
  word.text = in.text();
  word.box = Take(in.box());
  word.confidence = in.confidence();
  word.ink = TakeRecordEnum(in.ink(), InkKind::kHandwriting, "ink kind", damage);
  word.bold = in.bold();
  word.italic = in.italic();
  for (const auto& alternative : in.alternatives()) {
    word.alternatives.push_back({alternative.text(), alternative.confidence()});
  }
  word.raw = in.raw();
  return word;
}

void Fill(const Line& line, records::Line* out) {
  for (const Word& word : line.words) Fill(word, out->add_words());
  Fill(line.box, out->mutable_box());
  out->set_x_height(line.x_height);
}

Line Take(const records::Line& in, RecordDamage& damage) {
  Line line;
  for (const auto& word : in.words()) line.words.push_back(Take(word, damage));
  line.box = Take(in.box());
  line.x_height = in.x_height();
  return line;
}

void Fill(const TableGrid& grid, records::TableGrid* out) {
  Fill(grid.box, out->mutable_box());
  out->set_rows(grid.rows);
  out->set_columns(grid.columns);
  for (const TableCell& cell : grid.cells) {
    records::TableCell* record = out->add_cells();
    record->set_row(cell.row);
    record->set_column(cell.column);
    record->set_row_span(cell.row_span);
    record->set_column_span(cell.column_span);
    Fill(cell.box, record->mutable_box());
    record->set_text(cell.text);
  }
}

TableGrid Take(const records::TableGrid& in) {
  TableGrid grid;
  grid.box = Take(in.box());
  grid.rows = in.rows();
  grid.columns = in.columns();
  for (const auto& cell : in.cells()) {
    grid.cells.push_back({cell.row(), cell.column(), cell.row_span(), cell.column_span(),
                          Take(cell.box()), cell.text()});
  }
  return grid;
}

void Fill(const DigitSlot& slot, records::DigitSlot* out) {
  out->set_kind(static_cast<std::uint32_t>(slot.kind));
  Fill(slot.box, out->mutable_box());
  out->set_print(slot.print);
  for (const WordAlternative& reading : slot.readings) {
    records::Alternative* record = out->add_readings();
    record->set_text(reading.text);
    record->set_confidence(reading.confidence);
  }
}

DigitSlot Take(const records::DigitSlot& in, RecordDamage& damage) {
  DigitSlot slot;
  slot.kind = TakeRecordEnum(in.kind(), DigitSlotKind::kMonth, "kind of digit slot", damage);
  slot.box = Take(in.box());
  slot.print = in.print();
  for (const auto& reading : in.readings()) slot.readings.push_back({reading.text(), reading.confidence()});
  return slot;
}

void Fill(const PageText& text, records::PageText* out) {
  for (const Block& block : text.blocks) {
    records::Block* record = out->add_blocks();
    record->set_kind(static_cast<std::uint32_t>(block.kind));
    for (const Line& line : block.lines) Fill(line, record->add_lines());
    Fill(block.box, record->mutable_box());
  }
  for (const TableGrid& grid : text.tables) Fill(grid, out->add_tables());
  out->set_engine(text.engine);
  out->set_model(text.model);
  out->set_mean_confidence(text.mean_confidence);
  for (const PageObject& object : text.objects) {
    records::PageObject* record = out->add_objects();
    record->set_kind(static_cast<std::uint32_t>(object.kind));
    Fill(object.box, record->mutable_box());
    record->set_confidence(object.confidence);
  }
  for (const DigitSlot& slot : text.digit_slots) Fill(slot, out->add_digit_slots());
  out->set_digit_model(text.digit_model);
}

PageText Take(const records::PageText& in, RecordDamage& damage) {
  PageText text;
  for (const auto& record : in.blocks()) {
    Block block;
    block.kind = TakeRecordEnum(record.kind(), BlockKind::kPicture, "block kind", damage);
    for (const auto& line : record.lines()) block.lines.push_back(Take(line, damage));
    block.box = Take(record.box());
    text.blocks.push_back(std::move(block));
  }
  for (const auto& grid : in.tables()) text.tables.push_back(Take(grid));
  text.engine = in.engine();
  text.model = in.model();
  text.mean_confidence = in.mean_confidence();
  for (const auto& object : in.objects()) {
    text.objects.push_back({TakeRecordEnum(object.kind(), PageObjectKind::kUrgencyStamp, "kind of object", damage),
                            Take(object.box()), object.confidence()});
  }
  for (const auto& slot : in.digit_slots()) text.digit_slots.push_back(Take(slot, damage));
  text.digit_model = in.digit_model();
  return text;
}

void Fill(const PageSource& source, records::PageSource* out) {
  out->set_dossier(source.dossier);
  out->set_batch(source.batch);
  out->set_place(source.place);
  out->set_original(RecordHashBytes(source.original));
  out->set_index(source.index);
}

PageSource Take(const records::PageSource& in, RecordDamage& damage) {
  return {in.dossier(), in.batch(), in.place(), TakeRecordHash(in.original(), damage), in.index()};
}

void Fill(const PageQuality& quality, records::Quality* out) {
  out->set_score(quality.score);
  for (const std::string& flag : quality.flags) out->add_flags(flag);
  out->set_blank(quality.blank);
}

PageQuality Take(const records::Quality& in) {
  PageQuality quality;
  quality.score = in.score();
  quality.flags.assign(in.flags().begin(), in.flags().end());
  quality.blank = in.blank();
  return quality;
}

std::uint32_t PackedColour(const std::array<std::uint8_t, 3>& colour) {
  return std::uint32_t{colour[0]} << 16 | std::uint32_t{colour[1]} << 8 | colour[2];
}

std::array<std::uint8_t, 3> UnpackedColour(std::uint32_t packed) {
  return {static_cast<std::uint8_t>(packed >> 16), static_cast<std::uint8_t>(packed >> 8), static_cast<std::uint8_t>(packed)};
}

void Fill(const PageLayer& layer, bool with_bytes, records::PageLayer* out) {
  out->set_coding(static_cast<std::uint32_t>(layer.coding));
  out->set_width(layer.width);
  out->set_height(layer.height);
  out->set_components(layer.components);
  if (with_bytes) out->set_bytes(layer.bytes);
  if (layer.coding != PageLayer::Coding::kMixed) return;
  out->set_paper_width(layer.paper.width);
  out->set_paper_height(layer.paper.height);
  out->set_paper_size(layer.paper.size);
  out->set_ink(PackedColour(layer.paper.ink));
}

PageLayer Take(const records::PageLayer& in, RecordDamage& damage) {
  PageLayer layer;
  layer.coding = TakeRecordEnum(in.coding(), PageLayer::Coding::kMixed, "layer coding", damage);
  layer.width = in.width();
  layer.height = in.height();
  layer.components = in.components();
  layer.bytes = in.bytes();
  if (layer.coding == PageLayer::Coding::kMixed) {
    layer.paper = {in.paper_width(), in.paper_height(), in.paper_size(), UnpackedColour(in.ink())};
  }
  return layer;
}

void Fill(const PageRecord& page, bool with_layer, records::PageRecord* out) {
  out->set_id(page.id);
  Fill(page.source, out->mutable_source());
  Fill(page.geometry, out->mutable_geometry());
  Fill(page.quality, out->mutable_quality());
  for (const Barcode& barcode : page.barcodes) {
    records::Barcode* record = out->add_barcodes();
    record->set_format(barcode.format);
    record->set_text(barcode.text);
    Fill(barcode.box, record->mutable_box());
  }
  for (const ColouredInk& ink : page.inks) {
    records::ColouredInk* record = out->add_inks();
    record->set_kind(static_cast<std::uint32_t>(ink.kind));
    Fill(ink.box, record->mutable_box());
  }
  Fill(page.text, out->mutable_text());
  Fill(page.layer, with_layer, out->mutable_layer());
  out->set_layer_sha256(RecordHashBytes(page.layer_sha256));
  for (const std::string& mark : page.made_by) out->add_made_by(mark);
}

PageRecord Take(const records::PageRecord& in, RecordDamage& damage) {
  PageRecord page;
  page.id = in.id();
  page.source = Take(in.source(), damage);
  page.geometry = Take(in.geometry());
  page.quality = Take(in.quality());
  for (const auto& barcode : in.barcodes()) {
    page.barcodes.push_back({barcode.format(), barcode.text(), Take(barcode.box())});
  }
  for (const auto& ink : in.inks()) {
    page.inks.push_back(
        {TakeRecordEnum(ink.kind(), ColouredInk::Kind::kBlue, "ink colour", damage), Take(ink.box())});
  }
  page.text = Take(in.text(), damage);
  page.layer = Take(in.layer(), damage);
  page.layer_sha256 = TakeRecordHash(in.layer_sha256(), damage);
  page.made_by.assign(in.made_by().begin(), in.made_by().end());
  return page;
}

void Fill(const QuarantinedPage& page, records::QuarantinedPage* out) {
  out->set_page_id(page.page_id);
  Fill(page.source, out->mutable_source());
  out->set_stage(page.stage);
  out->set_code(static_cast<std::uint32_t>(page.reason.code()));
  out->set_message(page.reason.message());
  out->set_attempts(page.attempts);
  out->set_at_unix_ms(page.at_unix_ms);
  out->set_rejected(page.rejected);
}

QuarantinedPage Take(const records::QuarantinedPage& in, RecordDamage& damage) {
  QuarantinedPage page;
  page.page_id = in.page_id();
  page.source = Take(in.source(), damage);
  page.stage = in.stage();
  page.reason = Status(TakeRecordEnum(in.code(), kLastStatusCode, "status code", damage), in.message());
  page.attempts = in.attempts();
  page.at_unix_ms = in.at_unix_ms();
  page.rejected = in.rejected();
  return page;
}

void Fill(const Original& original, records::Original* out) {
  out->set_name(original.name);
  out->set_sha256(RecordHashBytes(original.sha256));
  out->set_size(original.size);
  out->set_batch(original.batch);
  out->set_place(original.place);
  out->set_pages(original.pages);
}

Original Take(const records::Original& in, RecordDamage& damage) {
  return {in.name(), TakeRecordHash(in.sha256(), damage), in.size(), in.batch(), in.place(), in.pages()};
}

void Fill(const DossierPage& page, records::DossierPage* out) {
  out->set_id(page.id);
  out->set_page(page.page);
  Fill(page.source, out->mutable_source());
  out->set_record(RecordHashBytes(page.record));
  out->set_blank(page.blank);
}

DossierPage Take(const records::DossierPage& in, RecordDamage& damage) {
  return {in.id(), in.page(), Take(in.source(), damage), TakeRecordHash(in.record(), damage), in.blank()};
}

void Fill(const SetAsidePage& aside, records::SetAsidePage* out) {
  Fill(aside.page, out->mutable_page());
  out->set_reason(aside.why.reason);
  out->set_replaced_by(aside.why.replaced_by);
  out->set_sent_to(aside.why.sent_to);
}

SetAsidePage Take(const records::SetAsidePage& in, RecordDamage& damage) {
  return {Take(in.page(), damage), {in.reason(), in.replaced_by(), in.sent_to()}};
}

void Fill(const Dossier& dossier, records::Dossier* out) {
  records::DossierHead* head = out->mutable_head();
  head->set_code(dossier.head.code);
  head->set_procedure(dossier.head.procedure);
  head->set_agency(dossier.head.agency);
  head->set_applicant(dossier.head.applicant);
  out->set_version(dossier.version);
  out->set_committed_unix_ms(dossier.committed_unix_ms);
  for (const Original& original : dossier.originals) Fill(original, out->add_originals());
  for (const DossierPage& page : dossier.pages) Fill(page, out->add_pages());
  for (const Document& document : dossier.documents) FillRecord(document, out->add_documents());
  for (const QuarantinedPage& page : dossier.quarantined) Fill(page, out->add_quarantined());
  for (const SetAsidePage& aside : dossier.set_aside) Fill(aside, out->add_set_aside());
  for (const Edit& edit : dossier.edits) FillRecord(edit, out->add_edits());
  // A dossier of before has none, and neither does one that says nothing.
  if (dossier.completeness != Completeness{}) FillRecord(dossier.completeness, out->mutable_completeness());
}

Dossier Take(const records::Dossier& in, RecordDamage& damage) {
  Dossier dossier;
  dossier.head = {in.head().code(), in.head().procedure(), in.head().agency(), in.head().applicant()};
  dossier.version = in.version();
  dossier.committed_unix_ms = in.committed_unix_ms();
  for (const auto& original : in.originals()) dossier.originals.push_back(Take(original, damage));
  for (const auto& page : in.pages()) dossier.pages.push_back(Take(page, damage));
  for (const auto& document : in.documents()) dossier.documents.push_back(TakeRecord(document, damage));
  for (const auto& page : in.quarantined()) dossier.quarantined.push_back(Take(page, damage));
  for (const auto& aside : in.set_aside()) dossier.set_aside.push_back(Take(aside, damage));
  for (const auto& edit : in.edits()) dossier.edits.push_back(TakeRecord(edit, damage));
  if (in.has_completeness() && !TakeRecord(in.completeness(), dossier.completeness)) damage.Report("completeness");
  return dossier;
}

Document Take(const records::Document& in, RecordDamage& damage) { return TakeRecord(in, damage); }
Edit Take(const records::Edit& in, RecordDamage& damage) { return TakeRecord(in, damage); }

template <typename Record>
std::string Serialize(const Record& record) {
  std::string out;
  record.SerializeToString(&out);
  return out;
}

// Parses `bytes` as a Record and takes the value out of it.
template <typename Record, typename Value>
Result<Value> Decode(std::string_view bytes, const char* name) {
  Record record;
  RecordDamage damage;
  if (!ParseMessage(bytes, record)) damage.Report("bytes");
  if (!damage.ok()) return damage.ToStatus(name);
  Value value = Take(record, damage);
  if (!damage.ok()) return damage.ToStatus(name);
  return value;
}

}  // namespace

std::string EncodePageText(const PageText& text) {
  records::PageText record;
  Fill(text, &record);
  return Serialize(record);
}

Result<PageText> DecodePageText(std::string_view bytes) {
  return Decode<records::PageText, PageText>(bytes, "page text");
}

std::string EncodePageRecord(const PageRecord& page, bool with_layer) {
  records::PageRecord record;
  Fill(page, with_layer, &record);
  return Serialize(record);
}

Result<PageRecord> DecodePageRecord(std::string_view bytes) {
  return Decode<records::PageRecord, PageRecord>(bytes, "page record");
}

std::string EncodeDocument(const Document& document) {
  records::Document record;
  FillRecord(document, &record);
  return Serialize(record);
}

Result<Document> DecodeDocument(std::string_view bytes) {
  return Decode<records::Document, Document>(bytes, "document");
}

std::string EncodeEdit(const Edit& edit) {
  records::Edit record;
  FillRecord(edit, &record);
  return Serialize(record);
}

Result<Edit> DecodeEdit(std::string_view bytes) { return Decode<records::Edit, Edit>(bytes, "edit"); }

std::string EncodeDossier(const Dossier& dossier) {
  records::Dossier record;
  Fill(dossier, &record);
  return Serialize(record);
}

Result<Dossier> DecodeDossier(std::string_view bytes) {
  return Decode<records::Dossier, Dossier>(bytes, "dossier");
}

std::string EncodeQuarantinedPage(const QuarantinedPage& page) {
  records::QuarantinedPage record;
  Fill(page, &record);
  return Serialize(record);
}

Result<QuarantinedPage> DecodeQuarantinedPage(std::string_view bytes) {
  return Decode<records::QuarantinedPage, QuarantinedPage>(bytes, "quarantined page");
}

std::string EncodePageSource(const PageSource& source) {
  records::PageSource record;
  Fill(source, &record);
  return Serialize(record);
}

Result<PageSource> DecodePageSource(std::string_view bytes) {
  return Decode<records::PageSource, PageSource>(bytes, "page source");
}

std::string EncodeOriginal(const Original& original) {
  records::Original record;
  Fill(original, &record);
  return Serialize(record);
}

Result<Original> DecodeOriginal(std::string_view bytes) {
  return Decode<records::Original, Original>(bytes, "original");
}

}  // namespace sohoa
