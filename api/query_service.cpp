// SPDX-License-Identifier: Apache-2.0
#include "api/query_service.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <mutex>
#include <shared_mutex>
#include <string>

#include <nlohmann/json.hpp>

#include "access/secrets.h"
#include "api/account_methods.h"
#include "api/archive_json.h"
#include "api/backup_job.h"
#include "api/draft_answer.h"
#include "api/edits_json.h"
#include "api/import_job.h"
#include "api/package_records.h"
#include "api/page_json.h"
#include "api/registry_methods.h"
#include "api/report_answers.h"
#include "api/retention_answers.h"
#include "api/secrecy_edits.h"
#include "api/status_json.h"
#include "api/viewed_archive.h"
#include "api/webhook_methods.h"
#include "core/calendar.h"
#include "documents/procedures/supplement_request.h"
#include "pipeline/formats/page_formats.h"
#include "storage/audit_root.h"
#include "storage/journal.h"
#include "workers/ledger_records.h"
#include "workers/pipeline_watch.h"

namespace sohoa {
namespace {

using Json = nlohmann::ordered_json;
using Progress = std::function<bool(std::uint64_t, std::uint64_t)>;

constexpr std::uint32_t kDefaultLimit = 100;
constexpr std::uint32_t kMaximalLimit = 1000;
constexpr std::int64_t kDemandMs = 1'000;

std::string TextOf(const Json& params, const char* name) {
  const auto found = params.find(name);
  return found != params.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t NumberOf(const Json& params, const char* name, std::uint64_t otherwise) {
  const auto found = params.find(name);
  return found != params.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : otherwise;
}

std::uint32_t LimitOf(const Json& params, std::uint32_t otherwise) {
  return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(NumberOf(params, "limit", otherwise), 1, kMaximalLimit));
}

// As a number or as its digits, which is how commands say it.
std::uint32_t VersionOf(const Json& params, const char* name, std::uint32_t otherwise) {
  const std::string text = TextOf(params, name);
  if (text.empty()) return static_cast<std::uint32_t>(std::min<std::uint64_t>(NumberOf(params, name, otherwise), ~std::uint32_t{0}));
  return static_cast<std::uint32_t>(std::strtoul(text.c_str(), nullptr, 10));
}

bool IsTrue(const Json& params, const char* name) {
  const auto found = params.find(name);
  return found != params.end() && found->is_boolean() && found->get<bool>();
}

Status NoCoordinator(std::string_view method) {
  return Status(StatusCode::kUnavailable, std::string(method) + ": no coordinator runs in this process");
}

}  // namespace

struct QueryService::Impl {
  Impl(Archive& an_archive, AgencyDefaults an_agency) : archive(an_archive), agency(std::move(an_agency)), backup(an_archive) {}

  // Calls `use` with the coordinator, which stays for as long as that takes.
  template <typename Use>
  Result<std::string> WithCoordinator(std::string_view method, Use use) {
    const std::shared_lock lock(mutex);
    if (coordinator == nullptr) return NoCoordinator(method);
    return use(*coordinator);
  }

  Status Carry(const std::function<Status(MetaBatch&)>& stage) {
    const std::shared_lock lock(mutex);
    if (coordinator != nullptr) return coordinator->RunChange(stage);
    if (!alone) return NoCoordinator("change the archive");
    const std::scoped_lock turn(writing);
    MetaBatch batch;
    if (const Status staged = stage(batch); !staged.ok()) return staged;
    return batch.empty() ? Status() : archive.meta().Write(batch);
  }

