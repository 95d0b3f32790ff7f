// SPDX-License-Identifier: Apache-2.0
//
// Registers and lists of an archive with the columns that they have on paper, word for word and in their
// order: Decree 30/2020/NĐ-CP, Appendix IV, I.2 (văn bản đi) and VI.2 (văn bản đến), Appendix V, III (mục
// lục hồ sơ) and IV (mục lục văn bản). What nobody says stays empty, for a clerk to fill in. Pure functions.
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
  kDossiers,   // mục lục hồ sơ; the first cell, its number in the list, is for who has the whole list
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
