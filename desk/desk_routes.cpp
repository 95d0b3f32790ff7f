// SPDX-License-Identifier: Apache-2.0
#include "desk/desk_routes.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "api/web_assets.h"
#include "core/dossier.h"
#include "core/vietnamese.h"
#include "desk/desk_json.h"
#include "desk/print_sheets.h"
#include "workers/spooled_file.h"

namespace sohoa {
namespace {

constexpr std::size_t kLongestName = 255;

HttpResponse JsonResponse(std::string json, unsigned status = 200) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(json);
  return response;
}

HttpResponse Done(const Status& status) { return status.ok() ? JsonResponse("{}") : ProblemResponse(status); }

// The capture as it stands after what was asked for.
HttpResponse CaptureAfter(DeskService& desk, const Status& status, const std::string& id, unsigned success = 200) {
  if (!status.ok()) return ProblemResponse(status);
  const Result<Capture> capture = desk.spool().Find(id);
  return capture ? JsonResponse(CaptureJson(desk, *capture), success) : ProblemResponse(capture.status());
}

// A file from the browser, on its way.
class FileSink : public HttpBodySink {
 public:
  explicit FileSink(SpooledFile file) : file_(std::move(file)) {}
  Status Write(std::string_view bytes) override {
    if (file_.in_memory() && file_.size() + bytes.size() > SpooledFile::kMostInMemory) {
      if (const Status moved = file_.MoveToDisk(); !moved.ok()) return moved;
    }
    return file_.Append(bytes);
  }
  const SpooledFile& file() const { return file_; }

