// SPDX-License-Identifier: Apache-2.0
//
// Uploads by and by are those of the IETF draft "Resumable Uploads for HTTP" (draft-ietf-httpbis-resumable-upload), but for
// its interim responses.
#include "api/intake_routes.h"

#include <charconv>
#include <initializer_list>

#include <nlohmann/json.hpp>

#include "access/decision.h"
#include "api/form_body.h"
#include "api/hand_in.h"
#include "api/upload_store.h"
#include "core/base64.h"
#include "core/calendar.h"
#include "core/vietnamese.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

using IntakeJson = nlohmann::ordered_json;

constexpr std::size_t kLongestName = 255;
constexpr std::uint64_t kMostPlaces = 100'000;

HttpResponse Unacceptable(const std::string& why) { return ProblemResponse(400, "invalid_argument", why); }

std::string OwnerOf(const HttpRequest& request) { return request.principal.is_holder() ? std::string() : ActorOf(request.principal); }

HttpResponse JsonAnswer(unsigned status, const IntakeJson& json) {
  HttpResponse response;
  response.status = status;
  response.body = json.dump(-1, ' ', false, IntakeJson::error_handler_t::replace);
  return response;
}

// Of what the coordinator or the store of uploads says. What is full or busy now may be tried again.
HttpResponse Refused(const Status& status) {
  HttpResponse response = ProblemResponse(status);
  if (status.code() == StatusCode::kUnavailable) response.headers.emplace_back("Retry-After", "5");
  return response;
}

