// SPDX-License-Identifier: Apache-2.0
#include "cli/followed_job.h"

#include <chrono>
#include <thread>

namespace sohoa {

Result<JsonView> FollowJob(ArchiveSession& session, const std::string& method, const std::string& label, bool quiet, const ShowJob& show) {
  constexpr auto kPause = std::chrono::milliseconds(200);
  constexpr auto kFirstPause = std::chrono::milliseconds(5);  // small ones are done at once
  ProgressBar bar(label, quiet);
  bool cancelled = false;
  for (auto pause = kFirstPause;; pause = std::min(pause * 2, kPause)) {
    if (Interrupted() && !cancelled) {
      const Result<std::string> told = session.Ask(method + "_cancel", "{}");
      if (!told) return told.status();
      cancelled = true;
    }
    const Result<std::string> answer = session.Ask(method + "_status", "{}");
    if (!answer) return answer.status();
    const Result<JsonView> status = JsonView::Parse(*answer);
    if (!status) return status.status();
    const std::string state = (*status)["state"].text();
    if (state == "done") return (*status)["report"];
    if (state == "none") return Status(StatusCode::kUnavailable, method + ": the server that did it was started anew; run it again");
    if (state != "running") return Status(static_cast<StatusCode>((*status)["code"].number()), (*status)["message"].text());
    show(bar, (*status)["phase"].text(), static_cast<std::uint64_t>((*status)["done"].number()), static_cast<std::uint64_t>((*status)["total"].number()));
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace sohoa
