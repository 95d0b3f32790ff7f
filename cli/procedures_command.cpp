// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "api/procedures_json.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/procedures_source.h"
#include "cli/terminal.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

Status NoCatalogue(const char* what) {
  return Status(StatusCode::kNotFound, std::string(what) + ": there is no catalogue of procedures; set procedures.catalogue in sohoa.toml");
}

Result<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Status(StatusCode::kNotFound, "read " + path + ": it cannot be opened");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// In one step, so that a catalogue is never half written.
Status WriteFile(const std::string& path, const std::string& text) {
  const std::string part = path + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) return Status(StatusCode::kIoError, "write " + part + ": it cannot be written");
  std::error_code error;
  fs::rename(part, path, error);
  return error ? Status(StatusCode::kIoError, "write " + path + ": " + error.message()) : Status();
}

Result<ListRows> ReadRows(const std::string& path) {
  const Result<std::string> text = ReadFile(path);
  if (!text) return text.status();
  if (fs::path(path).extension() != ".json") return ParseSeparatedValues(*text);
  const Result<JsonView> json = JsonView::Parse(*text);
  if (!json) return Annotate(json.status(), "import " + path);
  // An array of objects, or an object that holds one: the first object's members are the columns.
  std::vector<JsonView> items = json->items();
  for (const auto& [name, member] : json->members()) {
    if (items.empty()) items = member.items();
  }
  ListRows rows(1);
  for (const JsonView& item : items) {
    for (const auto& [name, value] : item.members()) {
      if (std::find(rows[0].begin(), rows[0].end(), name) == rows[0].end()) rows[0].push_back(name);
    }
  }
  for (const JsonView& item : items) {
    std::vector<std::string>& row = rows.emplace_back();
    for (const std::string& name : rows[0]) row.push_back(item[name].is_null() ? "" : item[name].text());
  }
  return rows;
}

int List(const ProceduresArguments& arguments, const Config& config) {
  const Result<std::shared_ptr<const ProcedureCatalogue>> catalogue = CatalogueOf(config);
  if (!catalogue) return FailWith(catalogue.status());
  if (*catalogue == nullptr) return FailWith(NoCatalogue("list procedures"));
  if (config.json) {
    std::printf("%s\n", ProcedureListJson(**catalogue, arguments.on).c_str());
    return kExitDone;
  }
  for (const Procedure& procedure : (*catalogue)->procedures()) {
    if (!arguments.on.empty() && (*catalogue)->Find(procedure.code, arguments.on) != &procedure) continue;
    std::printf("%s  %-10s  %2zu %s  %s%s\n", procedure.code.c_str(), procedure.effective_from.c_str(), procedure.papers.size(),
                Say("giấy tờ", "papers"), procedure.name.c_str(), procedure.verified.empty() ? Say("  (chưa đối chiếu)", "  (not verified)") : "");
  }
  return kExitDone;
}

void PrintPaper(const RequiredPaper& paper) {
  std::string note;
  if (paper.need == PaperNeed::kConditional) note = " [" + paper.condition + "]";
  if (paper.need == PaperNeed::kShown) note = Say(" [xuất trình]", " [shown]");
  if (paper.valid_months > 0) note += Say("  có giá trị (tháng): ", "  valid for months: ") + std::to_string(paper.valid_months);
  std::printf("  %-16s %s%s\n", paper.id.c_str(), paper.name.c_str(), note.c_str());
  std::printf("  %-16s %s %u, %s %u, %s %u\n", "", Say("bản chính", "originals"), paper.originals, Say("bản sao chứng thực", "certified copies"),
              paper.certified_copies, Say("bản chụp", "copies"), paper.copies);
}

int Show(const ProceduresArguments& arguments, const Config& config) {
  const Result<std::shared_ptr<const ProcedureCatalogue>> catalogue = CatalogueOf(config);
  if (!catalogue) return FailWith(catalogue.status());
  if (*catalogue == nullptr) return FailWith(NoCatalogue("show a procedure"));
  const std::string day = arguments.on.empty() ? FormatVietnamTime(NowUnixMs()).substr(0, 10) : arguments.on;
  const Procedure* procedure = (*catalogue)->Find(arguments.what, day);
  if (procedure == nullptr) {
    return FailWith(Status(StatusCode::kNotFound, "show procedure " + arguments.what + ": the catalogue has no version of it that is in force on " + day));
  }
  if (config.json) {
    std::printf("%s\n", ProcedureJson(*procedure).c_str());
    return kExitDone;
  }
  std::printf("== %s %s\n", procedure->code.c_str(), procedure->name.c_str());
  for (const RequiredPaper& paper : procedure->papers) PrintPaper(paper);
  for (const ProcedureResult& result : procedure->results) std::printf("  %s: %s\n", Say("kết quả", "result"), result.name.c_str());
  return kExitDone;
}

