// SPDX-License-Identifier: Apache-2.0
#include "workers/job_runner.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "core/record_codec.h"
#include "workers/carried_blobs.h"
#include "workers/spooled_file.h"

namespace sohoa {
namespace {

constexpr std::uint64_t kMostRecordBytes = 64ull << 20;

// A folder of a job's own, gone with it.
class ScratchFolder {
 public:
  static Result<ScratchFolder> Make() {
    std::string path = (std::filesystem::temp_directory_path() / "sohoa-job-XXXXXX").string();
    if (mkdtemp(path.data()) == nullptr) return Status(StatusCode::kIoError, "make a temporary folder: " + std::string(std::strerror(errno)));
    return ScratchFolder(path);
  }
  ScratchFolder(ScratchFolder&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  ScratchFolder& operator=(ScratchFolder&&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  const std::filesystem::path& path() const { return path_; }

 private:
  explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
  std::filesystem::path path_;
};

Result<Sha256> HashOf(const OriginalFile& file) {
  Sha256Hasher hasher;
  for (std::uint64_t offset = 0; offset < file.size(); offset += 1 << 20) {
    const Result<std::string> piece = file.ReadAt(offset, 1 << 20);
    if (!piece) return piece.status();
    hasher.Update(*piece);
  }
  return hasher.Finish();
}

// Times one step of a job that is no stage.
class StepTimer {
 public:
  StepTimer(const StageContext& context, std::string_view step) : context_(context), step_(step) {}
  void Done() const {
    const auto took = std::chrono::steady_clock::now() - begin_;
    context_.took(step_, static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
  }

 private:
  const StageContext& context_;
  const std::string_view step_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

JobRunner::JobRunner(std::unique_ptr<BlobChannel> channel, const ReaderOptions& reader)
    : channel_(std::move(channel)), reader_options_(reader), dossier_stages_(MakeDossierStages()) {}

JobOutcome JobRunner::Run(JobBody& job, const StageContext& asked, std::size_t carried_bytes) {
  carried_bytes_ = carried_bytes;
  channel_->connection().set_cancelled(asked.cancelled);
  OutcomeBody outcome;
  StageContext context = asked;
  context.took = [&](std::string_view stage, std::uint64_t microseconds) {
    outcome.stage_times.push_back({std::string(stage), microseconds});
    NoteReader();
    asked.took(stage, microseconds);
  };
  outcome.job = job.job;
  outcome.fence = job.fence;
  std::string stage = "fetch";
  Status status(StatusCode::kUnsupported, "run a job of service " + job.service + ": this worker does not offer it");
  const Status reader = job.service == "page" ? StartReaderOnce() : Status();
  if (job.service == "page") status = reader.ok() ? RunPage(job, context, outcome, stage) : reader;
  if (job.service == "dossier") status = RunDossier(job, context, outcome, stage);
  NoteReader();
  JobOutcome result;
  if (status.ok()) {
    result.outcome = std::move(outcome);
  } else {
    result.failure = {job.job, job.fence, stage, status};
    result.no_reader = !reader.ok();
  }
  return result;
}

Status JobRunner::StartReaderOnce() {
  if (reader_ != nullptr) return reader_->EnsureStarted();
  Result<std::unique_ptr<ReaderClient>> reader = StartReader(reader_options_);
  if (!reader) return reader.status();
  reader_ = std::move(*reader);
  page_stages_ = MakePageStages(reader_->imaging(), reader_->engine());
  NoteReader();
  return Status();
}

std::vector<std::string> JobRunner::JailMissing() const {
  return reader_ != nullptr ? reader_->jail().missing : std::vector<std::string>();
}

void JobRunner::NoteReader() {
  if (reader_ == nullptr) return;
  reader_state_->process = reader_->process();
  reader_state_->restarts = reader_->restarts();
}

Status JobRunner::FetchOriginal(const PageJob& job, std::vector<StoreBlobBody>& carried) {
  if (original_ && original_name_ == job.source.original) return Status();
  original_.reset();
  const std::optional<std::string> came = TakeCarried(carried, job.source.original);
  Result<OriginalFile> original = came ? TakeOriginal(job.name, *came) : DownloadOriginal(job);
  if (!original) return original.status();
  original_ = std::move(*original);
  original_name_ = job.source.original;
  return Status();
}

// In the place of the one before, which the same reader has read.
Result<OriginalFile> JobRunner::TakeOriginal(const std::string& name, std::string_view bytes) {
  if (!page_file_) {
    Result<SpooledFile> made = SpooledFile::Make(bytes.size());
    if (!made) return made.status();
    page_file_ = std::move(*made);
  }
  const Status written = page_file_->Rewrite(bytes);
  if (!written.ok()) return written;
  return page_file_->Open(name);
}

Result<OriginalFile> JobRunner::DownloadOriginal(const PageJob& job) {
  // Small until it turns out not to be.
  Result<SpooledFile> spool = SpooledFile::Make(0);
  if (!spool) return spool.status();
  Status written;
  const Status fetched = channel_->Get(job.source.original, [&](std::string_view bytes) {
    written = spool->Append(bytes);
    if (written.ok() && spool->in_memory() && spool->size() > SpooledFile::kMostInMemory) written = spool->MoveToDisk();
    return written.ok();
  });
  if (!fetched.ok()) return fetched;
  if (!written.ok()) return written;
  return spool->Open(job.name);
}

// It came along, or is asked for.
Result<std::string> JobRunner::Fetch(const Sha256& name, std::uint64_t most_bytes, std::vector<StoreBlobBody>& carried) {
  std::optional<std::string> came = TakeCarried(carried, name);
  if (came) return std::move(*came);
  return channel_->GetAll(name, most_bytes);
}

// With the outcome, where there is room for it, or before it.
Status JobRunner::Store(const Sha256& name, std::string bytes, OutcomeBody& outcome) {
  if (Carry(outcome.blobs, name, bytes, carried_bytes_)) return Status();
  return channel_->Put(name, bytes.size(), [&bytes](std::uint64_t offset, std::size_t length) {
    return Result<std::string>(bytes.substr(static_cast<std::size_t>(offset), length));
  });
}

Status JobRunner::RunPage(JobBody& job, const StageContext& context, OutcomeBody& outcome, std::string& stage) {
  const Result<PageJob> body = DecodePageJob(job.work);
  if (!body) return body.status();
  const StepTimer fetching(context, "fetch");
  Status status = FetchOriginal(*body, job.blobs);
  if (!status.ok()) return status;
  fetching.Done();
  context.progress();

  PageWork work;
  work.original = &*original_;
  work.record.id = body->page_id;
  work.record.source = body->source;
  work.rotation = body->rotation;
  status = RunPageStages(page_stages_, work, context, &stage);
  if (!status.ok()) return status;
  for (const std::string& flag : body->flags) work.record.quality.flags.push_back(flag);

  stage = "store";
  const StepTimer storing(context, "store");
  status = Store(work.record.layer_sha256, std::move(work.record.layer.bytes), outcome);
  if (!status.ok()) return status;
  std::string record = EncodePageRecord(work.record, false);
  outcome.record = Sha256::Of(record);
  status = Store(outcome.record, std::move(record), outcome);
  if (status.ok()) storing.Done();
  return status;
}

Result<PageLayer> JobRunner::FetchLayer(const PageRecord& page, std::vector<StoreBlobBody>& carried) {
  Result<std::string> bytes = Fetch(page.layer_sha256, reader_options_.limits.file_bytes, carried);
  if (!bytes) return bytes.status();
  PageLayer layer = page.layer;
  layer.bytes = std::move(*bytes);
  return layer;
}

Status JobRunner::StorePdfs(DossierWork& work, OutcomeBody& outcome) {
  for (std::size_t i = 0; i < work.documents.size(); ++i) {
    if (work.pdfs[i].empty()) {  // taken over from an earlier version
      outcome.documents.push_back(EncodeDocument(work.documents[i]));
      continue;
    }
    const Status stored = StorePdf(work.documents[i], work.pdfs[i], outcome);
    if (!stored.ok()) return stored;
    outcome.documents.push_back(EncodeDocument(work.documents[i]));
  }
  return Status();
}

Status JobRunner::StorePdf(Document& document, const std::filesystem::path& pdf, OutcomeBody& outcome) {
  const Result<OriginalFile> file = OriginalFile::Open(pdf.string());
  if (!file) return file.status();
  document.pdf_size = file->size();
  if (file->size() <= carried_bytes_) {
    Result<std::string> bytes = file->ReadAt(0, static_cast<std::size_t>(file->size()));
    if (!bytes) return bytes.status();
    document.pdf = Sha256::Of(*bytes);
    return Store(document.pdf, std::move(*bytes), outcome);
  }
  const Result<Sha256> name = HashOf(*file);
  if (!name) return name.status();
  document.pdf = *name;
  return channel_->Put(*name, file->size(), [&file](std::uint64_t offset, std::size_t length) { return file->ReadAt(offset, length); });
}

Status JobRunner::RunDossier(JobBody& job, const StageContext& context, OutcomeBody& outcome, std::string& stage) {
  const Result<DossierJob> body = DecodeDossierJob(job.work);
  if (!body) return body.status();
  const Result<ScratchFolder> scratch = ScratchFolder::Make();
  if (!scratch) return scratch.status();
  DossierWork work;
  work.head = body->head;
  work.edits = body->edits;
  work.earlier = body->earlier;
  work.scratch = scratch->path();
  work.layers = [this, &job](const PageRecord& page) { return FetchLayer(page, job.blobs); };
  const StepTimer fetching(context, "fetch");
  for (const DossierJobPage& page : body->pages) {
    const Result<std::string> bytes = Fetch(page.record, kMostRecordBytes, job.blobs);
    if (!bytes) return bytes.status();
    Result<PageRecord> record = DecodePageRecord(*bytes);
    if (!record) return record.status();
    const auto number = static_cast<std::uint32_t>(work.pages.size() + 1);
    if (page.received_unix_ms != 0) work.received_unix_ms[page.id] = page.received_unix_ms;
    work.pages.push_back({page.id, number, page.source, page.record, record->quality.blank});
    work.records.push_back(std::move(*record));
    context.progress();
  }
  fetching.Done();
  Status status = RunDossierStages(dossier_stages_, work, context, &stage);
  if (!status.ok()) return status;
  stage = "store";
  const StepTimer storing(context, "store");
  status = StorePdfs(work, outcome);
  if (status.ok()) storing.Done();
  return status;
}

}  // namespace sohoa
