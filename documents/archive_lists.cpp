// SPDX-License-Identifier: Apache-2.0
#include "documents/archive_lists.h"

#include "core/calendar.h"
#include "documents/archive_fields.h"

namespace sohoa {
namespace {

std::string ValueOf(const std::vector<ArchiveField>& fields, std::string_view code) {
  for (const ArchiveField& field : fields) {
    if (field.rule->code == code) return field.value;
  }
  return std::string();
}

// "2018-10-04" of "04/10/2018"; empty for what is no whole date.
std::string IsoOf(const std::string& day) {
  if (day.size() != 10 || day[2] != '/' || day[5] != '/') return std::string();
  return day.substr(6, 4) + "-" + day.substr(3, 2) + "-" + day.substr(0, 2);
}

std::string Joined(const std::string& first, const std::string& second, const char* between) {
  return first.empty() || second.empty() ? first + second : first + between + second;
}

std::string NumberAndNotation(const std::vector<ArchiveField>& fields) { return Joined(ValueOf(fields, "CodeNumber"), ValueOf(fields, "CodeNotation"), "/"); }

std::string TypeAndSubject(const std::vector<ArchiveField>& fields) {
  const std::string type = ValueOf(fields, "TypeName");
  const std::string subject = ValueOf(fields, "Subject");
  return subject == type ? type : Joined(type, subject, ": ");
}

ArchiveListRow Outgoing(const Dossier& dossier, const std::vector<ArchiveField>& fields) {
  const std::string issued = ValueOf(fields, "IssuedDate");
  return {IsoOf(issued),
          {NumberAndNotation(fields), issued, TypeAndSubject(fields), ValueOf(fields, "SignerInfo.FullName"), ValueOf(fields, "To.OrganName"), "",
           ValueOf(fields, "IssuedAmount"), "", "", dossier.head.code}};
}

ArchiveListRow Incoming(const Dossier& dossier, const std::vector<ArchiveField>& fields) {
  const std::string arrived = ValueOf(fields, "ArrivalDate");
  return {IsoOf(arrived),
          {arrived, ValueOf(fields, "ArrivalNumber"), ValueOf(fields, "OrganName"), NumberAndNotation(fields), ValueOf(fields, "IssuedDate"),
           TypeAndSubject(fields), ValueOf(fields, "ToPlaces"), "", "", dossier.head.code}};
}

ArchiveListRow OfDossier(const Dossier& dossier, const AgencyDefaults& agency) {
  const std::vector<ArchiveField> fields = ArchiveFieldsOfDossier(dossier, agency).decree30;
  const std::string begun = ValueOf(fields, "StartDate");
  return {IsoOf(begun),
          {"", ValueOf(fields, "FileCode.FileNotation"), ValueOf(fields, "Title"), Joined(begun, ValueOf(fields, "EndDate"), " - "),
           ValueOf(fields, "Maintenance"), ValueOf(fields, "PageTotal"), Joined(dossier.head.code, agency.paper_location, "; ")}};
}

ArchiveListRow InDossier(const Dossier& dossier, std::size_t position, const std::vector<ArchiveField>& fields) {
  const std::string issued = ValueOf(fields, "IssuedDate");
  const std::vector<std::uint32_t>& pages = dossier.documents[position].pages;
  return {IsoOf(issued),
          {std::to_string(position + 1), NumberAndNotation(fields), issued, TypeAndSubject(fields), ValueOf(fields, "OrganName"),
           pages.empty() ? "" : std::to_string(pages.front()), ""}};
}

}  // namespace

std::optional<ArchiveListKind> ArchiveListKindOfName(std::string_view name) {
  if (name == "outgoing") return ArchiveListKind::kOutgoing;
  if (name == "incoming") return ArchiveListKind::kIncoming;
  if (name == "dossiers") return ArchiveListKind::kDossiers;
  if (name == "documents") return ArchiveListKind::kDocuments;
  return std::nullopt;
}

std::string_view ArchiveListTitle(ArchiveListKind kind) {
  switch (kind) {
    case ArchiveListKind::kOutgoing: return "Sổ đăng ký văn bản đi";
    case ArchiveListKind::kIncoming: return "Sổ đăng ký văn bản đến";
    case ArchiveListKind::kDossiers: return "Mục lục hồ sơ, tài liệu nộp lưu";
    case ArchiveListKind::kDocuments: return "Mục lục văn bản, tài liệu";
  }
  return "";
}

const std::vector<std::string>& ArchiveListColumns(ArchiveListKind kind) {
  static const std::vector<std::string> kOutgoing = {"Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký",
                                                     "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú"};
  static const std::vector<std::string> kIncoming = {"Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
                                                     "Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú"};
  static const std::vector<std::string> kDossiers = {"Số TT", "Số, ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời gian tài liệu",
                                                     "Thời hạn bảo quản", "Số tờ/Số trang", "Ghi chú"};
  static const std::vector<std::string> kDocuments = {"STT", "Số, ký hiệu văn bản", "Ngày tháng năm văn bản", "Tên loại và trích yếu nội dung văn bản",
                                                      "Tác giả văn bản", "Tờ số/Trang số", "Ghi chú"};
  switch (kind) {
    case ArchiveListKind::kOutgoing: return kOutgoing;
    case ArchiveListKind::kIncoming: return kIncoming;
    case ArchiveListKind::kDossiers: return kDossiers;
    case ArchiveListKind::kDocuments: break;
  }
  return kDocuments;
}

std::vector<ArchiveListRow> ArchiveListRows(ArchiveListKind kind, const Dossier& dossier, const AgencyDefaults& agency) {
  if (kind == ArchiveListKind::kDossiers) return {OfDossier(dossier, agency)};
  std::vector<ArchiveListRow> rows;
  for (std::size_t i = 0; i < dossier.documents.size(); ++i) {
    const ArchiveFields fields = ArchiveFieldsOfDocument(dossier, i, agency);
    if (kind == ArchiveListKind::kDocuments) rows.push_back(InDossier(dossier, i, fields.decree30));
    if (kind == ArchiveListKind::kOutgoing && fields.outgoing) rows.push_back(Outgoing(dossier, fields.decree30));
    if (kind == ArchiveListKind::kIncoming && !fields.outgoing) rows.push_back(Incoming(dossier, fields.decree30));
  }
  return rows;
}

}  // namespace sohoa
