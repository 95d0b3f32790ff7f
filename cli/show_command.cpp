// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/question.h"
#include "documents/procedures/completeness_words.h"

namespace sohoa {
namespace {

void PrintDuplicates(const JsonView& documents) {
  for (const JsonView& document : documents.items()) {
    if (document["duplicate"].is_null()) continue;
    std::printf("    %s %s %s\n", document["document"].text().c_str(),
                document["duplicate"]["exact"].text() == "true" ? Say("trùng với", "is the same as") : Say("có thể trùng với", "may be the same as"),
                document["duplicate"]["of"].text().c_str());
  }
}

void PrintCompleteness(const JsonView& found) {
  if (found["checked"].text() != "true") {
    const ReasonWords& words = WordsOfReason(found["reason"]["code"].text());
    if (!words.code.empty()) {
      std::printf("  %s: %s\n", Say("chưa kiểm tra thành phần", "papers not checked"), Say(words.vietnamese.data(), words.english.data()));
    }
    return;
  }
  std::printf("  %s %s %s: %s\n", Say("thành phần hồ sơ", "papers of"), found["procedure"]["code"].text().c_str(),
              found["procedure"]["name"].text().c_str(), found["state"].text().c_str());
  if (found["procedure"]["verified"].text() != "true") {
    std::printf("    %s\n", Say("(danh mục chưa được đối chiếu với quyết định công bố)", "(nobody has compared the catalogue with the published decision)"));
  }
  for (const JsonView& paper : found["required"].items()) {
    const ReasonWords& words = WordsOfReason(paper["reason"]["code"].text());
    std::printf("    %-12s %s%s%s\n", paper["state"].text().c_str(), paper["name"].text().c_str(), words.code.empty() ? "" : ": ",
                words.code.empty() ? "" : Say(words.vietnamese.data(), words.english.data()));
  }
  PrintDuplicates(found["documents"]);
}

// What an archivist still has to see to, of the fields that are in force now.
void PrintArchiveWarnings(const JsonView& archive) {
  std::string codes;
  for (const JsonView& field : archive["tt05"].items()) {
    if (!field["warnings"].is_null()) codes += (codes.empty() ? "" : ", ") + field["code"].text();
  }
  if (!codes.empty()) std::printf("  %s: %s\n", Say("trường lưu trữ cần xem", "archive fields to look at"), codes.c_str());
}

void PrintDossier(const JsonView& dossier) {
  std::printf("== dossier %s\n", dossier["dossier"].text().c_str());
  std::printf("  %s %s, %s %s\n", Say("trạng thái", "state"), dossier["state"].text().c_str(),
              Say("phiên bản", "version"), dossier["version"].text().c_str());
  for (const JsonView& document : dossier["documents"].items()) PrintDocument(document);
  PrintCompleteness(dossier["completeness"]);
  PrintArchiveWarnings(dossier["archive"]);
  const std::size_t blank = dossier["blank"].items().size();
  if (blank > 0) std::printf("  %zu %s\n", blank, Say("trang trắng", "blank pages"));
  for (const JsonView& page : dossier["quarantined"].items()) {
    std::printf("  %s %s: %s (%s)\n", Say("cách ly", "in quarantine"), page["id"].text().c_str(),
                page["code"].text().c_str(), page["reason"].text().c_str());
  }
}

}  // namespace

int RunShow(const ShowArguments& arguments, const Config& config) {
  return AskAndPrint(config, SessionUse::kRead, "show", JsonObject({{"id", arguments.id}}),
                     [](const JsonView& answer) {
                       if (answer["documents"].is_null()) return PrintDocument(answer);
                       PrintDossier(answer);
                     });
}

int RunFields(const ShowArguments& arguments, const Config& config) {
  return AskAndPrint(config, SessionUse::kRead, "fields", JsonObject({{"document", arguments.id}}),
                     [](const JsonView& answer) { PrintFields(answer["fields"]); });
}

}  // namespace sohoa
