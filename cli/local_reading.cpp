// SPDX-License-Identifier: Apache-2.0
#include "cli/local_reading.h"

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <variant>

#include "cli/terminal.h"
#include "core/sha256.h"
#include "ocr/model_names.h"
#include "pipeline/pipeline.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

// A file that is being read; shared by the threads that read its pages.
struct OpenFile {
  std::size_t number = 0;
  OriginalFile original;
  Sha256 sha256;
  std::uint32_t pages = 0;
};

struct PageTask {
  std::uint64_t sequence = 0;
  std::shared_ptr<const OpenFile> file;
  std::uint32_t index = 0;
};

// One thing to report, in its place in the order.
struct FileBegins {
  std::size_t file;
  Result<std::uint32_t> pages;
};
struct PageRead {
  std::size_t file;
  std::uint32_t index;
  Result<PageRecord> page;
};
struct FileEnds {
  std::size_t file;
};
using Report = std::variant<FileBegins, PageRead, FileEnds>;

Result<Sha256> HashFile(const OriginalFile& original) {
  Sha256Hasher hasher;
  for (std::uint64_t offset = 0; offset < original.size();) {
    const Result<std::string> piece = original.ReadAt(offset, 1 << 20);
    if (!piece) return piece.status();
    if (piece->empty()) break;
    hasher.Update(*piece);
    offset += piece->size();
  }
  return hasher.Finish();
}

// Hands out pages in order and takes results back in any order.
class ReadingQueue {
 public:
  ReadingQueue(const std::vector<std::string>& files, std::uint64_t window)
      : files_(files), window_(window) {}

  // The next page to read; none when all are handed out. `imaging` counts the pages of a file
  // that is begun by this call.
  std::optional<PageTask> Next(PageImaging& imaging) {
    std::unique_lock lock(mutex_);
    while (!stopped_) {
      changed_.wait(lock, [this] { return stopped_ || assigned_ - reported_ < window_; });
      if (stopped_) break;
      if (current_ != nullptr && next_index_ < current_->pages) {
        PageTask task{assigned_++, current_, next_index_++};
        if (next_index_ == current_->pages) {
          Put(assigned_++, FileEnds{current_->number});
          current_.reset();
        }
        return task;
      }
      if (next_file_ == files_.size()) break;
      BeginFile(imaging);
    }
    return std::nullopt;
  }

  void Done(const PageTask& task, Result<PageRecord> page) {
    const std::lock_guard lock(mutex_);
    Put(task.sequence, PageRead{task.file->number, task.index, std::move(page)});
  }

  void ThreadBegins() {
    const std::lock_guard lock(mutex_);
    ++threads_;
  }

  void ThreadEnds(const Status& status) {
    const std::lock_guard lock(mutex_);
    --threads_;
    if (!status.ok()) {
      status_ = status;
      stopped_ = true;
    }
    changed_.notify_all();
  }

  void Stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

  // The next report in order; none when there will be no more.
  std::optional<Report> TakeReport() {
    std::unique_lock lock(mutex_);
    while (true) {
      const auto ready = reports_.find(reported_);
      if (ready != reports_.end()) {
        Report report = std::move(ready->second);
        reports_.erase(ready);
        ++reported_;
        changed_.notify_all();
        return report;
      }
      if (threads_ == 0) return std::nullopt;
      if (Interrupted()) stopped_ = true;
      changed_.notify_all();
      changed_.wait_for(lock, std::chrono::milliseconds(200));
    }
  }

  Status status() {
    const std::lock_guard lock(mutex_);
    return status_;
  }

 private:
  void Put(std::uint64_t sequence, Report report) {
    reports_.emplace(sequence, std::move(report));
    changed_.notify_all();
  }

