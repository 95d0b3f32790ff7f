// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <string>

#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/question.h"
#include "cli/terminal.h"
#include "cli/who_decides.h"
#include "workers/retention.h"

namespace sohoa {
namespace {

std::string PeriodText(const JsonView& period) {
  if (period.is_null()) return Say("chưa rõ thời hạn", "no period known");
  const std::string years = period["years"].is_null() || period["code"].text() != "07" ? "" : " (" + period["years"].text() + ")";
  return period["code"].text() + " " + period["label"].text() + years;
}

std::string OrDash(const JsonView& view) { return view.is_null() ? "-" : view.text(); }

void PrintStanding(const JsonView& standing) {
  std::printf("%s  %s  %s %s  %s %s%s%s\n", standing["dossier"].text().c_str(), PeriodText(standing["period"]).c_str(), Say("kết thúc", "closed"),
              standing["closed_on"].text().c_str(), Say("hết hạn", "due"), OrDash(standing["due_on"]).c_str(),
              standing["kept_because"].is_null() ? "" : "  ", standing["kept_because"].text().c_str());
  for (const JsonView& hold : standing["holds"].items()) {
    std::printf("  %s %s  %s  %s: %s\n", Say("lệnh giữ", "hold"), hold["number"].text().c_str(), hold["since"].text().c_str(), hold["by"].text().c_str(),
                hold["reason"].text().c_str());
  }
}

void PrintCertificate(const JsonView& certificate) {
  std::printf("%s  %s %s  %s %s  %s, %s\n  SHA-256 %s\n", certificate["dossier"].text().c_str(), Say("đã tiêu hủy", "disposed of"),
              certificate["confirmed_at"].text().c_str(), Say("đề nghị", "proposal"), certificate["proposal"].text().c_str(),
              certificate["proposed_by"].text().c_str(), certificate["confirmed_by"].text().c_str(), certificate["contents_sha256"].text().c_str());
}

void PrintProposal(const JsonView& proposal) {
  std::printf("== %s %s: %s (%s, %s)%s\n", Say("đề nghị tiêu hủy", "proposal"), proposal["number"].text().c_str(), proposal["reason"].text().c_str(),
              proposal["proposed_by"].text().c_str(), proposal["proposed_at"].text().c_str(),
              proposal["withdrawn_by"].is_null() ? "" : Say("  đã rút", "  withdrawn"));
  for (const JsonView& item : proposal["items"].items()) {
    std::printf("  %s  %s  %s %s\n", item["dossier"].text().c_str(), PeriodText(item["period"]).c_str(), Say("hết hạn", "due"), item["due_on"].text().c_str());
  }
}

void PrintOne(const JsonView& answer) {
  if (!answer["contents_sha256"].is_null()) return PrintCertificate(answer);
  PrintStanding(answer);
}

// Asks on until the end, for one answer looks at some thousand dossiers.
Result<std::vector<JsonView>> AskAll(ArchiveSession& session, const std::string& due) {
  std::vector<JsonView> all;
  std::string after;
  do {
    const Result<std::string> answer = session.Ask("retention_list", JsonObject({{"due", due}, {"after", after}, {"limit", "1000"}}));
    if (!answer) return answer.status();
    const Result<JsonView> view = JsonView::Parse(*answer);
    if (!view) return view.status();
    for (JsonView& standing : (*view)["dossiers"].items()) all.push_back(std::move(standing));
    after = (*view)["next"].text();
  } while (!after.empty() && !Interrupted());
  return all;
}

int List(const RetentionArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return FailWith(session.status());
  const Result<std::vector<JsonView>> all = AskAll(**session, arguments.due);
  if (!all) return FailWith(all.status());
  if (config.json) std::printf("[");
  for (std::size_t i = 0; i < all->size(); ++i) {
    if (config.json) std::printf("%s%s", i == 0 ? "" : ",\n", (*all)[i].Pretty().c_str());
    if (!config.json) PrintStanding((*all)[i]);
  }
  if (config.json) std::printf("]\n");
  return kExitDone;
}

// What is due and not held, as one list; of more than that, the first.
Result<std::string> DueDossiers(const RetentionArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return session.status();
  const Result<std::vector<JsonView>> all = AskAll(**session, arguments.due);
  if (!all) return all.status();
  std::string codes;
  std::size_t count = 0;
  for (const JsonView& standing : *all) {
    if (!standing["kept_because"].is_null() || count == kMostProposed) continue;
    codes += (codes.empty() ? "" : " ") + standing["dossier"].text();
    ++count;
  }
  if (codes.empty()) return Status(StatusCode::kNotFound, "propose a disposal: nothing that may go is due by " + arguments.due);
  return codes;
}

int Propose(const RetentionArguments& arguments, const Config& config) {
  Result<std::string> codes = std::string();
  for (const std::string& code : arguments.what) *codes += (codes->empty() ? "" : " ") + code;
  if (!arguments.due.empty()) codes = DueDossiers(arguments, config);
  if (!codes) return FailWith(codes.status());
  return AskAndPrint(config, SessionUse::kWork, "disposal_propose",
                     JsonObject({{"dossiers", *codes}, {"reason", arguments.reason}, {"by", WhoDecides(arguments.by)}}), PrintProposal);
}

int Confirm(const RetentionArguments& arguments, const Config& config) {
  return AskAndPrint(config, SessionUse::kWork, "disposal_confirm", JsonObject({{"number", arguments.what.front()}, {"by", WhoDecides(arguments.by)}}),
                     [](const JsonView& answer) {
                       std::printf("%zu %s\n", answer["disposed"].items().size(), Say("hồ sơ đã tiêu hủy", "dossiers are gone"));
                       if (answer["blobs_waiting"].text() == "true") {
                         std::printf("%s\n", Say("một số dữ liệu sẽ được xóa sau", "some of their blobs go later: a backup is being made, or somebody hands in the same"));
                       }
                       std::printf("%s\n", Say("chạy `sohoa retention reclaim` để dữ liệu rời khỏi tệp", "run `sohoa retention reclaim` for their bytes to leave the files"));
                     });
}

int Proposals(const RetentionArguments& arguments, const Config& config) {
  if (!arguments.what.empty()) {
    return AskAndPrint(config, SessionUse::kRead, "disposal_show", JsonObject({{"number", arguments.what.front()}}), PrintProposal);
  }
  return AskAndPrint(config, SessionUse::kRead, "disposal_list", JsonObject({{"limit", "1000"}}), [](const JsonView& answer) {
    for (const JsonView& proposal : answer["disposals"].items()) PrintProposal(proposal);
  });
}

int Certificates(const Config& config) {
  return AskAndPrint(config, SessionUse::kRead, "disposal_certificates", JsonObject({{"limit", "1000"}}), [](const JsonView& answer) {
    for (const JsonView& certificate : answer["certificates"].items()) PrintCertificate(certificate);
  });
}

bool NeedsOne(const std::string& action) {
  return action != "list" && action != "propose" && action != "proposals" && action != "certificates" && action != "reclaim";
}

}  // namespace

int RunRetention(const RetentionArguments& arguments, const Config& config) {
  const std::string& action = arguments.action;
  if (NeedsOne(action) && arguments.what.size() != 1) {
    return FailWith(Status(StatusCode::kInvalidArgument, "retention " + action + ": name one dossier, or with confirm and withdraw the number of a proposal"));
  }
  if (action == "list") return List(arguments, config);
  if (action == "propose") return Propose(arguments, config);
  if (action == "confirm") return Confirm(arguments, config);
  if (action == "proposals") return Proposals(arguments, config);
  if (action == "certificates") return Certificates(config);
  if (action == "reclaim") {
    return AskAndPrint(config, SessionUse::kWork, "retention_reclaim", "{}", [](const JsonView&) { std::printf("%s\n", Say("xong", "done")); });
  }
  if (action == "show") return AskAndPrint(config, SessionUse::kRead, "retention_show", JsonObject({{"dossier", arguments.what.front()}}), PrintOne);
  if (action == "withdraw") {
    return AskAndPrint(config, SessionUse::kWork, "disposal_withdraw", JsonObject({{"number", arguments.what.front()}, {"by", WhoDecides(arguments.by)}}), PrintProposal);
  }
  return AskAndPrint(config, SessionUse::kWork, "retention_" + action,
                     JsonObject({{"dossier", arguments.what.front()},
                                 {"maintenance", arguments.maintenance},
                                 {"years", arguments.years},
                                 {"closed_on", arguments.closed_on},
                                 {"hold", arguments.hold},
                                 {"reason", arguments.reason},
                                 {"by", WhoDecides(arguments.by)}}),
                     PrintOne);
}

}  // namespace sohoa
