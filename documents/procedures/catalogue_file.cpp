// SPDX-License-Identifier: Apache-2.0
//
// The file form of procedures: TOML, an array of tables [[procedure]]. Every key is known or an
// error, so that a misspelt one does not quietly ask for nothing.
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include <toml++/toml.h>

#include "core/calendar.h"
#include "core/vietnamese.h"
#include "documents/archive_code_lists.h"
#include "documents/document_classes.h"
#include "documents/folded_text.h"
#include "documents/identity_numbers.h"
#include "documents/procedures/procedure_catalogue.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostText = 2000;
constexpr std::int64_t kMostCount = 100;
constexpr std::int64_t kMostMonths = 1200;

// A problem of a value, or empty.
using KeyReader = std::function<std::string(const toml::node&)>;
using Keys = std::map<std::string, KeyReader, std::less<>>;

KeyReader TextKey(std::string& target) {
  return [&target](const toml::node& node) -> std::string {
    const auto value = node.value<std::string>();
    if (!value) return "it must be a text";
    if (value->size() > kMostText) return "it is longer than 2000 bytes";
    target = ToNfc(*value);
    return {};
  };
}

KeyReader NumberKey(std::uint32_t& target, std::int64_t least, std::int64_t most) {
  return [&target, least, most](const toml::node& node) -> std::string {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
      return "it must be a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    }
    target = static_cast<std::uint32_t>(*value);
    return {};
  };
}

KeyReader TextsKey(std::vector<std::string>& target, std::function<std::string(std::string&)> check) {
  return [&target, check = std::move(check)](const toml::node& node) -> std::string {
    const toml::array* list = node.as_array();
    if (list == nullptr || list->empty()) return "it must be a list of texts, not an empty one";
    target.clear();
    for (const toml::node& item : *list) {
      const auto value = item.value<std::string>();
      if (!value) return "it must be a list of texts";
      std::string text = ToNfc(*value);
      if (std::string problem = check(text); !problem.empty()) return problem;
      target.push_back(std::move(text));
    }
    return {};
  };
}

// A TOML day, or the same as a text.
KeyReader DayKey(std::string& target) {
  return [&target](const toml::node& node) -> std::string {
    std::ostringstream text;
    if (const auto date = node.value_exact<toml::date>()) text << *date;
    if (const auto written = node.value_exact<std::string>()) text << *written;
    const std::string day = text.str();
    if (day.size() != 10 || !ParseVietnamTime(day)) return "it must be a day such as 2025-07-01";
    target = day;
    return {};
  };
}

KeyReader OneOfKey(std::string& target, bool (*known)(std::string_view), const char* what) {
  return [&target, known, what](const toml::node& node) -> std::string {
    const auto value = node.value<std::string>();
    if (!value || !known(*value)) return std::string("it must be ") + what;
    target = *value;
    return {};
  };
}

std::string CheckClass(std::string& code) {
  if (FindDocumentClass(code) != nullptr) return {};
  return "there is no document class \"" + code + "\"";
}

std::string FoldTitle(std::string& title) {
  title = WordsKey(title);
  return title.empty() ? "a title has no words" : "";
}

std::string CheckLevel(std::string& level) {
  for (const char* known : {"central", "province", "district", "commune"}) {
    if (level == known) return {};
  }
  return "a level is central, province, district or commune";
}

// Reads one file.
class CatalogueReader {
 public:
  CatalogueReader(const std::string& file, std::vector<Status>& problems) : file_(file), problems_(problems) {}

  std::vector<Procedure> Read(std::string_view text) {
    std::vector<Procedure> procedures;
    toml::table table;
    try {
      table = toml::parse(text, file_);
    } catch (const toml::parse_error& error) {
      Report(error.source().begin.line, std::string(error.description()));
      return procedures;
    }
    for (const auto& [name, node] : table) {
      const toml::array* list = node.as_array();
      if (name.str() != "procedure" || list == nullptr) {
        Report(node.source().begin.line, "\"" + std::string(name.str()) + "\" is unknown; a catalogue holds [[procedure]] alone");
        continue;
      }
      for (const toml::node& entry : *list) TakeEntry(entry, procedures);
    }
    return procedures;
  }

 private:
  void Report(std::uint32_t line, const std::string& what) {
    const std::string of = code_.empty() ? "" : "procedure " + code_ + ": ";
    problems_.emplace_back(StatusCode::kInvalidArgument, "read " + file_ + " line " + std::to_string(line) + ": " + of + what);
  }

  void TakeEntry(const toml::node& entry, std::vector<Procedure>& procedures) {
    const std::size_t before = problems_.size();
    Procedure procedure;
    procedure.file = file_;
    procedure.line = entry.source().begin.line;
    code_.clear();
    if (const toml::table* table = entry.as_table()) {
      code_ = (*table)["code"].value_or(std::string());
      ReadProcedure(*table, procedure);
    } else {
      Report(procedure.line, "procedure must be written [[procedure]]");
    }
    if (problems_.size() == before) procedures.push_back(std::move(procedure));
  }

