// SPDX-License-Identifier: Apache-2.0
#include "api/status_json.h"

#include <algorithm>
#include <map>
#include <string>

#include <nlohmann/json.hpp>

#include "core/calendar.h"

namespace sohoa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kNowSeconds = 5;

Json HistogramJson(const SecondsHistogram& histogram) {
  return {{"count", histogram.observed},          {"sum", histogram.sum},
          {"p50", histogram.Quantile(0.5)},       {"p95", histogram.Quantile(0.95)},
          {"bounds", histogram.bounds},           {"counts", histogram.counts}};
}

Json HistogramsJson(const char* name, const std::map<std::string, SecondsHistogram>& histograms) {
  Json list = Json::array();
  for (const auto& [key, histogram] : histograms) {
    Json item = {{name, key}};
    item.update(HistogramJson(histogram));
    list.push_back(std::move(item));
  }
  return list;
}

Json RateJson(const PipelineNumbers& numbers) {
  const auto& seconds = numbers.done_each_second;
  std::uint64_t now = 0;
  std::uint64_t minute = 0;
  for (std::size_t i = 0; i < seconds.size(); ++i) {
    minute += seconds[i];
    if (i + kNowSeconds >= seconds.size()) now += seconds[i];
  }
  return {{"now", static_cast<double>(now) / kNowSeconds},
          {"last_minute", static_cast<double>(minute) / static_cast<double>(seconds.size())},
          {"each_second", seconds}};
}

Json SinceStartJson(const PipelineNumbers& numbers) {
  return {{"pages_received", numbers.pages_received},
          {"pages_done", numbers.pages_done},
          {"pages_quarantined", numbers.pages_quarantined},
          {"dossiers_committed", numbers.dossiers_committed},
          {"lease_expiries", numbers.lease_expiries},
          {"worker_losses", numbers.worker_losses},
          {"reader_restarts", numbers.reader_restarts},
          {"refused_writes", numbers.refused_writes},
          {"retries", numbers.retries},
          {"quarantines", numbers.quarantines}};
}

Json LanesJson(const CoordinatorStatus& status) {
  Json lanes = Json::array();
  for (const LaneStatus& lane : status.lanes) {
    lanes.push_back({{"lane", lane.lane}, {"ready", lane.ready}, {"leased", lane.leased}, {"oldest_age_ms", lane.oldest_age_ms}});
  }
  return lanes;
}

Json OrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

const char* OrderName(WorkerOrder order) {
  switch (order) {
    case WorkerOrder::kWork: return "work";
    case WorkerOrder::kPause: return "pause";
    case WorkerOrder::kEnd: return "end";
  }
  return "?";
}

Json TurnedAwayJson(const CoordinatorStatus& status) {
  Json list = Json::array();
  for (const TurnedAwayStatus& one : status.turned_away) {
    list.push_back({{"who", one.who}, {"program", one.program}, {"reason", one.reason}, {"age_ms", one.age_ms}});
  }
  return list;
}

Json SupervisedJson(const std::vector<SupervisedProcess>& supervised) {
  Json list = Json::array();
  for (const SupervisedProcess& one : supervised) {
    list.push_back({{"process", one.process}, {"restarts", one.restarts}, {"next_start_in_ms", one.next_start_in_ms}, {"last_end", OrNull(one.last_end)}});
  }
  return list;
}

Json DemandJson(const WorkerDemand& demand) {
  return {{"workers", demand.workers},
          {"threads", demand.threads},
          {"pages", demand.pages},
          {"pages_per_thread_second", demand.pages_per_thread_second},
          {"cleared_in_ms", demand.cleared_in_ms}};
}

Json WorkersJson(const CoordinatorStatus& status) {
  Json workers = Json::array();
  for (const WorkerStatus& worker : status.workers) {
    workers.push_back({{"id", worker.id},
                       {"services", worker.services},
                       {"threads", worker.threads},
                       {"credit", worker.credit},
                       {"leases", worker.leases},
                       {"draining", worker.draining},
                       {"order", OrderName(worker.order)},
                       {"program", worker.program},
                       {"engine", worker.engine},
                       {"model", worker.model},
                       {"resting_threads", worker.resting_threads},
                       {"trouble", OrNull(worker.trouble)},
                       {"last_beat_age_ms", worker.last_beat_age_ms},
                       {"connected_ms", worker.connected_ms},
                       {"memory_bytes", worker.memory_bytes},
                       {"reader_memory_bytes", worker.reader_memory_bytes},
                       {"reader_restarts", worker.reader_restarts},
                       {"jail_missing", worker.jail_missing}});
  }
  return workers;
}

Json StoresJson(const CoordinatorStatus& status) {
  Json stores = Json::array();
  for (const StoreStatus& store : status.stores) {
    stores.push_back({{"store", store.store},
                      {"free_bytes", store.room.free_bytes},
                      {"reserve_bytes", store.room.reserve_bytes},
                      {"failed", store.room.failed}});
  }
  return stores;
}

Json FixityCoverageJson(const std::optional<FixityCoverage>& fixity) {
  if (!fixity) return nullptr;
  return {{"round_ms", fixity->round_ms},
          {"checked_share", fixity->checked_share},
          {"oldest_check_unix_ms", fixity->oldest_check_unix_ms},
          {"oldest_check_age_ms", std::max<std::int64_t>(0, NowUnixMs() - fixity->oldest_check_unix_ms)},
          {"rounds", fixity->rounds},
          {"findings", fixity->findings},
          {"read_blobs", fixity->read_blobs},
          {"read_bytes", fixity->read_bytes}};
}

Json WebhooksJson(const std::vector<WebhookState>& webhooks) {
  Json list = Json::array();
  for (const WebhookState& one : webhooks) list.push_back({{"name", one.name}, {"state", one.state}, {"waiting", one.waiting}, {"dead", one.dead}});
  return list;
}

}  // namespace

std::string StatusJson(const CoordinatorStatus& status, const std::vector<SupervisedProcess>& supervised,
                       const std::optional<FixityCoverage>& fixity, const std::vector<WebhookState>& webhooks) {
  const PipelineNumbers& numbers = status.numbers;
  const Json json = {{"epoch", status.epoch},
                     {"uptime_ms", numbers.uptime_ms},
                     {"ledger_sequence", status.ledger_sequence},
                     {"pages_received", status.pages_received},
                     {"pages_done", status.pages_done},
                     {"pages_quarantined", status.pages_quarantined},
                     {"dossiers_open", status.dossiers_open},
                     {"dossiers_processing", status.dossiers_processing},
                     {"dossiers_committed", status.dossiers_committed},
                     {"lease_expiries", status.lease_expiries},
                     {"uploads", numbers.uploads},
                     {"refused_peers", status.refused_peers},
                     {"lanes", LanesJson(status)},
                     {"workers", WorkersJson(status)},
                     {"turned_away", TurnedAwayJson(status)},
                     {"supervised", SupervisedJson(supervised)},
                     {"demand", DemandJson(status.demand)},
                     {"stores", StoresJson(status)},
                     {"fixity", FixityCoverageJson(fixity)},
                     {"webhooks", WebhooksJson(webhooks)},
                     {"pages_per_second", RateJson(numbers)},
                     {"stages", HistogramsJson("stage", numbers.stages)},
                     {"searchable", HistogramsJson("lane", numbers.searchable)},
                     {"receipts", HistogramJson(numbers.receipts)},
                     {"ledger_writes", HistogramJson(numbers.ledger_writes)},
                     {"since_start", SinceStartJson(numbers)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sohoa
