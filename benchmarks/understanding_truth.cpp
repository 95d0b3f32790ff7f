// SPDX-License-Identifier: Apache-2.0
#include "understanding_truth.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

using Row = std::map<std::string, std::string>;

struct NamedKind {
  std::string_view name;
  std::string_view code;
};

// The kinds that header_truth.tsv names; any other is of no class of these.
constexpr NamedKind kKinds[] = {{"công văn", "CV"}, {"quyết định", "QĐ"}, {"giấy mời", "GM"},
                                {"thông báo", "TB"}, {"kế hoạch", "KH"},  {"chỉ thị", "CT"},
                                {"báo cáo", "BC"},   {"tờ trình", "TTr"}, {"công điện", "CĐ"}};

std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream rest(line);
  for (std::string cell; std::getline(rest, cell, '\t');) cells.push_back(ToNfc(cell));
  return cells;
}

Result<std::vector<Row>> ReadRows(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return Status(StatusCode::kIoError, "read " + path.string() + ": it has no first line; name the columns there");
  const std::vector<std::string> columns = Cells(line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    if (line.empty()) continue;
    const std::vector<std::string> cells = Cells(line);
    Row row;
    for (std::size_t i = 0; i < columns.size() && i < cells.size(); ++i) row[columns[i]] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows;
}

TrueClass ClassNamed(const std::string& title) {
  const std::string name = ToLower(title);
  for (const NamedKind& kind : kKinds) {
    if (name == kind.name) return {std::string(kind.code), {std::string(kind.code)}, false};
  }
  TrueClass other{"other", {}, true};
  for (const NamedKind& kind : kKinds) {
    // A letter of invitation is an invitation to some and none of the kinds to others.
    if (kind.code != "GM" || name != "thư mời") other.codes.emplace_back(kind.code);
  }
  return other;
}

// "?num" in the column doubt leaves that field out; `names` are what it may be called there.
bool InDoubt(const std::string& doubt, std::initializer_list<std::string_view> names) {
  return doubt.starts_with("?") && std::any_of(names.begin(), names.end(), [&doubt](std::string_view name) {
           return doubt.find(name) != std::string::npos;
         });
}

TrueDocument FromRow(Row row, fs::path file) {
  const std::string doubt = ToLower(row["doubt"]);
  const std::string& code = row["so_ky_hieu"];
  const std::size_t slash = std::min(code.find('/'), code.size());
  TrueDocument document;
  document.file = std::move(file);
  document.type = ClassNamed(row["loai_van_ban"]);
  document.type_in_doubt = InDoubt(doubt, {"type"});
  const auto add = [&](const char* name, const char* field, std::string wanted, Comparison comparison,
                       std::initializer_list<std::string_view> doubted_as) {
    if (!InDoubt(doubt, doubted_as)) document.fields.push_back({name, field, std::move(wanted), comparison});
  };
  add("code_number", "code_number", code.substr(0, slash), Comparison::kNumber, {"num"});
  add("code_notation", "code_notation", slash < code.size() ? code.substr(slash + 1) : "", Comparison::kNotation, {"notation"});
  add("issued_date", "issued_date", row["ngay_ban_hanh"], Comparison::kDate, {"date"});
  add("issued_month", "issued_date", row["ngay_ban_hanh"], Comparison::kMonth, {"month"});
  add("organ_name", "organ_name", row["co_quan_ban_hanh"], Comparison::kOrgan, {"organ"});
  add("subject", "subject", row["trich_yeu"], Comparison::kSubject, {"subject", "trich"});
  if (!row["do_khan"].empty()) add("urgency", "urgency", row["do_khan"], Comparison::kWords, {"urgency"});
  return document;
}

Result<std::vector<TrueDocument>> FromTable(const fs::path& table, std::size_t& absent) {
  const Result<std::vector<Row>> rows = ReadRows(table);
  if (!rows) return rows.status();
  const fs::path folder = table.parent_path();
  std::vector<TrueDocument> documents;
  for (const Row& row : *rows) {
    const auto name = row.find("file");
    if (name == row.end()) return Status(StatusCode::kCorruption, "read " + table.string() + ": a row has no file; the column must be there");
    // Names begin at the folder of the table, or at the one above it.
    fs::path file = folder / name->second;
    if (!fs::exists(file)) file = folder.parent_path() / name->second;
    if (!fs::exists(file)) {
      ++absent;
      continue;
    }
    documents.push_back(FromRow(row, std::move(file)));
  }
  return documents;
}

Result<TrueDocument> FromJson(const fs::path& path) {
  std::ifstream file(path);
  const nlohmann::json json = nlohmann::json::parse(file, nullptr, false);
  if (!json.is_object() || !json.contains("file") || !json.contains("class") || !json.contains("fields")) {
    return Status(StatusCode::kCorruption, "read " + path.string() + ": no object with file, class and fields; write it as sohoa-samples does");
  }
  TrueDocument document;
  document.file = json["file"].get<std::string>();
  const auto code = json["class"].get<std::string>();
  document.type = {code, {code}, false};
  document.blank = true;
  for (const auto& page : json.value("pages", nlohmann::json::array())) document.blank = document.blank && page.value("blank", false);
  for (const auto& field : json["fields"]) {
    const auto name = field.value("code", std::string());
    document.fields.push_back({name, name, ToNfc(field.value("normalized", std::string())), Comparison::kExact});
  }
  return document;
}

Result<std::vector<TrueDocument>> FromSamples(const fs::path& folder, std::size_t& absent) {
  std::vector<fs::path> names;
  for (const auto& entry : fs::directory_iterator(folder / "truth")) {
    if (entry.path().extension() == ".json") names.push_back(entry.path());
  }
  std::sort(names.begin(), names.end());
  std::vector<TrueDocument> documents;
  for (const fs::path& name : names) {
    Result<TrueDocument> document = FromJson(name);
    if (!document) return document.status();
    const fs::path file = document->file;
    document->file = folder / "dossier" / file;
    if (!fs::exists(document->file)) document->file = folder / file;
    if (fs::exists(document->file)) {
      documents.push_back(std::move(*document));
    } else {
      ++absent;
    }
  }
  return documents;
}

}  // namespace

Result<std::vector<TrueDocument>> ReadTruth(const fs::path& folder, std::size_t& absent) {
  const fs::path whole = fs::absolute(folder / "").parent_path();
  if (fs::exists(whole / "header_truth.tsv")) return FromTable(whole / "header_truth.tsv", absent);
  if (fs::is_directory(whole / "truth")) return FromSamples(whole, absent);
  return Status(StatusCode::kNotFound, "read truth of " + folder.string() + ": there is neither header_truth.tsv nor truth/; name a folder that has one");
}

}  // namespace sohoa
