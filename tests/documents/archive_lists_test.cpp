// SPDX-License-Identifier: Apache-2.0
#include "documents/archive_lists.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

FieldValue SettledField(const std::string& code, const std::string& value, const std::string& normalized = "") {
  FieldValue field;
  field.code = code;
  field.value = value;
  field.normalized = normalized.empty() ? value : normalized;
  field.review = ReviewState::kConfirmed;
  return field;
}

// A letter of somebody else's and a decision of the agency's own.
Dossier ListedDossier() {
  Dossier dossier;
  dossier.head = {"H42.18-260930-0012", "1.001234", "H42.18", "Trần Thị Bưởi"};
  dossier.version = 1;
  dossier.completeness.received_on = "2026-09-30";
  dossier.pages.resize(3);
  Document& letter = dossier.documents.emplace_back();
  letter.id = "d1";
  letter.pages = {1, 2};
  letter.type = {"CV", "Công văn"};
  letter.fields = {SettledField("code_number", "85"), SettledField("code_notation", "SYT-VP"), SettledField("issued_date", "ngày 04 tháng 9 năm 2026", "2026-09-04"),
                   SettledField("organ_name", "Sở Y tế"), SettledField("subject", "về việc, \"khám\"")};
  Document& decision = dossier.documents.emplace_back();
  decision.id = "d2";
  decision.pages = {3};
  decision.type = {"QĐ", "Quyết định"};
  decision.fields = {SettledField("code_number", "12"), SettledField("code_notation", "QĐ-UBND"), SettledField("issued_date", "x", "2026-10-02"),
                     SettledField("organ_name", "UBND xã Gia Sinh"), SettledField("signer_name", "Tống Quang Thìn")};
  return dossier;
}

AgencyDefaults ListingAgency() {
  AgencyDefaults agency;
  agency.organ_id = "H42.18";
  agency.name = "UBND xã Gia Sinh";
  agency.decided_maintenance = "05";
  agency.paper_location = "K1.G2.H3";
  return agency;
}

TEST(ArchiveLists, EveryRowHasACellForEachColumn) {
  for (const char* name : {"outgoing", "incoming", "dossiers", "documents"}) {
    const std::optional<ArchiveListKind> kind = ArchiveListKindOfName(name);
    ASSERT_TRUE(kind) << name;
    EXPECT_FALSE(ArchiveListTitle(*kind).empty());
    const std::vector<ArchiveListRow> rows = ArchiveListRows(*kind, ListedDossier(), ListingAgency());
    EXPECT_FALSE(rows.empty()) << name;
    for (const ArchiveListRow& row : rows) EXPECT_EQ(row.cells.size(), ArchiveListColumns(*kind).size()) << name;
  }
  EXPECT_FALSE(ArchiveListKindOfName("other"));
}

// As they are printed in Decree 30/2020/NĐ-CP: Appendix IV, I.2 and VI.2, and Appendix V, III and IV.
TEST(ArchiveLists, HaveTheColumnsOfTheDecree) {
  const auto columns = [](ArchiveListKind kind) {
    std::string joined;
    for (const std::string& column : ArchiveListColumns(kind)) joined += (joined.empty() ? "" : " | ") + column;
    return joined;
  };
  EXPECT_EQ(columns(ArchiveListKind::kOutgoing),
            "Số, ký hiệu văn bản | Ngày tháng văn bản | Tên loại và trích yếu nội dung văn bản | Người ký | Nơi nhận văn bản | "
            "Đơn vị, người nhận bản lưu | Số lượng bản | Ngày chuyển | Ký nhận | Ghi chú");
  EXPECT_EQ(columns(ArchiveListKind::kIncoming),
            "Ngày đến | Số đến | Tác giả | Số, ký hiệu văn bản | Ngày tháng văn bản | Tên loại và trích yếu nội dung văn bản | "
            "Đơn vị hoặc người nhận | Ngày chuyển | Ký nhận | Ghi chú");
  EXPECT_EQ(columns(ArchiveListKind::kDossiers),
            "Số TT | Số, ký hiệu hồ sơ | Tiêu đề hồ sơ | Thời gian tài liệu | Thời hạn bảo quản | Số tờ/Số trang | Ghi chú");
  EXPECT_EQ(columns(ArchiveListKind::kDocuments),
            "STT | Số, ký hiệu văn bản | Ngày tháng năm văn bản | Tên loại và trích yếu nội dung văn bản | Tác giả văn bản | "
            "Tờ số/Trang số | Ghi chú");
}

TEST(ArchiveLists, TheAgencysOwnDocumentsGoOutAndAllOthersCameIn) {
  const std::vector<ArchiveListRow> out = ArchiveListRows(ArchiveListKind::kOutgoing, ListedDossier(), ListingAgency());
  ASSERT_EQ(out.size(), 1u);
  EXPECT_EQ(out[0].on, "2026-10-02");
  EXPECT_EQ(out[0].cells[0], "12/QĐ-UBND");
  EXPECT_EQ(out[0].cells[3], "Tống Quang Thìn");
  const std::vector<ArchiveListRow> in = ArchiveListRows(ArchiveListKind::kIncoming, ListedDossier(), ListingAgency());
  ASSERT_EQ(in.size(), 1u);
  EXPECT_EQ(in[0].on, "2026-09-30") << "by the day on which it came";
  EXPECT_EQ(in[0].cells[2], "Sở Y tế");
  EXPECT_EQ(in[0].cells[3], "85/SYT-VP");
  EXPECT_EQ(in[0].cells[5], "Công văn: về việc, \"khám\"");
}

TEST(ArchiveLists, TellHowLongADossierIsKeptAndWhereItsDocumentsBegin) {
  const std::vector<ArchiveListRow> dossiers = ArchiveListRows(ArchiveListKind::kDossiers, ListedDossier(), ListingAgency());
  ASSERT_EQ(dossiers.size(), 1u);
  EXPECT_EQ(dossiers[0].cells[6], "H42.18-260930-0012; K1.G2.H3");
  EXPECT_EQ(dossiers[0].cells[4], "20 năm");
  EXPECT_EQ(dossiers[0].cells[5], "3");
  const std::vector<ArchiveListRow> documents = ArchiveListRows(ArchiveListKind::kDocuments, ListedDossier(), ListingAgency());
  ASSERT_EQ(documents.size(), 2u);
  EXPECT_EQ(documents[1].cells[0], "2");
  EXPECT_EQ(documents[1].cells[5], "3");
}

}  // namespace
}  // namespace sohoa
