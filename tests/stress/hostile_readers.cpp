// SPDX-License-Identifier: Apache-2.0
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include "stress/hostile_run.h"

namespace sohoa {
namespace {

using Clock = std::chrono::steady_clock;

// A call that is to be ended may take so much longer on a busy machine.
constexpr std::int64_t kSlackMs = 10'000;

std::int64_t MsSince(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

// "VmPeak:   123456 kB" of the children that this thread started.
std::uint64_t ChildrenFigure(const std::string& name) {
  std::ifstream children("/proc/self/task/" + std::to_string(gettid()) + "/children");
  std::uint64_t most = 0;
  for (int pid = 0; children >> pid;) {
    std::ifstream status("/proc/" + std::to_string(pid) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with(name + ":")) most = std::max<std::uint64_t>(most, std::stoull(line.substr(name.size() + 1)) * 1024);
    }
  }
  return most;
}

// What a reader died of, from the error's message; empty where it did not.
std::string DeathIn(const std::string& message) {
  for (const char* sign : {"died by signal", "stopped by its jail", "gave no answer", "ran out of its memory",
                           "ended with exit code", "malformed reply"}) {
    const std::size_t at = message.find(sign);
    if (at == std::string::npos) continue;
    const std::string rest = message.substr(at, message.find_first_of(";)", at) - at);
    return rest.starts_with("gave no answer") ? "gave no answer in time" : rest;
  }
  return "";
}

class ReaderRun {
 public:
  explicit ReaderRun(const HostileOptions& options) : options_(options), next_(options.first) {}

  HostileTotals Run() {
    std::vector<std::jthread> threads;
    for (std::uint32_t i = 0; i < options_.readers; ++i) threads.emplace_back([this] { RunOne(); });
    threads.clear();
    return std::move(totals_);
  }

 private:
  void RunOne() {
    Result<std::unique_ptr<ReaderClient>> reader = StartReader(options_.reader);
    if (!reader) {
      std::fprintf(stderr, "%s\n", reader.status().ToString().c_str());
      const std::lock_guard lock(mutex_);
      ++totals_.undecided;
      return;
    }
    const std::uint64_t end = options_.first + options_.files;
    for (std::uint64_t number = next_++; number < end; number = next_++) {
      const MutatedFile file = Mutate(options_.bases, options_.seed, number);
      const Clock::time_point start = Clock::now();
      const Status status = Read(**reader, file);
      NoteFile(file, status, MsSince(start));
    }
  }

  template <typename Call>
  auto Timed(const Call& call) {
    const Clock::time_point start = Clock::now();
    auto result = call();
    const std::int64_t took = MsSince(start);
    const std::uint64_t address = ChildrenFigure("VmPeak");
    const std::uint64_t memory = ChildrenFigure("VmHWM");
    const std::lock_guard lock(mutex_);
    totals_.longest_call_ms = std::max(totals_.longest_call_ms, took);
    totals_.most_address_bytes = std::max(totals_.most_address_bytes, address);
    totals_.most_memory_bytes = std::max(totals_.most_memory_bytes, memory);
    const bool long_winded = took > options_.reader.call_timeout_ms + kSlackMs;
    if (long_winded || (options_.reader.memory_bytes != 0 && address > options_.reader.memory_bytes)) ++totals_.over_limits;
    return result;
  }

  // The first thing that went wrong.
  Status Read(ReaderClient& reader, const MutatedFile& file) {
    const Result<OriginalFile> original = OriginalFile::FromBytes(file.bytes, file.name);
    if (!original) return original.status();
    const Result<OriginalSummary> summary = Timed([&] { return reader.imaging().Inspect(*original); });
    if (!summary) return summary.status();
    Status first;
    for (const std::uint32_t index : std::set<std::uint32_t>{0, summary->pages / 2, summary->pages - 1}) {
      const Status status = ReadPage(reader, *original, index);
      const std::lock_guard lock(mutex_);
      ++totals_.pages;
      totals_.pages_read += status.ok();
      if (first.ok()) first = status;
    }
    return first;
  }

  Status ReadPage(ReaderClient& reader, const OriginalFile& original, std::uint32_t index) {
    // Decoders do all of their work; what is only drawn or scaled is kept small, for there are many.
    DecodeOptions small;
    small.default_dpi = 100;
    small.max_dpi = 150;
    const Result<DecodedPage> decoded = Timed([&] { return reader.imaging().Decode(original, index, small); });
    if (!decoded) return decoded.status();
    const Result<PreparedPage> prepared = Timed([&] { return reader.imaging().Prepare(*decoded, PrepareOptions()); });
    if (!prepared) return prepared.status();
    const Result<PageText> text = Timed([&] { return reader.engine().Recognise(*prepared); });
    if (!text) return text.status();
    return Timed([&] { return reader.imaging().EncodeLayer(*prepared, EncodeOptions()); }).status();
  }

  void NoteFile(const MutatedFile& file, const Status& status, std::int64_t took) {
    const std::lock_guard lock(mutex_);
    ++totals_.files;
    totals_.file_ms.push_back(took);
    ++totals_.outcomes[std::string(StatusCodeName(status.code()))];
    if (!status.ok() && status.message().empty()) ++totals_.undecided;
    const std::string death = DeathIn(status.message());
    if (!death.empty()) {
      ++totals_.deaths[death];
      Keep(file, status);
    }
    if (options_.talks && totals_.files % 500 == 0) {
      std::fprintf(stderr, "%llu files\n", static_cast<unsigned long long>(totals_.files));
    }
  }

  void Keep(const MutatedFile& file, const Status& status) const {
    if (options_.keep.empty()) return;
    std::string name = file.name;
    std::replace(name.begin(), name.end(), '/', '_');
    std::ofstream(options_.keep + "/" + name, std::ios::binary) << file.bytes;
    std::ofstream(options_.keep + "/reasons.txt", std::ios::app) << name << "\t" << status.ToString() << "\n";
  }

  const HostileOptions& options_;
  std::atomic<std::uint64_t> next_;
  std::mutex mutex_;
  HostileTotals totals_;
};

std::int64_t Percentile(std::vector<std::int64_t> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

}  // namespace

HostileTotals RunThroughReaders(const HostileOptions& options) { return ReaderRun(options).Run(); }

std::string Describe(const HostileTotals& totals) {
  std::ostringstream out;
  out << "files " << totals.files << ", undecided " << totals.undecided << ", over limits " << totals.over_limits << "\n"
      << "pages tried " << totals.pages << ", read " << totals.pages_read << "\n";
  for (const auto& [outcome, count] : totals.outcomes) out << "  " << outcome << " " << count << "\n";
  for (const auto& [death, count] : totals.deaths) out << "  reader " << death << ": " << count << "\n";
  if (totals.most_address_bytes != 0) {
    out << "most address space " << (totals.most_address_bytes >> 20) << " MB, most memory "
        << (totals.most_memory_bytes >> 20) << " MB, longest call " << totals.longest_call_ms << " ms\n";
  }
  out << "a file: median " << Percentile(totals.file_ms, 0.5) << " ms, 95 % within " << Percentile(totals.file_ms, 0.95)
      << " ms, longest " << Percentile(totals.file_ms, 1) << " ms\n";
  return out.str();
}

}  // namespace sohoa