  Result<std::string> Search(const Json& params, const Principal* asks) {
    SearchQuery query;
    query.access = ViewedArchive(archive, asks).search_access();
    query.text = TextOf(params, "query");
    query.type = TextOf(params, "type");
    query.agency = TextOf(params, "agency");
    query.review = TextOf(params, "review");
    query.completeness = TextOf(params, "completeness");
    query.from = TextOf(params, "from");
    query.to = TextOf(params, "to");
    query.cursor = TextOf(params, "cursor");
    query.limit = LimitOf(params, query.limit);
    const std::optional<SearchOrder> order = ParseSearchOrder(TextOf(params, "sort"));
    if (!order) return Status(StatusCode::kInvalidArgument, "search: sort is relevance, newest or oldest");
    query.order = *order;
    if (const auto fields = params.find("fields"); fields != params.end() && fields->is_object()) {
      for (const auto& [code, value] : fields->items()) {
        if (!value.is_string()) return Status(StatusCode::kInvalidArgument, "search: field " + code + " is no text");
        query.fields.emplace_back(code, value.get<std::string>());
      }
    }
    const Result<SearchResult> result = archive.index().Search(query);
    if (!result) return result.status();
    if (asks != nullptr && !asks->is_holder() && result->people_asked != PeopleAsked::kNothing) {
      const std::string action = result->people_asked == PeopleAsked::kIdentityNumber ? "search.identity_number" : "search.people";
      const std::string purpose(PurposeName(Decide(*asks, Action::kSearchPeople, {}).purpose));
      const AuditEntry entry{ActorOf(*asks), action, "", purpose, asks->client, query.text};
      const Status noted = Carry([&](MetaBatch& batch) { return StageAudit(archive.meta(), entry, batch); });
      if (!noted.ok()) return noted;
    }
    return SearchJson(query, *result);
  }

  Result<std::string> Index() {
    const Result<IndexState> state = archive.index().State();
    if (!state) return state.status();
    return IndexStateJson(*state);
  }

  Result<std::string> Show(const Json& params, const Principal* asks) {
    const std::string id = TextOf(params, "id");
    const ViewedArchive view(archive, asks);
    // Asked first: what it calls visible is there when the archive is read.
    const std::optional<DossierProgress> progress = ProgressOf(id);
    bool hidden = false;
    Result<Dossier> dossier = view.GetDossier(id, 0, &hidden);
    if (dossier) PutRegistryChecks(archive, *dossier);
    // It counts all of the dossier's pages.
    if (dossier) return DossierJson(*dossier, progress && !hidden ? &*progress : nullptr, AgencyFor(id));
    if (dossier.status().code() != StatusCode::kNotFound) return dossier.status();
    if (progress && progress->pages + progress->version > 0 && view.KnowsDossier(id)) return OpenDossierJson(id, *progress);
    Result<DocumentEntry> document = archive.FindDocument(id);
    if (document) {
      PutRegistryChecks(archive, document->dossier, document->document);
      const Result<Dossier> its = view.GetDossier(document->dossier, document->version);
      return its ? DocumentJson(*document, *its, AgencyFor(document->dossier)) : Result<std::string>(its.status());
    }
    if (document.status().code() != StatusCode::kNotFound) return document.status();
    return Status(StatusCode::kNotFound, "show " + id + ": neither a dossier nor a document of this archive");
  }

  // With what was decided for that dossier.
  AgencyDefaults AgencyFor(const std::string& code) {
    AgencyDefaults of_dossier = agency;
    const Result<RetentionRecord> decided = ReadRetention(ReadFrom(archive.meta()), code);
    if (decided) of_dossier.decided_maintenance = decided->maintenance;
    return of_dossier;
  }

  std::optional<DossierProgress> ProgressOf(const std::string& code) {
    const std::shared_lock lock(mutex);
    if (coordinator == nullptr) return std::nullopt;
    const Result<DossierProgress> progress = coordinator->Progress(code);
    if (!progress) return std::nullopt;
    return *progress;
  }

  Result<std::string> Fields(const Json& params) {
    Result<DocumentEntry> document = archive.FindDocument(TextOf(params, "document"));
    if (!document) return document.status();
    PutRegistryChecks(archive, document->dossier, document->document);
    return FieldsJson(*document);
  }

