// SPDX-License-Identifier: Apache-2.0
#include "api/http_metrics.h"

#include <nlohmann/json.hpp>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
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

// The coordinator's state is read afresh for each scrape, so that lanes and workers that are
// gone are not shown any more.
void AddCoordinator(prometheus::Registry& registry, const Json& status) {
  auto& pages = Gauges(registry, "sohoa_pages", "Pages of all time, by what became of them");
  pages.Add({{"state", "received"}}).Set(Number(status, "pages_received"));
  pages.Add({{"state", "done"}}).Set(Number(status, "pages_done"));
  pages.Add({{"state", "quarantined"}}).Set(Number(status, "pages_quarantined"));
  auto& dossiers = Gauges(registry, "sohoa_dossiers", "Dossiers by state");
  dossiers.Add({{"state", "open"}}).Set(Number(status, "dossiers_open"));
  dossiers.Add({{"state", "processing"}}).Set(Number(status, "dossiers_processing"));
  dossiers.Add({{"state", "committed"}}).Set(Number(status, "dossiers_committed"));
  prometheus::BuildCounter()
      .Name("sohoa_lease_expiries_total")
      .Help("Leases that ran out without an answer")
      .Register(registry)
      .Add({})
      .Increment(Number(status, "lease_expiries"));
  auto& jobs = Gauges(registry, "sohoa_jobs", "Jobs by lane and state");
  auto& ages = Gauges(registry, "sohoa_oldest_job_age_seconds", "Age of the oldest waiting job of a lane");
  for (const Json& lane : status.value("lanes", Json::array())) {
    const std::string name = lane.value("lane", "");
    jobs.Add({{"lane", name}, {"state", "ready"}}).Set(Number(lane, "ready"));
    jobs.Add({{"lane", name}, {"state", "leased"}}).Set(Number(lane, "leased"));
    ages.Add({{"lane", name}}).Set(Number(lane, "oldest_age_ms") / 1000);
  }
  Gauges(registry, "sohoa_workers", "Workers that are connected")
      .Add({})
      .Set(static_cast<double>(status.value("workers", Json::array()).size()));
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
};

HttpMetrics::HttpMetrics() : impl_(std::make_unique<Impl>()) {}
HttpMetrics::~HttpMetrics() = default;

void HttpMetrics::Count(const std::string& route, const std::string& method, unsigned status, double seconds) {
  static const prometheus::Histogram::BucketBoundaries kBuckets = {0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5};
  impl_->requests.Add({{"route", route}, {"method", method}, {"status", std::to_string(status)}}).Increment();
  impl_->seconds.Add({{"route", route}}, kBuckets).Observe(seconds);
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
  return prometheus::TextSerializer().Serialize(families);
}

}  // namespace sohoa