 private:
  SpooledFile file_;
};

TakenBody TakeFile(DeskService& desk, const HttpRequest& request) {
  std::uint64_t length = 0;
  const std::string_view header = request.Header("content-length");
  std::from_chars(header.data(), header.data() + header.size(), length);
  if (const Status room = desk.spool().CheckRoom(length); !room.ok()) return {nullptr, ProblemResponse(room)};
  Result<SpooledFile> file = SpooledFile::Make(length);
  if (!file) return {nullptr, ProblemResponse(file.status())};
  return {std::make_shared<FileSink>(std::move(*file)), std::nullopt};
}

HttpResponse AddFile(DeskService& desk, const HttpRequest& request) {
  const auto sink = std::dynamic_pointer_cast<FileSink>(request.sink);
  if (sink == nullptr || sink->file().size() == 0) return ProblemResponse(400, "invalid_argument", "the body is the file, and may not be empty");
  std::string name = ToNfc(request.Query("name"));
  if (name.empty() || name.size() > kLongestName) name = "file";
  const Result<OriginalFile> file = sink->file().Open(name);
  if (!file) return ProblemResponse(file.status());
  const Result<DeskOriginal> added = desk.AddFile(request.parts.at("capture"), *file, {request.Query("after"), request.Query("replaces")});
  return CaptureAfter(desk, added.status(), request.parts.at("capture"), 201);
}

HttpResponse Begin(DeskService& desk, const HttpRequest& request) {
  Result<CaptureHead> head = ReadCaptureHead(request.body);
  if (!head) return ProblemResponse(head.status());
  if (head->agency.empty()) head->agency = desk.options().agency;
  const Result<Capture> capture = desk.spool().Begin(*head, "desk:" + desk.options().name);
  if (!capture) return ProblemResponse(capture.status());
  static_cast<void>(desk.Changed(Status()));
  return JsonResponse(CaptureJson(desk, *capture), 201);
}

HttpResponse SetHead(DeskService& desk, const HttpRequest& request) {
  const Result<CaptureHead> head = ReadCaptureHead(request.body);
  if (!head) return ProblemResponse(head.status());
  const std::string& id = request.parts.at("capture");
  return CaptureAfter(desk, desk.Changed(desk.spool().SetHead(id, *head)), id);
}

HttpResponse Scan(DeskService& desk, const HttpRequest& request, DeskSide side) {
  Result<ScanJob> job = ReadScanJob(request.parts.at("capture"), request.body);
  if (!job) return ProblemResponse(job.status());
  // Whoever sits elsewhere has no business with other files of this host.
  if (side == DeskSide::kElsewhere && !desk.IsOffered(job->device)) return ProblemResponse(403, "denied", "device is one of those that the desk offers");
  const Status started = desk.StartScan(std::move(*job));
  return CaptureAfter(desk, started, request.parts.at("capture"), 202);
}

HttpResponse AddEdits(DeskService& desk, const HttpRequest& request) {
  Result<std::vector<Edit>> edits = ReadDeskEdits(request.body);
  if (!edits) return ProblemResponse(edits.status());
  const std::string& id = request.parts.at("capture");
  return CaptureAfter(desk, desk.Changed(desk.spool().AddEdits(id, std::move(*edits))), id);
}

HttpResponse Undo(DeskService& desk, const HttpRequest& request) {
  const Result<std::uint32_t> count = ReadDeskNumber(request.body, "count");
  if (!count) return ProblemResponse(count.status());
  const std::string& id = request.parts.at("capture");
  return CaptureAfter(desk, desk.Changed(desk.spool().UndoEdits(id, *count)), id);
}

HttpResponse Interleave(DeskService& desk, const HttpRequest& request) {
  const std::string& id = request.parts.at("capture");
  const Result<std::uint32_t> fronts = ReadDeskNumber(request.body, "fronts");
  if (!fronts) return ProblemResponse(fronts.status());
  const Result<Capture> capture = desk.spool().Find(id);
  if (!capture) return ProblemResponse(capture.status());
  Result<std::vector<Edit>> edits = InterleaveEdits(*capture, *fronts, capture->by, desk.spool().Now());
  if (!edits) return ProblemResponse(edits.status());
  return CaptureAfter(desk, desk.Changed(desk.spool().AddEdits(id, std::move(*edits))), id);
}

HttpResponse Discard(DeskService& desk, const HttpRequest& request) {
  const Result<std::string> reason = ReadDeskText(request.body, "reason");
  if (!reason) return ProblemResponse(reason.status());
  const std::string& id = request.parts.at("capture");
  return CaptureAfter(desk, desk.Discard(id, *reason), id);
}

HttpResponse DraftResponse(DeskService& desk, const HttpRequest& request) {
  Result<DeskService::Draft> draft = desk.DraftOf(request.parts.at("capture"));
  if (!draft) return ProblemResponse(draft.status());
  HttpResponse response = JsonResponse(std::move(draft->json));
  response.headers.emplace_back("X-Draft-Age", draft->is_fresh ? "fresh" : "of-before");
  return response;
}

HttpResponse Receipt(DeskService& desk, const HttpRequest& request) {
  const Result<Capture> capture = desk.spool().Find(request.parts.at("capture"));
  if (!capture) return ProblemResponse(capture.status());
  if (capture->receipt.statement.empty()) return ProblemResponse(404, "not_found", "the coordinator has not given a receipt yet");
  HttpResponse response = JsonResponse(capture->receipt.statement);
  response.content_type = "text/plain; charset=utf-8";
  return response;
}

HttpResponse PdfResponse(const Result<std::string>& pdf, const std::string& name) {
  if (!pdf) return ProblemResponse(pdf.status());
  HttpResponse response;
  response.content_type = "application/pdf";
  response.headers.emplace_back("Content-Disposition", "inline; filename=\"" + name + ".pdf\"");
  response.body = *pdf;
  return response;
}

// A sheet to print: the cover of a dossier, or without its code one that parts documents.
HttpResponse SheetToPrint(const HttpRequest& request) {
  const SheetSize size = request.Query("size") == "label" ? SheetSize::kLabel : SheetSize::kA4;
  const std::string dossier = request.Query("dossier");
  if (dossier.empty()) return PdfResponse(SeparatorPdf(size), "separator");
  if (!IsAcceptableDossierCode(dossier)) return ProblemResponse(400, "invalid_argument", "dossier is its code");
  return PdfResponse(CoverPdf(dossier, ToNfc(request.Query("applicant")), size), "cover");
}

HttpResponse Picture(DeskService& desk, const HttpRequest& request) {
  int width = 240;
  const std::string wanted = request.Query("width");
  std::from_chars(wanted.data(), wanted.data() + wanted.size(), width);
  Result<std::string> picture = desk.checks().Picture(request.parts.at("capture"), request.parts.at("page"), width);
  if (!picture) return ProblemResponse(picture.status());
  HttpResponse response;
  response.content_type = "image/jpeg";
  // A page never becomes another one under its key.
  response.headers.emplace_back("Cache-Control", "private, max-age=3600");
  response.body = std::move(*picture);
  return response;
}

HttpResponse Devices(DeskService& desk, const HttpRequest& request) {
  const Result<std::vector<ScannerDescription>> scanners = desk.Devices(request.Query("reach") == "network" ? ScannerReach::kNetwork : ScannerReach::kAttached);
  return scanners ? JsonResponse(ScannersJson(*scanners)) : ProblemResponse(scanners.status());
}

// One event whenever something is otherwise; what, the page asks then.
HttpResponse Events(DeskService& desk) {
  HttpResponse response;
  response.content_type = "text/event-stream";
  HttpPush push;
  push.changes = [&desk] { return desk.Changes(); };
  push.next = [&desk, told = ~std::uint64_t{0}]() mutable -> Result<std::string> {
    const std::uint64_t now = desk.Changes();
    if (now == told) return std::string();
    told = now;
    return "event: change\ndata: " + std::to_string(now) + "\n\n";
  };
  push.beat = ": still here\n\n";
  response.push = std::move(push);
  return response;
}

// The right code makes a browser one of the desk's.
HttpResponse Pair(DeskService& desk, const HttpRequest& request) {
  const Result<std::string> code = ReadDeskText(request.body, "code");
  const Result<std::string> name = ReadDeskText(request.body, "name");
  if (!code || !name) return ProblemResponse((code ? name : code).status());
  const Result<std::string> token = desk.pairing().Pair(*code, *name);
  if (!token) return ProblemResponse(token.status());
  HttpResponse response = JsonResponse("{}");
  constexpr const char* kForAYear = "; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=31536000";
  response.headers.emplace_back("Set-Cookie", std::string(kPairedCookie) + "=" + *token + kForAYear);
  return response;
}

bool IsOfTheDesk(std::string_view path) {
  static constexpr std::string_view kShared[] = {"/tokens.css", "/style.css", "/dom.js", "/keys.js", "/language.js", "/words.js", "/theme.js", "/icon.svg"};
  return path.starts_with("/desk") || path.starts_with("/guide") || std::find(std::begin(kShared), std::end(kShared), path) != std::end(kShared);
}

HttpResponse AssetResponse(const WebAsset& asset) {
  HttpResponse response;
  response.content_type = std::string(asset.content_type);
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.body = std::string(asset.bytes);
  return response;
}

void AddPages(Router& router) {
  for (const WebAsset& asset : WebAssets()) {
    if (!IsOfTheDesk(asset.path)) continue;
    const std::string path = asset.path == "/desk.html" ? "/" : std::string(asset.path);
    router.Add(ForEverybody(), {"GET", path, "A file of the desk's page", {}, {std::string(asset.content_type)}, {}, [&asset](const HttpRequest&) { return AssetResponse(asset); }});
  }
}

// At the desk alone.
template <typename Add>
void AddPairing(const Add& add) {
  add("POST", "/v1/pairings", "A code to pair a browser with", [](DeskService& at, const HttpRequest&) { return JsonResponse(PairingCodeJson(at, at.pairing().NewCode()), 201); });
  add("GET", "/v1/pairings", "Paired browsers", [](DeskService& at, const HttpRequest&) { return JsonResponse(PairedBrowsersJson(at.pairing().List())); });
  add("DELETE", "/v1/pairings/{browser}", "Takes one back", [](DeskService& at, const HttpRequest& r) { return Done(at.pairing().Forget(r.parts.at("browser"))); });
}

using Handler = std::function<HttpResponse(DeskService& desk, const HttpRequest& request)>;

}  // namespace

