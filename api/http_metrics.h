// SPDX-License-Identifier: Apache-2.0
//
// HttpMetrics: what /metrics shows, in Prometheus' text format. Names begin with sohoa_; labels
// hold no personal data.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace sohoa {

class HttpMetrics {
 public:
  HttpMetrics();
  ~HttpMetrics();

  // Counts an answered request. `route` is the pattern, never the path. From any thread.
  void Count(const std::string& route, const std::string& method, unsigned status, double seconds);

  // A value that a person decided on: "confirmed" "corrected" "unreadable", and how long they looked at it (0: not known).
  void CountDecision(const std::string& review, double seconds);

  // The text. `status_json` is the coordinator's StatusJson; empty where none runs.
  std::string Text(const std::string& status_json);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