  Result<std::string> Supplement(const Json& params, const Principal* asks) {
    const std::string format = TextOf(params, "format");
    if (format != "text" && format != "html") {
      return Status(StatusCode::kInvalidArgument, "draft a supplement request: the format \"" + format + "\" is neither text nor html");
    }
    const Result<Dossier> dossier = ViewedArchive(archive, asks).GetDossier(TextOf(params, "dossier"));
    if (!dossier) return dossier.status();
    const Result<SupplementRequest> request = DraftSupplementRequest(*dossier, agency, FormatVietnamTime(NowUnixMs()).substr(0, 10));
    if (!request) return request.status();
    return Json{{"text", format == "html" ? SupplementRequestHtml(*request) : SupplementRequestText(*request)}}.dump(
        -1, ' ', false, Json::error_handler_t::replace);
  }

  // The code that a list goes on after may be one that they may not know of: the cursor tells it to nobody.
  Result<std::string> Dossiers(const Json& params, const Principal* asks) {
    std::string after = TextOf(params, "after");
    if (const std::string cursor = TextOf(params, "cursor"); !cursor.empty()) {
      const std::optional<std::string> code = UnsealText(cursor_key, cursor);
      if (!code) return Status(StatusCode::kInvalidArgument, "list dossiers: this is no next_cursor of an answer since the start of this server");
      after = *code;
    }
    const Result<SeenDossiers> seen = ViewedArchive(archive, asks).ListDossiers(after, LimitOf(params, kDefaultLimit));
    if (!seen) return seen.status();
    return DossierListJson(seen->dossiers, seen->next.empty() ? "" : SealText(cursor_key, seen->next));
  }

  Result<std::string> DocumentPdf(const Json& params) {
    const Result<DocumentEntry> document = archive.FindDocument(TextOf(params, "document"));
    if (!document) return document.status();
    return Json{{"sha256", document->document.pdf.Hex()}, {"size", document->document.pdf_size}}.dump();
  }

