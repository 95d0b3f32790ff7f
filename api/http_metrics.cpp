// SPDX-License-Identifier: Apache-2.0
#include "api/http_metrics.h"

#include <limits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace sohoa {
namespace {

using prometheus::Gauge;
using Json = nlohmann::json;

double Number(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_number() ? found->get<double>() : 0;
}

prometheus::Family<Gauge>& Gauges(prometheus::Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

void AddCounter(prometheus::Registry& registry, const char* name, const char* help, double value) {
  prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({}).Increment(value);
}

// One series a member of `counts`, labelled with its name.
void AddCounters(prometheus::Registry& registry, const char* name, const char* help, const char* label, const Json& counts) {
  auto& family = prometheus::BuildCounter().Name(name).Help(help).Register(registry);
  for (const auto& [value, count] : counts.items()) family.Add({{label, value}}).Increment(count.get<double>());
}

prometheus::ClientMetric HistogramMetric(const Json& histogram, const char* label) {
  prometheus::ClientMetric metric;
  if (*label != '\0') metric.label.push_back({label, histogram.value(label, "")});
  const std::vector<double> bounds = histogram.value("bounds", std::vector<double>());
  const std::vector<std::uint64_t> counts = histogram.value("counts", std::vector<std::uint64_t>());
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    so_far += counts[i];
    const double bound = i < bounds.size() ? bounds[i] : std::numeric_limits<double>::infinity();
    metric.histogram.bucket.push_back({so_far, bound});
  }
  metric.histogram.sample_count = so_far;
  metric.histogram.sample_sum = Number(histogram, "sum");
  return metric;
}

// The library's own histograms count what they observe themselves; these were counted elsewhere.
prometheus::MetricFamily Histograms(const char* name, const char* help, const char* label, const Json& histograms) {
  prometheus::MetricFamily family{name, help, prometheus::MetricType::Histogram, {}};
  for (const Json& histogram : histograms) family.metric.push_back(HistogramMetric(histogram, label));
  return family;
}

void AddPages(prometheus::Registry& registry, const Json& status) {
  auto& pages = Gauges(registry, "sohoa_pages", "Pages of all time, by what became of them; quarantined: those that are there now");
  pages.Add({{"state", "received"}}).Set(Number(status, "pages_received"));
  pages.Add({{"state", "done"}}).Set(Number(status, "pages_done"));
  pages.Add({{"state", "quarantined"}}).Set(Number(status, "pages_quarantined"));
  auto& dossiers = Gauges(registry, "sohoa_dossiers", "Dossiers by state");
  dossiers.Add({{"state", "open"}}).Set(Number(status, "dossiers_open"));
  dossiers.Add({{"state", "processing"}}).Set(Number(status, "dossiers_processing"));
  dossiers.Add({{"state", "committed"}}).Set(Number(status, "dossiers_committed"));
}

void AddSinceStart(prometheus::Registry& registry, const Json& counted) {
  AddCounter(registry, "sohoa_pages_received_total", "Pages received since the start", Number(counted, "pages_received"));
  AddCounter(registry, "sohoa_pages_done_total", "Pages read since the start", Number(counted, "pages_done"));
  AddCounter(registry, "sohoa_commits_total", "Versions of dossiers committed since the start", Number(counted, "dossiers_committed"));
  AddCounter(registry, "sohoa_lease_expiries_total", "Leases that ran out without an answer", Number(counted, "lease_expiries"));
  AddCounter(registry, "sohoa_worker_losses_total", "Workers that fell silent", Number(counted, "worker_losses"));
  AddCounter(registry, "sohoa_reader_restarts_total", "Page readers that had to be replaced", Number(counted, "reader_restarts"));
  AddCounter(registry, "sohoa_refused_writes_total", "Writes of the ledger that the store refused", Number(counted, "refused_writes"));
  AddCounters(registry, "sohoa_retries_total", "Jobs put back to be tried again, by reason", "code",
              counted.value("retries", Json::object()));
  AddCounters(registry, "sohoa_pages_quarantined_total", "Pages put into quarantine since the start, by reason", "code",
              counted.value("quarantines", Json::object()));
}

void AddLanes(prometheus::Registry& registry, const Json& status) {
  auto& jobs = Gauges(registry, "sohoa_jobs", "Jobs by lane and state");
  auto& ages = Gauges(registry, "sohoa_oldest_job_age_seconds", "Age of the oldest waiting job of a lane");
  for (const Json& lane : status.value("lanes", Json::array())) {
    const std::string name = lane.value("lane", "");
    jobs.Add({{"lane", name}, {"state", "ready"}}).Set(Number(lane, "ready"));
    jobs.Add({{"lane", name}, {"state", "leased"}}).Set(Number(lane, "leased"));
    ages.Add({{"lane", name}}).Set(Number(lane, "oldest_age_ms") / 1000);
  }
}

void AddWorkers(prometheus::Registry& registry, const Json& status) {
  const Json workers = status.value("workers", Json::array());
  Gauges(registry, "sohoa_workers", "Workers that are connected").Add({}).Set(static_cast<double>(workers.size()));
  auto& threads = Gauges(registry, "sohoa_worker_threads", "Threads of a worker");
  auto& leases = Gauges(registry, "sohoa_worker_leases", "Leases that a worker holds");
  auto& draining = Gauges(registry, "sohoa_worker_draining", "1 where a worker takes no new jobs");
  auto& ages = Gauges(registry, "sohoa_worker_beat_age_seconds", "Time since a worker's last beat");
  auto& jail = Gauges(registry, "sohoa_worker_jail_missing", "Layers of the readers' jail that do not stand on a worker's host");
  auto& resting = Gauges(registry, "sohoa_worker_resting_threads", "Threads of a worker whose reader does not start");
  auto& memory = Gauges(registry, "sohoa_worker_memory_bytes", "Resident memory of a worker and of its readers");
  for (const Json& worker : workers) {
    const std::string id = worker.value("id", "");
    threads.Add({{"worker", id}}).Set(Number(worker, "threads"));
    leases.Add({{"worker", id}}).Set(Number(worker, "leases"));
    draining.Add({{"worker", id}}).Set(worker.value("draining", false) ? 1 : 0);
    ages.Add({{"worker", id}}).Set(Number(worker, "last_beat_age_ms") / 1000);
    jail.Add({{"worker", id}}).Set(static_cast<double>(worker.value("jail_missing", Json::array()).size()));
    memory.Add({{"worker", id}, {"process", "worker"}}).Set(Number(worker, "memory_bytes"));
    memory.Add({{"worker", id}, {"process", "readers"}}).Set(Number(worker, "reader_memory_bytes"));
    resting.Add({{"worker", id}}).Set(Number(worker, "resting_threads"));
  }
}

// A store in memory has no disk, and no series.
void AddStores(prometheus::Registry& registry, const Json& status) {
  auto& room = Gauges(registry, "sohoa_store_room_bytes", "Free bytes of a store's disk over the reserve; below 0 nothing is written");
  auto& reserve = Gauges(registry, "sohoa_store_reserve_bytes", "Bytes that a store keeps free");
  auto& failed = Gauges(registry, "sohoa_store_failed", "1 where a store takes no writes until it is opened again");
  for (const Json& store : status.value("stores", Json::array())) {
    const prometheus::Labels labels = {{"store", store.value("store", "")}};
    failed.Add(labels).Set(store.value("failed", false) ? 1 : 0);
    if (Number(store, "reserve_bytes") == 0) continue;
    room.Add(labels).Set(Number(store, "free_bytes") - Number(store, "reserve_bytes"));
    reserve.Add(labels).Set(Number(store, "reserve_bytes"));
  }
}

// Where no such check runs, there is no series.
void AddFixity(prometheus::Registry& registry, const Json& status) {
  const auto found = status.find("fixity");
  if (found == status.end() || !found->is_object()) return;
  Gauges(registry, "sohoa_fixity_checked_share", "Share of the blobs that were read again within one round").Add({}).Set(Number(*found, "checked_share"));
  Gauges(registry, "sohoa_fixity_oldest_check_age_seconds", "Time since the check of what was checked longest ago")
      .Add({})
      .Set(Number(*found, "oldest_check_age_ms") / 1000);
  Gauges(registry, "sohoa_fixity_round_seconds", "In which every byte is to be read again").Add({}).Set(Number(*found, "round_ms") / 1000);
  Gauges(registry, "sohoa_fixity_findings", "Damages that stand").Add({}).Set(Number(*found, "findings"));
  AddCounter(registry, "sohoa_fixity_read_bytes_total", "Bytes that the continuous check read", Number(*found, "read_bytes"));
}

void AddWebhooks(prometheus::Registry& registry, const Json& status) {
  auto& letters = Gauges(registry, "sohoa_webhook_letters", "Events that a webhook's receiver has not taken: waiting to be tried again, or dead");
  auto& stands = Gauges(registry, "sohoa_webhook_stands", "1 where a webhook's receiver does not answer, or its key is not in force");
  for (const Json& webhook : status.value("webhooks", Json::array())) {
    const std::string name = webhook.value("name", "");
    const std::string state = webhook.value("state", "");
    letters.Add({{"webhook", name}, {"state", "waiting"}}).Set(Number(webhook, "waiting"));
    letters.Add({{"webhook", name}, {"state", "dead"}}).Set(Number(webhook, "dead"));
    stands.Add({{"webhook", name}}).Set(state == "away" || state == "no_key" ? 1 : 0);
  }
}

void AddDemand(prometheus::Registry& registry, const Json& status) {
  const Json demand = status.value("demand", Json::object());
  Gauges(registry, "sohoa_workers_needed", "Workers that clear the backlog by its deadlines").Add({}).Set(Number(demand, "workers"));
  Gauges(registry, "sohoa_worker_threads_needed", "Worker threads that clear the backlog by its deadlines").Add({}).Set(Number(demand, "threads"));
  Gauges(registry, "sohoa_pages_per_thread_second", "Pages that a busy worker thread reads a second; 0 = not known yet")
      .Add({})
      .Set(Number(demand, "pages_per_thread_second"));
  AddCounter(registry, "sohoa_refused_peers_total", "Connections and frames from other hosts whose key is not allowed", Number(status, "refused_peers"));
  Gauges(registry, "sohoa_turned_away", "Workers and desks whose version does not fit")
      .Add({})
      .Set(static_cast<double>(status.value("turned_away", Json::array()).size()));
  auto& restarts = Gauges(registry, "sohoa_supervised_restarts", "Starts of each supervised worker process after its first");
  std::size_t place = 0;
  for (const Json& one : status.value("supervised", Json::array())) restarts.Add({{"place", std::to_string(place++)}}).Set(Number(one, "restarts"));
}

// The coordinator's state is read afresh for each scrape, so that lanes and workers that are
// gone are not shown any more.
void AddCoordinator(prometheus::Registry& registry, const Json& status) {
  AddPages(registry, status);
  AddSinceStart(registry, status.value("since_start", Json::object()));
  AddLanes(registry, status);
  AddWorkers(registry, status);
  AddStores(registry, status);
  AddFixity(registry, status);
  AddWebhooks(registry, status);
  AddDemand(registry, status);
  Gauges(registry, "sohoa_uploads", "Originals and blobs that are being uploaded").Add({}).Set(Number(status, "uploads"));
  Gauges(registry, "sohoa_epoch", "How often the coordinator was started on this archive").Add({}).Set(Number(status, "epoch"));
  Gauges(registry, "sohoa_uptime_seconds", "Since the coordinator's start").Add({}).Set(Number(status, "uptime_ms") / 1000);
}

void AddHistograms(std::vector<prometheus::MetricFamily>& families, const Json& status) {
  const Json none = Json::array();
  families.push_back(Histograms("sohoa_stage_seconds", "Time of a stage, once a committed job", "stage", status.value("stages", none)));
  families.push_back(Histograms("sohoa_searchable_seconds", "From the sealing of a batch to the commit that shows it", "lane",
                                status.value("searchable", none)));
  families.push_back(Histograms("sohoa_receipt_seconds", "From the last byte of an original to its receipt", "",
                                Json::array({status.value("receipts", Json::object())})));
  families.push_back(Histograms("sohoa_ledger_write_seconds", "A synced write of the ledger", "",
                                Json::array({status.value("ledger_writes", Json::object())})));
}

}  // namespace

