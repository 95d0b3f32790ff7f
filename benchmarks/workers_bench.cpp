// SPDX-License-Identifier: Apache-2.0
//
// What the coordinator costs beside the reading of pages: frames, checksums, the order of
// jobs, ledger writes and blobs over a local socket.
//
//   frame      encode and decode a chunk of 256 KiB
//   crc32c     checksum of a chunk
//   queue      add and take a job among 100 000 of 50 agencies
//   ledger     one page received, leased and completed, in memory (no disk)
//   transfer   a blob of 16 MiB there and back over ipc://
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <string>

#include "core/crc32c.h"
#include "core/record_codec.h"
#include "storage/archive.h"
#include "workers/blob_channel.h"
#include "workers/coordinator.h"
#include "workers/ledger.h"
#include "workers/protocol.h"
#include "workers/ready_queue.h"

namespace sohoa {
namespace {

void Frames(benchmark::State& state) {
  ChunkBody chunk{1, 0, 0, std::string(kChunkBytes, 'x')};
  chunk.crc32c = Crc32c(chunk.bytes);
  for (auto _ : state) {
    const std::string bytes = EncodeFrame(Command::kChunk, 1, EncodeBody(chunk));
    const Result<Frame> frame = DecodeFrame(bytes);
    benchmark::DoNotOptimize(DecodeChunk(frame->body));
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kChunkBytes));
}
BENCHMARK(Frames)->Name("frame");

void Checksums(benchmark::State& state) {
  const std::string bytes(kChunkBytes, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(Crc32c(bytes));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(kChunkBytes));
}
BENCHMARK(Checksums)->Name("crc32c");

void Queue(benchmark::State& state) {
  ReadyQueue queue;
  const auto add = [&queue](std::uint64_t number) {
    ReadyJob job;
    job.job = "p" + std::to_string(number);
    job.service = "page";
    job.agency = "H42." + std::to_string(number % 50);
    job.lane = static_cast<Lane>(number % 3);
    queue.Add(std::move(job));
  };
  std::uint64_t number = 0;
  while (number < 100'000) add(number++);
  for (auto _ : state) {
    add(number++);
    benchmark::DoNotOptimize(queue.Take({"page", "dossier"}, 0));
  }
}
BENCHMARK(Queue)->Name("queue");

void LedgerOfOnePage(benchmark::State& state) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  const std::unique_ptr<Ledger> ledger = std::move(*Ledger::Open(*archive, LedgerRules()));
  const Sha256 layer = PutBlob(archive->blobs(), "layer")->sha256;
  std::uint64_t number = 0;
  for (auto _ : state) {
    const std::string code = "H42.18-260930-" + std::to_string(number++);
    static_cast<void>(ledger->OpenBatch({code, "", "H42.18", ""}, "b", Lane::kCounter).ok());
    static_cast<void>(ledger->AddOriginal({code, "b", 0, "scan.png", Sha256::Of(code), 9}, 1u).ok());
    const Result<std::optional<JobBody>> job = ledger->LeaseNext("w", {"page"});
    const Result<PageJob> page = DecodePageJob((*job)->work);
    PageRecord record;
    record.id = page->page_id;
    record.source = page->source;
    record.layer_sha256 = layer;
    const Sha256 name = PutBlob(archive->blobs(), EncodePageRecord(record, false))->sha256;
    if (*ledger->CompletePage({(*job)->job, (*job)->fence, name, {}}) != Verdict::kCommitted) {
      state.SkipWithError("the page was not committed");
    }
  }
}
BENCHMARK(LedgerOfOnePage)->Name("ledger")->Iterations(5'000);

void Transfer(benchmark::State& state) {
  const std::unique_ptr<Archive> archive = NewMemoryArchive();
  CoordinatorOptions options;
  options.endpoints = {"ipc:///tmp/sohoa-bench-" + std::to_string(getpid())};
  const Result<std::unique_ptr<Coordinator>> coordinator = Coordinator::Start(*archive, options, nullptr);
  const Result<std::unique_ptr<BlobChannel>> channel = BlobChannel::Connect(options.endpoints[0]);
  std::string bytes(16 << 20, 'x');
  std::uint64_t round = 0;
  for (auto _ : state) {
    bytes.replace(0, 20, std::to_string(++round) + std::string(20, ' '), 0, 20);
    const Result<Sha256> name = (*channel)->PutBytes(bytes);
    if (!name || !(*channel)->GetAll(*name, 32 << 20)) state.SkipWithError("the blob did not come back");
  }
  state.SetBytesProcessed(state.iterations() * 2 * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(Transfer)->Name("transfer")->UseRealTime()->Unit(benchmark::kMillisecond)->Iterations(5);

}  // namespace
}  // namespace sohoa

BENCHMARK_MAIN();