  Result<std::string> PageText(const Json& params) {
    const std::string id = TextOf(params, "page");
    const Result<PageEntry> entry = archive.FindPage(id);
    if (!entry) return entry.status();
    const Result<PageRecord> record = archive.GetPageRecord(id, false);
    if (!record) return record.status();
    const std::string format = TextOf(params, "format");
    const std::vector<NamedPage> pages = {{id, entry->page.page, &*record}};
    std::string text;
    if (format.empty() || format == "text") {
      text = FormatText(pages, false);
    } else if (format == "hocr") {
      text = FormatHocr(pages);
    } else if (format == "alto") {
      text = FormatAlto(pages);
    } else if (format == "json") {
      text = PageTextJson(*record, entry->page.page);
    } else {
      return Status(StatusCode::kInvalidArgument, "page_text: format is text, json, hocr or alto");
    }
    return Json{{"text", text}}.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  Result<std::string> Events(const Json& params, const Principal* asks) {
    const Result<SeenEvents> seen = ViewedArchive(archive, asks).Events(NumberOf(params, "after", 0), LimitOf(params, kDefaultLimit));
    if (!seen) return seen.status();
    return EventsJson(seen->events, seen->next_after);
  }

  // By the work that is before it or beside it and how fast the threads that there are were seen to be. None: not known.
  std::optional<double> SecondsTo(Coordinator& at, const DossierProgress& progress) {
    const std::scoped_lock turn(demand_mutex);
    const std::int64_t now = NowUnixMs();
    // Many may ask at once for how their dossiers get on.
    if (now - demand_ms >= kDemandMs || now < demand_ms) {
      demand_ms = now;
      busyness = at.Snapshot();
    }
    std::uint64_t ahead = 0;
    for (const LaneStatus& lane : busyness.lanes) {
      ahead += lane.ready + lane.leased;
      if (lane.lane == LaneName(progress.lane)) break;
    }
    std::uint32_t threads = 0;
    for (const WorkerStatus& worker : busyness.workers) threads += worker.threads;
    const std::uint64_t own = progress.pages - std::min(progress.pages, progress.pages_done + progress.pages_quarantined);
    const double rate = busyness.demand.pages_per_thread_second * threads;
    if (rate <= 0 || progress.stage == ReadingStage::kReceiving) return std::nullopt;
    return std::ceil(static_cast<double>(std::max({ahead, own, std::uint64_t{1}})) / rate);
  }

  Result<std::string> Draft(std::string_view params) {
    const Result<DraftRequest> request = ReadDraftRequest(params);
    if (!request) return request.status();
    return WithCoordinator("draft", [&](Coordinator& at) -> Result<std::string> {
      const Result<DossierDraft> draft = at.Draft(*request);
      if (!draft) return draft.status();
      return DraftJson(*draft);
    });
  }

  Result<std::string> Progressing(const std::string& code) {
    return WithCoordinator("progress", [&](Coordinator& at) -> Result<std::string> {
      const Result<DossierProgress> progress = at.Progress(code);
      if (!progress) return progress.status();
      Json json = {{"id", code},
                   {"dossier", code},
                   {"state", DossierStateName(progress->state)},
                   {"version", progress->version},
                   {"pages", progress->pages},
                   {"pages_done", progress->pages_done},
                   {"pages_quarantined", progress->pages_quarantined},
                   {"all_visible", progress->all_batches_visible},
                   {"stage", ReadingStageName(progress->stage)},
                   {"lane", LaneName(progress->lane)}};
      json["deadline"] = progress->deadline_unix_ms == 0 ? Json(nullptr) : Json(FormatVietnamTime(progress->deadline_unix_ms));
      const bool done = progress->stage == ReadingStage::kDone;
      const std::uint32_t read = progress->pages_done + progress->pages_quarantined;
      // The last hundredth is for making documents of the pages.
      json["progress"] = done ? 1.0 : progress->pages == 0 ? 0.0 : 0.99 * read / progress->pages;
      const std::optional<double> eta = done ? 0.0 : SecondsTo(at, *progress);
      json["eta_seconds"] = eta ? Json(*eta) : Json(nullptr);
      return json.dump(-1, ' ', false, Json::error_handler_t::replace);
    });
  }

  Result<QuarantinedPage> FindQuarantined(const std::string& id) {
    std::optional<QuarantinedPage> found;
    const Result<std::string> looked = WithCoordinator("quarantine_show", [&](Coordinator& at) -> Result<std::string> {
      std::string after;
      while (true) {
        const auto pages = at.Quarantined(after, kMaximalLimit);
        if (!pages) return pages.status();
        for (const QuarantinedPage& page : *pages) {
          if (page.page_id == id) found = page;
        }
        if (found || pages->size() < kMaximalLimit) return std::string();
        after = pages->back().page_id;
      }
    });
    if (!looked) return looked.status();
    if (found) return *found;
    return Status(StatusCode::kNotFound, "show page " + id + ": it is not in quarantine");
  }

  Result<std::string> QuarantineShow(const std::string& id) {
    const Result<QuarantinedPage> page = FindQuarantined(id);
    if (!page) return page.status();
    return QuarantinedPageJson(*page);
  }

  Result<std::string> Quarantine(std::string_view method, const Json& params, const Principal* asks) {
    const std::string page = TextOf(params, "page");
    if (method == "quarantine_show") return QuarantineShow(page);
    return WithCoordinator(method, [&](Coordinator& at) -> Result<std::string> {
      if (method == "quarantine_list") {
        Result<std::vector<QuarantinedPage>> pages = at.Quarantined(TextOf(params, "after"), LimitOf(params, kDefaultLimit));
        if (!pages) return pages.status();
        const ViewedArchive view(archive, asks);
        std::erase_if(*pages, [&](const QuarantinedPage& each) { return !view.KnowsPage(each.source.dossier, each.page_id); });
        return QuarantineJson(*pages);
      }
      Status status;
      if (method == "quarantine_retry") {
        status = at.RetryQuarantined(page);
      } else if (method == "quarantine_release") {
        status = at.ReleaseQuarantined(page, TextOf(params, "reason"));
      } else {
        status = at.RejectQuarantined(page, TextOf(params, "reason"));
      }
      if (!status.ok()) return status;
      return std::string("{}");
    });
  }

  Result<std::string> Edit(std::string_view params, const Principal* asks) {
    const Result<EditRequest> request = ReadEditRequest(archive, params);
    if (!request) return request.status();
    const Status allowed = CheckEditAccess(archive, *request, asks, [this](const auto& stage) { return Carry(stage); });
    if (!allowed.ok()) return allowed;
    return WithCoordinator("edit", [&](Coordinator& at) -> Result<std::string> {
      const Status status = at.ApplyEdits(request->dossier, {request->edit}, request->version);
      if (!status.ok()) return status;
      Json answer = {{"dossier", request->dossier}};
      if (request->edit.kind == EditKind::kSend) answer["to"] = request->edit.dossier;
      return answer.dump();
    });
  }

  Result<std::string> Reread(const Json& params) {
    const std::string code = TextOf(params, "dossier");
    return WithCoordinator("reread", [&](Coordinator& at) -> Result<std::string> {
      const Status status = at.Reread(code, TextOf(params, "documents_only") != "true");
      if (!status.ok()) return status;
      return Json{{"dossier", code}}.dump(-1, ' ', false, Json::error_handler_t::replace);
    });
  }

  Result<std::string> Changes(const Json& params, const Principal* asks) {
    const std::string code = TextOf(params, "dossier");
    const Result<Dossier> last = archive.GetDossier(code, VersionOf(params, "to", 0));
    if (!last) return last.status();
    const std::uint32_t from = VersionOf(params, "from", last->version - 1);
    if (from == 0) return Status(StatusCode::kNotFound, "compare versions of dossier " + code + ": there is none before version " + std::to_string(last->version));
    const Result<std::pair<Dossier, Dossier>> both = ViewedArchive(archive, asks).GetVersions(code, from, last->version);
    if (!both) return both.status();
    return ChangesJson(both->first, both->second, CompareVersions(both->first, both->second));
  }

  Result<std::string> Verify(const Json& params, const Progress& progress) {
    const auto in_flight = [this](const Sha256& blob) {
      const std::shared_lock lock(mutex);
      return coordinator != nullptr && coordinator->InFlight(blob);
    };
    const Result<FixityReport> report =
        archive.Verify(TextOf(params, "dossier"), in_flight,
                       progress ? progress : [](std::uint64_t, std::uint64_t) { return true; });
    if (!report) return report.status();
    return FixityJson(*report);
  }

  Result<std::string> RootOfAudit(const Json& params) {
    const std::unique_ptr<MetaReader> moment = archive.meta().Snapshot();
    const Result<AuditRoot> root = RootOfDay(*moment, TextOf(params, "day"), NowUnixMs());
    if (!root) return root.status();
    return Json{{"statement", FormatAuditRoot(*root)}, {"first", root->first}, {"last", root->last}}.dump();
  }

  Result<std::string> AuditRecords(const Json& params) {
    std::uint64_t next = std::strtoull(TextOf(params, "first").c_str(), nullptr, 10);
    const std::uint64_t last = std::strtoull(TextOf(params, "last").c_str(), nullptr, 10);
    std::string lines;
    std::uint32_t count = 0;
    const Status read = VisitAuditRecords(archive.meta(), next, last, [&](std::string_view record) {
      lines += AuditRecordLine(record);
      ++next;
      return ++count < kMaximalLimit;
    });
    if (!read.ok()) return read;
    return Json{{"lines", lines}, {"next", next}}.dump();
  }

  Result<std::string> Backup(std::string_view method, const Json& params) {
    if (method == "backup_status") return backup.StatusJson();
    if (method == "backup_cancel") {
      backup.Cancel();
      return std::string("{}");
    }
    BackupOptions options;
    options.folder = TextOf(params, "to");
    options.verify_all = IsTrue(params, "verify");
    options.keep = static_cast<std::uint32_t>(NumberOf(params, "keep", 0));
    const Status started = backup.Start(options);
    if (!started.ok()) return started;
    return std::string("{}");
  }

  Result<std::string> Import(std::string_view method, const Json& params) {
    if (method == "import_status") return importing.StatusJson();
    if (method == "import_cancel") {
      importing.Cancel();
      return std::string("{}");
    }
    const Status started = importing.Start(TextOf(params, "from"));
    if (!started.ok()) return started;
    return std::string("{}");
  }

  Archive& archive;
  const AgencyDefaults agency;
  BackupJob backup;
  std::shared_mutex mutex;
  std::mutex writing;
  bool alone = false;  // no coordinator will ever run
  const std::string cursor_key = RandomBytes(32);
  AccountStore accounts{archive.meta(), [this](const auto& stage) { return Carry(stage); }};
  WebhookStore webhooks{archive.meta(), [this](const auto& stage) { return Carry(stage); }};
  // Of its own, for a test of a webhook waits for another server.
  std::shared_mutex sending;
  const WebhookSender* sender = nullptr;
  std::shared_mutex checking;
  RegistryChecker* checker = nullptr;
  Coordinator* coordinator = nullptr;
  std::string desk_endpoint;
  std::mutex demand_mutex;
  std::int64_t demand_ms = 0;  // when it was asked for
  CoordinatorStatus busyness;
  Supervisor* supervisor = nullptr;
  FixityWatch* fixity = nullptr;
  // Last: it uses the coordinator for as long as there is one.
  ImportJob importing{archive, [this](const std::function<Status(Coordinator&)>& use) {
                     const std::shared_lock lock(mutex);
                     return coordinator == nullptr ? NoCoordinator("import") : use(*coordinator);
                   }};
};

QueryService::QueryService(Archive& archive, AgencyDefaults agency) : impl_(std::make_unique<Impl>(archive, std::move(agency))) {}
QueryService::~QueryService() = default;

void QueryService::SetCoordinator(Coordinator* coordinator) {
  const std::unique_lock lock(impl_->mutex);
  impl_->coordinator = coordinator;
}

void QueryService::SetDeskEndpoint(const std::string& endpoint) {
  const std::unique_lock lock(impl_->mutex);
  impl_->desk_endpoint = endpoint;
}

Result<std::unique_ptr<DeskClient>> QueryService::OpenDesk() {
  std::string endpoint;
  {
    const std::shared_lock lock(impl_->mutex);
    if (impl_->coordinator != nullptr) endpoint = impl_->desk_endpoint;
  }
  if (endpoint.empty()) return NoCoordinator("hand in");
  return DeskClient::Connect(endpoint);
}

Result<BatchPlace> QueryService::NextPlace(const std::string& code, const std::string& batch) {
  const std::shared_lock lock(impl_->mutex);
  if (impl_->coordinator == nullptr) return NoCoordinator("hand in");
  return impl_->coordinator->NextPlace(code, batch);
}

Result<std::optional<std::string>> QueryService::AgencyOfOpened(const std::string& code) {
  const Result<std::optional<std::string>> bytes = impl_->archive.meta().Get(LedgerDossierKey(code));
  if (!bytes) return bytes.status();
  if (!*bytes) return std::optional<std::string>();
  const Result<LedgerDossier> dossier = DecodeLedgerDossier(**bytes);
  if (!dossier) return dossier.status();
  return std::optional<std::string>(dossier->head.agency);
}

void QueryService::SetSupervisor(Supervisor* supervisor) {
  const std::unique_lock lock(impl_->mutex);
  impl_->supervisor = supervisor;
}

void QueryService::SetFixityWatch(FixityWatch* watch) {
  const std::unique_lock lock(impl_->mutex);
  impl_->fixity = watch;
}

void QueryService::SetWebhookSender(const WebhookSender* sender) {
  const std::unique_lock lock(impl_->sending);
  impl_->sender = sender;
}

void QueryService::SetRegistryChecker(RegistryChecker* checker) {
  const std::unique_lock lock(impl_->checking);
  impl_->checker = checker;
}

WebhookStore QueryService::webhooks() const { return impl_->webhooks; }
AccountStore& QueryService::accounts() { return impl_->accounts; }
Status QueryService::Carry(const std::function<Status(MetaBatch& batch)>& stage) { return impl_->Carry(stage); }

void QueryService::CarryWithoutCoordinator() {
  const std::unique_lock lock(impl_->mutex);
  impl_->alone = true;
}

Result<QuarantinedPage> QueryService::FindQuarantined(const std::string& page_id) { return impl_->FindQuarantined(page_id); }

Result<std::string> QueryService::Answer(std::string_view method, std::string_view params_json,
                                         const Progress& progress, const Principal* asks) {
  const Json params = Json::parse(params_json, nullptr, false);
  if (!params.is_object()) {
    return Status(StatusCode::kInvalidArgument, std::string(method) + ": params are not a JSON object");
  }
  if (method == "search") return impl_->Search(params, asks);
  if (method == "index") return impl_->Index();
  if (method == "show") return impl_->Show(params, asks);
  if (method == "fields") return impl_->Fields(params);
  if (method == "supplement_request") return impl_->Supplement(params, asks);
  if (method == "dossiers") return impl_->Dossiers(params, asks);
  if (method == "document_pdf") return impl_->DocumentPdf(params);
  if (method == "page_text") return impl_->PageText(params);
  if (method == "draft") return impl_->Draft(params_json);
  if (method == "progress") return impl_->Progressing(TextOf(params, "dossier"));
  if (method == "events") return impl_->Events(params, asks);
  if (method == "edit") return impl_->Edit(params_json, asks);
  if (method == "reread") return impl_->Reread(params);
  if (method == "changes") return impl_->Changes(params, asks);
  if (method == "verify") return impl_->Verify(params, progress);
  if (method == "audit_root") return impl_->RootOfAudit(params);
  if (method == "audit_records") return impl_->AuditRecords(params);
  if (method == "backup" || method == "backup_status" || method == "backup_cancel") return impl_->Backup(method, params);
  if (method == "import" || method == "import_status" || method == "import_cancel") return impl_->Import(method, params);
  if (method == "package_head") return PackageHeadJson(impl_->archive, TextOf(params, "dossier"), impl_->AgencyFor(TextOf(params, "dossier")));
  if (method == "package_part") {
    return PackagePartJson(impl_->archive, TextOf(params, "dossier"), VersionOf(params, "version", 0), NumberOf(params, "offset", 0));
  }
  if (method == "report") return AnswerReport(impl_->archive, params_json, progress);
  if (method == "archive_list") {
    return AnswerArchiveList(impl_->archive, [this](const std::string& code) { return impl_->AgencyFor(code); }, params_json);
  }
  if (IsRetentionQuestion(method)) {
    const UseCoordinator with_coordinator = [&](const std::function<Result<std::string>(Coordinator&)>& use) {
      return impl_->WithCoordinator(method, use);
    };
    return AnswerRetention(impl_->archive, with_coordinator, impl_->agency.maintenance, method, params_json, progress);
  }
  if (method.starts_with("quarantine_")) return impl_->Quarantine(method, params, asks);
  if (method.starts_with("webhook_")) {
    const std::shared_lock lock(impl_->sending);
    return AnswerWebhooks({impl_->archive, impl_->accounts, impl_->webhooks, impl_->sender}, method, params_json);
  }
  if (method.starts_with("registry_")) {
    const std::shared_lock lock(impl_->checking);
    return AnswerRegistries(impl_->archive, impl_->checker, method, params_json);
  }
  if (method.starts_with("user_") || method.starts_with("key_")) return AnswerAccounts(impl_->accounts, method, params_json);
  if (method == "status") {
    const Result<std::vector<WebhookState>> webhooks = WebhookStates(impl_->webhooks, impl_->accounts);
    if (!webhooks) return webhooks.status();
    return impl_->WithCoordinator(method, [&](Coordinator& at) -> Result<std::string> {
      const std::optional<FixityCoverage> coverage = impl_->fixity == nullptr ? std::nullopt : std::optional(impl_->fixity->Coverage());
      return StatusJson(at.Snapshot(), impl_->supervisor == nullptr ? std::vector<SupervisedProcess>() : impl_->supervisor->Describe(), coverage, *webhooks);
    });
  }
  return Status(StatusCode::kInvalidArgument, "no such method: " + std::string(method));
}

}  // namespace sohoa
