// SPDX-License-Identifier: Apache-2.0
#include "cli/store_watch.h"

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <utility>

#include "cli/messages.h"
#include "cli/terminal.h"
#include "core/log.h"

namespace sohoa {
namespace {

constexpr auto kPause = std::chrono::milliseconds(200);

}  // namespace

StoreWatch::StoreWatch(Archive& archive, std::function<void()> tidy)
    : thread_([&archive, tidy = std::move(tidy)](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        bool told = false;
        while (!stopped.wait_for(lock, stop, kPause, [&stop] { return stop.stop_requested(); })) {
          // Without its beacon the archive goes on, but somebody should know.
          const Status beacon = archive.BeaconHealth();
          if (!beacon.ok() && !told && !Log(LogLevel::kError, "beacon is not written", {{"reason", beacon.message()}})) PrintError(beacon);
          told = !beacon.ok();
          const Status health = archive.Health();
          if (health.ok()) continue;
          if (tidy) tidy();
          if (!LogLast(LogLevel::kError, "store failed; ending, to be started again; nothing that has a receipt is lost", {{"reason", health.message()}})) {
            PrintError(health);
            PrintNote(Say("kết thúc để được khởi động lại; những gì đã biên nhận vẫn còn", "ending, to be started again; nothing that has a receipt is lost"), false);
          }
          std::_Exit(kExitUnavailable);
        }
      }) {}

}  // namespace sohoa