  void BeginFile(PageImaging& imaging) {
    const std::size_t number = next_file_++;
    const std::uint64_t sequence = assigned_++;
    Result<OriginalFile> original = OriginalFile::Open(files_[number]);
    if (!original) return Put(sequence, FileBegins{number, original.status()});
    const Result<OriginalSummary> summary = imaging.Inspect(*original);
    if (!summary) return Put(sequence, FileBegins{number, summary.status()});
    const Result<Sha256> hash = HashFile(*original);
    if (!hash) return Put(sequence, FileBegins{number, hash.status()});
    current_ = std::make_shared<OpenFile>(OpenFile{number, std::move(*original), *hash, summary->pages});
    next_index_ = 0;
    Put(sequence, FileBegins{number, summary->pages});
  }

  const std::vector<std::string>& files_;
  const std::uint64_t window_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_file_ = 0;
  std::shared_ptr<const OpenFile> current_;
  std::uint32_t next_index_ = 0;
  std::uint64_t assigned_ = 0;
  std::uint64_t reported_ = 0;
  std::map<std::uint64_t, Report> reports_;
  int threads_ = 0;
  bool stopped_ = false;
  Status status_;
};

Result<PageRecord> ReadPage(const std::vector<std::unique_ptr<PageStage>>& stages, const PageTask& task) {
  PageWork work;
  work.original = &task.file->original;
  work.record.source = {"", "", static_cast<std::uint32_t>(task.file->number), task.file->sha256, task.index};
  work.record.id = MakePageId(work.record.source);
  StageContext context;
  context.cancelled = [] { return Interrupted(); };
  std::string failed_stage;
  const Status status = RunPageStages(stages, work, context, &failed_stage);
  if (!status.ok()) {
    return Annotate(status, task.file->original.name() + " page " + std::to_string(task.index + 1));
  }
  return std::move(work.record);
}

void ReadOnThread(ReadingQueue& queue, PageParts parts, const ReaderOptions& options) {
  const Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
  if (!reader) return queue.ThreadEnds(reader.status());
  const auto make = parts == PageParts::kText ? MakeReadingStages : MakePageStages;
  const auto stages = make((*reader)->imaging(), (*reader)->engine());
  while (const std::optional<PageTask> task = queue.Next((*reader)->imaging())) {
    queue.Done(*task, ReadPage(stages, *task));
  }
  queue.ThreadEnds(Status());
}

void Deliver(Report report, const ReadingSink& sink) {
  if (auto* begin = std::get_if<FileBegins>(&report)) {
    sink.on_file(begin->file, begin->pages);
  } else if (auto* page = std::get_if<PageRead>(&report)) {
    sink.on_page(page->file, page->index, std::move(page->page));
  } else {
    sink.on_file_end(std::get<FileEnds>(report).file);
  }
}

}  // namespace

Status ReadFiles(const std::vector<std::string>& files, std::uint32_t jobs, PageParts parts,
                 const ReaderOptions& reader, const ReadingSink& sink) {
  if (jobs == 0) jobs = std::max(1u, std::thread::hardware_concurrency());
  ReadingQueue queue(files, 2ull * jobs + 2);
  std::vector<std::jthread> threads;
  for (std::uint32_t i = 0; i < jobs; ++i) {
    queue.ThreadBegins();
    threads.emplace_back([&queue, parts, &reader] { ReadOnThread(queue, parts, reader); });
  }
  while (std::optional<Report> report = queue.TakeReport()) Deliver(std::move(*report), sink);
  queue.Stop();
  threads.clear();
  if (Interrupted()) return Status(StatusCode::kCancelled, "read files: interrupted");
  return queue.status();
}

ReaderOptions WithModel(ReaderOptions reader, const std::string& model) {
  if (model.empty()) return reader;
  const std::vector<std::string> engines = AvailableEngines();
  if (std::find(engines.begin(), engines.end(), model) != engines.end()) {
    reader.ocr.engine = model;
    if (model != "lines" && IsOwnModel(reader.ocr.model)) reader.ocr.model.clear();
  } else {
    reader.ocr.model = model;
  }
  return reader;
}

}  // namespace sohoa
