// SPDX-License-Identifier: Apache-2.0
//
// QueryService: answers the named questions that tools and HTTP handlers ask of an archive,
// JSON in and out. Bound as the Coordinator's ControlHandler, it is what a command talks to
// when a server holds the archive. Most answers are made by api/archive_answers.h, from what the
// archive holds, and api/work_answers.h, by the coordinator.
//
// Methods, their params and answers:
//   search            {"query", "type", "agency", "review", "completeness", "from", "to", "fields": {code: value}, "sort", "limit", "cursor"} -> SearchJson
//   index             {} -> IndexStateJson
//   draft             api/draft_answer.h
//   show              {"id"}: a dossier code or a document id -> DossierJson, OpenDossierJson or DocumentJson
//   fields            {"document"} -> FieldsJson
//   supplement_request {"dossier", "format": "text" "html"} -> {"text"}; kConflict where nothing is to be asked for
//   dossiers          {"after" or "cursor", "limit"} -> DossierListJson
//   document_pdf      {"document"} -> {"sha256", "size"}; bytes through FetchBlob
//   page_text         {"page", "format": "text" "json" "hocr" "alto"} -> {"text"}
//   progress          {"dossier"} -> {"id", "dossier", "state", "version", "pages", "pages_done", "pages_quarantined", "all_visible", "stage", "lane",
//                     "deadline", "progress", "eta_seconds"}
//   events            {"after", "limit"} -> EventsJson
//   status            {} -> StatusJson
//   quarantine_list   {"after", "limit"} -> QuarantineJson
//   quarantine_show   {"page"} -> one of them
//   quarantine_retry  {"page"} -> {}
//   quarantine_reject {"page", "reason"} -> {}
//   quarantine_release {"page", "reason"} -> {}: one that was set aside for a degree of secrecy
//   edit              as api/edits_json.h reads it -> {"dossier"}, and "to" where a page is sent
//   reread            {"dossier", "documents_only"} -> {"dossier"}
//   changes           {"dossier", "from", "to"}: by default what the newest version changed -> ChangesJson
//   verify            {"dossier"} -> FixityJson
//   audit_root        {"day"} -> {"statement", "first", "last"} (storage/audit_root.h)
//   audit_records     {"first", "last"} -> {"lines", "next"}: those up to "next", which is the one to ask for then
//   backup, backup_status, backup_cancel: api/backup_job.h
//   user_add, user_list, user_role, user_disable, user_subject, user_password, key_add, key_list, key_revoke: api/account_methods.h
//   webhook_add, webhook_list, webhook_dead, webhook_test, webhook_replay, webhook_remove: api/webhook_methods.h
//   import, import_status, import_cancel: api/import_job.h
//   package_head, package_part: api/package_records.h
//   registry_checks, registry_check: api/registry_methods.h
//   retention_..., disposal_...: api/retention_answers.h
//   report, archive_list: api/report_answers.h
//   review_outcomes: api/review/review_outcomes.h
//
// Safe from several threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "access/account_store.h"
#include "access/principal.h"
#include "access/webhook_store.h"
#include "core/result.h"
#include "documents/agency_defaults.h"
#include "storage/archive.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"
#include "workers/fixity_watch.h"
#include "workers/supervisor.h"

namespace sohoa {

class RegistryChecker;
class WebhookSender;

class QueryService {
 public:
  // `archive` must outlive it. Without a coordinator (see below), methods that need one give
  // kUnavailable.
  explicit QueryService(Archive& archive, AgencyDefaults agency = {});
  ~QueryService();

  // The coordinator that holds the archive, once it runs; nullptr before it goes.
  void SetCoordinator(Coordinator* coordinator);
  // Where that coordinator takes pages in: OpenDesk() connects to it.
  void SetDeskEndpoint(const std::string& endpoint);
  // A desk of its own for whoever hands pages in over HTTP. kUnavailable: no coordinator.
  Result<std::unique_ptr<DeskClient>> OpenDesk();
  // Where an original goes that says no place: see Ledger::NextPlace. kUnavailable: no coordinator.
  Result<BatchPlace> NextPlace(const std::string& code, const std::string& batch);
  // The agency of a dossier of which no version is visible yet; none where nothing of it was ever handed in.
  Result<std::optional<std::string>> AgencyOfOpened(const std::string& code);
  // Who keeps its workers running, to be shown; nullptr before it goes.
  void SetSupervisor(Supervisor* supervisor);
  // Who reads the archive again all the time, to be shown; nullptr before it goes.
  void SetFixityWatch(FixityWatch* watch);
  // Who sends webhooks, for tests of them; nullptr before it goes.
  void SetWebhookSender(const WebhookSender* sender);

  // Who asks registers of the State, for orders of people; nullptr before it goes.
  void SetRegistryChecker(RegistryChecker* checker);

  // kInvalidArgument: no such method, or bad params. `progress` (of `verify`: blobs done and in
  // all) may return false to cancel; it may be empty. `asks` sees in the answer only what they may; whether they may
  // ask is decided before. Null: who holds the archive itself.
  Result<std::string> Answer(std::string_view method, std::string_view params_json,
                             const std::function<bool(std::uint64_t, std::uint64_t)>& progress = {}, const Principal* asks = nullptr);
  // kNotFound: it is not in quarantine. kUnavailable: no coordinator.
  Result<QuarantinedPage> FindQuarantined(const std::string& page_id);

  AccountStore& accounts();
  WebhookStore webhooks() const;
  // A change of the archive, in turn with the coordinator's. kUnavailable: no coordinator.
  Status Carry(const std::function<Status(MetaBatch& batch)>& stage);
  // Where no coordinator will ever run: whoever calls holds the archive alone.
  void CarryWithoutCoordinator();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
