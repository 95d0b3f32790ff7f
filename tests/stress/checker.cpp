// SPDX-License-Identifier: Apache-2.0
//
// Memories of desks and watcher, and what the server shows. The store is in archive_check.cpp.
#include "stress/checker.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <sstream>
#include <thread>

#include "stress/action_log.h"
#include "workers/desk_client.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kExamples = 8;  // of each promise

std::string IdsOf(const Json& pages) {
  std::string ids;
  for (const Json& page : pages) ids += " " + page["id"].get<std::string>();
  return ids;
}

}  // namespace

void Verdicts::Add(const std::string& promise, const std::string& what) {
  if (++counts_[promise] <= kExamples) examples_.push_back(promise + ": " + what);
}

DeskMemory::DeskMemory(const std::string& folder, const PlanRules& rules, Verdicts& verdicts, CheckFigures& figures) {
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".log") continue;
    std::int64_t open = 0;  // asked, and no answer that says what became of it
    for (const Action& action : ActionReader(file.path().string()).More()) {
      if (action.what == "violation") {
        const std::string promise = action.remark.substr(0, action.remark.find(':'));
        verdicts.Add(promise == "lost" ? "I1 no loss" : "I0 what a desk is told stays true",
                     action.dossier + " " + action.batch + " " + std::to_string(action.place) + " " + action.remark);
      }
      if (action.state == "invoke") ++open;
      if (action.what != "violation" && action.what != "visible" && action.what != "other" &&
          (action.state == "ok" || action.state == "fail"))
        --open;
      if (action.what == "resend" && action.state == "ok") ++figures.resends;
      const std::optional<PlannedNumber> number = NumberOfCode(action.dossier);
      if (!number) continue;
      if (!dossiers_.contains(action.dossier)) dossiers_[action.dossier] = PlanDossier(rules, number->desk, number->number);
      if (action.what == "upload" && action.state == "ok" && acknowledged_.insert({action.dossier, action.batch, action.place}).second) {
        std::string hash;
        std::uint64_t pages = 0;
        std::istringstream(action.remark) >> hash >> pages;
        ++figures.originals_acknowledged;
        figures.pages_acknowledged += pages;
      }
      if (action.what == "seal" && action.state == "ok") sealed_.insert({action.dossier, action.batch});
    }
    figures.unknown_outcomes += static_cast<std::uint64_t>(std::max<std::int64_t>(open, 0));
  }
  figures.dossiers = dossiers_.size();
}

bool DeskMemory::NothingAcknowledged(const PlannedDossier& dossier) const {
  const auto first = acknowledged_.lower_bound({dossier.head.code, "", 0});
  return first == acknowledged_.end() || std::get<0>(*first) != dossier.head.code;
}

ShownDossiers ReadThroughServer(const std::string& endpoint, const DeskMemory& memory, Verdicts& verdicts) {
  ShownDossiers shown;
  Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(endpoint, 30'000);
  if (!desk) {
    verdicts.Add("I11 liveness", "the server does not answer: " + desk.status().ToString());
    return shown;
  }
  for (const auto& [code, planned] : memory.dossiers()) {
    const Result<std::string> answer = (*desk)->Call("show", Json{{"id", code}}.dump());
    const Json json = answer ? Json::parse(*answer, nullptr, false) : Json();
    if (!json.is_object()) {
      // One whose every original was refused is not there.
      if (answer.status().code() == StatusCode::kNotFound && memory.NothingAcknowledged(planned)) continue;
      verdicts.Add("I1 no loss", code + " is not shown: " + answer.status().ToString());
      continue;
    }
    std::string text = "documents";
    for (const Json& document : json.value("documents", Json::array())) text += IdsOf(document["pages"]) + ";";
    text += " blank" + IdsOf(json.value("blank", Json::array())) + " quarantined" + IdsOf(json.value("quarantined", Json::array()));
    shown[code] = std::move(text);
  }
  return shown;
}

std::uint64_t CheckWatcher(const std::string& log, Verdicts& verdicts) {
  std::uint64_t before = 0;
  std::uint64_t answers = 0;
  for (const Action& action : ActionReader(log).More()) {
    if (action.what == "violation") verdicts.Add("I4 no half dossier, never back", action.dossier + " " + action.remark);
    if (action.what != "looks") continue;
    std::uint64_t looks = 0;
    std::uint64_t answered = 0;
    std::istringstream(action.remark) >> looks >> answered;
    if (answered < answers) before += answers;  // another life
    answers = answered;
  }
  return before + answers;
}

}  // namespace sohoa