std::optional<std::uint64_t> NumberIn(std::string_view text) {
  std::uint64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

// Whether whoever asks may hand pages of this agency in.
bool MayHandIn(const HttpRequest& request, const std::string& agency) {
  return Decide(request.principal, Action::kHandIn, {true, agency, Secrecy::kNone}).allowed();
}

Lane LaneIn(const std::string& name, bool& known) {
  known = name.empty() || name == "counter" || name == "workflow" || name == "backlog";
  return name == "workflow" ? Lane::kWorkflow : name == "backlog" ? Lane::kBacklog : Lane::kCounter;
}

HttpResponse OpenDossier(const RouteContext& context, const HttpRequest& request) {
  const IntakeJson body = IntakeJson::parse(request.body, nullptr, false);
  if (!body.is_object()) return Unacceptable("the body is a JSON object whose members are all text");
  for (const auto& [name, value] : body.items()) {
    if (!value.is_string()) return Unacceptable("the body is a JSON object whose members are all text");
  }
  const auto text = [&body](const char* name) { return body.contains(name) ? body[name].get<std::string>() : std::string(); };
  const DossierHead head{text("dossier"), text("procedure"), text("agency"), text("applicant")};
  if (!IsAcceptableDossierCode(head.code)) return Unacceptable("dossier is its code: 1 to 100 of letters, digits, '.', '-' and '_'");
  bool known = false;
  const Lane lane = LaneIn(text("lane"), known);
  if (!known) return Unacceptable("lane is counter, workflow or backlog");
  const std::optional<std::int64_t> deadline = text("deadline").empty() ? 0 : ParseVietnamTime(text("deadline"));
  if (!deadline) return Unacceptable("deadline is a day such as 2026-12-01 or a time such as 2026-12-01T16:30");
  const Result<std::optional<std::string>> before = context.queries.AgencyOfOpened(head.code);
  if (!before) return Refused(before.status());
  // Of one that is there, it is the agency that was said first.
  const std::string& agency = *before ? **before : head.agency;
  if (!MayHandIn(request, agency)) return ProblemResponse(403, "denied", "say in agency which of yours the dossier is of; one that is of another takes nothing from you");
  const std::string batch = text("batch").empty() ? NewBatchId() : text("batch");
  const Result<std::unique_ptr<DeskClient>> desk = context.queries.OpenDesk();
  if (!desk) return Refused(desk.status());
  const Status opened = (*desk)->OpenBatch(head, batch, lane, *deadline);
  if (!opened.ok()) return Refused(opened);
  HttpResponse response = JsonAnswer(201, {{"dossier", head.code}, {"batch", batch}});
  response.headers.emplace_back("Location", "/v1/dossiers/" + head.code);
  return response;
}

// SHA-256 of the whole representation, by RFC 9530 or by RFC 3230 before it. `wrong`: there is one that cannot be read.
std::optional<Sha256> DigestIn(const HttpRequest& request, bool& wrong) {
  wrong = false;
  std::string_view given = request.Header("repr-digest");
  std::string_view begin = "sha-256=:";
  if (given.empty()) {
    given = request.Header("digest");
    begin = "sha-256=";
  }
  std::string lower(given);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const std::size_t at = lower.find(begin);
  if (at == std::string::npos) return std::nullopt;  // of another kind, or none
  std::string_view coded = given.substr(at + begin.size());
  coded = coded.substr(0, coded.find_first_of(":,"));
  const std::optional<std::string> bytes = DecodeBase64(coded);
  const std::optional<Sha256> digest = bytes ? ReadNameBytes(*bytes) : std::nullopt;
  wrong = !digest;
  return digest;
}

// What a first request says of its original. The reason where it cannot be taken.
std::optional<std::string> ReadPurpose(const HttpRequest& request, UploadPurpose& purpose) {
  purpose.owner = OwnerOf(request);
  purpose.dossier = request.parts.at("code");
  if (!IsAcceptableDossierCode(purpose.dossier)) return "a dossier's code has 1 to 100 of letters, digits, '.', '-' and '_'";
  purpose.batch = request.Query("batch");
  if (!purpose.batch.empty() && !IsAcceptableDossierCode(purpose.batch)) return "batch is that of the answer to POST /v1/dossiers";
  if (const std::string given = request.Query("place"); !given.empty()) {
    const std::optional<std::uint64_t> place = NumberIn(given);
    if (!place || *place == 0 || *place > kMostPlaces) return "place is where in the batch the original stands, from 1";
    purpose.place = static_cast<std::uint32_t>(*place - 1);
  }
  purpose.name = ToNfc(request.Query("name"));
  if (purpose.name.empty()) purpose.name = "original";
  if (purpose.name.size() > kLongestName || purpose.name.find_first_of("/\\\n\r") != std::string::npos) return "name is that of a file, of at most 255 bytes";
  bool wrong = false;
  purpose.sha256 = DigestIn(request, wrong);
  if (wrong) return "Repr-Digest is sha-256=:BASE64:";
  const bool whole = request.Header("upload-complete") != "?0";
  const std::string_view length = request.Header(whole && request.Header("upload-length").empty() ? "content-length" : "upload-length");
  purpose.length = NumberIn(length);
  if (!length.empty() && !purpose.length) return "Upload-Length is a number of bytes";
  return std::nullopt;
}

// The bytes of an original on their way to the store of uploads, with the upload they are of.
class OriginalSink : public HttpBodySink {
 public:
  // Of one that came whole nothing is left unless it is handed in.
  OriginalSink(UploadStore& uploads, std::string id, std::shared_ptr<HttpBodySink> bytes, bool is_whole)
      : uploads_(uploads), id_(std::move(id)), bytes_(std::move(bytes)), is_whole_(is_whole) {}
  ~OriginalSink() override {
    if (is_whole_) uploads_.Remove(id_);
  }
  Status Write(std::string_view bytes) override { return bytes_->Write(bytes); }
  const std::string& id() const { return id_; }

 private:
  UploadStore& uploads_;
  const std::string id_;
  const std::shared_ptr<HttpBodySink> bytes_;
  const bool is_whole_;
};

TakenBody TakeOriginal(const RouteContext& context, const HttpRequest& request) {
  if (context.uploads == nullptr) return {nullptr, ProblemResponse(503, "unavailable", "this server takes nothing in")};
  const bool is_form = FormBoundaryOf(request.Header("content-type")).has_value();
  if (request.Header("content-type").starts_with("multipart/") && (!is_form || request.Header("upload-complete") == "?0")) {
    return {nullptr, ProblemResponse(415, "unsupported", "a form is of the type multipart/form-data with its boundary, and comes whole")};
  }
  UploadPurpose purpose;
  if (const std::optional<std::string> why = ReadPurpose(request, purpose)) return {nullptr, Unacceptable(*why)};
  const Result<std::string> id = context.uploads->Begin(purpose);
  if (!id && id.status().code() == StatusCode::kConflict) {
    HttpResponse wait = ProblemResponse(429, "resource_limit", id.status().message());
    wait.headers.emplace_back("Retry-After", "60");
    return {nullptr, std::move(wait)};
  }
  if (!id) return {nullptr, Refused(id.status())};
  const bool is_whole = request.Header("upload-complete") != "?0";
  Result<std::shared_ptr<HttpBodySink>> bytes = context.uploads->Append(*id, purpose.owner, 0);
  if (!bytes) return {nullptr, Refused(bytes.status())};
  return {std::make_shared<OriginalSink>(*context.uploads, *id, std::move(*bytes), is_whole), std::nullopt};
}

void AddUploadHeaders(const RouteContext& context, const UploadState& state, HttpResponse& response) {
  response.headers.emplace_back("Upload-Offset", std::to_string(state.offset));
  response.headers.emplace_back("Upload-Complete", state.receipt.empty() ? "?0" : "?1");
  if (state.purpose.length) response.headers.emplace_back("Upload-Length", std::to_string(*state.purpose.length));
  const UploadRules& rules = context.uploads->rules();
  response.headers.emplace_back("Upload-Limit", "max-size=" + std::to_string(rules.most_bytes) + ", max-age=" + std::to_string(rules.most_age_ms / 1000));
}

HttpResponse Receipt(const std::string& receipt) {
  HttpResponse response;
  response.status = 201;
  response.body = receipt;
  return response;
}

// All of it is here: the coordinator gets it, and says so once it is durable there.
HttpResponse HandIn(const RouteContext& context, const UploadState& state, const std::string& boundary) {
  const Result<std::string> receipt = HandInUpload(context.queries, state, context.uploads->PathOf(state.id), boundary);
  if (!receipt) {
    // What may be taken later stays, and what is not all here yet.
    const StatusCode code = receipt.status().code();
    if (!IsRetryable(code) && code != StatusCode::kInvalidArgument) context.uploads->Remove(state.id);
    return code == StatusCode::kCorruption ? Unacceptable(receipt.status().message()) : Refused(receipt.status());
  }
  // Without it a client that did not hear the answer sends the original again, which does no harm.
  static_cast<void>(context.uploads->Finish(state.id, *receipt).ok());
  return Receipt(*receipt);
}

HttpResponse Uploaded(const RouteContext& context, const HttpRequest& request, const std::string& id, bool is_complete, unsigned otherwise,
                      const std::string& boundary = "") {
  const Result<UploadState> state = context.uploads->Find(id, OwnerOf(request));
  if (!state) return Refused(state.status());
  if (is_complete) return HandIn(context, *state, boundary);
  HttpResponse response;
  response.status = otherwise;
  if (otherwise == 204) {
    response.content_type.clear();
  } else {
    response.body = IntakeJson{{"upload", id}, {"offset", state->offset}}.dump();
    response.headers.emplace_back("Location", "/v1/uploads/" + id);
  }
  AddUploadHeaders(context, *state, response);
  return response;
}

HttpResponse PostOriginal(const RouteContext& context, const HttpRequest& request) {
  const auto sink = std::dynamic_pointer_cast<OriginalSink>(request.sink);
  if (!sink) return ProblemResponse(503, "unavailable", "this server takes nothing in");
  return Uploaded(context, request, sink->id(), request.Header("upload-complete") != "?0", 201, FormBoundaryOf(request.Header("content-type")).value_or(""));
}

TakenBody TakeMore(const RouteContext& context, const HttpRequest& request) {
  if (context.uploads == nullptr) return {nullptr, ProblemResponse(503, "unavailable", "this server takes nothing in")};
  if (request.Header("content-type") != "application/partial-upload") {
    return {nullptr, ProblemResponse(415, "unsupported", "what goes on with an upload is of the type application/partial-upload")};
  }
  const std::optional<std::uint64_t> offset = NumberIn(request.Header("upload-offset"));
  if (!offset) return {nullptr, Unacceptable("Upload-Offset says where the body goes on")};
  const std::string& id = request.parts.at("upload");
  Result<UploadState> state = context.uploads->Find(id, OwnerOf(request));
  if (!state) return {nullptr, Refused(state.status())};
  if (!state->receipt.empty()) return {};  // it was handed in, and whoever asks did not hear it
  Result<std::shared_ptr<HttpBodySink>> bytes = context.uploads->Append(id, OwnerOf(request), *offset);
  if (!bytes) {
    HttpResponse refusal = Refused(bytes.status());
    AddUploadHeaders(context, *state, refusal);
    return {nullptr, std::move(refusal)};
  }
  return {std::make_shared<OriginalSink>(*context.uploads, id, std::move(*bytes), false), std::nullopt};
}

HttpResponse PatchUpload(const RouteContext& context, const HttpRequest& request) {
  if (context.uploads == nullptr) return ProblemResponse(503, "unavailable", "this server takes nothing in");
  const std::string& id = request.parts.at("upload");
  const Result<UploadState> state = context.uploads->Find(id, OwnerOf(request));
  if (!state) return Refused(state.status());
  if (!state->receipt.empty()) return Receipt(state->receipt);
  return Uploaded(context, request, id, request.Header("upload-complete") == "?1", 204);
}

HttpResponse ShowUpload(const RouteContext& context, const HttpRequest& request) {
  if (context.uploads == nullptr) return ProblemResponse(404, "not_found", "there is no such upload");
  const Result<UploadState> state = context.uploads->Find(request.parts.at("upload"), OwnerOf(request));
  if (!state) return Refused(state.status());
  IntakeJson json = {{"upload", state->id}, {"dossier", state->purpose.dossier}, {"offset", state->offset}};
  json["length"] = state->purpose.length ? IntakeJson(*state->purpose.length) : IntakeJson(nullptr);
  json["receipt"] = state->receipt.empty() ? IntakeJson(nullptr) : IntakeJson::parse(state->receipt, nullptr, false);
  HttpResponse response = JsonAnswer(200, json);
  AddUploadHeaders(context, *state, response);
  return response;
}

HttpResponse RemoveUpload(const RouteContext& context, const HttpRequest& request) {
  if (context.uploads == nullptr) return ProblemResponse(404, "not_found", "there is no such upload");
  const std::string& id = request.parts.at("upload");
  const Result<UploadState> state = context.uploads->Find(id, OwnerOf(request));
  if (!state) return Refused(state.status());
  context.uploads->Remove(id);
  HttpResponse response;
  response.status = 204;
  response.content_type.clear();
  return response;
}

HttpResponse SealDossier(const RouteContext& context, const HttpRequest& request) {
  const std::string& code = request.parts.at("code");
  const std::string batch = request.Query("batch");
  if (!IsAcceptableDossierCode(code)) return ProblemResponse(404, "not_found", "there is no such dossier");
  if (!batch.empty() && !IsAcceptableDossierCode(batch)) return Unacceptable("batch is that of the answer to POST /v1/dossiers");
  const Result<std::unique_ptr<DeskClient>> desk = context.queries.OpenDesk();
  if (!desk) return Refused(desk.status());
  const Status sealed = batch.empty() ? (*desk)->SealAll(code) : (*desk)->Seal(code, batch);
  if (!sealed.ok()) return Refused(sealed);
  const Result<std::string> job = context.queries.Answer("progress", IntakeJson{{"dossier", code}}.dump());
  if (!job) return Refused(job.status());
  HttpResponse response;
  response.status = 202;
  response.body = *job;
  response.headers = {{"Location", "/v1/jobs/" + code}, {"Retry-After", "1"}};
  return response;
}

}  // namespace

void AddIntakeRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kHandIn),
             {"POST", "/v1/dossiers", "Opens a dossier, and a batch in it; equal members may be sent again", {}, {"application/json"}, {400, 403, 409, 503},
              [context](const HttpRequest& r) { return OpenDossier(context, r); }, 201,
              {{"dossier", "Its code", true},
               {"procedure", "Code of the procedure"},
               {"agency", "Identifier of the agency"},
               {"applicant", "Who applies"},
               {"lane", "counter (without it), workflow or backlog"},
               {"deadline", "By when it has to be read: 2026-12-01, 2026-12-01T16:30"},
               {"batch", "Id of the batch, the same whenever it is sent again; without it a new one"}}, false, "Opened"});
  Route originals{"POST", "/v1/dossiers/{code}/originals",
                  "Hands one original in, the file itself as the body; by and by where Upload-Complete is ?0 (docs/API.md)",
                  {{"batch", "Of the answer that opened it; without it the newest that is open"},
                   {"place", "Where in the batch it stands, from 1: sent there again it is the same one; without it behind all others"},
                   {"name", "Of the file"}},
                  {"application/json"}, {400, 404, 409, 413, 415, 422, 429, 503}, [context](const HttpRequest& r) { return PostOriginal(context, r); }, 201};
  originals.schema = "ReceiptOrBegun";
  originals.take = [context](const HttpRequest& r) { return TakeOriginal(context, r); };
  router.Add(Needs(Action::kHandIn, RouteObject::kDossier, "code"), std::move(originals));
  router.Add(Needs(Action::kHandIn, RouteObject::kDossier, "code"),
             {"POST", "/v1/dossiers/{code}/seal", "No more pages come in its open batches", {{"batch", "In this one alone"}}, {"application/json"}, {404, 409, 503},
              [context](const HttpRequest& r) { return SealDossier(context, r); }, 202, {}, false, "Progress"});
  router.Add(Needs(Action::kHandIn),
             {"GET", "/v1/uploads/{upload}", "How much of an upload is here; its receipt, once it was handed in", {}, {"application/json"}, {404, 503},
              [context](const HttpRequest& r) { return ShowUpload(context, r); }, 200, {}, false, "Upload"});
  Route more{"PATCH", "/v1/uploads/{upload}", "Goes on with an upload at Upload-Offset; with Upload-Complete ?1 it is handed in", {}, {"application/json"},
             {400, 404, 409, 413, 415, 422, 503}, [context](const HttpRequest& r) { return PatchUpload(context, r); }, 201};
  more.successes = {204};
  more.schema = "Receipt";
  more.take = [context](const HttpRequest& r) { return TakeMore(context, r); };
  router.Add(Needs(Action::kHandIn), std::move(more));
  router.Add(Needs(Action::kHandIn), {"DELETE", "/v1/uploads/{upload}", "Ends an upload that is not handed in", {}, {}, {404},
                                      [context](const HttpRequest& r) { return RemoveUpload(context, r); }, 204});
}

}  // namespace sohoa
