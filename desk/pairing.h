// SPDX-License-Identifier: Apache-2.0
//
// Pairing: which browsers of other hosts may use this desk. Somebody at the desk itself asks for a code, and who types it
// into such a browser within some minutes gets a token for good, until it is taken back at the desk. Kept are hashes of
// tokens, in the spool.
//
// All methods are safe from several threads.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "desk/spool.h"

namespace sohoa {

struct PairingCode {
  std::string code;  // "K7QM-2XPD"
  std::int64_t until_unix_ms = 0;
};

struct PairedBrowser {
  std::string id;    // names it here; not its token
  std::string name;  // "Quầy 3"; what people call it
  std::int64_t paired_unix_ms = 0;
};

class Pairing {
 public:
  // `spool` outlives it. kCorruption.
  static Result<std::unique_ptr<Pairing>> Open(Spool& spool);

  // In place of the one before; good once, for ten minutes, and for a few wrong tries.
  PairingCode NewCode();
  // The token of a new browser. kDenied: it is not the code, or not any more.
  Result<std::string> Pair(std::string_view code, const std::string& name);
  bool IsPaired(std::string_view token) const;
  std::vector<PairedBrowser> List() const;
  // kNotFound.
  Status Forget(const std::string& id);

 private:
  explicit Pairing(Spool& spool) : spool_(spool) {}

  Spool& spool_;
  mutable std::mutex mutex_;  // of what follows
  std::optional<PairingCode> code_;
  int wrong_tries_ = 0;
  std::map<std::string, PairedBrowser> browsers_;  // by the SHA-256 of their tokens, in hexadecimal digits
};

}  // namespace sohoa
