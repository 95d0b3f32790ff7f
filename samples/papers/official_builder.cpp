// SPDX-License-Identifier: Apache-2.0
#include "samples/papers/official_builder.h"

#include <array>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

constexpr std::array kUnits = {"VX", "NC", "TH", "KT", "NV", "HCTC", "KSTTHC", "VP", "NN", "QLĐT"};

constexpr std::array kRecipients = {"Văn phòng Chính phủ",
                                    "Thường trực Tỉnh ủy",
                                    "Chủ tịch, các Phó Chủ tịch",
                                    "Các sở, ban, ngành",
                                    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
                                    "UBND các huyện, thành phố",
                                    "Công an tỉnh",
                                    "Kho bạc Nhà nước",
                                    "Cổng thông tin điện tử",
                                    "Sở Nội vụ (để theo dõi)",
                                    "Sở Tài chính",
                                    "Các phòng, đơn vị trực thuộc",
                                    "Đài Phát thanh và Truyền hình",
                                    "Hội Nông dân tỉnh",
                                    "Lãnh đạo Văn phòng"};

}  // namespace

std::string JoinedLines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : " ") + line;
  return text;
}

void OfficialBuilder::Field(std::string_view code, const std::string& value,
                            const std::string& normalized) {
  paper.truth.fields.push_back({std::string(code), value, normalized});
}

void OfficialBuilder::Organ() {
  paper.superior = agency_.superior;
  paper.issuer = agency_.issuer;
  paper.seal_text = JoinedLines(agency_.issuer);
  Field("organ_name", JoinedLines(agency_.issuer), agency_.normalized);
  if (!agency_.superior.empty()) {
    Field("organ_superior", JoinedLines(agency_.superior), agency_.superior_normalized);
  }
}

void OfficialBuilder::Number(const std::string& notation, std::string_view label) {
  const std::string number = Padded(content_.Between(1, content_.Chance(50) ? 99 : 3200));
  paper.number = std::string(label) + number + "/" + notation;
  // The year of a normative paper stands between number and notation.
  const bool year = notation[0] >= '0' && notation[0] <= '9';
  Field("code_number", number);
  Field("code_notation", year ? notation.substr(5) : notation);
}

void OfficialBuilder::Date() {
  paper.place_and_date = agency_.seat + ", " + Spoken(day_);
  Field("issued_date", Spoken(day_), Iso(day_));
  Field("place", agency_.seat);
}

void OfficialBuilder::Title(const OfficialKind& kind, const std::string& subject) {
  paper.truth.class_code = std::string(kind.code);
  paper.type_name = ToUpper(paper.type_name.empty() ? std::string(kind.label) : paper.type_name);
  Field("type_name", paper.type_name, std::string(kind.label));
  paper.subject = subject;
  if (!subject.empty()) Field("subject", subject);
}

void OfficialBuilder::Head(const std::string& notation) {
  Organ();
  Number(notation);
  Date();
}

void OfficialBuilder::Tasks(int count, std::string_view topic) {
  for (int i = 1; i <= count; ++i) {
    Body(std::to_string(i) + ". " + content_.Task(agency_, day_, topic));
  }
}

void OfficialBuilder::Findings(int count, std::string_view topic) {
  for (int i = 0; i < count; ++i) Body(content_.Finding(agency_, day_, topic));
}

void OfficialBuilder::Articles(int count, std::string_view topic, const std::string& first) {
  Body("**Điều 1.** " + first);
  for (int i = 2; i < count; ++i) {
    Body("**Điều " + std::to_string(i) + ".** " + content_.Task(agency_, day_, topic));
  }
  Body("**Điều " + std::to_string(count) + ".** " +
       content_.Fill(
           content_.Pick({"Thủ trưởng các cơ quan, đơn vị liên quan chịu trách nhiệm thi hành "
                          "văn bản này./.",
                          "Văn bản này có hiệu lực kể từ ngày ký. Các cơ quan, đơn vị và cá nhân "
                          "liên quan chịu trách nhiệm thực hiện./.",
                          "Người đứng đầu các đơn vị thuộc {organ} tổ chức thực hiện và báo cáo "
                          "kết quả trước {date}./."}),
           agency_, day_, topic));
}

void OfficialBuilder::Bases(std::size_t count, bool proposal) {
  std::string value;
  std::string references;
  const auto add = [&](const std::string& text, const std::string& reference) {
    Add(ParagraphKind::kBasis, text);
    value += (value.empty() ? "" : "\n") + text.substr(0, text.size() - 1);
    if (!reference.empty()) references += (references.empty() ? "" : "; ") + reference;
  };
  std::vector<SampleBasis> bases = content_.Bases(agency_, day_, count);
  if (!proposal && !bases.empty()) bases.back().text.back() = '.';
  for (const SampleBasis& basis : bases) add(basis.text, basis.reference);
  if (proposal) {
    const std::string code =
        Padded(content_.Between(3, 240)) + "/TTr-" + content_.Pick({"SNV", "SXD", "STC", "VP"});
    const std::string from = code.ends_with("SNV")   ? "Giám đốc Sở Nội vụ"
                             : code.ends_with("SXD") ? "Giám đốc Sở Xây dựng"
                             : code.ends_with("STC") ? "Giám đốc Sở Tài chính"
                                                     : "Chánh Văn phòng";
    add("Theo đề nghị của " + from + " tại Tờ trình số " + code + " " +
            Spoken(After(day_, -content_.Between(1, 8))) + ".",
        code);
  }
  Field("legal_bases", value, references);
}

std::string OfficialBuilder::Carrying(std::string_view topic) {
  const SampleDay issued = After(day_, -content_.Between(20, 70));
  const std::string code =
      Padded(content_.Between(2, 700)) + "/" + content_.Pick({"KH", "CT"}) + "-UBND";
  const std::string kind = code.find("/KH") != std::string::npos ? "Kế hoạch" : "Chỉ thị";
  const std::string text = "Thực hiện " + kind + " số " + code + " " +
                           (content_.Chance(50) ? Spoken(issued) : "ngày " + Slashed(issued)) +
                           " của Ủy ban nhân dân " + agency_.place.Province() + " về " +
                           std::string(topic);
  Field("legal_bases", text, code);
  return text;
}

void OfficialBuilder::Recipients(const std::string& first) {
  paper.recipients = {first};
  const auto start = static_cast<std::size_t>(content_.random().Below(kRecipients.size()));
  const int more = content_.Between(1, 5);
  for (int i = 0; i < more; ++i) {
    paper.recipients.emplace_back(
        kRecipients[(start + static_cast<std::size_t>(i) * 2) % kRecipients.size()]);
  }
  paper.recipients.push_back("Lưu: VT, " + content_.Pick(kUnits));
  std::string list;
  for (const std::string& one : paper.recipients) list += (list.empty() ? "" : "\n") + one;
  Field("recipients", list);
}

void OfficialBuilder::Sign() {
  Sign(content_.Signing(agency_), content_.Name(content_.Chance(70)));
}

void OfficialBuilder::Sign(const SampleSigning& signing, const std::string& name) {
  paper.signer_lines = signing.lines;
  paper.signer_name = name;
  paper.signature_height = content_.Between(33, 38);
  // A seal covers a third of the signature (Decree 30 Art. 33); a careless one covers the name too.
  paper.seal_radius = 16.5;
  const bool low = content_.Chance(10);
  paper.seal_drop = low ? paper.signature_height - 13 : paper.signature_height * 0.47;
  Field("signer_name", name);
  Field("signer_position", JoinedLines(signing.lines), signing.position);
}

}  // namespace sohoa