int Check(const ProceduresArguments& arguments, const Config& config) {
  const std::string path = arguments.what.empty() ? CatalogueFolder(config) : arguments.what;
  if (path.empty()) return FailWith(NoCatalogue("check the catalogue"));
  std::vector<Status> problems;
  const ProcedureCatalogue catalogue = ReadProcedureCatalogue(path, problems);
  if (config.json) {
    std::printf("%s\n", CatalogueCheckJson(catalogue, problems).c_str());
  } else {
    for (const Status& problem : problems) PrintError(problem);
    std::printf("%s: %zu %s, %zu %s\n", path.c_str(), catalogue.procedures().size(), Say("thủ tục", "procedures"), problems.size(),
                Say("lỗi", "problems"));
  }
  return problems.empty() ? kExitDone : kExitRefused;
}

// The catalogue without the file that is written to.
ProcedureCatalogue OthersThan(const std::string& output, const Config& config, std::vector<Status>& problems) {
  const std::string folder = CatalogueFolder(config);
  if (folder.empty() || !fs::exists(folder)) return ProcedureCatalogue();
  const ProcedureCatalogue all = ReadProcedureCatalogue(folder, problems);
  std::vector<Procedure> others;
  for (const Procedure& procedure : all.procedures()) {
    std::error_code error;
    if (!fs::equivalent(procedure.file, output, error)) others.push_back(procedure);
  }
  return ProcedureCatalogue(std::move(others), std::string());
}

int Import(const ProceduresArguments& arguments, const Config& config) {
  if (arguments.what.empty() || arguments.output.empty()) {
    PrintError(Status(StatusCode::kInvalidArgument, "import procedures: name the list, and with -o the catalogue file to write"));
    return kExitUsage;
  }
  const Result<ListRows> rows = ReadRows(arguments.what);
  if (!rows) return FailWith(rows.status());
  std::vector<Status> problems;
  const Result<std::vector<ListedProcedure>> listed = ReadProcedureList(*rows, arguments.what, problems);
  if (!listed) return FailWith(listed.status());
  std::string present;
  if (fs::exists(arguments.output)) {
    const Result<std::string> text = ReadFile(arguments.output);
    if (!text) return FailWith(text.status());
    present = *text;
  }
  std::vector<Status> faults;
  const ProcedureCatalogue others = OthersThan(arguments.output, config, faults);
  const Result<ImportedList> imported = ImportProcedureList(*listed, present, others, arguments.output);
  if (!imported) return FailWith(imported.status());
  const Status written = WriteFile(arguments.output, imported->text);
  if (!written.ok()) return FailWith(written);
  if (config.json) {
    std::printf("%s\n", ImportedListJson(arguments.output, *imported, problems).c_str());
    return problems.empty() ? kExitDone : kExitRefused;
  }
  for (const Status& problem : problems) PrintError(problem);
  std::printf("%s: %zu %s, %zu %s, %zu %s\n", arguments.output.c_str(), imported->added, Say("thủ tục mới", "new"), imported->updated,
              Say("cập nhật", "updated"), imported->known, Say("giữ nguyên", "left as they are"));
  for (const std::string& code : imported->renamed) std::printf("  %s: %s\n", code.c_str(), Say("tên trong danh sách đã khác", "the list has another name for it"));
  for (const std::string& code : imported->not_listed) std::printf("  %s: %s\n", code.c_str(), Say("danh sách không còn", "the list does not have it"));
  return problems.empty() ? kExitDone : kExitRefused;
}

}  // namespace

int RunProcedures(const ProceduresArguments& arguments, const Config& config) {
  if (!arguments.on.empty() && (arguments.on.size() != 10 || !ParseVietnamTime(arguments.on))) {
    PrintError(Status(StatusCode::kInvalidArgument, "procedures: the day \"" + arguments.on + "\" is none such as 2026-10-01"));
    return kExitUsage;
  }
  if (arguments.action == "list") return List(arguments, config);
  if (arguments.action == "check") return Check(arguments, config);
  if (arguments.action == "import") return Import(arguments, config);
  if (arguments.what.empty()) {
    PrintError(Status(StatusCode::kInvalidArgument, "show a procedure: name its code"));
    return kExitUsage;
  }
  return Show(arguments, config);
}

}  // namespace sohoa