struct HttpMetrics::Impl {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                                          .Name("sohoa_http_requests_total")
                                                          .Help("Answered HTTP requests")
                                                          .Register(registry);
  prometheus::Family<prometheus::Histogram>& seconds = prometheus::BuildHistogram()
                                                           .Name("sohoa_http_request_seconds")
                                                           .Help("Time that handlers took")
                                                           .Register(registry);
  prometheus::Family<prometheus::Counter>& decisions = prometheus::BuildCounter()
                                                           .Name("sohoa_review_decisions_total")
                                                           .Help("Values that people decided on since the start, by what they said")
                                                           .Register(registry);
  prometheus::Family<prometheus::Histogram>& looks = prometheus::BuildHistogram()
                                                         .Name("sohoa_review_seconds")
                                                         .Help("How long a person looked at a value before deciding on it")
                                                         .Register(registry);
};

HttpMetrics::HttpMetrics() : impl_(std::make_unique<Impl>()) {}
HttpMetrics::~HttpMetrics() = default;

void HttpMetrics::Count(const std::string& route, const std::string& method, unsigned status, double seconds) {
  static const prometheus::Histogram::BucketBoundaries kBuckets = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5};
  impl_->requests.Add({{"route", route}, {"method", method}, {"status", std::to_string(status)}}).Increment();
  impl_->seconds.Add({{"route", route}}, kBuckets).Observe(seconds);
}

void HttpMetrics::CountDecision(const std::string& review, double seconds) {
  static const prometheus::Histogram::BucketBoundaries kBuckets = {0.5, 1, 2, 3, 5, 10, 20, 60, 180};
  impl_->decisions.Add({{"review", review}}).Increment();
  if (seconds > 0) impl_->looks.Add({}, kBuckets).Observe(seconds);
}

std::string HttpMetrics::Text(const std::string& status_json) {
  prometheus::Registry state;
  const Json status = Json::parse(status_json, nullptr, false);
  Gauges(state, "sohoa_coordinator_up", "1 where a coordinator runs in this process")
      .Add({})
      .Set(status.is_object() ? 1 : 0);
  if (status.is_object()) AddCoordinator(state, status);
  std::vector<prometheus::MetricFamily> families = impl_->registry.Collect();
  for (prometheus::MetricFamily& family : state.Collect()) families.push_back(std::move(family));
  if (status.is_object()) AddHistograms(families, status);
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace sohoa
