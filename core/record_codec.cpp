// SPDX-License-Identifier: Apache-2.0
#include "core/record_codec.h"

#include "core/completeness_codec.h"
#include "core/parse_message.h"
#include "records.pb.h"

namespace sohoa {
namespace {

// Each value has a Fill (value to record) and a Take (record to value). Take throws nothing;
// what cannot be a value of ours is reported through `Damage`.
class Damage {
 public:
  void Report(const char* what) {
    if (what_ == nullptr) what_ = what;
  }
  Status ToStatus(const char* record) const {
    if (what_ == nullptr) return Status();
    return Status(StatusCode::kCorruption, std::string("decode ") + record + ": bad " + what_);
  }
  bool ok() const { return what_ == nullptr; }

 private:
  const char* what_ = nullptr;
};

template <typename Enum>
Enum TakeEnum(std::uint32_t number, Enum last, const char* what, Damage& damage) {
  if (number > static_cast<std::uint32_t>(last)) damage.Report(what);
  return static_cast<Enum>(number);
}

std::string HashBytes(const Sha256& hash) {
  if (hash == Sha256{}) return std::string();
  return std::string(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
}

Sha256 TakeHash(const std::string& bytes, Damage& damage) {
  Sha256 hash;
  if (bytes.empty()) return hash;
  if (bytes.size() != hash.bytes.size()) {
    damage.Report("hash");
    return hash;
  }
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(hash.bytes.data()));
  return hash;
}

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

Word Take(const records::Word& in, Damage& damage) {
  Word word;
  word.text = in.text();
  word.box = Take(in.box());
  word.confidence = in.confidence();
  word.ink = TakeEnum(in.ink(), InkKind::kHandwriting, "ink kind", damage);
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

Line Take(const records::Line& in, Damage& damage) {
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

DigitSlot Take(const records::DigitSlot& in, Damage& damage) {
  DigitSlot slot;
  slot.kind = TakeEnum(in.kind(), DigitSlotKind::kMonth, "kind of digit slot", damage);
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

PageText Take(const records::PageText& in, Damage& damage) {
  PageText text;
  for (const auto& record : in.blocks()) {
    Block block;
    block.kind = TakeEnum(record.kind(), BlockKind::kPicture, "block kind", damage);
    for (const auto& line : record.lines()) block.lines.push_back(Take(line, damage));
    block.box = Take(record.box());
    text.blocks.push_back(std::move(block));
  }
  for (const auto& grid : in.tables()) text.tables.push_back(Take(grid));
  text.engine = in.engine();
  text.model = in.model();
  text.mean_confidence = in.mean_confidence();
  for (const auto& object : in.objects()) {
    text.objects.push_back({TakeEnum(object.kind(), PageObjectKind::kUrgencyStamp, "kind of object", damage),
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
  out->set_original(HashBytes(source.original));
  out->set_index(source.index);
}

PageSource Take(const records::PageSource& in, Damage& damage) {
  return {in.dossier(), in.batch(), in.place(), TakeHash(in.original(), damage), in.index()};
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

void Fill(const PageLayer& layer, bool with_bytes, records::PageLayer* out) {
  out->set_coding(static_cast<std::uint32_t>(layer.coding));
  out->set_width(layer.width);
  out->set_height(layer.height);
  out->set_components(layer.components);
  if (with_bytes) out->set_bytes(layer.bytes);
}

PageLayer Take(const records::PageLayer& in, Damage& damage) {
  PageLayer layer;
  layer.coding = TakeEnum(in.coding(), PageLayer::Coding::kCcittG4, "layer coding", damage);
  layer.width = in.width();
  layer.height = in.height();
  layer.components = in.components();
  layer.bytes = in.bytes();
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
  out->set_layer_sha256(HashBytes(page.layer_sha256));
  for (const std::string& mark : page.made_by) out->add_made_by(mark);
}

PageRecord Take(const records::PageRecord& in, Damage& damage) {
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
        {TakeEnum(ink.kind(), ColouredInk::Kind::kBlue, "ink colour", damage), Take(ink.box())});
  }
  page.text = Take(in.text(), damage);
  page.layer = Take(in.layer(), damage);
  page.layer_sha256 = TakeHash(in.layer_sha256(), damage);
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

QuarantinedPage Take(const records::QuarantinedPage& in, Damage& damage) {
  QuarantinedPage page;
  page.page_id = in.page_id();
  page.source = Take(in.source(), damage);
  page.stage = in.stage();
  page.reason = Status(TakeEnum(in.code(), StatusCode::kConflict, "status code", damage), in.message());
  page.attempts = in.attempts();
  page.at_unix_ms = in.at_unix_ms();
  page.rejected = in.rejected();
  return page;
}

void Fill(const FieldLocation& location, records::FieldLocation* out) {
  out->set_page(location.page);
  out->set_page_id(location.page_id);
  for (const Point& point : location.polygon) {
    records::Point* corner = out->add_polygon();
    corner->set_x(point.x);
    corner->set_y(point.y);
  }
}

FieldLocation Take(const records::FieldLocation& in) {
  FieldLocation location{in.page(), in.page_id(), {}};
  for (const auto& corner : in.polygon()) location.polygon.push_back({corner.x(), corner.y()});
  return location;
}

void Fill(const FieldValue& field, records::FieldValue* out) {
  out->set_code(field.code);
  out->set_label(field.label);
  out->set_value(field.value);
  out->set_normalized(field.normalized);
  out->set_null_reason(field.null_reason);
  out->set_confidence(field.confidence);
  for (const FieldLocation& location : field.locations) Fill(location, out->add_locations());
  out->set_source_kind(field.source_kind);
  out->set_source_engine(field.source_engine);
  for (const FieldAlternative& alternative : field.alternatives) {
    records::FieldAlternative* record = out->add_alternatives();
    record->set_value(alternative.value);
    record->set_normalized(alternative.normalized);
    record->set_confidence(alternative.confidence);
  }
  for (const FieldValidation& validation : field.validation) {
    records::FieldValidation* record = out->add_validation();
    record->set_rule(validation.rule);
    record->set_pass(validation.pass);
  }
  for (const auto& [name, value] : field.parts) {
    records::FieldPart* record = out->add_parts();
    record->set_name(name);
    record->set_value(value);
  }
  out->set_review(static_cast<std::uint32_t>(field.review));
  out->set_score(field.score);
  out->set_review_reason(field.review_reason);
}

FieldValue Take(const records::FieldValue& in, Damage& damage) {
  FieldValue field;
  field.code = in.code();
  field.label = in.label();
  field.value = in.value();
  field.normalized = in.normalized();
  field.null_reason = in.null_reason();
  field.confidence = in.confidence();
  for (const auto& record : in.locations()) field.locations.push_back(Take(record));
  field.source_kind = in.source_kind();
  field.source_engine = in.source_engine();
  for (const auto& record : in.alternatives()) {
    field.alternatives.push_back({record.value(), record.normalized(), record.confidence()});
  }
  for (const auto& record : in.validation()) field.validation.push_back({record.rule(), record.pass()});
  for (const auto& record : in.parts()) field.parts.emplace_back(record.name(), record.value());
  field.review = TakeEnum(in.review(), ReviewState::kUnreadable, "review state", damage);
  field.score = in.score();
  field.review_reason = in.review_reason();
  return field;
}

void Fill(const ExtractedTable& table, records::ExtractedTable* out) {
  for (std::uint32_t page : table.pages) out->add_pages(page);
  for (const std::string& column : table.columns) out->add_columns(column);
  for (const auto& row : table.rows) {
    records::TableRow* cells = out->add_rows();
    for (const std::string& cell : row) cells->add_cells(cell);
  }
  for (const ExtractedCell& cell : table.cells) {
    records::ExtractedCell* record = out->add_cells();
    record->set_header(cell.header);
    record->set_row(cell.row);
    record->set_column(cell.column);
    record->set_row_span(cell.row_span);
    record->set_column_span(cell.column_span);
    record->set_text(cell.text);
    record->set_raw(cell.raw);
    record->set_confidence(cell.confidence);
    for (const FieldLocation& location : cell.locations) Fill(location, record->add_locations());
  }
  for (const TableRowPlace& place : table.outline) {
    records::TableRowPlace* record = out->add_outline();
    record->set_path(place.path);
    record->set_heading(place.heading);
    record->set_inferred(place.inferred);
  }
}

ExtractedTable Take(const records::ExtractedTable& in) {
  ExtractedTable table;
  table.pages.assign(in.pages().begin(), in.pages().end());
  table.columns.assign(in.columns().begin(), in.columns().end());
  for (const auto& row : in.rows()) table.rows.emplace_back(row.cells().begin(), row.cells().end());
  for (const auto& record : in.cells()) {
    ExtractedCell cell{record.header(), record.row(), record.column(), record.row_span(), record.column_span(),
                       record.text(), record.raw(), record.confidence(), {}};
    for (const auto& location : record.locations()) cell.locations.push_back(Take(location));
    table.cells.push_back(std::move(cell));
  }
  for (const auto& record : in.outline()) table.outline.push_back({record.path(), record.heading(), record.inferred()});
  return table;
}

void Fill(const Document& document, records::Document* out) {
  out->set_id(document.id);
  for (std::uint32_t page : document.pages) out->add_pages(page);
  for (const std::string& id : document.page_ids) out->add_page_ids(id);
  records::DocumentType* type = out->mutable_type();
  type->set_code(document.type.code);
  type->set_label(document.type.label);
  type->set_confidence(document.type.confidence);
  type->set_review(static_cast<std::uint32_t>(document.type.review));
  type->set_review_reason(document.type.review_reason);
  type->set_score(document.type.score);
  for (const FieldValue& field : document.fields) Fill(field, out->add_fields());
  for (const ExtractedTable& table : document.tables) Fill(table, out->add_tables());
  for (const Finding& finding : document.findings) {
    records::Finding* record = out->add_findings();
    record->set_kind(finding.kind);
    record->set_value(finding.value);
    record->set_suggestion(finding.suggestion);
    for (const FieldLocation& location : finding.locations) Fill(location, record->add_locations());
  }
  out->set_pdf(HashBytes(document.pdf));
  out->set_pdf_size(document.pdf_size);
}

Document Take(const records::Document& in, Damage& damage) {
  Document document;
  document.id = in.id();
  document.pages.assign(in.pages().begin(), in.pages().end());
  document.page_ids.assign(in.page_ids().begin(), in.page_ids().end());
  document.type.code = in.type().code();
  document.type.label = in.type().label();
  document.type.confidence = in.type().confidence();
  document.type.review = TakeEnum(in.type().review(), ReviewState::kUnreadable, "review state", damage);
  document.type.review_reason = in.type().review_reason();
  document.type.score = in.type().score();
  for (const auto& field : in.fields()) document.fields.push_back(Take(field, damage));
  for (const auto& table : in.tables()) document.tables.push_back(Take(table));
  for (const auto& record : in.findings()) {
    Finding finding{record.kind(), record.value(), record.suggestion(), {}};
    for (const auto& location : record.locations()) finding.locations.push_back(Take(location));
    document.findings.push_back(std::move(finding));
  }
  document.pdf = TakeHash(in.pdf(), damage);
  document.pdf_size = in.pdf_size();
  return document;
}

void Fill(const Original& original, records::Original* out) {
  out->set_name(original.name);
  out->set_sha256(HashBytes(original.sha256));
  out->set_size(original.size);
  out->set_batch(original.batch);
  out->set_place(original.place);
  out->set_pages(original.pages);
}

Original Take(const records::Original& in, Damage& damage) {
  return {in.name(), TakeHash(in.sha256(), damage), in.size(), in.batch(), in.place(), in.pages()};
}

void Fill(const DossierPage& page, records::DossierPage* out) {
  out->set_id(page.id);
  out->set_page(page.page);
  Fill(page.source, out->mutable_source());
  out->set_record(HashBytes(page.record));
  out->set_blank(page.blank);
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
  for (const Document& document : dossier.documents) Fill(document, out->add_documents());
  for (const QuarantinedPage& page : dossier.quarantined) Fill(page, out->add_quarantined());
  // A dossier of before has none, and neither does one that says nothing.
  if (dossier.completeness != Completeness{}) FillRecord(dossier.completeness, out->mutable_completeness());
}

Dossier Take(const records::Dossier& in, Damage& damage) {
  Dossier dossier;
  dossier.head = {in.head().code(), in.head().procedure(), in.head().agency(), in.head().applicant()};
  dossier.version = in.version();
  dossier.committed_unix_ms = in.committed_unix_ms();
  for (const auto& original : in.originals()) dossier.originals.push_back(Take(original, damage));
  for (const auto& page : in.pages()) {
    dossier.pages.push_back({page.id(), page.page(), Take(page.source(), damage),
                             TakeHash(page.record(), damage), page.blank()});
  }
  for (const auto& document : in.documents()) dossier.documents.push_back(Take(document, damage));
  for (const auto& page : in.quarantined()) dossier.quarantined.push_back(Take(page, damage));
  if (in.has_completeness() && !TakeRecord(in.completeness(), dossier.completeness)) damage.Report("completeness");
  return dossier;
}

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
  Damage damage;
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
  Fill(document, &record);
  return Serialize(record);
}

Result<Document> DecodeDocument(std::string_view bytes) {
  return Decode<records::Document, Document>(bytes, "document");
}

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
