// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>

#include "documents/fields/form_checks.h"
#include "documents/land_certificate.h"

namespace sohoa {

FieldValue LandSerialField(const FieldContext& context) {
  for (std::size_t p = 0; p < context.pages.size(); ++p) {
    for (const TextLine& line : LinesOfPage(*context.pages[p], p, true)) {
      const std::string printed = line.text.Original(0, line.text.size());
      const std::optional<std::string> serial = ReadLandCertificateSerial(printed);
      if (!serial) continue;
      FieldValue field = NewField(context, "certificate_serial");
      field.value = CleanText(printed);
      field.normalized = *serial;
      field.confidence = MinConfidence(line.words);
      Check(field, "certificate_serial_pattern", true);
      // No digit checks a serial: only what needed no repair is believed.
      const bool as_read = WordsKey(field.value).ends_with(WordsKey(*serial));
      const bool sure = as_read && field.confidence >= 0.93;
      field.review = sure ? ReviewState::kAutoAccepted : ReviewState::kNeedsReview;
      AddLocation(context, line, field);
      return field;
    }
  }
  return NullField(context, "certificate_serial", "not_found");
}

}  // namespace sohoa
