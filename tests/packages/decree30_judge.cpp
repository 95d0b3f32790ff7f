// SPDX-License-Identifier: Apache-2.0
#include "packages/decree30_judge.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>

#include "packages/package_judge.h"

namespace sohoa::test {
namespace {

namespace fs = std::filesystem;

struct Decree30Row {
  char type = 'S';  // S string, N number, D date
  std::size_t length = 0;  // 0 = LongText
};
using Decree30Table = std::map<std::string, Decree30Row>;

const Decree30Table kFileCode = {{"FileCode/OrganId", {'S', 13}}, {"FileCode/FileCatalog", {'N', 4}}, {"FileCode/FileNotation", {'S', 20}}};

Decree30Table With(Decree30Table table, const Decree30Table& more) {
  table.insert(more.begin(), more.end());
  return table;
}

Decree30Table TableOf(const std::string& kind) {
  if (kind == "Dossier") {
    return With(kFileCode, {{"Title", {'S', 500}}, {"Maintenance", {'S', 30}}, {"Rights", {'S', 30}}, {"Creator", {'S', 30}}, {"Language", {'S', 50}},
                            {"StartDate", {'D', 10}}, {"EndDate", {'D', 10}}, {"DocTotal", {'N', 4}}, {"PageTotal", {'N', 4}}, {"Description", {'S', 500}}});
  }
  const Decree30Table common = With(
      kFileCode, {{"DocOrdinal", {'N', 3}}, {"TypeName", {'S', 100}}, {"CodeNumber", {'S', 11}}, {"CodeNotation", {'S', 30}}, {"IssuedDate", {'D', 10}},
                  {"OrganName", {'S', 200}}, {"Subject", {'S', 500}}, {"Language", {'S', 30}}, {"PageAmount", {'N', 3}}, {"Description", {'S', 500}},
                  {"SignerInfo/Position", {'S', 100}}, {"SignerInfo/FullName", {'S', 50}}, {"Priority", {'N', 1}}, {"DueDate", {'D', 10}}});
  if (kind == "OutgoingDocument") return With(common, {{"To/OrganId", {'S', 13}}, {"To/OrganName", {'S', 200}}, {"IssuedAmount", {'N', 3}}});
  return With(common, {{"ArrivalDate", {'D', 10}}, {"ArrivalNumber", {'N', 10}}, {"ToPlaces", {'S', 1000}}, {"TraceHeaderList", {'S', 0}}});
}

std::size_t CharactersOf(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

class Decree30Judge {
 public:
  explicit Decree30Judge(fs::path folder) : folder_(std::move(folder)) {}

  std::vector<std::string> Run() {
    const std::string name = folder_.filename().string();
    const JudgedXml dossier(folder_ / (name + ".xml"));
    JudgeXml(dossier, name + ".xml", "Dossier");
    std::set<std::string> known = {name + ".xml"};
    const std::size_t count = dossier.All("/Dossier/Documents/Document").size();
    std::string before;
    for (std::size_t i = 1; i <= count; ++i) {
      const std::string place = "/Dossier/Documents/Document[" + std::to_string(i) + "]/@";
      const std::string ordinal = dossier.One(place + "DocOrdinal");
      const std::string stem = name + "." + std::string(7 - std::min<std::size_t>(7, ordinal.size()), '0') + ordinal;
      Require(dossier.One(place + "Pdf") == stem + ".pdf" && dossier.One(place + "Fields") == stem + ".xml", "document " + ordinal + " is not named by mã hồ sơ and ordinal");
      const std::string day = JudgeDocument(stem, ordinal);
      Require(before <= day, "document " + ordinal + " does not stand in order of time");
      before = day;
      known.insert(stem + ".pdf");
      known.insert(stem + ".xml");
    }
    Require(dossier.One("/Dossier/DocTotal") == std::to_string(count), "DocTotal is not the number of documents");
    for (const std::string& file : FilesBelow(folder_)) Require(known.contains(file), file + " belongs to nothing");
    return broken_;
  }

 private:
  void Require(bool holds, const std::string& otherwise) {
    if (!holds) broken_.push_back(otherwise);
  }

  // Its day, for the order; those without one stand last.
  std::string JudgeDocument(const std::string& stem, const std::string& ordinal) {
    const JudgedXml fields(folder_ / (stem + ".xml"));
    const bool outgoing = !fields.All("/OutgoingDocument").empty();
    JudgeXml(fields, stem + ".xml", outgoing ? "OutgoingDocument" : "IncomingDocument");
    Require(fields.One("/*/DocOrdinal") == ordinal, stem + ".xml is of another document");
    std::ifstream pdf(folder_ / (stem + ".pdf"), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(pdf)), {});
    Require(std::regex_search(bytes.substr(0, 16), std::regex("^%PDF-(1\\.[4-9]|2\\.0)")), stem + ".pdf is no PDF of 1.4 or later");
    const std::string day = fields.One("/*/IssuedDate");
    return day.size() == 10 ? day.substr(6) + day.substr(3, 2) + day.substr(0, 2) : "99999999";
  }

  void JudgeXml(const JudgedXml& xml, const std::string& name, const std::string& kind) {
    const Decree30Table table = TableOf(kind);
    Require(xml.All("/" + kind).size() == 1, name + " is no " + kind);
    std::size_t leaves = 0;
    for (const auto& [path, row] : table) {
      const std::vector<std::string> values = xml.All("/" + kind + "/" + path);
      Require(values.size() <= 1, name + ": " + path + " stands twice");
      leaves += values.size();
      if (values.empty()) continue;
      const std::string& value = values.front();
      Require(!value.empty() && (row.length == 0 || CharactersOf(value) <= row.length), name + ": " + path + " is empty or too long");
      if (row.type == 'N') Require(std::regex_match(value, std::regex("[0-9]+")), name + ": " + path + " is no number");
      if (row.type == 'D') Require(std::regex_match(value, std::regex("[0-9]{2}/[0-9]{2}/[0-9]{4}")), name + ": " + path + " is no date");
    }
    Require(xml.All("/" + kind + "//*[not(*)][not(ancestor-or-self::Documents)]").size() == leaves, name + " has fields that the decree does not know");
    for (const char* must : {"FileCode/FileCatalog", "FileCode/FileNotation", "Language"}) {
      Require(!xml.One("/" + kind + "/" + must).empty(), name + ": " + must + " is missing");
    }
  }

  const fs::path folder_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> JudgeDecree30(const fs::path& folder) { return Decree30Judge(folder).Run(); }

}  // namespace sohoa::test
