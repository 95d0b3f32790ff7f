// SPDX-License-Identifier: Apache-2.0
//
// Answers of QueryService that the coordinator gives: how far dossiers have come, the quarantine, decisions on dossiers and
// reading them again (api/query_service.h has the methods). Safe from several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "access/account_store.h"
#include "access/principal.h"
#include "api/known_papers.h"
#include "api/method_params.h"
#include "storage/archive.h"
#include "workers/coordinator.h"

namespace sohoa {

class WorkAnswers {
 public:
  // Calls `use` with the coordinator, which stays for as long as that takes; kUnavailable where there is none.
  using WithCoordinator = std::function<Result<std::string>(std::string_view method, const std::function<Result<std::string>(Coordinator&)>& use)>;

  // `archive` must outlive it.
  WorkAnswers(Archive& archive, ArchiveWriter write, WithCoordinator with_coordinator);

  // None: it is no method of these. `asks` as QueryService::Answer() has it; `params_json` is what `params` was made of.
  std::optional<Result<std::string>> Answer(std::string_view method, const MethodParams& params, std::string_view params_json, const Principal* asks);

  // kNotFound: it is not in quarantine.
  Result<QuarantinedPage> FindQuarantined(const std::string& id);

 private:
  std::optional<double> SecondsTo(Coordinator& at, const DossierProgress& progress);
  Result<std::string> Progressing(const std::string& code);
  Result<std::string> QuarantineShow(const std::string& id);
  Result<std::string> Quarantine(std::string_view method, const MethodParams& params, const Principal* asks);
  Result<std::string> Draft(std::string_view params);
  // With a record of it, once for each dossier that is being handed in.
  Result<std::vector<KnownPaper>> KnownPapersOf(const DossierDraft& draft);
  Result<std::string> Edit(std::string_view params, const Principal* asks);
  Result<std::string> Settle(const MethodParams& params);
  Result<std::string> Reread(const MethodParams& params);

  Archive& archive_;
  const ArchiveWriter write_;
  const WithCoordinator with_coordinator_;
  std::mutex demand_mutex_;
  std::int64_t demand_ms_ = 0;  // when it was asked for
  CoordinatorStatus busyness_;
  std::mutex noted_mutex_;
  std::set<std::string> noted_;  // drafts whose citizen's papers were looked for, with what was found
};

}  // namespace sohoa
