// SPDX-License-Identifier: Apache-2.0
#include "desk/draft_exchange.h"

#include <map>

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

using ExchangeJson = nlohmann::ordered_json;

std::string Written(const ExchangeJson& json) { return json.dump(-1, ' ', false, ExchangeJson::error_handler_t::replace); }

// Only what is at the coordinator: the rest is not there to be arranged.
Capture ReceivedPart(const Capture& capture) {
  Capture part = capture;
  std::erase_if(part.originals, [](const DeskOriginal& original) { return !original.is_received(); });
  return part;
}

}  // namespace

std::string DraftQuestion(const Capture& capture) {
  ExchangeJson question = {{"dossier", capture.head.dossier}, {"batch", capture.id}, {"edits", ExchangeJson::array()}};
  const Result<std::vector<Edit>> edits = EditsForSeal(ReceivedPart(capture));
  if (!edits) return Written(question);
  for (const Edit& edit : *edits) {
    question["edits"].push_back({{"kind", EditKindName(edit.kind)}, {"page", edit.page}, {"other", edit.other}, {"rotation", edit.rotation}});
  }
  return Written(question);
}

Result<std::string> DraftWithKeys(const Capture& capture, const std::string& answer) {
  ExchangeJson draft = ExchangeJson::parse(answer, nullptr, false);
  if (!draft.is_object() || !draft.contains("pages") || !draft.contains("documents") || !draft["pages"].is_array() || !draft["documents"].is_array()) {
    return Status(StatusCode::kCorruption, "ask what was read: the coordinator gave no draft");
  }
  std::map<std::string, std::string> keys;
  for (const DeskOriginal& original : capture.originals) {
    for (std::size_t index = 0; index < original.page_ids.size(); ++index) keys[original.page_ids[index]] = PageKey(original.id, static_cast<std::uint32_t>(index));
  }
  const auto named = [&](ExchangeJson& id) {
    if (!id.is_string()) return;
    const auto key = keys.find(id.get<std::string>());
    if (key != keys.end()) id = key->second;
  };
  for (ExchangeJson& page : draft["pages"]) {
    if (page.is_object() && page.contains("id")) named(page["id"]);
  }
  for (ExchangeJson& document : draft["documents"]) {
    if (!document.is_object() || !document.contains("pages") || !document["pages"].is_array()) continue;
    for (ExchangeJson& page : document["pages"]) named(page);
  }
  return Written(draft);
}

bool TakeMissing(const std::string& draft, std::vector<std::string>& names) {
  const ExchangeJson json = ExchangeJson::parse(draft, nullptr, false);
  const ExchangeJson completeness = json.is_object() ? json.value("completeness", ExchangeJson::object()) : ExchangeJson::object();
  if (!completeness.is_object() || !completeness.value("checked", false)) return false;
  for (const ExchangeJson& paper : completeness.value("missing", ExchangeJson::array())) {
    if (paper.is_object() && paper.contains("name") && paper["name"].is_string()) names.push_back(paper["name"].get<std::string>());
  }
  return true;
}

}  // namespace sohoa
