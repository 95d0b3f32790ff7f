// SPDX-License-Identifier: Apache-2.0
//
// The pipeline itself, without reading: desks, one coordinator over RocksDB on the disk of
// $TMPDIR, and worker processes whose readers decode nothing (sohoa-null-reader).
//
//   pipeline/workers:N/desks:M
//                        pages of 200 KB in dossiers of ten, from M desks, until all are committed,
//                        by N workers of two threads: pages/s, CPU a page of desks, of drawing
//                        the pages, of coordinator, of workers and readers, how often the ledger
//                        was synced, and how often desks and coordinator waited
//   pages/workers:N/desks:M
//                        the same as far as single pages go: receipts, page jobs and their results.
//                        Nothing is sealed, so there are no documents, no PDFs and no index
//   part/...             what a page costs at the least (pipeline_parts.cpp)
//   scaling/workers:N    small pages whose reading sleeps 50 ms, N workers of one thread
//   counter/backlog:N    one page at the counter, from its upload to its dossier's commit, one
//                        worker, reading takes 50 ms, while N pages of backlog wait
//   restart/jobs:N       a ledger of N open jobs in one-page dossiers and larger ones: until the
//                        first job can go out again
#include <benchmark/benchmark.h>

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "storage/archive.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"
#include "workers/ledger.h"
#include "workers/process_memory.h"
#include "workers/socket.h"
#include "workers/supervisor.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kPagesOfADossier = 10;
constexpr std::size_t kPageBytes = 200'000;

std::filesystem::path ProgramFolder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path();
}

std::uint64_t Waits() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<std::uint64_t>(used.ru_nvcsw);
}

