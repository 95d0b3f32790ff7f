// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/procedure_list.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>

#include "core/calendar.h"
#include "core/vietnamese.h"
#include "documents/folded_text.h"
#include "documents/identity_numbers.h"

namespace sohoa {
namespace {

constexpr std::size_t kHeaderRows = 20;

enum class Column { kCode, kName, kField, kAgency, kLevel, kEffective, kCount };

struct ColumnName {
  Column column;
  std::string_view words;  // folded
};

// As lists of ministries, provinces and the national portal head their columns.
constexpr std::array kColumnNames = {
    ColumnName{Column::kCode, "ma tthc"},          ColumnName{Column::kCode, "ma thu tuc"},
    ColumnName{Column::kCode, "ma thu tuc hanh chinh"}, ColumnName{Column::kCode, "ma so thu tuc hanh chinh"},
    ColumnName{Column::kCode, "ma so tthc"},       ColumnName{Column::kCode, "ma so ho so tthc"},
    ColumnName{Column::kCode, "ma so"},            ColumnName{Column::kCode, "ma"},
    ColumnName{Column::kCode, "code"},             ColumnName{Column::kName, "ten tthc"},
    ColumnName{Column::kName, "ten thu tuc"},      ColumnName{Column::kName, "ten thu tuc hanh chinh"},
    ColumnName{Column::kName, "thu tuc hanh chinh"}, ColumnName{Column::kName, "ten"},
    ColumnName{Column::kName, "name"},             ColumnName{Column::kField, "linh vuc"},
    ColumnName{Column::kField, "ten linh vuc"},    ColumnName{Column::kField, "field"},
    ColumnName{Column::kAgency, "co quan thuc hien"}, ColumnName{Column::kAgency, "co quan giai quyet"},
    ColumnName{Column::kAgency, "co quan co tham quyen"}, ColumnName{Column::kAgency, "co quan"},
    ColumnName{Column::kAgency, "agency"},         ColumnName{Column::kLevel, "cap thuc hien"},
    ColumnName{Column::kLevel, "cap giai quyet"},  ColumnName{Column::kLevel, "cap"},
    ColumnName{Column::kLevel, "level"},           ColumnName{Column::kEffective, "ngay hieu luc"},
    ColumnName{Column::kEffective, "ngay co hieu luc"}, ColumnName{Column::kEffective, "hieu luc tu ngay"},
    ColumnName{Column::kEffective, "effective from"}};

using Columns = std::array<std::optional<std::size_t>, static_cast<std::size_t>(Column::kCount)>;

Columns ColumnsOf(const std::vector<std::string>& row) {
  Columns columns;
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::string key = WordsKey(row[i]);
    for (const ColumnName& name : kColumnNames) {
      auto& column = columns[static_cast<std::size_t>(name.column)];
      if (name.words == key && !column) column = i;
    }
  }
  return columns;
}

std::string Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return std::string();
  std::string out;
  for (const char c : text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1)) {
    const bool space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!space) out += c;
    else if (out.back() != ' ') out += ' ';
  }
  return ToNfc(out);
}

std::string CellText(const std::vector<std::string>& row, const Columns& columns, Column column) {
  const auto at = columns[static_cast<std::size_t>(column)];
  return at && *at < row.size() ? Trimmed(row[*at]) : std::string();
}

// "01/7/2025" and "2025-07-01"; empty for anything else.
std::string DayOf(const std::string& text) {
  int day = 0;
  int month = 0;
  int year = 0;
  char end = 0;
  if (std::sscanf(text.c_str(), "%2d/%2d/%4d%c", &day, &month, &year, &end) == 3 && IsCalendarDate(year, month, day)) {
    char iso[32];
    std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
    return iso;
  }
  return text.size() == 10 && ParseVietnamTime(text) ? text : std::string();
}

