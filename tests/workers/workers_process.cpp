// SPDX-License-Identifier: Apache-2.0
//
// workers_process worker ENDPOINT READER | coordinator ENDPOINT READER FOLDER | upgrade FOLDER
//
// A worker, a coordinator over an archive in FOLDER, or an upgrade of one that stands still in its
// middle once FOLDER/reached is there, until it is killed. Pages are read by the null engine.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "storage/archive.h"
#include "workers/coordinator.h"
#include "workers/upgrade_steps.h"
#include "workers/worker.h"

namespace sohoa {
namespace {

int Fail(const Status& status) {
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return 1;
}

int RunWorker(const std::string& endpoint, const std::string& reader) {
  WorkerOptions options;
  options.endpoint = endpoint;
  options.reader.executable = reader;
  options.reader.ocr.engine = "null";
  const Result<std::unique_ptr<Worker>> worker = Worker::Start(options);
  if (!worker) return Fail(worker.status());
  while (true) pause();
}

int RunCoordinator(const std::string& endpoint, const std::string& reader, const std::string& folder) {
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder);
  if (!archive) return Fail(archive.status());
  CoordinatorOptions options;
  options.endpoints = {endpoint};
  options.reader.executable = reader;
  options.reader.ocr.engine = "null";
  const Result<std::unique_ptr<Coordinator>> coordinator = Coordinator::Start(**archive, options, nullptr);
  if (!coordinator) return Fail(coordinator.status());
  while (true) pause();
}

int RunUpgrade(const std::string& folder) {
  const Result<UpgradeReport> report = UpgradeArchive(folder, ArchiveUpgradeSteps(), [&folder](std::uint64_t) {
    std::ofstream(folder + "/reached").put('x');
    while (true) pause();
    return true;
  });
  return report ? 0 : Fail(report.status());
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "worker" && argc == 4) return sohoa::RunWorker(argv[2], argv[3]);
  if (what == "coordinator" && argc == 5) return sohoa::RunCoordinator(argv[2], argv[3], argv[4]);
  if (what == "upgrade" && argc == 3) return sohoa::RunUpgrade(argv[2]);
  std::fprintf(stderr, "usage: workers_process worker ENDPOINT READER | coordinator ENDPOINT READER FOLDER | upgrade FOLDER\n");
  return 2;
}
