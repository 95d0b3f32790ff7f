// SPDX-License-Identifier: Apache-2.0
//
// A dossier of two versions in an archive in memory, for tests of packages: three documents, a blank
// page, an edit, events.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>

#include "core/record_codec.h"
#include "documents/agency_defaults.h"
#include "packages/package_source.h"
#include "storage/archive.h"
#include "support/made_dossier.h"

namespace sohoa {

inline constexpr const char* kPackedCode = "H42.18-260930-0012";

inline AgencyDefaults PackingAgency() {
  AgencyDefaults agency;
  agency.organ_id = "H42.18";
  agency.name = "Ủy ban nhân dân xã Gia Sinh";
  agency.maintenance = "04";
  agency.condition = "01";
  agency.archive_id = "L01";
  agency.paper_location = "K1.G2.H3";
  return agency;
}

inline void GivePdf(Archive& archive, Document& document) {
  const Result<BlobInfo> pdf = PutBlob(archive.blobs(), "%PDF-1.7\n% of " + document.id + "\n");
  ASSERT_TRUE(pdf);
  document.pdf = pdf->sha256;
  document.pdf_size = pdf->size;
}

inline void AddPackedDocument(Archive& archive, MadeDossier& made, std::uint32_t first, std::uint32_t last, const std::string& type,
                              const std::string& subject) {
  Document& document = AddDocument(archive, made, first, last, type);
  GivePdf(archive, document);
  document.made_by = {"separate/4", "render/3"};
  AddField(document, "code_number", "85");
  AddField(document, "code_notation", "KH-UBND");
  AddField(document, "issued_date", "ngày 04 tháng 10 năm 2018", "2018-10-04");
  AddField(document, "organ_name", "Ủy ban nhân dân tỉnh Ninh Bình", "UBND tỉnh Ninh Bình");
  AddField(document, "subject", subject);
}

inline void TellOf(Archive& archive, const std::string& kind, const std::string& subject) {
  MetaBatch batch;
  ASSERT_TRUE(archive.StageEvent({0, 1'700'000'000'500, kind, kPackedCode, subject, "1 pages", "b1"}, batch).ok());
  ASSERT_TRUE(archive.meta().Write(batch).ok());
}

// Committed as two versions, among events of its own and of others.
inline void CommitPackedDossier(Archive& archive) {
  TellOf(archive, "original.received", "");
  MadeDossier made = NewDossier(kPackedCode);
  made.dossier.completeness.received_on = "2026-09-30";
  made.dossier.completeness.procedure.name = "Đăng ký khai sinh";
  AddPage(archive, made, {"KẾ HOẠCH", "Triển khai"});
  AddPage(archive, made, {"trang hai"});
  AddPage(archive, made, {}, /*blank=*/true);
  AddPackedDocument(archive, made, 1, 2, "KH", "Triển khai <cơ chế> một cửa & \"một cửa liên thông\"");
  ASSERT_TRUE(Commit(archive, made).ok());
  MadeDossier other = NewDossier("H42.18-260930-0013");
  AddPage(archive, other, {"của hồ sơ khác"});
  AddDocument(archive, other, 1, 1, "KH");
  ASSERT_TRUE(Commit(archive, other).ok());

  made.dossier.version = 2;
  made.dossier.committed_unix_ms += 60'000;
  AddPage(archive, made, {"QUYẾT ĐỊNH"});
  AddPackedDocument(archive, made, 4, 4, "QĐ", std::string(700, 'x'));
  Edit edit;
  edit.kind = EditKind::kType;
  edit.page = made.dossier.pages[0].id;
  edit.value = "KH";
  edit.review = ReviewState::kConfirmed;
  edit.by = "an";
  edit.at_unix_ms = made.dossier.committed_unix_ms - 1000;
  made.dossier.edits.push_back(edit);
  // Its PDF is made anew: the older one stays with version 1.
  const Result<BlobInfo> again = PutBlob(archive.blobs(), "%PDF-1.7\n% again\n");
  ASSERT_TRUE(again);
  made.dossier.documents[0].pdf = again->sha256;
  made.dossier.documents[0].pdf_size = again->size;
  TellOf(archive, "dossier.edited", edit.page);
  ASSERT_TRUE(Commit(archive, made).ok());
}

inline std::string ReadWhole(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

inline void WriteWhole(const std::filesystem::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary) << bytes; }

}  // namespace sohoa