  // Lists of tables are read by `tables`, everything else by `keys`.
  void ReadKeys(const toml::table& table, const Keys& keys,
                const std::map<std::string, std::function<void(const toml::table&)>, std::less<>>& tables) {
    for (const auto& [name, node] : table) {
      const std::uint32_t line = node.source().begin.line;
      if (const auto list = tables.find(name.str()); list != tables.end()) {
        const toml::array* entries = node.as_array();
        if (entries == nullptr || !entries->is_homogeneous(toml::node_type::table)) {
          Report(line, "\"" + std::string(name.str()) + "\" must be a list of tables");
          continue;
        }
        for (const toml::node& entry : *entries) list->second(*entry.as_table());
        continue;
      }
      const auto key = keys.find(name.str());
      const std::string problem = key == keys.end() ? "the key is unknown" : key->second(node);
      if (!problem.empty()) Report(line, "\"" + std::string(name.str()) + "\": " + problem);
    }
  }

  void ReadProcedure(const toml::table& table, Procedure& p) {
    ReadKeys(table,
             {{"code", TextKey(p.code)},
              {"name", TextKey(p.name)},
              {"field", TextKey(p.field)},
              {"levels", TextsKey(p.levels, CheckLevel)},
              {"agency", TextKey(p.agency)},
              {"legal_basis", TextKey(p.legal_basis)},
              {"effective_from", DayKey(p.effective_from)},
              {"effective_until", DayKey(p.effective_until)},
              {"verified", TextKey(p.verified)},
              {"processing_days", NumberKey(p.processing_days, 0, 3650)},
              {"sets", NumberKey(p.sets, 1, kMostCount)},
              {"maintenance", OneOfKey(p.maintenance, IsMaintenanceCode, "a retention code, 01 to 07")},
              {"mode", OneOfKey(p.mode, IsAccessCode, "an access code, 01 to 03")},
              {"keyword", TextKey(p.keyword)},
              {"information_sign", TextKey(p.information_sign)}},
             {{"paper", [&](const toml::table& paper) { ReadPaper(paper, p); }},
              {"result", [&](const toml::table& result) { ReadResult(result, p); }}});
    p.code = NationalProcedureCode(p.code);
    if (!IsProcedureCode(p.code)) Report(p.line, "\"code\" must be a code such as 1.001193");
    if (p.name.empty()) Report(p.line, "\"name\" is missing");
  }

  Keys PatternKeys(PaperPattern& pattern) {
    return {{"classes", TextsKey(pattern.classes, CheckClass)}, {"titles", TextsKey(pattern.titles, FoldTitle)}};
  }

  void ReadPaper(const toml::table& table, Procedure& procedure) {
    RequiredPaper paper;
    std::string need = "required";
    PaperPattern own;
    Keys keys = PatternKeys(own);
    keys.insert({{"id", TextKey(paper.id)},
                 {"name", TextKey(paper.name)},
                 {"need", TextKey(need)},
                 {"condition", TextKey(paper.condition)},
                 {"documents", NumberKey(paper.documents, 1, kMostCount)},
                 {"originals", NumberKey(paper.originals, 0, kMostCount)},
                 {"certified_copies", NumberKey(paper.certified_copies, 0, kMostCount)},
                 {"copies", NumberKey(paper.copies, 0, kMostCount)},
                 {"valid_months", NumberKey(paper.valid_months, 1, kMostMonths)}});
    ReadKeys(table, keys, {{"any_of", [&](const toml::table& other) {
                              ReadKeys(other, PatternKeys(paper.any_of.emplace_back()), {});
                            }}});
    const std::uint32_t line = table.source().begin.line;
    if (own != PaperPattern{}) paper.any_of.insert(paper.any_of.begin(), own);
    CheckPaper(paper, need, line, procedure);
    procedure.papers.push_back(std::move(paper));
  }

  void CheckPaper(RequiredPaper& paper, const std::string& need, std::uint32_t line, const Procedure& procedure) {
    const std::string what = "paper \"" + paper.id + "\": ";
    if (paper.id.empty() || paper.name.empty()) Report(line, "a paper needs \"id\" and \"name\"");
    for (const RequiredPaper& other : procedure.papers) {
      if (other.id == paper.id) Report(line, what + "another paper has the same id");
    }
    const bool known = need == "required" || need == "conditional" || need == "shown";
    if (!known) Report(line, what + "\"need\" is required, conditional or shown");
    if (need == "conditional") paper.need = PaperNeed::kConditional;
    if (need == "shown") paper.need = PaperNeed::kShown;
    if (paper.need == PaperNeed::kConditional && paper.condition.empty()) Report(line, what + "say in \"condition\" when it is asked for");
    if (paper.any_of.empty()) Report(line, what + "it needs \"classes\", \"titles\" or [[procedure.paper.any_of]]");
    for (const PaperPattern& pattern : paper.any_of) {
      if (pattern == PaperPattern{}) Report(line, what + "an alternative needs \"classes\" or \"titles\"");
    }
    if (paper.originals + paper.certified_copies + paper.copies == 0) paper.originals = 1;
  }

  void ReadResult(const toml::table& table, Procedure& procedure) {
    ProcedureResult result;
    Keys keys = PatternKeys(result.pattern);
    keys.insert({"name", TextKey(result.name)});
    ReadKeys(table, keys, {});
    if (result.name.empty()) Report(table.source().begin.line, "a result needs \"name\"");
    procedure.results.push_back(std::move(result));
  }

  const std::string file_;
  std::vector<Status>& problems_;
  std::string code_;  // of the procedure that is read
};

}  // namespace

std::vector<Procedure> ReadProcedures(std::string_view text, const std::string& file, std::vector<Status>& problems) {
  return CatalogueReader(file, problems).Read(text);
}

}  // namespace sohoa
