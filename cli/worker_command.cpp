// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <sstream>
#include <thread>

#include "cli/commands.h"
#include "cli/log_output.h"
#include "cli/service_notice.h"
#include "cli/terminal.h"
#include "cli/transport_keys.h"
#include "core/log.h"
#include "workers/process_memory.h"
#include "workers/worker.h"

namespace sohoa {
namespace {

constexpr std::int64_t kDrainMs = 30'000;

std::vector<std::string> SplitList(const std::string& text) {
  std::vector<std::string> items;
  std::istringstream in(text);
  for (std::string item; std::getline(in, item, ',');) {
    if (!item.empty()) items.push_back(item);
  }
  return items;
}

}  // namespace

int RunWorker(const WorkerArguments& arguments, const Config& config) {
  const LogOutput log(config.quiet ? std::max(config.log_level, LogLevel::kWarning) : config.log_level, config.log_format);
  WorkerOptions options;
  options.endpoint = EndpointList(arguments.connect.empty() ? config.connect : arguments.connect);
  if (options.endpoint.empty()) {
    PrintError(Status(StatusCode::kInvalidArgument, "start a worker: name the coordinator's endpoint with --connect or transport.connect"));
    return kExitUsage;
  }
  const Result<ClientKeys> keys = ClientKeysOf(config);
  if (!keys) return FailWith(keys.status());
  options.keys = *keys;
  options.services = SplitList(arguments.services);
  options.threads = arguments.threads;
  options.reader = config.reader;
  KeepFreedBuffers();
  const Result<std::unique_ptr<Worker>> worker = Worker::Start(options);
  if (!worker) return FailWith(worker.status());
  Log(LogLevel::kInfo, "service ready", {{"service", "worker"}, {"services", arguments.services}, {"threads", arguments.threads}});
  NotifyServiceManager("READY=1");
  while ((*worker)->running() && !Interrupted()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  if (const Status refusal = (*worker)->refusal(); !refusal.ok()) {
    PrintError(refusal);
    return kExitUnavailable;
  }
  NotifyServiceManager("STOPPING=1");
  Log(LogLevel::kInfo, "service stopping", {{"service", "worker"}});
  (*worker)->Drain(kDrainMs);
  return kExitDone;
}

}  // namespace sohoa
