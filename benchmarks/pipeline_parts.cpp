// SPDX-License-Identifier: Apache-2.0
//
// What a page of 200 KB costs at the least, by the parts that no pipeline of this kind can do
// without: processor time of this process, both ends included, kernel too.
//
//   part/hash        its SHA-256; desk and coordinator make one each
//   part/checksum    its CRC-32C; about ten of them on a page's way
//   part/socket      its way through a local socket and a short answer; desk to coordinator, and on to a worker
//   part/file        written to a file behind ten others, and one sync for all
//   part/store       stored as the coordinator does, ten with one sync: hash, log, memtable, blob file
#include <benchmark/benchmark.h>

#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "core/crc32c.h"
#include "storage/archive.h"
#include "workers/protocol.h"
#include "workers/socket.h"

namespace sohoa {
namespace {

constexpr std::size_t kBytes = 200'000;
constexpr int kTogether = 10;

std::filesystem::path Place(const std::string& part) {
  return std::filesystem::temp_directory_path() / ("sohoa-pipeline-" + part + "-" + std::to_string(getpid()));
}

// No two are the same.
std::string Bytes(std::uint64_t number) {
  std::string bytes(kBytes, '\0');
  std::uint64_t state = number * 0x9e3779b97f4a7c15ull + 1;
  for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    std::memcpy(&bytes[at], &state, 8);
  }
  return bytes;
}

void Hash(benchmark::State& state) {
  const std::string bytes = Bytes(1);
  for (auto _ : state) benchmark::DoNotOptimize(Sha256::Of(bytes));
}
BENCHMARK(Hash)->Name("part/hash")->Unit(benchmark::kMillisecond);

void Checksum(benchmark::State& state) {
  const std::string bytes = Bytes(1);
  for (auto _ : state) benchmark::DoNotOptimize(Crc32c(bytes));
}
BENCHMARK(Checksum)->Name("part/checksum")->Unit(benchmark::kMillisecond);

void Socket(benchmark::State& state) {
  const std::string endpoint = "ipc://" + Place("socket").string();
  const std::unique_ptr<ServerSocket> server = std::move(*ServerSocket::Bind({endpoint}));
  std::jthread answers([&server](const std::stop_token& stop) {
    WakeSignal wake;
    while (!stop.stop_requested()) {
      const std::optional<PeerFrame> frame = server->Receive(50, wake);
      if (frame) server->Send(frame->peer, "got it");
    }
  });
  const std::unique_ptr<ClientSocket> client = std::move(*ClientSocket::Connect(endpoint));
  const std::string bytes = Bytes(1);
  while (!client->Send("hello")) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  client->Receive(5'000, nullptr);
  for (auto _ : state) {
    if (!client->Send(bytes) || !client->Receive(5'000, nullptr)) state.SkipWithError("no answer");
  }
}
BENCHMARK(Socket)->Name("part/socket")->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(2'000);

void File(benchmark::State& state) {
  const std::string path = Place("file").string();
  const int fd = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  const std::string bytes = Bytes(1);
  int since_sync = 0;
  for (auto _ : state) {
    if (write(fd, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) state.SkipWithError("not written");
    if (++since_sync % kTogether == 0 && fdatasync(fd) != 0) state.SkipWithError("not synced");
  }
  close(fd);
  std::filesystem::remove(path);
}
BENCHMARK(File)->Name("part/file")->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(2'000);

void Store(benchmark::State& state) {
  const std::string folder = Place("store").string();
  std::filesystem::create_directories(folder);
  {
    const std::unique_ptr<Archive> archive = std::move(*OpenLocalArchive(folder));
    std::uint64_t number = 0;
    for (auto _ : state) {
      state.PauseTiming();
      std::string bytes = Bytes(++number);
      const Sha256 name = Sha256::Of(bytes);
      std::vector<WholeBlob> blobs;
      blobs.push_back({name, std::move(bytes)});
      state.ResumeTiming();
      Status stored = archive->blobs().StoreUnsynced(std::move(blobs));
      if (stored.ok() && number % kTogether == 0) stored = archive->blobs().Sync();
      if (!stored.ok()) state.SkipWithError("not stored");
      archive->blobs().ForgetRecent(name);
    }
  }
  std::filesystem::remove_all(folder);
}
BENCHMARK(Store)->Name("part/store")->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(2'000);

}  // namespace
}  // namespace sohoa
