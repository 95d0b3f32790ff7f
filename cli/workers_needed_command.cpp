// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/terminal.h"

namespace sohoa {

// A bare number on stdout, for who scales a pool; what it rests on as JSON, or on stderr.
int RunWorkersNeeded(const Config& config) {
  const Result<std::unique_ptr<DeskClient>> desk = ConnectToServer(config);
  if (!desk) return FailWith(desk.status());
  const Result<std::string> status = (*desk)->Call("status", "{}");
  if (!status) return FailWith(status.status());
  const Result<JsonView> view = JsonView::Parse(*status);
  if (!view) return FailWith(view.status());
  const JsonView demand = (*view)["demand"];
  if (demand.is_null()) return FailWith(Status(StatusCode::kUnsupported, "ask how many workers are needed: the coordinator does not know; upgrade it"));
  if (config.json) {
    std::printf("%s\n", demand.Pretty().c_str());
    return kExitDone;
  }
  std::printf("%s\n", demand["workers"].text().c_str());
  const std::string rate = demand["pages_per_thread_second"].number() > 0
                               ? demand["pages_per_thread_second"].text() + Say(" trang/giây mỗi luồng", " pages/s a thread")
                               : Say("chưa đo được tốc độ", "the rate is not known yet");
  PrintNote(demand["pages"].text() + Say(" trang đang chờ; ", " pages to do; ") + rate + "; " + demand["threads"].text() + Say(" luồng", " threads"),
            config.quiet);
  return kExitDone;
}

}  // namespace sohoa
