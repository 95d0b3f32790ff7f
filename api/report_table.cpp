// SPDX-License-Identifier: Apache-2.0
#include "api/report_table.h"

#include <array>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/csv.h"

namespace sohoa {
namespace {

using TableJson = nlohmann::json;

constexpr std::array<std::pair<const char*, const char*>, 9> kFigureColumns = {{{"dossiers", "Số hồ sơ"},
                                                                                {"documents", "Số văn bản"},
                                                                                {"pages", "Số trang"},
                                                                                {"values", "Số giá trị"},
                                                                                {"settled", "Đã chấp nhận hoặc xác nhận"},
                                                                                {"settled_share", "Tỷ lệ"},
                                                                                {"decided", "Người xác nhận"},
                                                                                {"corrected", "Người sửa"},
                                                                                {"quarantined", "Trang bị cách ly"}}};

// What is not there, or null, is an empty cell.
std::string CellOf(const TableJson& object, const char* member) {
  const auto found = object.is_object() ? object.find(member) : object.end();
  if (!object.is_object() || found == object.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

void AddFigureCells(const TableJson& row, std::vector<std::string>& cells) {
  for (const auto& [member, title] : kFigureColumns) cells.push_back(CellOf(row, member));
  for (const char* times : {"searchable_seconds", "decision_seconds"}) {
    const TableJson seconds = row.is_object() ? row.value(times, TableJson()) : TableJson();
    for (const char* member : {"median", "p95"}) cells.push_back(CellOf(seconds, member));
  }
  for (const char* times : {"sheet_to_receipt_seconds", "sheet_to_searchable_seconds"}) {
    const TableJson seconds = row.is_object() ? row.value(times, TableJson()) : TableJson();
    for (const char* member : {"median", "p90"}) cells.push_back(CellOf(seconds, member));
  }
}

}  // namespace

std::string ReportCsv(std::string_view report_json) {
  const TableJson report = TableJson::parse(report_json, nullptr, false);
  if (!report.is_object() || !report.contains("rows") || !report.contains("total")) return {};
  std::vector<std::string> head = {"Quý", "Mã thủ tục", "Tên thủ tục", "Cơ quan", "Cấp"};
  for (const auto& [member, title] : kFigureColumns) head.emplace_back(title);
  head.insert(head.end(), {"Giây đến khi tra cứu được (trung vị)", "Giây đến khi tra cứu được (p95)", "Giây người xem một giá trị (trung vị)", "Giây người xem một giá trị (p95)",
                           "Giây từ tờ đầu đến biên nhận (trung vị)", "Giây từ tờ đầu đến biên nhận (p90)", "Giây từ tờ đầu đến khi tra cứu được (trung vị)", "Giây từ tờ đầu đến khi tra cứu được (p90)"});
  std::string text = std::string(kCsvBegin) + CsvLine(head);
  const std::string quarter = CellOf(report, "quarter");
  for (const TableJson& row : report["rows"]) {
    std::vector<std::string> cells = {quarter};
    for (const char* member : {"procedure", "procedure_name", "agency", "level"}) cells.push_back(CellOf(row, member));
    AddFigureCells(row, cells);
    text += CsvLine(cells);
  }
  std::vector<std::string> total = {quarter, "Tổng", "", "", ""};
  AddFigureCells(report["total"], total);
  return text + CsvLine(total);
}

}  // namespace sohoa
