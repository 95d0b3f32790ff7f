// SPDX-License-Identifier: Apache-2.0
#include "api/hand_in.h"

#include <sys/mman.h>

#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "api/archive_json.h"
#include "api/form_body.h"
#include "core/vietnamese.h"

namespace sohoa {
namespace {

// Others may hand in at the same time, to the same place.
constexpr int kTriesOfPlaces = 20;

Status CheckUpload(const UploadState& state, const OriginalFile& file) {
  const UploadPurpose& purpose = state.purpose;
  if (purpose.length && *purpose.length != state.offset) {
    return Status(StatusCode::kInvalidArgument, "hand in: the upload has " + std::to_string(state.offset) + " bytes, and was to have " + std::to_string(*purpose.length));
  }
  if (!purpose.sha256) return {};
  Sha256Hasher hasher;
  for (std::uint64_t at = 0; at < file.size();) {
    const Result<std::string> part = file.ReadAt(at, 1 << 20);
    if (!part) return part.status();
    if (part->empty()) break;
    hasher.Update(*part);
    at += part->size();
  }
  if (hasher.Finish() == *purpose.sha256) return {};
  return Status(StatusCode::kCorruption, "hand in: the bytes are not those of the digest; send them again");
}

// To its place, or behind all that are there. `at` gets where it is.
Result<OriginalReceipt> Deliver(QueryService& queries, DeskClient& desk, const UploadPurpose& purpose, const OriginalFile& file, BatchPlace& at) {
  Result<OriginalReceipt> received = Status(StatusCode::kConflict, "hand in: others take every place; try again");
  for (int tries = 0; tries < kTriesOfPlaces; ++tries) {
    at = {purpose.batch, purpose.place.value_or(0)};
    if (purpose.batch.empty() || !purpose.place) {
      const Result<BatchPlace> next = queries.NextPlace(purpose.dossier, purpose.batch);
      if (!next) return next.status();
      at = {next->batch, purpose.place.value_or(next->place)};
    }
    received = desk.Upload(purpose.dossier, at.batch, at.place, file, nullptr);
    if (purpose.place || received.status().code() != StatusCode::kConflict) break;
  }
  return received;
}

// The files of a form, out of the one that it came in.
Result<std::vector<OriginalFile>> FilesIn(const OriginalFile& form, const std::string& boundary) {
  if (form.size() == 0) return Status(StatusCode::kBadInput, "read form: it is empty");
  const auto size = static_cast<std::size_t>(form.size());
  void* const mapped = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, form.descriptor(), 0);
  if (mapped == MAP_FAILED) return Status(StatusCode::kIoError, "read form: it cannot be mapped");
  std::vector<OriginalFile> originals;
  Status status;
  const Result<std::vector<FormFile>> files = FilesOfForm({static_cast<const char*>(mapped), size}, boundary);
  if (!files) status = files.status();
  for (std::size_t i = 0; status.ok() && i < files->size(); ++i) {
    const std::string name = ToNfc((*files)[i].name);
    Result<OriginalFile> original = OriginalFile::FromBytes((*files)[i].bytes, name.empty() ? "original" : name);
    if (original) {
      originals.push_back(std::move(*original));
    } else {
      status = original.status();
    }
  }
  ::munmap(mapped, size);
  if (status.ok() && originals.empty()) status = Status(StatusCode::kBadInput, "read form: no file is in it");
  if (!status.ok()) return status;
  return originals;
}

}  // namespace

Result<std::string> HandInUpload(QueryService& queries, const UploadState& state, const std::string& path, const std::string& boundary) {
  const auto begin = std::chrono::steady_clock::now();
  Result<OriginalFile> file = OriginalFile::Open(path);
  if (!file) return file.status();
  file->set_name(state.purpose.name);
  if (const Status checked = CheckUpload(state, *file); !checked.ok()) return checked;
  std::vector<OriginalFile> originals;
  if (boundary.empty()) {
    originals.push_back(std::move(*file));
  } else {
    Result<std::vector<OriginalFile>> files = FilesIn(*file, boundary);
    if (!files) return files.status();
    originals = std::move(*files);
  }
  const Result<std::unique_ptr<DeskClient>> desk = queries.OpenDesk();
  if (!desk) return desk.status();
  ReceiptSummary summary;
  summary.dossier = state.purpose.dossier;
  UploadPurpose purpose = state.purpose;
  for (const OriginalFile& original : originals) {
    BatchPlace at;
    Result<OriginalReceipt> received = Deliver(queries, **desk, purpose, original, at);
    if (!received) return received.status();
    summary.batch = purpose.batch = at.batch;
    if (purpose.place) ++*purpose.place;
    summary.quarantined += received->quarantined;
    summary.originals.push_back(std::move(*received));
  }
  summary.seconds_to_receipt = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return ReceiptJson(summary);
}

}  // namespace sohoa
