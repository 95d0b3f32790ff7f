// SPDX-License-Identifier: Apache-2.0
#include "samples/papers/form_parts.h"

#include "core/vietnamese.h"
#include "samples/papers/official_builder.h"

namespace sohoa {

std::string OnlyDigits(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits;
}

std::string Capitals(SampleContent& content, const std::string& name) {
  return content.Chance(60) ? ToUpper(name) : name;
}

std::string GroupedNumber(SampleContent& content, const std::string& digits) {
  if (content.Chance(75)) return digits;
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && i % 3 == 0) out += ' ';
    out += digits[i];
  }
  return out;
}

void IssuedBy(FormPaper& form, const SampleAgency& agency, const SampleDay& day) {
  form.head = FormHead::kColumns;
  form.superior = agency.superior;
  form.issuer = agency.issuer;
  form.seal_text = JoinedLines(agency.issuer);
  form.Field("organ_name", JoinedLines(agency.issuer), agency.normalized);
  if (!agency.superior.empty())
    form.Field("organ_superior", JoinedLines(agency.superior), agency.superior_normalized);
  form.place_and_date = agency.seat + ", " + Spoken(day);
  form.Field("issued_date", Spoken(day), Iso(day));
  form.Field("place", agency.seat);
}

void Numbered(FormPaper& form, const std::string& number, const std::string& notation) {
  form.number = "Số: " + number + "/" + notation;
  form.Field("code_number", number);
  form.Field("code_notation", notation);
}

void SignedFor(SampleContent& content, FormPaper& form, const SampleSigning& signing,
                 const std::string& over) {
  const std::string name = content.Name(content.Chance(70));
  form.signatures = {{over, signing.lines, "", name, true}};
  form.Field("signer_name", name);
  form.Field("signer_position", JoinedLines(signing.lines), signing.position);
}

void Sum(FormPaper& form, const std::string& figures_label, const std::string& words_label,
         std::int64_t amount) {
  const std::string figures = Figures(amount) + " đồng";
  form.Row(figures_label, figures, "amount", std::to_string(amount));
  const std::string words = Sentence(InWords(amount));
  form.Row(words_label, words, "amount_in_words", std::to_string(amount));
}

}  // namespace sohoa
