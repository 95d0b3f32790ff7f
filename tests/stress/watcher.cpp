// SPDX-License-Identifier: Apache-2.0
#include "stress/watcher.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "stress/action_log.h"
#include "stress/expected_pages.h"
#include "stress/http_get.h"
#include "workers/desk_client.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

// So many of the newest dossiers are looked at more often than the others.
constexpr std::size_t kNew = 40;

struct Seen {
  std::uint32_t version = 0;
  std::set<std::string> pages;
};

class Watcher {
 public:
  explicit Watcher(const WatcherArguments& arguments)
      : arguments_(arguments), random_(static_cast<std::uint64_t>(MonotonicNs())), log_(arguments.log) {}

  int Run() {
    while (!std::filesystem::exists(arguments_.stop_file)) {
      ReadDesks();
      if (codes_.empty()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        continue;
      }
      const bool newest = codes_.size() > kNew && random_.Percent(80);
      const std::size_t among = newest ? kNew : codes_.size();
      const std::string& code = codes_[codes_.size() - 1 - random_.Below(static_cast<std::uint32_t>(among))];
      Look(code);
      if (++looks_ % 1'000 == 0) log_.Add({0, "looks", "ok", "-", "-", 0, std::to_string(looks_) + " " + std::to_string(answers_)});
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    log_.Add({0, "looks", "ok", "-", "-", 0, std::to_string(looks_) + " " + std::to_string(answers_)});
    return 0;
  }

 private:
  void ReadDesks() {
    for (const auto& file : std::filesystem::directory_iterator(arguments_.desk_logs)) {
      const std::string path = file.path().string();
      if (!readers_.contains(path)) readers_.emplace(path, ActionReader(path));
    }
    for (auto& [path, reader] : readers_) {
      for (const Action& action : reader.More()) {
        if (action.what == "open" && action.state == "invoke" && known_.insert(action.dossier).second) codes_.push_back(action.dossier);
      }
    }
  }

  void Violation(const std::string& code, const std::string& remark) { log_.Add({0, "violation", "fail", code, "-", 0, remark}); }

  // What the tools or HTTP say of the dossier; none where nobody answered.
  std::optional<Json> Ask(const std::string& code) {
    if (random_.Percent(50)) {
      const Result<HttpAnswer> answer = HttpGet(arguments_.http_port, "/v1/dossiers/" + code);
      if (!answer || answer->status >= 500) return std::nullopt;
      if (answer->status == 404) return Json::object();
      return Json::parse(answer->body, nullptr, false);
    }
    if (client_ == nullptr) {
      Result<std::unique_ptr<DeskClient>> connected = DeskClient::Connect(arguments_.endpoint, 3'000);
      if (!connected) return std::nullopt;
      client_ = std::move(*connected);
    }
    const Result<std::string> answer = client_->Call("show", Json{{"id", code}}.dump(), 5'000);
    if (answer) return Json::parse(*answer, nullptr, false);
    if (answer.status().code() == StatusCode::kNotFound) return Json::object();
    client_.reset();
    return std::nullopt;
  }

  void Look(const std::string& code) {
    const std::optional<Json> shown = Ask(code);
    if (!shown) return;
    ++answers_;
    if (shown->is_discarded()) return Violation(code, "half an answer");
    Seen now;
    now.version = shown->value("version", 0u);
    for (const Json& document : shown->value("documents", Json::array())) {
      for (const Json& page : document["pages"]) Take(code, page, now);
    }
    for (const Json& page : shown->value("blank", Json::array())) now.pages.insert(page["id"].get<std::string>());
    for (const Json& page : shown->value("quarantined", Json::array())) Take(code, page, now);
    Seen& before = seen_[code];
    if (now.version < before.version)
      Violation(code, "version " + std::to_string(before.version) + " went back to " + std::to_string(now.version));
    for (const std::string& page : before.pages) {
      if (!now.pages.contains(page)) Violation(code, "page " + page + " was there and is not");
    }
    if (now.version != before.version) CheckBatches(code, now);
    before = std::move(now);
  }

  void Take(const std::string& code, const Json& page, Seen& now) {
    const std::string id = page["id"].get<std::string>();
    if (!now.pages.insert(id).second) Violation(code, "page " + id + " is there twice");
  }

  // All pages of a batch are seen, or none of them is.
  void CheckBatches(const std::string& code, const Seen& now) {
    const std::optional<PlannedNumber> number = NumberOfCode(code);
    if (!number || now.version == 0) return;
    std::size_t known = 0;
    for (const PlannedBatch& batch : PlanDossier(arguments_.rules, number->desk, number->number).batches) {
      std::size_t there = 0;
      const std::vector<ExpectedPage> pages = ExpectedPagesOf(code, batch);
      for (const ExpectedPage& page : pages) there += now.pages.contains(page.id);
      if (there != 0 && there != pages.size()) {
        Violation(code, "half a batch is seen: " + std::to_string(there) + " of " + std::to_string(pages.size()) + " pages of " + batch.id);
      }
      known += there;
    }
    if (known != now.pages.size()) Violation(code, "pages are seen that nobody sent");
    if (known == 0) Violation(code, "a version without pages is seen");
  }

  const WatcherArguments arguments_;
  PlanRandom random_;
  ActionLog log_;
  std::map<std::string, ActionReader> readers_;
  std::vector<std::string> codes_;
  std::set<std::string> known_;
  std::map<std::string, Seen> seen_;
  std::unique_ptr<DeskClient> client_;
  std::uint64_t looks_ = 0;
  std::uint64_t answers_ = 0;
};

}  // namespace

int RunWatcher(const WatcherArguments& arguments) { return Watcher(arguments).Run(); }

}  // namespace sohoa
