// SPDX-License-Identifier: Apache-2.0
//
// Bodies of frames <-> Protocol Buffers.
#include <algorithm>
#include <cstring>

#include "core/record_codec.h"
#include "core/parse_message.h"
#include "protocol.pb.h"
#include "workers/protocol.h"

namespace sohoa {
namespace {

namespace pb = protocol;

template <typename Message>
std::string Bytes(const Message& message) {
  std::string out;
  message.SerializeToString(&out);
  return out;
}

Status Broken(std::string_view what) {
  return Status(StatusCode::kCorruption, "read " + std::string(what) + ": the body is not valid");
}

std::string BytesOf(const Sha256& hash) {
  return std::string(reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size());
}

bool ReadHash(const std::string& bytes, Sha256& hash) {
  if (bytes.size() != hash.bytes.size()) return false;
  std::memcpy(hash.bytes.data(), bytes.data(), bytes.size());
  return true;
}

bool ReadCode(std::uint32_t number, StatusCode& code) {
  if (number > static_cast<std::uint32_t>(kLastStatusCode)) return false;
  code = static_cast<StatusCode>(number);
  return true;
}

void Put(const HeldJob& held, pb::HeldJob* out) {
  out->set_job(held.job);
  out->set_fence(held.fence);
  out->set_progress(held.progress);
}

void Put(const OpenOriginalBody& original, pb::OpenOriginal* out) {
  out->set_dossier(original.dossier);
  out->set_batch(original.batch);
  out->set_place(original.place);
  out->set_name(original.name);
  out->set_sha256(BytesOf(original.sha256));
  out->set_size(original.size);
}

bool Take(const pb::OpenOriginal& in, OpenOriginalBody& original) {
  if (!ReadHash(in.sha256(), original.sha256)) return false;
  original.dossier = in.dossier();
  original.batch = in.batch();
  original.place = in.place();
  original.name = in.name();
  original.size = in.size();
  return true;
}

void Put(StoreBlobBody& blob, pb::StoreBlob* out) {
  out->set_sha256(BytesOf(blob.sha256));
  out->set_crc32c(blob.crc32c);
  out->set_bytes(std::move(blob.bytes));
}

bool Take(pb::StoreBlob& in, StoreBlobBody& blob) {
  if (!ReadHash(in.sha256(), blob.sha256)) return false;
  blob.crc32c = in.crc32c();
  blob.bytes = std::move(*in.mutable_bytes());
  return true;
}

bool Take(google::protobuf::RepeatedPtrField<pb::StoreBlob>& in, std::vector<StoreBlobBody>& blobs) {
  return std::all_of(in.begin(), in.end(), [&blobs](pb::StoreBlob& blob) { return Take(blob, blobs.emplace_back()); });
}

HeldJob Take(const pb::HeldJob& held) { return {held.job(), held.fence(), held.progress()}; }

bool ReadOrder(std::uint32_t number, WorkerOrder& order) {
  if (number > static_cast<std::uint32_t>(WorkerOrder::kEnd)) return false;
  order = static_cast<WorkerOrder>(number);
  return true;
}

void Put(const ProgramVersions& versions, pb::Versions* out) {
  out->set_oldest_protocol(versions.oldest_protocol);
  out->set_newest_protocol(versions.newest_protocol);
  out->set_program(versions.program);
  for (const StageVersion& stage : versions.stages) {
    pb::StageVersion* one = out->add_stages();
    one->set_service(stage.service);
    one->set_stage(stage.stage);
    one->set_version(stage.version);
  }
}

// Who says nothing speaks protocol 1.
ProgramVersions Take(const pb::Versions& in) {
  ProgramVersions versions;
  versions.oldest_protocol = std::max(1u, in.oldest_protocol());
  versions.newest_protocol = std::max(versions.oldest_protocol, in.newest_protocol());
  versions.program = in.program();
  for (const pb::StageVersion& stage : in.stages()) versions.stages.push_back({stage.service(), stage.stage(), stage.version()});
  return versions;
}

}  // namespace

std::string EncodeBody(const Failure& body) {
  pb::Failure out;
  out.set_code(static_cast<std::uint32_t>(body.status.code()));
  out.set_message(body.status.message());
  out.set_retry_after_ms(body.retry_after_ms);
  return Bytes(out);
}

Result<Failure> DecodeFailure(std::string_view bytes) {
  pb::Failure in;
  StatusCode code{};
  if (!ParseMessage(bytes, in) || !ReadCode(in.code(), code)) return Broken("failure");
  return Failure{Status(code, in.message()), in.retry_after_ms()};
}

std::string EncodeBody(const ClientHello& body) {
  pb::Hello out;
  out.set_role(body.role);
  out.set_id(body.id);
  Put(body.versions, out.mutable_versions());
  return Bytes(out);
}

Result<ClientHello> DecodeClientHello(std::string_view bytes) {
  pb::Hello in;
  if (!ParseMessage(bytes, in)) return Broken("hello");
  return ClientHello{in.role(), in.id(), Take(in.versions())};
}

std::string EncodeBody(const Welcome& body) {
  pb::Welcome out;
  out.set_epoch(body.epoch);
  out.set_chunk_bytes(body.chunk_bytes);
  out.set_window(body.window);
  out.set_protocol(body.protocol);
  out.set_program(body.program);
  return Bytes(out);
}

Result<Welcome> DecodeWelcome(std::string_view bytes) {
  pb::Welcome in;
  if (!ParseMessage(bytes, in)) return Broken("welcome");
  return Welcome{in.epoch(), in.chunk_bytes(), in.window(), std::max(1u, in.protocol()), in.program()};
}

std::string EncodeBody(const OpenBatchBody& body) {
  pb::OpenBatch out;
  out.set_dossier(body.head.code);
  out.set_procedure(body.head.procedure);
  out.set_agency(body.head.agency);
  out.set_applicant(body.head.applicant);
  out.set_batch(body.batch);
  out.set_lane(static_cast<std::uint32_t>(body.lane));
  out.set_deadline_unix_ms(body.deadline_unix_ms);
  return Bytes(out);
}

Result<OpenBatchBody> DecodeOpenBatch(std::string_view bytes) {
  pb::OpenBatch in;
  if (!ParseMessage(bytes, in) || in.lane() > static_cast<std::uint32_t>(Lane::kBacklog)) {
    return Broken("open batch");
  }
  return OpenBatchBody{{in.dossier(), in.procedure(), in.agency(), in.applicant()},
                       in.batch(),
                       static_cast<Lane>(in.lane()), in.deadline_unix_ms()};
}

std::string EncodeBody(const OpenOriginalBody& body) {
  pb::OpenOriginal out;
  Put(body, &out);
  return Bytes(out);
}

Result<OpenOriginalBody> DecodeOpenOriginal(std::string_view bytes) {
  pb::OpenOriginal in;
  OpenOriginalBody body;
  if (!ParseMessage(bytes, in) || !Take(in, body)) return Broken("open original");
  return body;
}

std::string EncodeBody(HandInBody body) {
  pb::HandIn out;
  Put(body.original, out.mutable_original());
  out.set_crc32c(body.crc32c);
  out.set_bytes(std::move(body.bytes));
  out.set_request(body.request);
  return Bytes(out);
}

Result<HandInBody> DecodeHandIn(std::string_view bytes) {
  pb::HandIn in;
  HandInBody body;
  if (!ParseMessage(bytes, in) || !Take(in.original(), body.original)) return Broken("hand in");
  body.crc32c = in.crc32c();
  body.bytes = std::move(*in.mutable_bytes());
  body.request = in.request();
  return body;
}

std::string EncodeBody(StoreBlobBody body) {
  pb::StoreBlob out;
  out.set_sha256(BytesOf(body.sha256));
  out.set_crc32c(body.crc32c);
  out.set_bytes(std::move(body.bytes));
  return Bytes(out);
}

Result<StoreBlobBody> DecodeStoreBlob(std::string_view bytes) {
  pb::StoreBlob in;
  StoreBlobBody body;
  if (!ParseMessage(bytes, in) || !ReadHash(in.sha256(), body.sha256)) return Broken("store blob");
  body.crc32c = in.crc32c();
  body.bytes = std::move(*in.mutable_bytes());
  return body;
}

std::string EncodeBody(const BlobNameBody& body) {
  pb::BlobName out;
  out.set_sha256(BytesOf(body.sha256));
  out.set_size(body.size);
  return Bytes(out);
}

Result<BlobNameBody> DecodeBlobName(std::string_view bytes) {
  pb::BlobName in;
  BlobNameBody body;
  if (!ParseMessage(bytes, in) || !ReadHash(in.sha256(), body.sha256)) return Broken("blob name");
  body.size = in.size();
  return body;
}

std::string EncodeBody(const HaveBody& body) {
  pb::Have out;
  out.set_upload(body.upload);
  out.set_offset(body.offset);
  return Bytes(out);
}

Result<HaveBody> DecodeHave(std::string_view bytes) {
  pb::Have in;
  if (!ParseMessage(bytes, in)) return Broken("upload offset");
  return HaveBody{in.upload(), in.offset()};
}

std::string EncodeBody(ChunkBody body) {
  pb::Chunk out;
  out.set_upload(body.upload);
  out.set_offset(body.offset);
  out.set_crc32c(body.crc32c);
  out.set_bytes(std::move(body.bytes));
  return Bytes(out);
}

Result<ChunkBody> DecodeChunk(std::string_view bytes) {
  pb::Chunk in;
  if (!ParseMessage(bytes, in)) return Broken("chunk");
  return ChunkBody{in.upload(), in.offset(), in.crc32c(), std::move(*in.mutable_bytes())};
}

std::string EncodeBody(const OriginalReceipt& body) {
  pb::Receipt out;
  out.set_name(body.name);
  out.set_sha256(BytesOf(body.sha256));
  out.set_pages(body.pages);
  out.set_accepted(body.accepted);
  out.set_duplicates(body.duplicates);
  out.set_quarantined(body.quarantined);
  out.set_ledger_sequence(body.ledger_sequence);
  for (const std::string& id : body.page_ids) out.add_page_ids(id);
  return Bytes(out);
}

Result<OriginalReceipt> DecodeReceipt(std::string_view bytes) {
  pb::Receipt in;
  OriginalReceipt body;
  if (!ParseMessage(bytes, in) || !ReadHash(in.sha256(), body.sha256)) return Broken("receipt");
  body.name = in.name();
  body.pages = in.pages();
  body.accepted = in.accepted();
  body.duplicates = in.duplicates();
  body.quarantined = in.quarantined();
  body.ledger_sequence = in.ledger_sequence();
  body.page_ids.assign(in.page_ids().begin(), in.page_ids().end());
  return body;
}

std::string EncodeBody(const SealBody& body) {
  pb::Seal out;
  out.set_dossier(body.dossier);
  out.set_batch(body.batch);
  return Bytes(out);
}

Result<SealBody> DecodeSeal(std::string_view bytes) {
  pb::Seal in;
  if (!ParseMessage(bytes, in)) return Broken("seal");
  return SealBody{in.dossier(), in.batch()};
}

std::string EncodeBody(const SealArrangedBody& body) {
  pb::SealArranged out;
  out.set_dossier(body.dossier);
  out.set_batch(body.batch);
  for (const Edit& edit : body.edits) out.add_edits(EncodeEdit(edit));
  out.set_since_first_sheet_ms(body.since_first_sheet_ms);
  return Bytes(out);
}

Result<SealArrangedBody> DecodeSealArranged(std::string_view bytes) {
  pb::SealArranged in;
  if (!ParseMessage(bytes, in)) return Broken("seal arranged");
  SealArrangedBody body{in.dossier(), in.batch(), {}, in.since_first_sheet_ms()};
  for (const std::string& record : in.edits()) {
    Result<Edit> edit = DecodeEdit(record);
    if (!edit) return edit.status();
    body.edits.push_back(std::move(*edit));
  }
  return body;
}

std::string EncodeBody(const SignedReceipt& body) {
  pb::BatchReceipt out;
  out.set_statement(body.statement);
  out.set_signature(body.signature);
  out.set_public_key(body.public_key);
  return Bytes(out);
}

Result<SignedReceipt> DecodeBatchReceipt(std::string_view bytes) {
  pb::BatchReceipt in;
  if (!ParseMessage(bytes, in)) return Broken("batch receipt");
  return SignedReceipt{in.statement(), in.signature(), in.public_key()};
}

std::string EncodeBody(const DrainBody& body) {
  pb::Drain out;
  out.set_worker(body.worker);
  out.set_order(static_cast<std::uint32_t>(body.order));
  return Bytes(out);
}

Result<DrainBody> DecodeDrain(std::string_view bytes) {
  pb::Drain in;
  DrainBody body;
  if (!ParseMessage(bytes, in) || (in.has_order() && !ReadOrder(in.order(), body.order))) return Broken("drain");
  body.worker = in.worker();
  return body;
}

std::string EncodeBody(const DossierProgress& body) {
  pb::Progress out;
  out.set_state(static_cast<std::uint32_t>(body.state));
  out.set_version(body.version);
  out.set_pages(body.pages);
  out.set_pages_done(body.pages_done);
  out.set_pages_quarantined(body.pages_quarantined);
  out.set_all_batches_visible(body.all_batches_visible);
  out.set_stage(static_cast<std::uint32_t>(body.stage));
  out.set_lane(static_cast<std::uint32_t>(body.lane));
  out.set_deadline_unix_ms(body.deadline_unix_ms);
  return Bytes(out);
}

Result<DossierProgress> DecodeProgress(std::string_view bytes) {
  pb::Progress in;
  if (!ParseMessage(bytes, in) || in.state() > static_cast<std::uint32_t>(DossierState::kCommitted) ||
      in.stage() > static_cast<std::uint32_t>(ReadingStage::kDone) || in.lane() > static_cast<std::uint32_t>(Lane::kBacklog)) {
    return Broken("progress");
  }
  return DossierProgress{static_cast<DossierState>(in.state()), in.version(), in.pages(), in.pages_done(), in.pages_quarantined(), in.all_batches_visible(),
                         static_cast<ReadingStage>(in.stage()), static_cast<Lane>(in.lane()), in.deadline_unix_ms()};
}

std::string EncodeBody(const CallBody& body) {
  pb::Call out;
  out.set_method(body.method);
  out.set_params(body.params);
  return Bytes(out);
}

Result<CallBody> DecodeCall(std::string_view bytes) {
  pb::Call in;
  if (!ParseMessage(bytes, in)) return Broken("call");
  return CallBody{in.method(), in.params()};
}

std::string EncodeAnswer(std::string_view json) {
  pb::Answer out;
  out.set_json(std::string(json));
  return Bytes(out);
}

Result<std::string> DecodeAnswer(std::string_view bytes) {
  pb::Answer in;
  if (!ParseMessage(bytes, in)) return Broken("answer");
  return std::move(*in.mutable_json());
}

std::string EncodeBody(const GetBlobBody& body) {
  pb::GetBlob out;
  out.set_sha256(BytesOf(body.sha256));
  out.set_offset(body.offset);
  out.set_length(body.length);
  return Bytes(out);
}

Result<GetBlobBody> DecodeGetBlob(std::string_view bytes) {
  pb::GetBlob in;
  GetBlobBody body;
  if (!ParseMessage(bytes, in) || !ReadHash(in.sha256(), body.sha256)) return Broken("blob request");
  body.offset = in.offset();
  body.length = in.length();
  return body;
}

std::string EncodeBody(BlobDataBody body) {
  pb::BlobData out;
  out.set_size(body.size);
  out.set_offset(body.offset);
  out.set_crc32c(body.crc32c);
  out.set_bytes(std::move(body.bytes));
  return Bytes(out);
}

Result<BlobDataBody> DecodeBlobData(std::string_view bytes) {
  pb::BlobData in;
  if (!ParseMessage(bytes, in)) return Broken("blob data");
  return BlobDataBody{in.size(), in.offset(), in.crc32c(), std::move(*in.mutable_bytes())};
}

std::string EncodeBody(const BeatBody& body) {
  pb::Beat out;
  out.set_worker(body.worker);
  out.set_boot(body.boot);
  for (const std::string& service : body.services) out.add_services(service);
  out.set_credit(body.credit);
  out.set_longest_call_ms(body.longest_call_ms);
  for (const HeldJob& held : body.held) Put(held, out.add_held());
  out.set_draining(body.draining);
  for (const std::string& layer : body.jail_missing) out.add_jail_missing(layer);
  out.set_threads(body.threads);
  out.set_memory_bytes(body.memory_bytes);
  out.set_reader_memory_bytes(body.reader_memory_bytes);
  out.set_reader_restarts(body.reader_restarts);
  Put(body.versions, out.mutable_versions());
  out.set_engine(body.engine);
  out.set_model(body.model);
  out.set_order(static_cast<std::uint32_t>(body.order));
  out.set_resting_threads(body.resting_threads);
  out.set_trouble(body.trouble);
  out.set_carried_bytes(body.carried_bytes);
  return Bytes(out);
}

Result<BeatBody> DecodeBeat(std::string_view bytes) {
  pb::Beat in;
  if (!ParseMessage(bytes, in)) return Broken("beat");
  BeatBody body;
  body.worker = in.worker();
  body.boot = in.boot();
  body.services.assign(in.services().begin(), in.services().end());
  body.credit = in.credit();
  body.longest_call_ms = in.longest_call_ms();
  for (const pb::HeldJob& held : in.held()) body.held.push_back(Take(held));
  body.draining = in.draining();
  body.jail_missing.assign(in.jail_missing().begin(), in.jail_missing().end());
  body.threads = in.threads();
  body.memory_bytes = in.memory_bytes();
  body.reader_memory_bytes = in.reader_memory_bytes();
  body.reader_restarts = in.reader_restarts();
  body.versions = Take(in.versions());
  body.engine = in.engine();
  body.model = in.model();
  if (!ReadOrder(in.order(), body.order)) return Broken("beat");
  body.resting_threads = in.resting_threads();
  body.trouble = in.trouble();
  body.carried_bytes = in.carried_bytes();
  return body;
}

std::string EncodeBody(const BeatAnswerBody& body) {
  pb::BeatAnswer out;
  out.set_epoch(body.epoch);
  for (const HeldJob& held : body.revoked) Put(held, out.add_revoked());
  out.set_drain(body.order == WorkerOrder::kEnd);
  out.set_order(static_cast<std::uint32_t>(body.order));
  out.set_carried_bytes(body.carried_bytes);
  return Bytes(out);
}

Result<BeatAnswerBody> DecodeBeatAnswer(std::string_view bytes) {
  pb::BeatAnswer in;
  if (!ParseMessage(bytes, in)) return Broken("beat answer");
  BeatAnswerBody body;
  body.epoch = in.epoch();
  for (const pb::HeldJob& held : in.revoked()) body.revoked.push_back(Take(held));
  if (!ReadOrder(in.order(), body.order)) return Broken("beat answer");
  body.carried_bytes = in.carried_bytes();
  return body;
}

std::string EncodeBody(JobBody body) {
  pb::Job out;
  out.set_job(body.job);
  out.set_fence(body.fence);
  out.set_attempt(body.attempt);
  out.set_service(body.service);
  out.set_deadline_ms(body.deadline_ms);
  out.set_work(body.work);
  out.set_trace(body.trace);
  for (StoreBlobBody& blob : body.blobs) Put(blob, out.add_blobs());
  return Bytes(out);
}

Result<JobBody> DecodeJob(std::string_view bytes) {
  pb::Job in;
  if (!ParseMessage(bytes, in)) return Broken("job");
  JobBody body{in.job(),     in.fence(),       in.attempt(),
               in.service(), in.deadline_ms(), std::move(*in.mutable_work()),
               in.trace()};
  if (!Take(*in.mutable_blobs(), body.blobs)) return Broken("job");
  return body;
}

std::string EncodeBody(const PageJob& body) {
  pb::PageJob out;
  out.set_page_id(body.page_id);
  out.set_source(EncodePageSource(body.source));
  out.set_name(body.name);
  for (const std::string& flag : body.flags) out.add_flags(flag);
  if (body.rotation) out.set_quarter_turns(static_cast<std::uint32_t>(1 + *body.rotation / 90));
  return Bytes(out);
}

Result<PageJob> DecodePageJob(std::string_view bytes) {
  pb::PageJob in;
  if (!ParseMessage(bytes, in)) return Broken("page job");
  Result<PageSource> source = DecodePageSource(in.source());
  if (!source) return source.status();
  if (in.quarter_turns() > 4) return Broken("page job");
  PageJob job{in.page_id(), std::move(*source), in.name(), {in.flags().begin(), in.flags().end()}};
  if (in.quarter_turns() > 0) job.rotation = static_cast<int>(in.quarter_turns() - 1) * 90;
  return job;
}

std::string EncodeBody(const DossierJob& body) {
  pb::DossierJob out;
  out.set_code(body.head.code);
  out.set_procedure(body.head.procedure);
  out.set_agency(body.head.agency);
  out.set_applicant(body.head.applicant);
  out.set_version(body.version);
  for (const DossierJobPage& page : body.pages) {
    pb::DossierJobPage* to = out.add_pages();
    to->set_id(page.id);
    to->set_source(EncodePageSource(page.source));
    to->set_record(BytesOf(page.record));
    to->set_received_unix_ms(page.received_unix_ms);
  }
  for (const Edit& edit : body.edits) out.add_edits(EncodeEdit(edit));
  for (const RenderedEarlier& rendered : body.earlier) {
    pb::RenderedEarlier* to = out.add_earlier();
    for (const Sha256& record : rendered.records) to->add_records(BytesOf(record));
    to->set_label(rendered.label);
    to->set_made_by(rendered.made_by);
    to->set_pdf(BytesOf(rendered.pdf));
    to->set_pdf_size(rendered.pdf_size);
  }
  return Bytes(out);
}

bool TakeEarlier(const pb::RenderedEarlier& in, RenderedEarlier& rendered) {
  for (const std::string& record : in.records()) {
    if (!ReadHash(record, rendered.records.emplace_back())) return false;
  }
  rendered.label = in.label();
  rendered.made_by = in.made_by();
  rendered.pdf_size = in.pdf_size();
  return ReadHash(in.pdf(), rendered.pdf);
}

Result<DossierJob> DecodeDossierJob(std::string_view bytes) {
  pb::DossierJob in;
  if (!ParseMessage(bytes, in)) return Broken("dossier job");
  DossierJob body;
  body.head = {in.code(), in.procedure(), in.agency(), in.applicant()};
  body.version = in.version();
  for (const pb::DossierJobPage& from : in.pages()) {
    DossierJobPage page;
    page.id = from.id();
    Result<PageSource> source = DecodePageSource(from.source());
    if (!source) return source.status();
    page.source = std::move(*source);
    if (!ReadHash(from.record(), page.record)) return Broken("dossier job");
    page.received_unix_ms = from.received_unix_ms();
    body.pages.push_back(std::move(page));
  }
  for (const std::string& edit : in.edits()) {
    Result<Edit> taken = DecodeEdit(edit);
    if (!taken) return taken.status();
    body.edits.push_back(std::move(*taken));
  }
  for (const pb::RenderedEarlier& rendered : in.earlier()) {
    if (!TakeEarlier(rendered, body.earlier.emplace_back())) return Broken("dossier job");
  }
  return body;
}

std::string EncodeBody(OutcomeBody body) {
  pb::Outcome out;
  out.set_job(body.job);
  out.set_fence(body.fence);
  out.set_record(BytesOf(body.record));
  for (const std::string& document : body.documents) out.add_documents(document);
  for (const StageTime& time : body.stage_times) {
    pb::StageTime* to = out.add_stage_times();
    to->set_stage(time.stage);
    to->set_microseconds(time.microseconds);
  }
  for (StoreBlobBody& blob : body.blobs) Put(blob, out.add_blobs());
  return Bytes(out);
}

Result<OutcomeBody> DecodeOutcome(std::string_view bytes) {
  pb::Outcome in;
  OutcomeBody body;
  if (!ParseMessage(bytes, in) || !ReadHash(in.record(), body.record)) return Broken("result");
  body.job = in.job();
  body.fence = in.fence();
  body.documents.assign(in.documents().begin(), in.documents().end());
  if (!Take(*in.mutable_blobs(), body.blobs)) return Broken("result");
  for (const pb::StageTime& time : in.stage_times()) body.stage_times.push_back({time.stage(), time.microseconds()});
  return body;
}

std::string EncodeBody(const JobFailureBody& body) {
  pb::JobFailure out;
  out.set_job(body.job);
  out.set_fence(body.fence);
  out.set_stage(body.stage);
  out.set_code(static_cast<std::uint32_t>(body.status.code()));
  out.set_message(body.status.message());
  return Bytes(out);
}

Result<JobFailureBody> DecodeJobFailure(std::string_view bytes) {
  pb::JobFailure in;
  StatusCode code{};
  if (!ParseMessage(bytes, in) || !ReadCode(in.code(), code) || code == StatusCode::kOk) {
    return Broken("job failure");
  }
  return JobFailureBody{in.job(), in.fence(), in.stage(), Status(code, in.message())};
}

std::string EncodeBody(const JobAnswerBody& body) {
  pb::JobAnswer out;
  out.set_job(body.job);
  out.set_fence(body.fence);
  return Bytes(out);
}

Result<JobAnswerBody> DecodeJobAnswer(std::string_view bytes) {
  pb::JobAnswer in;
  if (!ParseMessage(bytes, in)) return Broken("job answer");
  return JobAnswerBody{in.job(), in.fence()};
}

}  // namespace sohoa
