// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <optional>
#include <thread>

#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/terminal.h"

namespace sohoa {
namespace {

struct Waited {
  bool gone = false;
  std::uint32_t leases = 0;  // that it still holds
};

Result<Waited> LookAt(DeskClient& desk, const std::string& worker) {
  const Result<std::string> status = desk.Call("status", "{}");
  if (!status) return status.status();
  const Result<JsonView> view = JsonView::Parse(*status);
  if (!view) return view.status();
  for (const JsonView& one : (*view)["workers"].items()) {
    if (one["id"].text() == worker) return Waited{false, static_cast<std::uint32_t>(one["leases"].number())};
  }
  return Waited{true, 0};
}

// Until it holds nothing, is gone, the time is over or Ctrl-C.
Result<Waited> WaitUntilIdle(DeskClient& desk, const std::string& worker, std::uint32_t timeout_s, bool until_gone, bool quiet) {
  ProgressBar bar(Say("đang chờ", "waiting"), quiet);
  std::optional<std::uint32_t> first;
  for (std::uint32_t tenths = 0;; ++tenths) {
    const Result<Waited> now = LookAt(desk, worker);
    if (!now || now->gone || (now->leases == 0 && !until_gone)) return now;
    if (tenths >= 10 * timeout_s || Interrupted()) return now;
    if (!first) first = now->leases;
    bar.Show(*first - std::min(*first, now->leases), *first, Say("việc", "jobs"));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

void Report(const DrainArguments& arguments, const Waited& waited, const Config& config) {
  if (config.json) {
    std::printf("%s\n", JsonObject({{"worker", arguments.worker}, {"state", waited.gone ? "gone" : waited.leases == 0 ? "drained" : "draining"},
                                    {"leases", std::to_string(waited.leases)}}).c_str());
    return;
  }
  const char* state = waited.gone          ? Say("đã rời đi", "has left")
                      : waited.leases == 0 ? Say("không còn việc", "holds nothing any more")
                                           : Say("không nhận việc mới", "takes nothing new");
  PrintNote(arguments.worker + ": " + state, config.quiet);
}

}  // namespace

int RunDrain(const DrainArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<DeskClient>> desk = ConnectToServer(config);
  if (!desk) return FailWith(desk.status());
  const WorkerOrder order = arguments.resume ? WorkerOrder::kWork : arguments.end ? WorkerOrder::kEnd : WorkerOrder::kPause;
  const Status ordered = (*desk)->OrderWorker(arguments.worker, order);
  if (!ordered.ok()) return FailWith(ordered);
  if (arguments.resume) {
    PrintNote(arguments.worker + ": " + Say("làm việc trở lại", "works again"), config.quiet);
    return kExitDone;
  }
  const Result<Waited> waited = arguments.no_wait ? LookAt(**desk, arguments.worker)
                                                  : WaitUntilIdle(**desk, arguments.worker, arguments.timeout_s, arguments.end, config.quiet);
  if (!waited) return FailWith(waited.status());
  Report(arguments, *waited, config);
  const bool done = arguments.no_wait || waited->gone || (waited->leases == 0 && !arguments.end);
  if (done) return kExitDone;
  PrintError(Status(StatusCode::kUnavailable, "drain worker " + arguments.worker + ": it holds " + std::to_string(waited->leases) +
                                                  " jobs still; it takes nothing new and goes on with them. Ask again to wait longer"));
  return kExitUnavailable;
}

}  // namespace sohoa
