// SPDX-License-Identifier: Apache-2.0
#include "api/search_table.h"

#include <vector>

#include <nlohmann/json.hpp>

#include "core/csv.h"

namespace sohoa {
namespace {

using HitJson = nlohmann::json;

std::string HitCell(const HitJson& hit, const char* member) {
  const auto found = hit.find(member);
  if (found == hit.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

}  // namespace

std::string SearchCsv(std::string_view search_json) {
  const HitJson answer = HitJson::parse(search_json, nullptr, false);
  if (!answer.is_object() || !answer.contains("hits")) return {};
  std::string text = std::string(kCsvBegin) + CsvLine({"Hồ sơ", "Trang", "Mã loại văn bản", "Loại văn bản", "Đoạn khớp", "Mức khớp", "Mã văn bản", "Mã trang"});
  for (const HitJson& hit : answer["hits"]) {
    const HitJson type = hit.value("type", HitJson::object());
    text += CsvLine({HitCell(hit, "dossier"), HitCell(hit, "page"), HitCell(type, "code"), HitCell(type, "label"), HitCell(hit, "snippet"),
                     HitCell(hit, "match_level"), HitCell(hit, "document"), HitCell(hit, "page_id")});
  }
  return text;
}

}  // namespace sohoa
