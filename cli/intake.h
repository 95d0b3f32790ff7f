// SPDX-License-Identifier: Apache-2.0
//
// What submit and scan share: a batch of originals goes up one by one, each with its receipt;
// then, when asked, they wait until the dossier can be searched.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "api/archive_json.h"
#include "cli/archive_session.h"
#include "cli/commands.h"
#include "core/result.h"
#include "workers/desk_client.h"

namespace sohoa {

class Intake {
 public:
  // Opens the session and the batch.
  static Result<std::unique_ptr<Intake>> Begin(const SubmitArguments& arguments, const Config& config);

  // Uploads one original to the next place. kUnsupported and kBadInput leave no place taken.
  Status Add(const OriginalFile& original);

  // Seals (unless --open), waits (when --wait), prints the receipt; gives the exit code.
  int Finish();

 private:
  Intake(const SubmitArguments& arguments, const Config& config);
  Status WaitUntilVisible();
  void AskWhatIsMissing();
  void PrintReceipt() const;

  const SubmitArguments& arguments_;
  const Config& config_;
  std::unique_ptr<ArchiveSession> session_;
  std::string batch_;
  std::uint32_t place_ = 0;
  std::int64_t begun_ms_ = 0;
  std::int64_t last_page_ms_ = 0;
  ReceiptSummary receipt_;
  std::vector<std::string> missing_names_;  // of papers
};

}  // namespace sohoa
