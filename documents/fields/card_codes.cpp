// SPDX-License-Identifier: Apache-2.0
//
// An identity card says most of itself twice: in print, and in a QR code with error correction
// or a zone with check digits.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/vietnamese.h"
#include "documents/fields/form_checks.h"
#include "documents/identity_card.h"

namespace sohoa {
namespace {

// What a code says of the card, and where it stands.
struct Witness {
  std::string_view rule;         // "same_as_qr_code"
  std::string_view source_kind;  // of a value that comes from it
  double confidence = 0;
  bool settles = false;  // where print differs, the code is right
  std::vector<FieldLocation> locations;
};

struct Statement {
  std::string_view code;
  std::string value;
  std::string normalized;
  bool folded = false;  // without diacritics
};

bool Agrees(const FieldValue& field, const Statement& statement) {
  if (field.normalized == statement.normalized) return true;
  const std::string printed = WordsKey(field.normalized);
  const std::string said = WordsKey(statement.normalized);
  if (statement.code == "address") {
    // Print breaks an address over lines; any part of it that was read must be in the code.
    return printed.size() >= 8 && said.find(printed) != std::string::npos;
  }
  if (statement.code != "subject_name") return false;
  if (statement.folded) return printed == said;
  return ExactKey(field.normalized) == ExactKey(statement.normalized);
}

void Settle(const FieldContext& context, const Witness& witness, const Statement& statement,
            std::vector<FieldValue>& fields) {
  if (statement.normalized.empty()) return;
  FieldValue* field = FindField(fields, statement.code);
  if (field == nullptr) {
    fields.push_back(NullField(context, statement.code, "not_found"));
    field = &fields.back();
  }
  const bool read = !field->value.empty();
  const bool same = read && Agrees(*field, statement);
  if (read) Check(*field, witness.rule, same);
  if (read && !same && !witness.settles) {
    field->alternatives.push_back({statement.value, statement.normalized, witness.confidence});
    field->review = ReviewState::kNeedsReview;
    return;
  }
  if (read && !same) {
    field->alternatives.push_back({field->value, field->normalized, field->confidence});
  }
  // An address in print may be cut at a line's end; a name in the zone has no diacritics.
  if (!same || witness.settles) {
    field->value = statement.value;
    field->normalized = statement.normalized;
    field->null_reason.clear();
    field->source_kind = std::string(witness.source_kind);
  }
  field->locations.insert(field->locations.end(), witness.locations.begin(),
                          witness.locations.end());
  field->confidence = std::max(field->confidence, witness.confidence);
  const bool unopposed =
      std::all_of(field->validation.begin(), field->validation.end(),
                  [](const FieldValidation& validation) { return validation.pass; });
  const bool sure = unopposed && (same || !read) && !(statement.folded && !read);
  field->review = sure ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
}

void CompareWithQrCode(const FieldContext& context, std::vector<FieldValue>& fields) {
  for (std::size_t p = 0; p < context.pages.size(); ++p) {
    const PageRecord& page = *context.pages[p];
    for (const Barcode& barcode : page.barcodes) {
      const auto card = ParseIdentityCardCode(barcode.text);
      if (!card) continue;
      Witness witness{"same_as_qr_code", "barcode", 0.99, true, {}};
      witness.locations.push_back(
          {context.page_numbers[p], page.id, page.geometry.ToPolygon(barcode.box)});
      const std::array statements = {
          Statement{"identity_number", card->personal_number, card->personal_number},
          Statement{"old_identity_number", card->old_number, card->old_number},
          Statement{"subject_name", card->name, card->name},
          Statement{"birth_date", card->birth_date, card->birth_date},
          Statement{"sex", card->sex, card->sex},
          Statement{"address", card->address, card->address},
          Statement{"identity_issued_date", card->issued_date, card->issued_date}};
      for (const Statement& statement : statements) Settle(context, witness, statement, fields);
      return;
    }
  }
}

struct ReadZone {
  MachineReadableZone zone;
  std::vector<TextLine> lines;
};

std::optional<ReadZone> FindZone(const FieldContext& context) {
  for (const std::vector<TextLine>& lines : context.lines) {
    for (std::size_t i = 0; i + 2 < lines.size(); ++i) {
      if (!BeginsMachineReadableZone(lines[i].text.Original(0, lines[i].text.size()))) continue;
      std::array<std::string, 3> texts;
      for (std::size_t l = 0; l < texts.size(); ++l) {
        texts[l] = lines[i + l].text.Original(0, lines[i + l].text.size());
      }
      auto zone = ParseMachineReadableZone(texts);
      if (zone) return ReadZone{std::move(*zone), {lines[i], lines[i + 1], lines[i + 2]}};
    }
  }
  return std::nullopt;
}

void CompareWithZone(const FieldContext& context, std::vector<FieldValue>& fields) {
  const auto read = FindZone(context);
  if (!read) return;
  const MachineReadableZone& zone = read->zone;
  Witness witness{"same_as_mrz", "ocr", 0.97, false, {}};
  FieldValue place;
  AddLocation(context, read->lines, place);
  witness.locations = place.locations;
  if (!zone.AllCheck()) {
    // A zone that was misread bears no witness; a number that stands nowhere else is given,
    // for a person to look at.
    FieldValue* number = FindField(fields, "identity_number");
    if (number == nullptr || !number->value.empty() || zone.personal_number.empty()) return;
    Settle(context, witness, {"identity_number", zone.personal_number, zone.personal_number},
           fields);
    number = FindField(fields, "identity_number");
    Check(*number, "mrz_check_digits", false);
    number->confidence = 0.5;
    number->review = ReviewState::kNeedsReview;
    return;
  }
  const std::string sex = zone.sex == "M" ? "Nam" : zone.sex == "F" ? "Nữ" : "";
  const std::array statements = {
      Statement{"identity_number", zone.personal_number, zone.personal_number},
      Statement{"subject_name", zone.name, zone.name, true},
      Statement{"birth_date", zone.birth_date, zone.birth_date}, Statement{"sex", sex, sex},
      Statement{"expiry_date", zone.expiry_date, zone.expiry_date}};
  for (const Statement& statement : statements) Settle(context, witness, statement, fields);
}

}  // namespace

void CompareWithCardCodes(const FieldContext& context, std::vector<FieldValue>& fields) {
  CompareWithQrCode(context, fields);
  CompareWithZone(context, fields);
}

}  // namespace sohoa
