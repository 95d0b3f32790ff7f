// SPDX-License-Identifier: Apache-2.0
#include "cli/waiting.h"

#include <chrono>
#include <thread>

#include "cli/messages.h"
#include "cli/terminal.h"

namespace sohoa {

Status WaitUntilVisible(ArchiveSession& session, const std::string& dossier, bool quiet,
                        const std::function<void(const DossierProgress&)>& told) {
  constexpr auto kPollInterval = std::chrono::milliseconds(100);
  ProgressBar bar(Say("đang xử lý", "working"), quiet);
  while (true) {
    const Result<DossierProgress> progress = session.desk().Progress(dossier);
    if (!progress) return progress.status();
    if (told) told(*progress);
    if (progress->all_batches_visible) return Status();
    if (Interrupted()) return Status(StatusCode::kCancelled, "wait for dossier " + dossier + ": interrupted; its pages are safe");
    bar.Show(progress->pages_done + progress->pages_quarantined, progress->pages, Say("trang", "pages"));
    std::this_thread::sleep_for(kPollInterval);
  }
}

}  // namespace sohoa
