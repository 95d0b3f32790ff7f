// SPDX-License-Identifier: Apache-2.0
#include "stress/campaign.h"

#include <sys/wait.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <thread>

#include "storage/archive.h"
#include "stress/action_log.h"
#include "stress/checker.h"
#include "workers/desk_client.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kTickMs = 20;
constexpr std::int64_t kSampleMs = 2'000;
constexpr std::int64_t kTellMs = 30'000;
// Over these something grows that should not.
constexpr std::uint64_t kMostMemory = 1'500ull << 20;
constexpr std::uint64_t kMostDescriptors = 700;

struct Uses {
  ProcessUse coordinator;
  ProcessUse worker;
  std::uint64_t most_processes = 0;
};

void TakeMost(ProcessUse& most, const ProcessUse& now) {
  most.memory_bytes = std::max(most.memory_bytes, now.memory_bytes);
  most.descriptors = std::max(most.descriptors, now.descriptors);
  most.threads = std::max(most.threads, now.threads);
}

class Campaign {
 public:
  explicit Campaign(const CampaignOptions& options)
      : options_(options), world_(options.world), faults_(world_, options.faults, options.world.folder + "/faults.log") {}

  int Run() {
    RunFor(options_.run_ms);
    const bool drained = Drain();
    if (drained) AskServer();
    if (!drained) figures_.quarantine_list_known = false;
    const DeskMemory memory(world_.desk_logs(), options_.world.rules, verdicts_, figures_);
    const ShownDossiers shown = drained ? ReadThroughServer(world_.endpoint(), memory, verdicts_) : ShownDossiers();
    world_.TellWatcherToStop();
    if (!world_.Stop(40'000)) verdicts_.Add("I11 liveness", "not all processes ended when they were told to");
    CheckLeftovers();
    figures_.searches = 0;
    watched_ = CheckWatcher(world_.watcher_log(), verdicts_);
    ReadStore(memory, shown);
    Report();
    if (options_.expect_broken.empty()) return verdicts_.clean() ? 0 : 3;
    const bool broken = std::any_of(options_.expect_broken.begin(), options_.expect_broken.end(),
                                    [this](const std::string& promise) { return verdicts_.counts().contains(promise); });
    std::printf("== the sabotage was %s\n", broken ? "noticed" : "NOT NOTICED");
    return broken ? 0 : 3;
  }

 private:
  void Tend() {
    world_.Tend();
    if (!options_.no_faults) faults_.Tend();
    const std::int64_t now = MonotonicMs();
    if (now >= sample_ms_) {
      sample_ms_ = now + kSampleMs;
      Sample();
    }
    if (now >= tell_ms_) {
      tell_ms_ = now + kTellMs;
      std::printf("   %3lld s: %u faults, archive has %llu MiB\n", static_cast<long long>((now - began_ms_) / 1'000), faults_.total(),
                  static_cast<unsigned long long>(world_.DiskUsed() >> 20));
      std::fflush(stdout);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(kTickMs));
  }

  void RunFor(std::int64_t ms) {
    began_ms_ = MonotonicMs();
    tell_ms_ = began_ms_ + kTellMs;
    while (MonotonicMs() < began_ms_ + ms && !SeenEnough() && !faults_.Spent()) Tend();
  }

  // Of those who wait for nothing but a broken promise.
  bool SeenEnough() {
    if (!options_.stop_at_violation || seen_enough_ || MonotonicMs() < look_ms_) return seen_enough_;
    look_ms_ = MonotonicMs() + 1'000;
    std::vector<std::string> logs = {world_.watcher_log()};
    for (const auto& file : std::filesystem::directory_iterator(world_.desk_logs())) logs.push_back(file.path().string());
    for (const std::string& log : logs) {
      for (const Action& action : ActionReader(log).More()) seen_enough_ = seen_enough_ || action.what == "violation";
    }
    return seen_enough_;
  }

  void Sample() {
    for (const Member* member : world_.Running(Role::kCoordinator)) TakeMost(uses_.coordinator, UseOf(member->pid));
    for (const Member* member : world_.Running(Role::kWorker)) TakeMost(uses_.worker, UseOf(member->pid));
    uses_.most_processes = std::max<std::uint64_t>(uses_.most_processes, Descendants().size());
  }

  // Mends everything, lets the desks end, gives back to work what only bad luck set aside, and
  // waits until nothing is left to do.
  bool Drain() {
    faults_.Heal();
    options_.no_faults = true;
    const std::int64_t healed = MonotonicMs();
    world_.TellDesksToFinish();
    const std::int64_t end = healed + options_.drain_ms;
    while (MonotonicMs() < end && !world_.DesksFinished() && !SeenEnough()) Tend();
    if (!world_.DesksFinished()) {
      verdicts_.Add("I11 liveness",
                    "desks wait for their dossiers " + std::to_string(options_.drain_ms / 1'000) + " s after the last fault");
      return false;
    }
    for (int round = 0; MonotonicMs() < end; ++round) {
      if (!Idle()) {
        Tend();
      } else if (round > 50 || !RetryMisfortunes()) {
        drain_ms_ = MonotonicMs() - healed;
        return true;
      }
    }
    verdicts_.Add("I11 liveness", "work is left " + std::to_string(options_.drain_ms / 1'000) + " s after the last fault");
    return false;
  }

  std::optional<Json> Ask(const std::string& method, const Json& params) {
    if (client_ == nullptr) {
      Result<std::unique_ptr<DeskClient>> connected = DeskClient::Connect(world_.endpoint(), 2'000);
      if (!connected) return std::nullopt;
      client_ = std::move(*connected);
    }
    const Result<std::string> answer = client_->Call(method, params.dump(), 600'000);
    if (answer) return Json::parse(*answer, nullptr, false);
    client_.reset();
    return std::nullopt;
  }

  bool Idle() {
    const std::optional<Json> status = Ask("status", Json::object());
    if (!status || !status->is_object()) return false;
    for (const Json& lane : (*status)["lanes"]) {
      if (lane.value("ready", 1) != 0 || lane.value("leased", 1) != 0) return false;
    }
    return true;
  }

  // What an operator would do: pages whose reason is a death or a silence are tried once more.
  bool RetryMisfortunes() {
    bool any = false;
    const std::optional<Json> list = Ask("quarantine_list", Json{{"limit", 1'000}});
    if (!list || !list->is_object()) return true;
    for (const Json& page : (*list)["pages"]) {
      const std::string id = page.value("id", "");
      const std::string code = page.value("code", "");
      const bool misfortune = code == "internal" || code == "unavailable" || code == "timeout" || code == "io_error";
      if (!misfortune || IsPoison(page) || !retried_.insert(id).second) continue;
      any = Ask("quarantine_retry", Json{{"page", id}}).has_value() || any;
    }
    return any;
  }

  // One that hangs its reader asks for it.
  bool IsPoison(const Json& page) {
    const std::string code = page.value("dossier", "");
    const std::optional<PlannedNumber> number = NumberOfCode(code);
    if (!number) return true;
    for (const PlannedBatch& batch : PlanDossier(options_.world.rules, number->desk, number->number).batches) {
      for (const ExpectedPage& expected : ExpectedPagesOf(code, batch)) {
        if (expected.id == page.value("id", "")) return expected.poison;
      }
    }
    return true;
  }

  void AskServer() {
    const std::optional<Json> status = Ask("status", Json::object());
    const std::uint64_t received = status ? status->value("pages_received", std::uint64_t{0}) : 0;
    const std::uint64_t settled =
        status ? status->value("pages_done", std::uint64_t{0}) + status->value("pages_quarantined", std::uint64_t{0}) : 0;
    if (received == 0 || received != settled) {
      verdicts_.Add("I8 nothing vanishes",
                    "the ledger has " + std::to_string(received) + " pages and " + std::to_string(settled) + " of them settled");
    }
    CheckFixity(Ask("verify", Json::object()), "through the server");
    for (std::string after;;) {
      const std::optional<Json> list = Ask("quarantine_list", Json{{"after", after}, {"limit", 1'000}});
      if (!list || !list->is_object() || (*list)["pages"].empty()) break;
      for (const Json& page : (*list)["pages"]) figures_.quarantine_list.insert(page.value("id", ""));
      after = (*list)["pages"].back().value("id", "");
    }
  }

  // Blobs that nobody names are what is left of work that was done twice; all else is damage.
  void CheckFixity(const std::optional<Json>& report, const std::string& how) {
    if (!report || !report->is_object()) return verdicts_.Add("I9 the store is whole", "verify " + how + ": no answer");
    extra_ = 0;
    for (const Json& problem : (*report)["problems"]) {
      if (problem.value("kind", "") == "extra") {
        ++extra_;
        continue;
      }
      verdicts_.Add("I9 the store is whole", "verify " + how + ": " + problem.dump());
    }
  }

  void CheckLeftovers() {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    world_.Tend();
    for (const ProcessFacts& facts : Descendants()) verdicts_.Add("I10 bounded", "process " + facts.name + " is left over");
    for (const ProcessUse* use : {&uses_.coordinator, &uses_.worker}) {
      if (use->memory_bytes > kMostMemory)
        verdicts_.Add("I10 bounded", "memory grew to " + std::to_string(use->memory_bytes >> 20) + " MiB");
      if (use->descriptors > kMostDescriptors) verdicts_.Add("I10 bounded", "open files grew to " + std::to_string(use->descriptors));
    }
    for (const auto& entry : std::filesystem::directory_iterator(options_.world.folder + "/tmp")) {
      static_cast<void>(entry);
      ++scratch_left_;
    }
  }

  void ReadStore(const DeskMemory& memory, const ShownDossiers& shown) {
    const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(world_.archive());
    if (!archive) return verdicts_.Add("I9 the store is whole", archive.status().ToString());
    CheckArchive(**archive, memory, shown, options_.world.null_reader, options_.compare_every, verdicts_, figures_);
    const Result<FixityReport> report = (*archive)->Verify(
        "", [](const Sha256&) { return false; }, [](std::uint64_t, std::uint64_t) { return true; });
    if (!report) return verdicts_.Add("I9 the store is whole", report.status().ToString());
    for (const FixityProblem& problem : report->problems) {
      if (problem.kind != FixityProblem::Kind::kExtra)
        verdicts_.Add("I9 the store is whole",
                      std::string(FixityKindName(problem.kind)) + " " + problem.what + " " + problem.object + ": " + problem.detail);
    }
  }

  void Report() {
    const auto count = [](const char* name, std::uint64_t number) {
      std::printf("%-42s %llu\n", name, static_cast<unsigned long long>(number));
    };
    std::printf("== seed %llu\n", static_cast<unsigned long long>(options_.world.rules.seed));
    count("faults", faults_.total());
    for (const auto& [kind, times] : faults_.counts()) count(("  " + kind).c_str(), times);
    const ProxyCounts& frames = world_.proxy().counts();
    count("frames through the bad line", frames.frames);
    count("  doubled", frames.doubled);
    count("  delayed", frames.delayed);
    count("  lost", frames.lost);
    count("dossiers", figures_.dossiers);
    count("originals with a receipt", figures_.originals_acknowledged);
    count("pages with a receipt", figures_.pages_acknowledged);
    count("  in documents", figures_.pages_in_documents);
    count("  blank", figures_.pages_blank);
    count("  in quarantine", figures_.pages_quarantined);
    count("  set aside by misfortune, then retried", retried_.size());
    count("pages there without a receipt", figures_.pages_recovered);
    count("outcomes unknown to desks", figures_.unknown_outcomes);
    count("resends that got their receipt again", figures_.resends);
    count("looks of the watcher answered", watched_);
    count("searches compared", figures_.searches);
    count("documents made again and compared", figures_.documents_compared);
    count("blobs that nobody names", extra_);
    count("scratch folders of killed workers", scratch_left_);
    count("restarts by hand after a full disk", faults_.stuck_after_full_disk());
    count("coordinator: most memory, MiB", uses_.coordinator.memory_bytes >> 20);
    count("coordinator: most open files", uses_.coordinator.descriptors);
    count("worker: most memory, MiB", uses_.worker.memory_bytes >> 20);
    count("worker: most open files", uses_.worker.descriptors);
    count("most processes at once", uses_.most_processes);
    count("drained after the last fault, ms", static_cast<std::uint64_t>(drain_ms_));
    std::printf("== %s\n", verdicts_.clean() ? "EVERY PROMISE KEPT" : "PROMISES BROKEN");
    for (const auto& [promise, times] : verdicts_.counts()) count(promise.c_str(), times);
    for (const std::string& example : verdicts_.examples()) std::printf("  %s\n", example.c_str());
    std::fflush(stdout);
  }

  CampaignOptions options_;
  World world_;
  Faults faults_;
  Verdicts verdicts_;
  CheckFigures figures_;
  Uses uses_;
  std::unique_ptr<DeskClient> client_;
  std::set<std::string> retried_;
  std::uint64_t watched_ = 0;
  std::uint64_t extra_ = 0;
  std::uint64_t scratch_left_ = 0;
  std::int64_t began_ms_ = 0;
  std::int64_t sample_ms_ = 0;
  std::int64_t tell_ms_ = 0;
  std::int64_t drain_ms_ = 0;
  std::int64_t look_ms_ = 0;
  bool seen_enough_ = false;
};

}  // namespace

int RunCampaign(const CampaignOptions& options) { return Campaign(options).Run(); }

}  // namespace sohoa