std::vector<std::string> LevelsOf(const std::string& text) {
  const std::string key = ' ' + WordsKey(text) + ' ';
  std::vector<std::string> levels;
  const auto add = [&](const char* level, std::initializer_list<const char*> words) {
    if (std::any_of(words.begin(), words.end(), [&](const char* word) { return key.find(word) != std::string::npos; })) levels.emplace_back(level);
  };
  add("central", {" trung uong ", " bo ", " central "});
  add("province", {" tinh ", " so ", " province "});
  add("district", {" huyen ", " district "});
  add("commune", {" xa ", " phuong ", " commune "});
  return levels;
}

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
  }
  return out + '"';
}

std::string SkeletonText(const Procedure& procedure) {
  std::string text = "[[procedure]]\ncode = " + Quoted(procedure.code) + "\nname = " + Quoted(procedure.name) + "\n";
  if (!procedure.field.empty()) text += "field = " + Quoted(procedure.field) + "\n";
  if (!procedure.levels.empty()) {
    text += "levels = [";
    for (std::size_t i = 0; i < procedure.levels.size(); ++i) text += (i == 0 ? "" : ", ") + Quoted(procedure.levels[i]);
    text += "]\n";
  }
  if (!procedure.agency.empty()) text += "agency = " + Quoted(procedure.agency) + "\n";
  if (!procedure.effective_from.empty()) text += "effective_from = " + procedure.effective_from + "\n";
  return text;
}

constexpr const char* kFileHead =
    "# Made by \"sohoa procedures import\" from a list of procedures. Fill in what each asks for\n"
    "# (docs/PROCEDURES.md); what is written into an entry stays when a list is imported again.\n\n";

// The file in front of its first entry, and each entry with what stands behind it.
struct Blocks {
  std::string head;
  std::vector<std::string> entries;
};

Blocks CutIntoBlocks(std::string_view text) {
  Blocks blocks;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n') == std::string_view::npos ? text.size() : text.find('\n') + 1);
    if (Trimmed(line).starts_with("[[procedure]]")) blocks.entries.emplace_back();
    (blocks.entries.empty() ? blocks.head : blocks.entries.back()) += line;
    text.remove_prefix(line.size());
  }
  return blocks;
}

class Importer {
 public:
  Importer(const std::vector<ListedProcedure>& listed, const ProcedureCatalogue& others) : others_(others) {
    for (const ListedProcedure& procedure : listed) waiting_.emplace(procedure.code, &procedure);
  }

  // An entry that is there: as it is, or anew where nobody has filled it in.
  Status Take(const std::string& entry, const std::string& file) {
    std::vector<Status> problems;
    const std::vector<Procedure> read = ReadProcedures(entry, file, problems);
    if (!problems.empty()) return problems.front();
    if (read.size() != 1) return Status(StatusCode::kInvalidArgument, "read " + file + ": it holds more than [[procedure]] entries");
    const Procedure& present = read.front();
    const auto listed = waiting_.find(present.code);
    if (listed == waiting_.end()) {
      if (!taken_.contains(present.code)) result_.not_listed.push_back(present.code);
      Append(entry);
      return {};
    }
    const Procedure& news = *listed->second;
    const bool untouched = Trimmed(entry) == Trimmed(SkeletonText(present));
    if (untouched) ++(SkeletonText(news) == SkeletonText(present) ? result_.known : result_.updated);
    else NoteKnown(present, news);
    Append(untouched ? SkeletonText(news) : entry);
    taken_.emplace(present.code, listed->second);
    waiting_.erase(listed);
    return {};
  }

  ImportedList Finish(std::string head) {
    for (const auto& [code, procedure] : waiting_) {
      const Procedure* known = nullptr;
      for (const Procedure& other : others_.procedures()) {
        if (other.code == code) known = &other;
      }
      if (known != nullptr) {
        NoteKnown(*known, *procedure);
        continue;
      }
      ++result_.added;
      Append(SkeletonText(*procedure));
    }
    result_.text = (head.empty() ? kFileHead : head) + body_;
    return std::move(result_);
  }

