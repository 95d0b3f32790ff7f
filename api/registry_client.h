// SPDX-License-Identifier: Apache-2.0
//
// RegistryClient: asks the registers of the State whether what a paper says of a person or an enterprise is as they have it
// (docs/REGISTRIES.md). Answers have no room for anything else that a register knows.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "api/outbound_request.h"
#include "api/registry_contract.h"
#include "core/registry_check.h"
#include "core/result.h"

namespace sohoa {

class RegistryClient {
 public:
  virtual ~RegistryClient() = default;

  // Whether that register can be asked at all.
  virtual bool Has(RegistryKind kind) const = 0;
  // What was answered, with `system` and `request`; times and who asked are the caller's. kUnavailable: nobody answered, or
  // said to ask later; kInvalidArgument, kDenied: this question is refused, or may not be sent there; kCorruption: the answer
  // is none that this question can have; kCancelled. None of these holds what was asked. Safe from several threads.
  virtual Result<RegistryCheck> Ask(const RegistryQuestion& question, const RegistryReason& reason) = 0;
  // Breaks off what is being asked, for good.
  virtual void Stop() {}
};

struct HttpRegistryOptions {
  OutboundRules outbound;      // its `allow` has the origins of both addresses
  std::string population_url;  // "https://truc.tinh.gov.vn/sohoa/person"; empty = that register is not asked
  std::string enterprise_url;
  std::string client_id;    // this installation's name there
  std::string key;          // what questions and answers are signed with
  std::string legal_basis;  // sent with each question, in the agency's words
  std::function<std::int64_t()> now_unix_ms;  // of the day; empty = the clock's

  bool is_on() const { return !population_url.empty() || !enterprise_url.empty(); }
};

// kInvalidArgument: an address is neither HTTPS nor of this host, or something of the others is missing.
Status CheckRegistryOptions(const HttpRegistryOptions& options);

// Speaks the contract of docs/REGISTRIES.md with a gateway of the province (LGSP, NDXP) that asks the registers themselves.
std::unique_ptr<RegistryClient> MakeHttpRegistryClient(HttpRegistryOptions options);

}  // namespace sohoa
