// SPDX-License-Identifier: Apache-2.0
//
// The frames of docs/PROTOCOL.md as values, and their bytes. Pure functions; hostile or
// damaged bytes give kCorruption or kUnsupported, never a crash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "core/edit.h"
#include "core/result.h"
#include "core/sha256.h"
#include "pipeline/pipeline.h"
#include "workers/batch_receipt.h"
#include "workers/desk_client.h"
#include "workers/pipeline_metrics.h"

namespace sohoa {

// Bytes of one chunk of a blob, and how many may be on their way unanswered.
inline constexpr std::size_t kChunkBytes = 256 << 10;
inline constexpr std::uint32_t kChunkWindow = 8;
// Blobs that a job or a result may bring along: a page and its layer, and far from the longest frame.
inline constexpr std::uint32_t kMostCarriedBytes = 1 << 20;
// The longest frame; a peer that sends a longer one is disconnected.
inline constexpr std::size_t kMaxFrameBytes = 8 << 20;

// Stable on the wire. Never renumber or reuse.
enum class Command : std::uint8_t {
  // Answers to anyone.
  kOk = 0x01,
  kError = 0x02,  // Failure
  kBusy = 0x03,   // Failure with retry_after_ms: the same request, later
  // Desks and tools.
  kHello = 0x10,         // ClientHello -> kWelcome
  kWelcome = 0x11,       // Welcome
  kOpenBatch = 0x12,     // OpenBatchBody -> kOk
  kOpenOriginal = 0x13,  // OpenOriginalBody -> kHave, kReceipt, kBusy
  kHave = 0x14,          // HaveBody
  kChunk = 0x15,         // ChunkBody -> kCredit
  kCredit = 0x16,        // HaveBody: bytes received so far
  kEnd = 0x17,           // HaveBody -> kReceipt or kStored
  kReceipt = 0x18,       // OriginalReceipt
  kSeal = 0x19,          // SealBody -> kOk
  kAskProgress = 0x1a,   // SealBody -> kProgress
  kProgress = 0x1b,      // DossierProgress
  kCall = 0x1c,          // CallBody -> kAnswer
  kAnswer = 0x1d,        // text
  kAskDrain = 0x1e,      // DrainBody -> kOk
  kHandIn = 0x1f,        // HandInBody: a whole original of at most one chunk -> kReceipt, kBusy
  kSealArranged = 0x20,  // SealArrangedBody -> kBatchReceipt
  kBatchReceipt = 0x21,  // SignedReceipt
  // Blobs.
  kGetBlob = 0x30,   // GetBlobBody -> kBlobData
  kBlobData = 0x31,  // BlobDataBody
  kPutBlob = 0x32,   // BlobNameBody -> kHave, kStored, kBusy
  kStored = 0x33,    // BlobNameBody
  kStoreBlob = 0x34,  // StoreBlobBody: a whole blob of at most one chunk -> kStored, kBusy
  // Workers.
  kReady = 0x50,       // BeatBody -> kBeatAnswer
  kJob = 0x51,         // JobBody
  kBeat = 0x52,        // BeatBody -> kBeatAnswer
  kBeatAnswer = 0x53,  // BeatAnswerBody
  kResult = 0x54,      // OutcomeBody -> kCommitted, kStale, kUnknown
  kFail = 0x55,        // JobFailureBody -> kCommitted, kStale, kUnknown
  kCommitted = 0x56,   // JobAnswerBody
  kStale = 0x57,       // JobAnswerBody
  kUnknown = 0x58,     // JobAnswerBody
  kReturn = 0x59,      // BeatBody: leases given back -> kOk
};

struct Frame {
  Command command = Command::kOk;
  std::uint64_t tag = 0;  // chosen by who asks, repeated in the answer
  std::string body;
};
// The same, its body in the bytes that it was read from.
struct FrameView {
  Command command = Command::kOk;
  std::uint64_t tag = 0;
  std::string_view body;
};
std::string EncodeFrame(Command command, std::uint64_t tag, std::string_view body);
// kUnsupported: a version or command that we do not know; kCorruption: not a frame.
// `tag` is read where there is one, so that the answer can name it.
Result<FrameView> ViewFrame(std::string_view bytes);
Result<Frame> DecodeFrame(std::string_view bytes);
std::uint64_t TagOf(std::string_view bytes);  // 0 where there is none

struct Failure {
  Status status;
  std::uint64_t retry_after_ms = 0;
};
// What a program is and speaks. Programs of before protocol 2 say nothing of it.
struct ProgramVersions {
  std::uint32_t oldest_protocol = 1;
  std::uint32_t newest_protocol = 1;
  std::string program;               // "0.1.0"
  std::vector<StageVersion> stages;  // of a worker's services
};
struct ClientHello {
  std::string role;
  std::string id;
  ProgramVersions versions;
};
struct Welcome {
  std::uint64_t epoch = 0;
  std::uint32_t chunk_bytes = 0;
  std::uint32_t window = 0;
  std::uint32_t protocol = 1;  // the one that is spoken from here on
  std::string program;         // the coordinator's version
};
struct OpenBatchBody {
  DossierHead head;
  std::string batch;
  Lane lane = Lane::kCounter;
  std::int64_t deadline_unix_ms = 0;  // legal deadline of what it brings; 0 = none
};
struct OpenOriginalBody {
  std::string dossier;
  std::string batch;
  std::uint32_t place = 0;
  std::string name;
  Sha256 sha256;
  std::uint64_t size = 0;
};
struct HandInBody {
  OpenOriginalBody original;
  std::uint32_t crc32c = 0;
  std::string bytes;
  std::uint64_t request = 0;  // another one each time somebody hands it in, and the same when it is sent again
};
struct StoreBlobBody {
  Sha256 sha256;
  std::uint32_t crc32c = 0;
  std::string bytes;
};
struct BlobNameBody {
  Sha256 sha256;
  std::uint64_t size = 0;
};
struct HaveBody {
  std::uint64_t upload = 0;
  std::uint64_t offset = 0;
};
struct ChunkBody {
  std::uint64_t upload = 0;
  std::uint64_t offset = 0;
  std::uint32_t crc32c = 0;
  std::string bytes;
};
struct DrainBody {
  std::string worker;
  WorkerOrder order = WorkerOrder::kEnd;
};
struct SealBody {
  std::string dossier;
  std::string batch;  // empty = every open batch
};
struct SealArrangedBody {
  std::string dossier;
  std::string batch;
  std::vector<Edit> edits;  // that people at the desk decided on; pages by the ids of their receipts
  std::uint64_t since_first_sheet_ms = 0;  // that passed at the desk until it asked; 0 = not measured
};
struct CallBody {
  std::string method;
  std::string params;
};
struct GetBlobBody {
  Sha256 sha256;
  std::uint64_t offset = 0;
  std::uint32_t length = 0;
};
struct BlobDataBody {
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
  std::uint32_t crc32c = 0;
  std::string bytes;
};
struct HeldJob {
  std::string job;
  std::uint64_t fence = 0;
  std::uint64_t progress = 0;
};
struct BeatBody {
  std::string worker;
  std::string boot;  // another one after each start of the worker
  std::vector<std::string> services;
  std::uint32_t credit = 0;  // how many leases it can hold at once
  std::uint64_t longest_call_ms = 0;  // progress may stand still for so long in a healthy worker
  std::vector<HeldJob> held;
  bool draining = false;
  std::vector<std::string> jail_missing;  // layers of its readers' jail that do not stand, and why
  // What an operator is shown; nothing is decided by it.
  std::uint32_t threads = 0;
  std::uint64_t memory_bytes = 0;         // of its process
  std::uint64_t reader_memory_bytes = 0;  // of all its readers
  std::uint32_t reader_restarts = 0;      // since its start
  ProgramVersions versions;
  std::string engine;  // what its pages are read with; empty where it reads none
  std::string model;
  WorkerOrder order = WorkerOrder::kWork;  // that it follows
  std::uint32_t resting_threads = 0;       // whose reader does not start; they are not in `credit`
  std::string trouble;                     // why
  std::uint32_t carried_bytes = 0;         // of blobs that a job may bring along
};
struct BeatAnswerBody {
  std::uint64_t epoch = 0;
  std::vector<HeldJob> revoked;
  WorkerOrder order = WorkerOrder::kWork;
  std::uint32_t carried_bytes = 0;  // of blobs that a result may bring along
};
// A blob that a worker is going to ask for.
struct NeededBlob {
  Sha256 name;
  bool again = false;  // somebody else reads it after it
};
struct JobBody {
  std::string job;
  std::uint64_t fence = 0;
  std::uint32_t attempt = 0;
  std::string service;
  std::uint64_t deadline_ms = 0;
  std::string work;
  std::string trace = {};  // the batch that it comes from, for logs
  std::vector<StoreBlobBody> blobs = {};  // of what it needs, what was at hand
  std::vector<NeededBlob> needs = {};     // in order; stays with the coordinator
};
struct PageJob {
  std::string page_id;
  PageSource source;
  std::string name;                // of the original, for messages
  std::vector<std::string> flags;  // put into the record's quality flags
  std::optional<int> rotation = std::nullopt;  // the clockwise turn that a person decided on
};
struct DossierJobPage {
  std::string id;
  PageSource source;
  Sha256 record;
  std::int64_t received_unix_ms = 0;  // 0 = not known
};
struct DossierJob {
  DossierHead head;
  std::uint32_t version = 0;
  std::vector<DossierJobPage> pages;
  std::vector<Edit> edits = {};
  std::vector<RenderedEarlier> earlier = {};
};
struct OutcomeBody {
  std::string job;
  std::uint64_t fence = 0;
  Sha256 record;                       // page service
  std::vector<std::string> documents;  // dossier service, by EncodeDocument
  std::vector<StageTime> stage_times = {};
  std::vector<StoreBlobBody> blobs = {};  // that it names and that were not stored before
};
struct JobFailureBody {
  std::string job;
  std::uint64_t fence = 0;
  std::string stage;
  Status status;
};
struct JobAnswerBody {
  std::string job;
  std::uint64_t fence = 0;
};

std::string EncodeBody(const Failure& body);
std::string EncodeBody(const ClientHello& body);
std::string EncodeBody(const Welcome& body);
std::string EncodeBody(const OpenBatchBody& body);
std::string EncodeBody(const OpenOriginalBody& body);
// By value where there may be many bytes, which are moved then.
std::string EncodeBody(HandInBody body);
std::string EncodeBody(StoreBlobBody body);
std::string EncodeBody(const BlobNameBody& body);
std::string EncodeBody(const HaveBody& body);
std::string EncodeBody(ChunkBody body);
std::string EncodeBody(const OriginalReceipt& body);
std::string EncodeBody(const SealBody& body);
std::string EncodeBody(const SealArrangedBody& body);
std::string EncodeBody(const SignedReceipt& body);
std::string EncodeBody(const DrainBody& body);
std::string EncodeBody(const DossierProgress& body);
std::string EncodeBody(const CallBody& body);
std::string EncodeBody(const GetBlobBody& body);
std::string EncodeBody(BlobDataBody body);
std::string EncodeBody(const BeatBody& body);
std::string EncodeBody(const BeatAnswerBody& body);
std::string EncodeBody(JobBody body);
std::string EncodeBody(const PageJob& body);
std::string EncodeBody(const DossierJob& body);
std::string EncodeBody(OutcomeBody body);
std::string EncodeBody(const JobFailureBody& body);
std::string EncodeBody(const JobAnswerBody& body);
std::string EncodeAnswer(std::string_view json);

Result<Failure> DecodeFailure(std::string_view bytes);
Result<ClientHello> DecodeClientHello(std::string_view bytes);
Result<Welcome> DecodeWelcome(std::string_view bytes);
Result<OpenBatchBody> DecodeOpenBatch(std::string_view bytes);
Result<OpenOriginalBody> DecodeOpenOriginal(std::string_view bytes);
Result<HandInBody> DecodeHandIn(std::string_view bytes);
Result<StoreBlobBody> DecodeStoreBlob(std::string_view bytes);
Result<BlobNameBody> DecodeBlobName(std::string_view bytes);
Result<HaveBody> DecodeHave(std::string_view bytes);
Result<ChunkBody> DecodeChunk(std::string_view bytes);
Result<OriginalReceipt> DecodeReceipt(std::string_view bytes);
Result<SealBody> DecodeSeal(std::string_view bytes);
Result<SealArrangedBody> DecodeSealArranged(std::string_view bytes);
Result<SignedReceipt> DecodeBatchReceipt(std::string_view bytes);
Result<DrainBody> DecodeDrain(std::string_view bytes);
Result<DossierProgress> DecodeProgress(std::string_view bytes);
Result<CallBody> DecodeCall(std::string_view bytes);
Result<GetBlobBody> DecodeGetBlob(std::string_view bytes);
Result<BlobDataBody> DecodeBlobData(std::string_view bytes);
Result<BeatBody> DecodeBeat(std::string_view bytes);
Result<BeatAnswerBody> DecodeBeatAnswer(std::string_view bytes);
Result<JobBody> DecodeJob(std::string_view bytes);
Result<PageJob> DecodePageJob(std::string_view bytes);
Result<DossierJob> DecodeDossierJob(std::string_view bytes);
Result<OutcomeBody> DecodeOutcome(std::string_view bytes);
Result<JobFailureBody> DecodeJobFailure(std::string_view bytes);
Result<JobAnswerBody> DecodeJobAnswer(std::string_view bytes);
Result<std::string> DecodeAnswer(std::string_view bytes);

}  // namespace sohoa
