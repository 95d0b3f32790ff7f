// SPDX-License-Identifier: Apache-2.0
//
// Worker: pulls jobs of the services it offers from a coordinator, runs their stages, and
// answers. Several threads, each with its own reader process.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "workers/endpoint.h"
#include "workers/peer_keys.h"
#include "workers/reader_client.h"

namespace sohoa {

struct WorkerOptions {
  EndpointList endpoint;  // of the coordinator
  ClientKeys keys;       // for one of another host
  std::vector<std::string> services = {"page", "dossier"};
  std::uint32_t threads = 1;
  ReaderOptions reader;
  std::string id;  // empty = host name, process id and a number
};

class Worker {
 public:
  static Result<std::unique_ptr<Worker>> Start(WorkerOptions options);
  virtual ~Worker() = default;  // leases go back without counting as an attempt
  // No new jobs; returns when those in hand are answered, or at the deadline.
  virtual void Drain(std::int64_t deadline_ms) = 0;
  // False once the coordinator told it to drain and all is answered, or it was turned away.
  virtual bool running() const = 0;
  // Why the coordinator turned it away: its key is not allowed, or its version is another.
  virtual Status refusal() const = 0;
};

}  // namespace sohoa
