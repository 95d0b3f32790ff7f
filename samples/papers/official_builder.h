// SPDX-License-Identifier: Apache-2.0
//
// Head and foot that all papers of State agencies share, with their fields in the truth.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "samples/content/sample_content.h"
#include "samples/official_paper.h"

namespace sohoa {

// Of one kind: "QĐ", "Quyết định".
struct OfficialKind {
  std::string_view code;
  std::string_view label;
};

class OfficialBuilder {
 public:
  OfficialBuilder(SampleContent& content, const SampleAgency& agency, const SampleDay& day)
      : content_(content), agency_(agency), day_(day) {}

  OfficialPaper paper;

  // Organ, number and date; `notation` is "QĐ-UBND", or "2018/NĐ-CP" of a normative paper.
  void Head(const std::string& notation);
  void Organ();
  void Number(const std::string& notation, std::string_view label = "Số: ");
  void Date();
  // Title (paper.type_name where it is not the label) and what stands under it; an empty subject
  // prints none.
  void Title(const OfficialKind& kind, const std::string& subject);
  void Add(ParagraphKind kind, const std::string& text) { paper.body.push_back({kind, text}); }
  void Body(const std::string& text) { Add(ParagraphKind::kBody, text); }
  void Heading(const std::string& text) { Add(ParagraphKind::kHeading, text); }
  void Tasks(int count, std::string_view topic);
  void Findings(int count, std::string_view topic);
  void Articles(int count, std::string_view topic, const std::string& first);
  // "Căn cứ" paragraphs; with a proposal as the last.
  void Bases(std::size_t count, bool proposal);
  // "Thực hiện ... số ..., ": the opening of plans and letters, which cites one paper.
  std::string Carrying(std::string_view topic);
  void Recipients(const std::string& first);
  void Sign();
  void Sign(const SampleSigning& signing, const std::string& name);
  void Field(std::string_view code, const std::string& value, const std::string& normalized);
  void Field(std::string_view code, const std::string& value) { Field(code, value, value); }

 private:
  SampleContent& content_;
  const SampleAgency& agency_;
  SampleDay day_;
};

// Lines joined by a space.
std::string JoinedLines(const std::vector<std::string>& lines);

}  // namespace sohoa