double CpuSeconds(int who) {
  rusage used{};
  getrusage(who, &used);
  const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

double ThreadCpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// What desks took of the processor.
struct DeskCpu {
  double all = 0;
  double drawing = 0;  // the pages, which is the benchmark's own work
};

// An installation in a folder of its own.
struct Installation {
  explicit Installation(std::uint32_t workers, std::uint32_t threads) {
    KeepFreedBuffers();  // as sohoa serve does
    setenv("SOHOA_READER", (ProgramFolder() / "sohoa-null-reader").c_str(), 1);
    folder = std::filesystem::temp_directory_path() / ("sohoa-pipeline-bench-" + std::to_string(getpid()));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    archive = std::move(*OpenLocalArchive((folder / "archive").string()));
    endpoint = "ipc://" + (folder / "coordinator").string();
    CoordinatorOptions options;
    options.endpoints = {endpoint};
    coordinator = std::move(*Coordinator::Start(*archive, options, nullptr));
    SupervisorOptions supervised;
    supervised.count = workers;
    supervised.command = {(ProgramFolder() / "sohoa").string(), "--quiet", "worker", "--connect", endpoint,
                          "--threads", std::to_string(threads)};
    supervisor = std::move(*Supervisor::Start(supervised));
    while (coordinator->Snapshot().workers.size() < workers) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ~Installation() {
    supervisor.reset();
    coordinator.reset();
    archive.reset();
    std::filesystem::remove_all(folder);
  }

  std::filesystem::path folder;
  std::unique_ptr<Archive> archive;
  std::string endpoint;
  std::unique_ptr<Coordinator> coordinator;
  std::unique_ptr<Supervisor> supervisor;
};

// Bytes that do not repeat: no page is another's duplicate.
std::string PageBytes(std::uint64_t number, std::size_t size, const std::string& head) {
  std::string bytes = head + std::to_string(number) + "\n";
  bytes.resize(std::max(size, bytes.size()));
  std::uint64_t state = number * 0x9e3779b97f4a7c15ull + 1;
  for (std::size_t at = 64; at + 8 <= bytes.size(); at += 8) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    std::memcpy(&bytes[at], &state, 8);
  }
  return bytes;
}

struct Load {
  std::uint32_t desks = 2;
  std::uint32_t dossiers = 0;  // a desk
  std::uint32_t pages = kPagesOfADossier;
  std::size_t page_bytes = kPageBytes;
  std::string head;
  Lane lane = Lane::kCounter;
  bool sealed = true;
};

bool HandIn(const std::string& endpoint, const Load& load, std::uint32_t desk, DeskCpu* cpu = nullptr) {
  const double begun = ThreadCpuSeconds();
  double drawing = 0;
  const auto draw = [&drawing](const auto& work) {
    const double before = ThreadCpuSeconds();
    work();
    drawing += ThreadCpuSeconds() - before;
  };
  const Result<std::unique_ptr<DeskClient>> client = DeskClient::Connect(endpoint);
  if (!client) return false;
  for (std::uint32_t dossier = 0; dossier < load.dossiers; ++dossier) {
    const std::string code = "H42.18-" + std::to_string(desk) + "-" + std::to_string(dossier);
    if (!(*client)->OpenBatch({code, "", "H42.18", ""}, "b", load.lane).ok()) return false;
    for (std::uint32_t place = 0; place < load.pages; ++place) {
      const std::uint64_t number = (std::uint64_t{desk} << 32) + dossier * load.pages + place;
      std::optional<OriginalFile> file;
      draw([&] { file = std::move(*OriginalFile::FromBytes(PageBytes(number, load.page_bytes, load.head), "page")); });
      if (!(*client)->Upload(code, "b", place, *file, nullptr)) return false;
      draw([&] { file.reset(); });
    }
    if (load.sealed && !(*client)->SealAll(code).ok()) return false;
  }
  if (cpu != nullptr) *cpu = {ThreadCpuSeconds() - begun, drawing};
  return true;
}

// Until all is committed; false where a desk failed. Adds what desks took.
bool RunLoad(Installation& installation, const Load& load, DeskCpu* desks_cpu = nullptr) {
  std::vector<char> fine(load.desks, 0);
  std::vector<DeskCpu> cpu(load.desks);
  std::vector<std::jthread> desks;
  for (std::uint32_t desk = 0; desk < load.desks; ++desk) {
    desks.emplace_back([&, desk] {
      fine[desk] = HandIn(installation.endpoint, load, desk, &cpu[desk]) ? 1 : 0;
    });
  }
  for (std::jthread& desk : desks) desk.join();
  for (const DeskCpu& each : cpu) {
    if (desks_cpu == nullptr) break;
    desks_cpu->all += each.all;
    desks_cpu->drawing += each.drawing;
  }
  for (const char each : fine) {
    if (each == 0) return false;
  }
  const auto is_done = [&] {
    const CoordinatorStatus status = installation.coordinator->Snapshot();
    return load.sealed ? status.dossiers_committed == load.desks * load.dossiers : status.pages_done == load.desks * load.dossiers * load.pages;
  };
  while (!is_done()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return true;
}

void Pipeline(benchmark::State& state, bool sealed) {
  Load load;
  load.sealed = sealed;
  load.desks = static_cast<std::uint32_t>(state.range(1));
  load.dossiers = 200 / load.desks;
  std::uint64_t pages = 0;
  std::uint64_t groups = 0;
  double cpu = 0;
  DeskCpu desks_cpu;
  const double workers_cpu_before = CpuSeconds(RUSAGE_CHILDREN);
  const std::uint64_t waits_before = Waits();
  for (auto _ : state) {
    Installation installation(static_cast<std::uint32_t>(state.range(0)), 2);
    const double cpu_before = CpuSeconds(RUSAGE_SELF);
    const auto begun = std::chrono::steady_clock::now();
    if (!RunLoad(installation, load, &desks_cpu)) state.SkipWithError("a desk failed");
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    cpu += CpuSeconds(RUSAGE_SELF) - cpu_before;
    groups += installation.coordinator->Snapshot().ledger_sequence;
    pages += load.desks * load.dossiers * load.pages;
  }
  const auto a_page = [pages](double sum) { return sum / static_cast<double>(pages); };
  state.counters["pages/s"] = benchmark::Counter(static_cast<double>(pages), benchmark::Counter::kIsRate);
  state.counters["drawing_cpu_ms/page"] = a_page(desks_cpu.drawing * 1e3);
  state.counters["desks_cpu_ms/page"] = a_page((desks_cpu.all - desks_cpu.drawing) * 1e3);
  state.counters["coordinator_cpu_ms/page"] = a_page((cpu - desks_cpu.all) * 1e3);
  state.counters["workers_cpu_ms/page"] = a_page((CpuSeconds(RUSAGE_CHILDREN) - workers_cpu_before) * 1e3);
  state.counters["syncs/page"] = a_page(static_cast<double>(groups));
  state.counters["waits/page"] = a_page(static_cast<double>(Waits() - waits_before));
}
BENCHMARK_CAPTURE(Pipeline, sealed, true)
    ->Name("pipeline")
    ->ArgNames({"workers", "desks"})
    ->ArgsProduct({{1, 2}, {2, 8}})
    ->UseManualTime()
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

BENCHMARK_CAPTURE(Pipeline, not_sealed, false)
    ->Name("pages")
    ->ArgNames({"workers", "desks"})
    ->Args({2, 8})
    ->UseManualTime()
    ->Unit(benchmark::kSecond)
    ->Iterations(1);

void Scaling(benchmark::State& state) {
  Load load;
  load.page_bytes = 0;
  load.head = "sohoa-null slow=50 ";
  load.dossiers = 5 * static_cast<std::uint32_t>(state.range(0));
  std::uint64_t pages = 0;
  for (auto _ : state) {
    Installation installation(static_cast<std::uint32_t>(state.range(0)), 1);
    const auto begun = std::chrono::steady_clock::now();
    if (!RunLoad(installation, load)) state.SkipWithError("a desk failed");
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
    pages += load.desks * load.dossiers * load.pages;
  }
  state.counters["pages/s"] = benchmark::Counter(static_cast<double>(pages), benchmark::Counter::kIsRate);
}
BENCHMARK(Scaling)->Name("scaling")->ArgName("workers")->DenseRange(1, 8)->UseManualTime()->Unit(benchmark::kSecond)->Iterations(1);

void Counter(benchmark::State& state) {
  Installation installation(1, 1);
  Load backlog;
  backlog.desks = 1;
  backlog.dossiers = static_cast<std::uint32_t>(state.range(0)) / 1000;
  backlog.pages = 1;  // an original of a thousand pages
  backlog.page_bytes = 0;
  backlog.head = "sohoa-null pages=1000 slow=50 ";
  backlog.lane = Lane::kBacklog;
  if (backlog.dossiers > 0 && !HandIn(installation.endpoint, backlog, 0)) state.SkipWithError("a desk failed");
  Load page;
  page.head = "sohoa-null slow=50 ";
  page.page_bytes = 0;
  page.pages = 1;
  page.dossiers = 1;
  const std::unique_ptr<DeskClient> desk = std::move(*DeskClient::Connect(installation.endpoint));
  std::uint32_t number = 1;
  for (auto _ : state) {
    const auto begun = std::chrono::steady_clock::now();
    if (!HandIn(installation.endpoint, page, ++number)) state.SkipWithError("a desk failed");
    const std::string code = "H42.18-" + std::to_string(number) + "-0";
    while (!desk->Progress(code)->all_batches_visible) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    state.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count());
  }
}
BENCHMARK(Counter)->Name("counter")->ArgName("backlog")->Arg(0)->Arg(100'000)->UseManualTime()->Unit(benchmark::kMillisecond)->Iterations(20);

void Restart(benchmark::State& state) {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / ("sohoa-pipeline-bench-" + std::to_string(getpid()));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const auto jobs = static_cast<std::uint32_t>(state.range(0));
  {
    const std::unique_ptr<Archive> archive = std::move(*OpenLocalArchive(folder.string()));
    const std::unique_ptr<Ledger> ledger = std::move(*Ledger::Open(*archive, LedgerRules()));
    for (std::uint32_t made = 0, dossier = 0; made < jobs; ++dossier) {
      const std::string code = "H42.18-" + std::to_string(dossier);
      const std::uint32_t pages = std::min(jobs - made, dossier % 2 == 0 ? 1u : 39u);
      static_cast<void>(ledger->OpenBatch({code, "", "H42.18", ""}, "b", Lane::kBacklog).ok());
      static_cast<void>(ledger->AddOriginal({code, "b", 0, "scan.pdf", Sha256::Of(code), 9}, pages).ok());
      static_cast<void>(ledger->Seal(code, "b").ok());
      made += pages;
    }
  }
  for (auto _ : state) {
    const std::unique_ptr<Archive> archive = std::move(*OpenLocalArchive(folder.string()));
    const std::unique_ptr<Ledger> ledger = std::move(*Ledger::Open(*archive, LedgerRules()));
    const Result<std::optional<JobBody>> job = ledger->LeaseNext("w", {"page"});
    if (!job || !*job) state.SkipWithError("no job after the restart");
    state.PauseTiming();
    static_cast<void>(ledger->WorkerLeft("w").ok());
    state.ResumeTiming();
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(Restart)->Name("restart")->ArgName("jobs")->Arg(10'000)->Arg(100'000)->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(3);

}  // namespace
}  // namespace sohoa

BENCHMARK_MAIN();
