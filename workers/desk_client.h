// SPDX-License-Identifier: Apache-2.0
//
// DeskClient: what a desk, a tool or the API says to a coordinator: originals in, receipts
// out, questions asked. Everything it sends can be sent again without harm.
//
// One thread at a time per object.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "core/edit.h"
#include "core/result.h"
#include "imaging/original_file.h"
#include "workers/batch_receipt.h"
#include "workers/endpoint.h"
#include "workers/peer_keys.h"

namespace sohoa {

enum class Lane : std::uint8_t { kCounter = 0, kWorkflow = 1, kBacklog = 2 };

// What an operator wants of a worker. Stable on the wire.
enum class WorkerOrder : std::uint8_t {
  kWork = 0,
  kPause = 1,  // finish what is in hand, take nothing new, stay
  kEnd = 2,    // finish what is in hand and end
};

struct OriginalReceipt {
  std::string name;
  Sha256 sha256;
  std::uint32_t pages = 0;
  std::uint32_t accepted = 0;
  std::uint32_t duplicates = 0;
  std::uint32_t quarantined = 0;
  std::uint64_t ledger_sequence = 0;
  std::vector<std::string> page_ids;
};

// What is being done with a dossier. Stable on the wire.
enum class ReadingStage : std::uint8_t {
  kReceiving = 0,   // pages may still come, and those that came are read
  kReading = 1,     // pages are read
  kAssembling = 2,  // documents are made of them
  kDone = 3,        // all that was sealed is visible
};
std::string_view ReadingStageName(ReadingStage stage);  // "receiving" "reading" "assembling" "done"

// Where a dossier stands.
struct DossierProgress {
  DossierState state = DossierState::kOpen;
  std::uint32_t version = 0;  // newest committed; 0 = none
  std::uint32_t pages = 0;    // received, of all batches
  std::uint32_t pages_done = 0;
  std::uint32_t pages_quarantined = 0;
  bool all_batches_visible = false;  // every sealed batch is in `version`
  ReadingStage stage = ReadingStage::kReceiving;
  Lane lane = Lane::kCounter;          // of the newest batch
  std::int64_t deadline_unix_ms = 0;  // the earliest of its batches; 0 = none
};

// Where an original stands in what was handed in of a dossier.
struct BatchPlace {
  std::string batch;
  std::uint32_t place = 0;
};

class DeskClient {
 public:
  // kUnavailable when nobody answers within `timeout_ms`. A coordinator of another host needs
  // `keys`. `gone` tells of an endpoint that nobody will answer at any more: what waits for an answer then ends with
  // kUnavailable.
  static Result<std::unique_ptr<DeskClient>> Connect(EndpointList endpoints,
                                                     std::int64_t timeout_ms = 5'000,
                                                     const ClientKeys& keys = {},
                                                     std::function<bool()> gone = {});
  virtual ~DeskClient() = default;

  // How often the coordinator was started when it was connected to; after a restore it is one that never was before.
  virtual std::uint64_t epoch() const = 0;
  // The same, asked for now. kUnavailable: nobody answers.
  virtual Result<std::uint64_t> CurrentEpoch() = 0;

  // Opens the dossier where it is new and begins a batch in it. Equal arguments may be sent
  // again. While the batch is open and the dossier's only one, it may be sent with another procedure, agency or
  // applicant, which then hold. kInvalidArgument: the code is not acceptable. `deadline_unix_ms`: the legal one of
  // what the batch brings, by which its jobs are ordered; 0 = none.
  virtual Status OpenBatch(const DossierHead& head, const std::string& batch, Lane lane, std::int64_t deadline_unix_ms = 0) = 0;

  // Uploads one original to its place in the batch and waits for its receipt, which comes only
  // after bytes and ledger are synced. kUnsupported: refused, not a kind we read; nothing is
  // kept. A known kind that is broken is taken and stands in quarantine as one page.
  virtual Result<OriginalReceipt> Upload(
      const std::string& dossier, const std::string& batch, std::uint32_t place,
      const OriginalFile& original,
      const std::function<void(std::uint64_t sent, std::uint64_t total)>& progress) = 0;

  // No more pages in this batch.
  virtual Status Seal(const std::string& dossier, const std::string& batch) = 0;
  // Every open batch of the dossier.
  virtual Status SealAll(const std::string& dossier) = 0;

  // No more pages in this batch, and what people at the desk decided on its pages, which are named by the
  // ids of their receipts. Sent again it changes nothing and gives the same receipt. kConflict: an edit does
  // not fit. kUnsupported: the coordinator is older than this. `since_first_sheet_ms`: that passed at the desk; 0 = not
  // measured.
  virtual Result<SignedReceipt> SealArranged(const std::string& dossier, const std::string& batch, const std::vector<Edit>& edits,
                                             std::uint64_t since_first_sheet_ms = 0) = 0;

  virtual Result<DossierProgress> Progress(const std::string& dossier) = 0;

  // Asks the ControlHandler: "search", "show", "verify", ...
  virtual Result<std::string> Call(std::string_view method, std::string_view params_json,
                                   std::int64_t timeout_ms = 60'000) = 0;
  // Reads a blob in pieces into `sink`, until it returns false.
  virtual Status FetchBlob(const Sha256& name,
                           const std::function<bool(std::string_view bytes)>& sink) = 0;

  // Tells a connected worker what to do from now on. kNotFound.
  virtual Status OrderWorker(const std::string& worker, WorkerOrder order) = 0;
};

// A new batch id: time-ordered, unique, safe in keys.
std::string NewBatchId();

}  // namespace sohoa
