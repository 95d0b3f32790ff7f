// SPDX-License-Identifier: Apache-2.0
//
// Registers and lists of an archive with the columns that they have on paper: the registers of Decree
// 30/2020/NĐ-CP, Appendix IV (văn bản đi, văn bản đến), mục lục hồ sơ and mục lục văn bản of its
// Appendix V. What nobody says stays empty, for a clerk to fill in. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "documents/agency_defaults.h"

namespace sohoa {

enum class ArchiveListKind {
  kOutgoing,   // sổ đăng ký văn bản đi: the agency's own documents
  kIncoming,   // sổ đăng ký văn bản đến: all others
  kDossiers,   // mục lục hồ sơ
  kDocuments,  // mục lục văn bản, of one dossier
};
// "outgoing" "incoming" "dossiers" "documents".
std::optional<ArchiveListKind> ArchiveListKindOfName(std::string_view name);

std::string_view ArchiveListTitle(ArchiveListKind kind);
const std::vector<std::string>& ArchiveListColumns(ArchiveListKind kind);

struct ArchiveListRow {
  std::string on;  // the day that it is registered by, ISO 8601; empty = not known
  std::vector<std::string> cells;  // as many as there are columns
};
// The rows that one dossier gives.
std::vector<ArchiveListRow> ArchiveListRows(ArchiveListKind kind, const Dossier& dossier, const AgencyDefaults& agency);

}  // namespace sohoa
