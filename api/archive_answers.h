// SPDX-License-Identifier: Apache-2.0
//
// Answers of QueryService from what the archive holds: searches, dossiers, documents, texts, events, changes
// (api/query_service.h has the methods). Safe from several threads.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "access/account_store.h"
#include "access/principal.h"
#include "api/method_params.h"
#include "documents/agency_defaults.h"
#include "storage/archive.h"
#include "workers/coordinator.h"

namespace sohoa {

class ArchiveAnswers {
 public:
  // How far the reading of a dossier has come; none where nobody knows.
  using ProgressOf = std::function<std::optional<DossierProgress>(const std::string& code)>;

  // `archive` must outlive it.
  ArchiveAnswers(Archive& archive, AgencyDefaults agency, ArchiveWriter write, ProgressOf progress_of);

  // None: it is no method of these. `asks` as QueryService::Answer() has it.
  std::optional<Result<std::string>> Answer(std::string_view method, const MethodParams& params, const Principal* asks);

  // What the agency says of itself, with what was decided for that dossier.
  AgencyDefaults AgencyFor(const std::string& code);

 private:
  Result<std::string> Search(const MethodParams& params, const Principal* asks);
  Result<std::string> Index();
  Result<std::string> Show(const MethodParams& params, const Principal* asks);
  Result<std::string> Fields(const MethodParams& params);
  Result<std::string> Supplement(const MethodParams& params, const Principal* asks);
  Result<std::string> Dossiers(const MethodParams& params, const Principal* asks);
  Result<std::string> DocumentPdf(const MethodParams& params);
  Result<std::string> PageText(const MethodParams& params);
  Result<std::string> Events(const MethodParams& params, const Principal* asks);
  Result<std::string> Changes(const MethodParams& params, const Principal* asks);

  Archive& archive_;
  const AgencyDefaults agency_;
  const ArchiveWriter write_;
  const ProgressOf progress_of_;
  const std::string cursor_key_;
};

}  // namespace sohoa
