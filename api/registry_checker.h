// SPDX-License-Identifier: Apache-2.0
//
// RegistryChecker: holds what committed dossiers say of people and enterprises against the registers of the State
// (docs/REGISTRIES.md). It follows the archive's events; a dossier with a question that nobody answered yet becomes an order,
// and orders are carried out one after another, on a thread of its own, so that no reading and no request waits for a
// register. Each question is an audit record before it is sent; answers stand beside the dossier's versions, each with an
// event "field.validated".
//
// Orders outlive the server. Where a register is away its orders wait, longer each time; after a day the answer is
// "unknown".
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "access/account_store.h"
#include "access/rate_limiter.h"
#include "api/registry_client.h"
#include "storage/archive.h"
#include "storage/registry_records.h"

namespace sohoa {

struct RegistryCheckerOptions {
  std::int64_t keep_ms = 30ll * 24 * 3600 * 1000;  // how long an answer holds
  std::uint32_t per_minute = 60;                   // questions, at most
  std::int64_t look_ms = 1'000;                    // for new events and orders
  std::int64_t first_retry_ms = 1'000;
  std::int64_t longest_retry_ms = 3'600'000;
  std::int64_t give_up_ms = 24ll * 3600 * 1000;
  std::function<std::int64_t()> now_unix_ms;  // of the day; empty = the clock's
};

class RegistryChecker {
 public:
  // All must outlive it. Works on a thread of its own once Start() was called.
  RegistryChecker(Archive& archive, ArchiveWriter write, std::unique_ptr<RegistryClient> client, RegistryCheckerOptions options);
  // Breaks off what is being asked, which is asked again after the next start.
  ~RegistryChecker();

  void Start();
  // What is due now, on this thread.
  Status Look();

  // A person wants all that the dossier says asked anew. kNotFound: there is no such dossier; kConflict: nothing of it can
  // be asked.
  Status Order(const std::string& code, const std::string& actor);

 private:
  // A question with the documents of a dossier that it is of.
  struct Asked {
    RegistryQuestion question;
    std::vector<std::string> documents;
  };
  // What is known of one register.
  struct Absence {
    std::uint32_t failures = 0;
    std::int64_t until_unix_ms = 0;
  };

  std::vector<Asked> QuestionsOfDossier(const Dossier& dossier) const;
  Result<std::vector<Asked>> OpenQuestions(const Dossier& dossier, const RegistryOrder& order) const;
  Status FollowEvents();
  Status CarryOut(const std::string& code, const RegistryOrder& order);
  // False: it has to wait its turn.
  Result<bool> AskOne(const Dossier& dossier, const Asked& asked, const RegistryOrder& order);
  Status Postpone(const std::string& code, RegistryOrder order, StatusCode why, std::int64_t until_unix_ms);
  Status GiveUp(const Dossier& dossier, const RegistryOrder& order);
  Status EndOrder(const std::string& code, const RegistryOrder& order);
  Status PutAnswer(const Dossier& dossier, const Asked& asked, RegistryCheck check, const RegistryOrder& order);
  Status ForgetExpired();
  void NoteState(StatusCode code);

  Archive& archive_;
  const ArchiveWriter write_;
  const std::unique_ptr<RegistryClient> client_;
  RegistryCheckerOptions options_;
  RateLimiter rate_;
  std::optional<std::uint64_t> after_;       // events up to here were looked at
  Absence absences_[kRegistryKinds];
  std::int64_t forgot_unix_ms_ = 0;
  StatusCode state_ = StatusCode::kOk;  // as logged last
  std::atomic<bool> stop_{false};
  std::jthread thread_;  // last
};

}  // namespace sohoa
