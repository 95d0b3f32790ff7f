// SPDX-License-Identifier: Apache-2.0
#include "core/document_codec.h"

#include "records.pb.h"

namespace sohoa {
namespace {

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

void Fill(const FieldAlternative& alternative, records::FieldAlternative* out) {
  out->set_value(alternative.value);
  out->set_normalized(alternative.normalized);
  out->set_confidence(alternative.confidence);
}

FieldAlternative Take(const records::FieldAlternative& in) { return {in.value(), in.normalized(), in.confidence()}; }

void Fill(const DocumentType& type, records::DocumentType* out) {
  out->set_code(type.code);
  out->set_label(type.label);
  out->set_confidence(type.confidence);
  out->set_review(static_cast<std::uint32_t>(type.review));
  out->set_review_reason(type.review_reason);
  out->set_score(type.score);
  out->set_read_code(type.read_code);
  out->set_decided_by(type.decided_by);
  out->set_decided_at_unix_ms(type.decided_at_unix_ms);
}

DocumentType Take(const records::DocumentType& in, RecordDamage& damage) {
  DocumentType type;
  type.code = in.code();
  type.label = in.label();
  type.confidence = in.confidence();
  type.review = TakeRecordEnum(in.review(), ReviewState::kUnreadable, "review state", damage);
  type.review_reason = in.review_reason();
  type.score = in.score();
  type.read_code = in.read_code();
  type.decided_by = in.decided_by();
  type.decided_at_unix_ms = in.decided_at_unix_ms();
  return type;
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
  for (const FieldAlternative& alternative : field.alternatives) Fill(alternative, out->add_alternatives());
  for (const FieldValidation& validation : field.validation) {
    records::FieldValidation* record = out->add_validation();
    record->set_rule(validation.rule);
    record->set_pass(validation.pass);
    record->set_unknown(validation.unknown);
    record->set_at_unix_ms(validation.at_unix_ms);
    record->set_system(validation.system);
    record->set_request(validation.request);
  }
  for (const auto& [name, value] : field.parts) {
    records::FieldPart* record = out->add_parts();
    record->set_name(name);
    record->set_value(value);
  }
  out->set_review(static_cast<std::uint32_t>(field.review));
  out->set_score(field.score);
  out->set_review_reason(field.review_reason);
  out->set_rule(field.rule);
  out->set_raw(field.raw);
  if (field.reading != FieldAlternative{}) Fill(field.reading, out->mutable_reading());
  out->set_decided_by(field.decided_by);
  out->set_decided_at_unix_ms(field.decided_at_unix_ms);
}

FieldValue Take(const records::FieldValue& in, RecordDamage& damage) {
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
  for (const auto& record : in.alternatives()) field.alternatives.push_back(Take(record));
  for (const auto& record : in.validation()) {
    field.validation.push_back({record.rule(), record.pass(), record.unknown(), record.at_unix_ms(), record.system(), record.request()});
  }
  for (const auto& record : in.parts()) field.parts.emplace_back(record.name(), record.value());
  field.review = TakeRecordEnum(in.review(), ReviewState::kUnreadable, "review state", damage);
  field.score = in.score();
  field.review_reason = in.review_reason();
  field.rule = in.rule();
  field.raw = in.raw();
  field.reading = Take(in.reading());
  field.decided_by = in.decided_by();
  field.decided_at_unix_ms = in.decided_at_unix_ms();
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

}  // namespace

void FillRecord(const Document& document, records::Document* out) {
  out->set_id(document.id);
  for (std::uint32_t page : document.pages) out->add_pages(page);
  for (const std::string& id : document.page_ids) out->add_page_ids(id);
  Fill(document.type, out->mutable_type());
  for (const FieldValue& field : document.fields) Fill(field, out->add_fields());
  for (const ExtractedTable& table : document.tables) Fill(table, out->add_tables());
  for (const Finding& finding : document.findings) {
    records::Finding* record = out->add_findings();
    record->set_kind(finding.kind);
    record->set_value(finding.value);
    record->set_suggestion(finding.suggestion);
    for (const FieldLocation& location : finding.locations) Fill(location, record->add_locations());
  }
  out->set_pdf(RecordHashBytes(document.pdf));
  out->set_pdf_size(document.pdf_size);
  for (const std::string& stage : document.made_by) out->add_made_by(stage);
}

Document TakeRecord(const records::Document& in, RecordDamage& damage) {
  Document document;
  document.id = in.id();
  document.pages.assign(in.pages().begin(), in.pages().end());
  document.page_ids.assign(in.page_ids().begin(), in.page_ids().end());
  document.type = Take(in.type(), damage);
  for (const auto& field : in.fields()) document.fields.push_back(Take(field, damage));
  for (const auto& table : in.tables()) document.tables.push_back(Take(table));
  for (const auto& record : in.findings()) {
    Finding finding{record.kind(), record.value(), record.suggestion(), {}};
    for (const auto& location : record.locations()) finding.locations.push_back(Take(location));
    document.findings.push_back(std::move(finding));
  }
  document.pdf = TakeRecordHash(in.pdf(), damage);
  document.pdf_size = in.pdf_size();
  document.made_by.assign(in.made_by().begin(), in.made_by().end());
  return document;
}

}  // namespace sohoa
