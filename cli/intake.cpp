// SPDX-License-Identifier: Apache-2.0
#include "cli/intake.h"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "cli/waiting.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

std::int64_t MonotonicMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

Lane LaneOf(const std::string& name) {
  if (name == "workflow") return Lane::kWorkflow;
  if (name == "backlog") return Lane::kBacklog;
  return Lane::kCounter;
}

}  // namespace

Intake::Intake(const SubmitArguments& arguments, const Config& config)
    : arguments_(arguments), config_(config), batch_(NewBatchId()), begun_ms_(MonotonicMs()), last_page_ms_(begun_ms_) {
  receipt_.dossier = arguments.dossier;
  receipt_.batch = batch_;
}

Result<std::unique_ptr<Intake>> Intake::Begin(const SubmitArguments& arguments, const Config& config) {
  if (!IsAcceptableDossierCode(arguments.dossier)) {
    return Status(StatusCode::kInvalidArgument,
                  "open dossier \"" + arguments.dossier +
                      "\": a code has 1 to 100 of letters, digits, '.', '-' and '_', such as 000.00.18.H42-181004-0001");
  }
  std::int64_t deadline = 0;
  if (!arguments.deadline.empty()) {
    const std::optional<std::int64_t> read = ParseVietnamTime(arguments.deadline);
    if (!read) {
      return Status(StatusCode::kInvalidArgument,
                    "open dossier " + arguments.dossier + ": the deadline \"" + arguments.deadline +
                        "\" is no day such as 2026-12-01 and no time such as 2026-12-01T16:30");
    }
    deadline = *read;
  }
  std::unique_ptr<Intake> intake(new Intake(arguments, config));
  Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kWork);
  if (!session) return session.status();
  intake->session_ = std::move(*session);
  const DossierHead head{arguments.dossier, arguments.procedure, arguments.agency, arguments.applicant};
  const Status opened = intake->session_->desk().OpenBatch(head, intake->batch_, LaneOf(arguments.lane), deadline);
  if (!opened.ok()) return opened;
  return intake;
}

Status Intake::Add(const OriginalFile& original) {
  ProgressBar bar(original.name(), config_.quiet);
  Result<OriginalReceipt> receipt = session_->desk().Upload(
      arguments_.dossier, batch_, place_, original,
      [&bar](std::uint64_t sent, std::uint64_t total) { bar.Show(sent >> 10, total >> 10, "KiB"); });
  if (!receipt) return receipt.status();
  ++place_;
  last_page_ms_ = MonotonicMs();
  receipt_.quarantined += receipt->quarantined;
  receipt_.originals.push_back(std::move(*receipt));
  return Status();
}

Status Intake::WaitUntilVisible() {
  return sohoa::WaitUntilVisible(*session_, arguments_.dossier, config_.quiet, [this](const DossierProgress& progress) {
    receipt_.quarantined = std::max(receipt_.quarantined, progress.pages_quarantined);
  });
}

// For the clerk with the citizen still there. A receipt is one without it too.
void Intake::AskWhatIsMissing() {
  const Result<std::string> shown = session_->Ask("show", JsonObject({{"id", arguments_.dossier}}));
  if (!shown) return;
  const Result<JsonView> view = JsonView::Parse(*shown);
  if (!view) return;
  const JsonView missing = (*view)["completeness"]["missing"];
  receipt_.missing_papers = missing.is_null() ? std::string() : missing.Pretty();
  for (const JsonView& paper : missing.items()) missing_names_.push_back(paper["name"].text());
}

int Intake::Finish() {
  receipt_.seconds_to_receipt = static_cast<double>(MonotonicMs() - begun_ms_) / 1000;
  Status status;
  if (!arguments_.open) status = session_->desk().Seal(arguments_.dossier, batch_);
  if (status.ok() && arguments_.wait && !arguments_.open) {
    status = WaitUntilVisible();
    if (status.ok()) {
      receipt_.seconds_to_searchable = static_cast<double>(MonotonicMs() - last_page_ms_) / 1000;
      AskWhatIsMissing();
    }
  }
  PrintReceipt();
  if (!status.ok()) return FailWith(status);
  return receipt_.quarantined > 0 ? kExitQuarantined : kExitDone;
}

void Intake::PrintReceipt() const {
  if (config_.json) {
    std::printf("%s\n", ReceiptJson(receipt_).c_str());
    return;
  }
  std::uint32_t pages = 0;
  std::uint32_t duplicates = 0;
  for (const OriginalReceipt& original : receipt_.originals) {
    pages += original.pages;
    duplicates += original.duplicates;
  }
  std::printf("%s %s\n", Say("Biên nhận hồ sơ", "Receipt for dossier"), receipt_.dossier.c_str());
  std::printf("  %-22s %zu\n", Say("tệp", "originals"), receipt_.originals.size());
  std::printf("  %-22s %u\n", Say("trang", "pages"), pages);
  if (duplicates > 0) std::printf("  %-22s %u\n", Say("trang gửi lại", "sent again"), duplicates);
  if (receipt_.quarantined > 0) std::printf("  %-22s %u\n", Say("trang bị cách ly", "in quarantine"), receipt_.quarantined);
  for (const OriginalReceipt& original : receipt_.originals) {
    std::printf("  %s  %s (%u)\n", original.sha256.Hex().substr(0, 16).c_str(), original.name.c_str(), original.pages);
  }
  for (const std::string& name : missing_names_) std::printf("  %-22s %s\n", Say("còn thiếu", "to be asked for"), name.c_str());
  std::printf("  %-22s %.2f s\n", Say("đến lúc có biên nhận", "to receipt"), receipt_.seconds_to_receipt);
  if (receipt_.seconds_to_searchable >= 0) {
    std::printf("  %-22s %.2f s\n", Say("trang cuối đến tra cứu", "last page to searchable"), receipt_.seconds_to_searchable);
  }
  std::fflush(stdout);
}

}  // namespace sohoa