 private:
  void NoteKnown(const Procedure& known, const Procedure& news) {
    ++result_.known;
    if (WordsKey(known.name) != WordsKey(news.name)) result_.renamed.push_back(known.code);
  }
  void Append(const std::string& entry) {
    if (!body_.empty() && !body_.ends_with("\n\n")) body_ += '\n';
    body_ += entry;
  }

  const ProcedureCatalogue& others_;
  std::map<std::string, const ListedProcedure*> waiting_;
  std::map<std::string, const ListedProcedure*> taken_;
  std::string body_;
  ImportedList result_;
};

}  // namespace

ListRows ParseSeparatedValues(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const std::string_view first = text.substr(0, text.find('\n'));
  char separator = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::count(first.begin(), first.end(), candidate) > std::count(first.begin(), first.end(), separator)) separator = candidate;
  }
  ListRows rows;
  std::vector<std::string> row(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      const bool doubled = c == '"' && i + 1 < text.size() && text[i + 1] == '"';
      if (c != '"' || doubled) row.back() += c;
      if (doubled) ++i;
      else if (c == '"') quoted = false;
    } else if (c == '"' && row.back().empty()) {
      quoted = true;
    } else if (c == separator) {
      row.emplace_back();
    } else if (c == '\n') {
      rows.push_back(std::move(row));
      row.assign(1, std::string());
    } else if (c != '\r') {
      row.back() += c;
    }
  }
  if (row.size() > 1 || !row.front().empty()) rows.push_back(std::move(row));
  return rows;
}

Result<std::vector<ListedProcedure>> ReadProcedureList(const ListRows& rows, const std::string& file, std::vector<Status>& problems) {
  std::size_t header = 0;
  Columns columns;
  const auto named = [&](Column column) { return columns[static_cast<std::size_t>(column)].has_value(); };
  for (; header < std::min(rows.size(), kHeaderRows); ++header) {
    columns = ColumnsOf(rows[header]);
    if (named(Column::kCode) && named(Column::kName)) break;
  }
  if (!named(Column::kCode) || !named(Column::kName)) {
    return Status(StatusCode::kBadInput, "import " + file + ": none of its first rows names a column of codes (\"Mã TTHC\") and one of names (\"Tên TTHC\")");
  }
  std::vector<ListedProcedure> listed;
  for (std::size_t i = header + 1; i < rows.size(); ++i) {
    ListedProcedure procedure;
    const std::string code = NationalProcedureCode(CellText(rows[i], columns, Column::kCode));
    procedure.name = CellText(rows[i], columns, Column::kName);
    if (code.empty()) continue;
    if (!IsProcedureCode(code) || procedure.name.empty()) {
      problems.emplace_back(StatusCode::kBadInput, "import " + file + " row " + std::to_string(i + 1) +
                                                       ": it needs a code such as 1.001193 and a name; it was left out");
      continue;
    }
    procedure.code = code;
    procedure.field = CellText(rows[i], columns, Column::kField);
    procedure.agency = CellText(rows[i], columns, Column::kAgency);
    procedure.levels = LevelsOf(CellText(rows[i], columns, Column::kLevel));
    procedure.effective_from = DayOf(CellText(rows[i], columns, Column::kEffective));
    procedure.file = file;
    procedure.line = static_cast<std::uint32_t>(i + 1);
    listed.push_back(std::move(procedure));
  }
  return listed;
}

Result<ImportedList> ImportProcedureList(const std::vector<ListedProcedure>& listed, std::string_view present,
                                         const ProcedureCatalogue& others, const std::string& file) {
  Blocks blocks = CutIntoBlocks(present);
  Importer importer(listed, others);
  for (const std::string& entry : blocks.entries) {
    const Status taken = importer.Take(entry, file);
    if (!taken.ok()) return Status(StatusCode::kInvalidArgument, "import into " + file + ": an entry of it cannot be read; mend it first (" + taken.message() + ")");
  }
  return importer.Finish(std::move(blocks.head));
}

}  // namespace sohoa
