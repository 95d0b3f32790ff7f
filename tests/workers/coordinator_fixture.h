// SPDX-License-Identifier: Apache-2.0
//
// A coordinator over a store whose writes can be made to fail, a desk, real sockets and the
// real page reader with the engine that reads nothing.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "support/faulty_archive.h"
#include "support/test_folder.h"
#include "workers/child_process.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"
#include "workers/played_worker.h"
#include "workers/worker.h"

namespace sohoa {

// A page as a scanner might give it: PNM, with bars where lines of text would be.
inline std::string DrawPage(int number) {
  constexpr int kWidth = 620;
  constexpr int kHeight = 877;
  std::string pixels(kWidth * kHeight, '\xff');
  for (int line = 0; line < 20; ++line) {
    for (int y = 60 + 35 * line; y < 72 + 35 * line; ++y) {
      for (int x = 60; x < 300 + (line * 37 + number * 53) % 260; ++x) {
        if (x % 11 < 7) pixels[static_cast<std::size_t>(y * kWidth + x)] = '\x10';
      }
    }
  }
  return "P5\n" + std::to_string(kWidth) + " " + std::to_string(kHeight) + "\n255\n" + pixels;
}

inline OriginalFile File(const std::string& bytes, const std::string& name) {
  return std::move(*OriginalFile::FromBytes(bytes, name));
}

inline bool Within(std::int64_t ms, const std::function<bool()>& reached) {
  const std::int64_t end = MonotonicMs() + ms;
  while (MonotonicMs() < end) {
    if (reached()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return reached();
}

inline ReaderOptions NullReader() {
  ReaderOptions reader;
  reader.executable = BinFolder() + "/sohoa-reader";
  reader.ocr.engine = "null";
  return reader;
}

class CoordinatorTest : public testing::Test {
 protected:
  CoordinatorTest() {
    options_.endpoints = {"ipc://" + folder_.Sub("socket")};
    options_.reader = NullReader();
  }

  const std::string& endpoint() const { return options_.endpoints[0]; }

  void Start(ControlHandler control = nullptr) {
    Result<std::unique_ptr<Coordinator>> coordinator = Coordinator::Start(archive_, options_, std::move(control));
    ASSERT_TRUE(coordinator) << coordinator.status().ToString();
    coordinator_ = std::move(*coordinator);
    ConnectDesk();
  }

  void ConnectDesk() {
    Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(endpoint(), 20'000);
    ASSERT_TRUE(desk) << desk.status().ToString();
    desk_ = std::move(*desk);
  }

  void OpenBatch(const std::string& batch) {
    const Status opened = desk_->OpenBatch({kCode, "1.001234", "H42.18", "A"}, batch, Lane::kCounter);
    ASSERT_TRUE(opened.ok()) << opened.ToString();
  }

  Result<OriginalReceipt> Upload(const std::string& batch, std::uint32_t place, const std::string& bytes) {
    return desk_->Upload(kCode, batch, place, File(bytes, "scan-" + std::to_string(place)), nullptr);
  }

  void Submit(const std::string& batch, int pages) {
    OpenBatch(batch);
    for (int i = 0; i < pages; ++i) {
      const Result<OriginalReceipt> receipt = Upload(batch, static_cast<std::uint32_t>(i), DrawPage(i));
      ASSERT_TRUE(receipt) << receipt.status().ToString();
      ASSERT_EQ(receipt->accepted, 1u);
    }
  }

  DossierProgress Progress() {
    const Result<DossierProgress> progress = desk_->Progress(kCode);
    return progress ? *progress : DossierProgress();
  }

  std::unique_ptr<Worker> StartWorker(std::uint32_t threads = 1) {
    WorkerOptions options;
    options.endpoint = endpoint();
    options.threads = threads;
    options.reader = NullReader();
    Result<std::unique_ptr<Worker>> worker = Worker::Start(options);
    EXPECT_TRUE(worker) << worker.status().ToString();
    return worker ? std::move(*worker) : nullptr;
  }

  TestFolder folder_;
  FaultyArchive archive_;
  CoordinatorOptions options_;
  std::unique_ptr<Coordinator> coordinator_;
  std::unique_ptr<DeskClient> desk_;
};

}  // namespace sohoa