bool IsForUnpaired(const HttpRequest& request) {
  if (request.method == "POST") return request.path == "/v1/pair";
  const bool own = request.path == "/desk_pair.html" || request.path == "/desk_pair.js" || request.path == "/desk_api.js" || request.path == "/desk.css";
  return request.method == "GET" && (own || (IsOfTheDesk(request.path) && !request.path.starts_with("/desk")));
}

Router MakeDeskRouter(DeskService& desk, DeskSide side) {
  Router router;
  AddPages(router);
  const auto add = [&](const char* method, const char* path, const char* summary, Handler handler) {
    router.Add(ForEverybody(), {method, path, summary, {}, {"application/json"}, {}, [&desk, handler = std::move(handler)](const HttpRequest& request) { return handler(desk, request); }});
  };
  const auto id_of = [](const HttpRequest& request) { return request.parts.at("capture"); };
  add("GET", "/v1/state", "The desk, its line, its scanner and its captures", [side](DeskService& at, const HttpRequest&) { return JsonResponse(DeskStateJson(at, side == DeskSide::kHere)); });
  add("GET", "/v1/events", "An event whenever something changes", [](DeskService& at, const HttpRequest&) { return Events(at); });
  add("GET", "/v1/devices", "Scanners that are there", Devices);
  add("GET", "/v1/procedures", "Procedures to choose from", [](DeskService& at, const HttpRequest&) { return JsonResponse(DeskProceduresJson(at.options().procedures.get())); });
  add("POST", "/v1/captures", "Begins a capture", Begin);
  add("GET", "/v1/captures/{capture}", "A capture with its pages", [id_of](DeskService& at, const HttpRequest& r) { return CaptureAfter(at, Status(), id_of(r)); });
  add("POST", "/v1/captures/{capture}/head", "Which dossier it is of", SetHead);
  add("POST", "/v1/captures/{capture}/scan", "Scans into it", [side](DeskService& at, const HttpRequest& r) { return Scan(at, r, side); });
  add("POST", "/v1/captures/{capture}/edits", "Puts pages right", AddEdits);
  add("POST", "/v1/captures/{capture}/undo", "Takes edits back", Undo);
  add("POST", "/v1/captures/{capture}/interleave", "Fronts and backs that were scanned one after the other", Interleave);
  add("POST", "/v1/captures/{capture}/finish", "Done: it goes up", [id_of](DeskService& at, const HttpRequest& r) { return CaptureAfter(at, at.Finish(id_of(r)), id_of(r)); });
  add("POST", "/v1/captures/{capture}/reopen", "Not done after all", [id_of](DeskService& at, const HttpRequest& r) { return CaptureAfter(at, at.Changed(at.spool().Reopen(id_of(r))), id_of(r)); });
  add("POST", "/v1/captures/{capture}/discard", "Gives it up", Discard);
  add("DELETE", "/v1/captures/{capture}", "Forgets one that is at its end", [id_of](DeskService& at, const HttpRequest& r) { return Done(at.Changed(at.spool().Remove(id_of(r)))); });
  add("GET", "/v1/captures/{capture}/draft", "What the dossier would be by what is read so far", DraftResponse);
  add("GET", "/v1/captures/{capture}/receipt", "The coordinator's receipt, as it was signed", Receipt);
  add("GET", "/v1/captures/{capture}/pages/{page}/picture", "A page as it was scanned", Picture);
  add("GET", "/v1/captures/{capture}/receipt.pdf", "The receipt to print", [id_of](DeskService& at, const HttpRequest& r) { return PdfResponse(at.ReceiptOf(id_of(r)), "receipt"); });
  add("GET", "/v1/sheet.pdf", "A cover or separator sheet to print", [](DeskService&, const HttpRequest& r) { return SheetToPrint(r); });
  add("POST", "/v1/run/resume", "The scanner was put right", [](DeskService& at, const HttpRequest&) { return Done(at.ResumeScan()); });
  add("POST", "/v1/line/try", "Tries the coordinator now", [](DeskService& at, const HttpRequest&) { return Done(at.Changed(Status())); });
  add("POST", "/v1/run/stop", "Stops the scanner", [](DeskService& at, const HttpRequest&) { return Done(at.StopScan()); });
  if (side == DeskSide::kHere) {
    AddPairing(add);
  } else {
    add("POST", "/v1/pair", "Pairs this browser", Pair);
  }
  Route files{"POST", "/v1/captures/{capture}/files", "A file from the browser", {}, {"application/json"}, {}, [&desk](const HttpRequest& request) { return AddFile(desk, request); }};
  files.take = [&desk](const HttpRequest& request) { return TakeFile(desk, request); };
  router.Add(ForEverybody(), std::move(files));
  return router;
}

}  // namespace sohoa
