// SPDX-License-Identifier: Apache-2.0
//
// JobRunner: carries out one job at a time: fetches what it needs through the blob channel,
// runs the stages of its service over a reader process of its own, and stores what came out.
// Knows nothing of leases.
//
// One thread at a time per object; SetProgress and cancelled are called on it.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "core/result.h"
#include "imaging/original_file.h"
#include "pipeline/pipeline.h"
#include "workers/blob_channel.h"
#include "workers/protocol.h"
#include "workers/reader_client.h"
#include "workers/spooled_file.h"

namespace sohoa {

// What is sent back: an outcome, or a failure with the stage it happened in.
struct JobOutcome {
  std::optional<OutcomeBody> outcome;
  JobFailureBody failure;
  bool no_reader = false;  // its reader does not start: the job is not to blame
};

// The reader of a runner, for another thread to look at.
struct ReaderState {
  std::atomic<pid_t> process{0};
  std::atomic<std::uint32_t> restarts{0};
};

class JobRunner {
 public:
  JobRunner(std::unique_ptr<BlobChannel> channel, const ReaderOptions& reader);

  // Starts the reader ahead of a page, where none runs. kUnavailable: it does not start.
  Status StartReaderOnce();
  // Layers of the reader's jail that do not stand; none where no reader runs.
  std::vector<std::string> JailMissing() const;
  // Of the reader that was started; empty before.
  std::string EngineName() const { return reader_ == nullptr ? "" : reader_->engine().Name(); }
  std::string ModelName() const { return reader_ == nullptr ? "" : reader_->engine().Model(); }
  // Takes the blobs out of `job` that it brought along. Of those that it makes, up to
  // `carried_bytes` go with the outcome; the others are stored before.
  JobOutcome Run(JobBody& job, const StageContext& context, std::size_t carried_bytes);
  // Outlives the runner. Shared, because whoever looks at it ends later than the runner's thread.
  std::shared_ptr<const ReaderState> reader_state() const { return reader_state_; }

 private:
  void NoteReader();
  Status RunPage(JobBody& job, const StageContext& context, OutcomeBody& outcome, std::string& stage);
  Status RunDossier(JobBody& job, const StageContext& context, OutcomeBody& outcome, std::string& stage);
  Status FetchOriginal(const PageJob& job, std::vector<StoreBlobBody>& carried);
  Result<OriginalFile> TakeOriginal(const std::string& name, std::string_view bytes);
  Result<OriginalFile> DownloadOriginal(const PageJob& job);
  Result<std::string> Fetch(const Sha256& name, std::uint64_t most_bytes, std::vector<StoreBlobBody>& carried);
  Result<PageLayer> FetchLayer(const PageRecord& page, std::vector<StoreBlobBody>& carried);
  Status Store(const Sha256& name, std::string bytes, OutcomeBody& outcome);
  Status StorePdf(Document& document, const std::filesystem::path& pdf, OutcomeBody& outcome);
  Status StorePdfs(DossierWork& work, OutcomeBody& outcome);

  std::unique_ptr<BlobChannel> channel_;
  const ReaderOptions reader_options_;
  std::unique_ptr<ReaderClient> reader_;
  const std::shared_ptr<ReaderState> reader_state_ = std::make_shared<ReaderState>();
  std::size_t carried_bytes_ = 0;  // by the outcome of the present job
  std::vector<std::unique_ptr<PageStage>> page_stages_;
  std::vector<std::unique_ptr<DossierStage>> dossier_stages_;
  // The pages of an original come one after the other: it is fetched once.
  Sha256 original_name_;
  std::optional<OriginalFile> original_;
  std::optional<SpooledFile> page_file_;  // of originals that come along with their jobs
};

}  // namespace sohoa
