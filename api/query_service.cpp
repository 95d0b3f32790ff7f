// SPDX-License-Identifier: Apache-2.0
#include "api/query_service.h"

#include <optional>
#include <mutex>
#include <shared_mutex>
#include <string>

#include <nlohmann/json.hpp>

#include "api/account_methods.h"
#include "api/archive_answers.h"
#include "api/archive_json.h"
#include "api/backup_job.h"
#include "api/import_job.h"
#include "api/method_params.h"
#include "api/package_records.h"
#include "api/registry_methods.h"
#include "api/report_answers.h"
#include "api/review/review_outcomes.h"
#include "api/retention_answers.h"
#include "api/status_json.h"
#include "api/webhook_methods.h"
#include "api/work_answers.h"
#include "core/calendar.h"
#include "storage/audit_root.h"
#include "storage/journal.h"
#include "workers/ledger_records.h"

namespace sohoa {
namespace {

using Json = nlohmann::ordered_json;
using Progress = std::function<bool(std::uint64_t, std::uint64_t)>;

Status NoCoordinator(std::string_view method) {
  return Status(StatusCode::kUnavailable, std::string(method) + ": no coordinator runs in this process");
}

}  // namespace

struct QueryService::Impl {
  Impl(Archive& an_archive, AgencyDefaults an_agency) : archive(an_archive), agency(std::move(an_agency)), backup(an_archive) {}

  // Calls `use` with the coordinator, which stays for as long as that takes.
  Result<std::string> WithCoordinator(std::string_view method, const std::function<Result<std::string>(Coordinator&)>& use) {
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

  std::optional<DossierProgress> ProgressOf(const std::string& code) {
    const std::shared_lock lock(mutex);
    if (coordinator == nullptr) return std::nullopt;
    const Result<DossierProgress> progress = coordinator->Progress(code);
    if (!progress) return std::nullopt;
    return *progress;
  }

  Result<std::string> Verify(const MethodParams& params, const Progress& progress) {
    const auto in_flight = [this](const Sha256& blob) {
      const std::shared_lock lock(mutex);
      return coordinator != nullptr && coordinator->InFlight(blob);
    };
    const Result<FixityReport> report =
        archive.Verify(params.Text("dossier"), in_flight,
                       progress ? progress : [](std::uint64_t, std::uint64_t) { return true; });
    if (!report) return report.status();
    return FixityJson(*report);
  }

  Result<std::string> RootOfAudit(const MethodParams& params) {
    const std::unique_ptr<MetaReader> moment = archive.meta().Snapshot();
    const Result<AuditRoot> root = RootOfDay(*moment, params.Text("day"), NowUnixMs());
    if (!root) return root.status();
    return Json{{"statement", FormatAuditRoot(*root)}, {"first", root->first}, {"last", root->last}}.dump();
  }

  Result<std::string> AuditRecords(const MethodParams& params) {
    std::uint64_t next = std::strtoull(params.Text("first").c_str(), nullptr, 10);
    const std::uint64_t last = std::strtoull(params.Text("last").c_str(), nullptr, 10);
    std::string lines;
    std::uint32_t count = 0;
    const Status read = VisitAuditRecords(archive.meta(), next, last, [&](std::string_view record) {
      lines += AuditRecordLine(record);
      ++next;
      return ++count < kMostAtOnce;
    });
    if (!read.ok()) return read;
    return Json{{"lines", lines}, {"next", next}}.dump();
  }

  Result<std::string> Backup(std::string_view method, const MethodParams& params) {
    if (method == "backup_status") return backup.StatusJson();
    if (method == "backup_cancel") {
      backup.Cancel();
      return std::string("{}");
    }
    BackupOptions options;
    options.folder = params.Text("to");
    options.verify_all = params.IsTrue("verify");
    options.keep = static_cast<std::uint32_t>(params.Number("keep", 0));
    const Status started = backup.Start(options);
    if (!started.ok()) return started;
    return std::string("{}");
  }

  Result<std::string> Import(std::string_view method, const MethodParams& params) {
    if (method == "import_status") return importing.StatusJson();
    if (method == "import_cancel") {
      importing.Cancel();
      return std::string("{}");
    }
    const Status started = importing.Start(params.Text("from"));
    if (!started.ok()) return started;
    return std::string("{}");
  }

  Archive& archive;
  const AgencyDefaults agency;
  BackupJob backup;
  std::shared_mutex mutex;
  std::mutex writing;
  bool alone = false;  // no coordinator will ever run
  AccountStore accounts{archive.meta(), [this](const auto& stage) { return Carry(stage); }};
  WebhookStore webhooks{archive.meta(), [this](const auto& stage) { return Carry(stage); }};
  ArchiveAnswers archive_answers{archive, agency, [this](const auto& stage) { return Carry(stage); }, [this](const std::string& code) { return ProgressOf(code); }};
  WorkAnswers work_answers{archive, [this](const auto& stage) { return Carry(stage); }, [this](std::string_view method, const auto& use) { return WithCoordinator(method, use); }};
  // Of its own, for a test of a webhook waits for another server.
  std::shared_mutex sending;
  const WebhookSender* sender = nullptr;
  std::shared_mutex checking;
  RegistryChecker* checker = nullptr;
  Coordinator* coordinator = nullptr;
  std::string desk_endpoint;
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

Result<QuarantinedPage> QueryService::FindQuarantined(const std::string& page_id) { return impl_->work_answers.FindQuarantined(page_id); }

Result<std::string> QueryService::Answer(std::string_view method, std::string_view params_json,
                                         const Progress& progress, const Principal* asks) {
  const std::optional<MethodParams> parsed = MethodParams::Parse(params_json);
  if (!parsed) return Status(StatusCode::kInvalidArgument, std::string(method) + ": params are not a JSON object");
  const MethodParams& params = *parsed;
  if (auto answer = impl_->archive_answers.Answer(method, params, asks)) return std::move(*answer);
  if (auto answer = impl_->work_answers.Answer(method, params, params_json, asks)) return std::move(*answer);
  if (method == "verify") return impl_->Verify(params, progress);
  if (method == "audit_root") return impl_->RootOfAudit(params);
  if (method == "audit_records") return impl_->AuditRecords(params);
  if (method == "backup" || method == "backup_status" || method == "backup_cancel") return impl_->Backup(method, params);
  if (method == "import" || method == "import_status" || method == "import_cancel") return impl_->Import(method, params);
  if (method == "package_head") return PackageHeadJson(impl_->archive, params.Text("dossier"), impl_->archive_answers.AgencyFor(params.Text("dossier")));
  if (method == "package_part") {
    return PackagePartJson(impl_->archive, params.Text("dossier"), params.Version("version", 0), params.Number("offset", 0));
  }
  if (method == "report") return AnswerReport(impl_->archive, params_json, progress);
  if (method == "review_outcomes") return AnswerReviewOutcomes(impl_->archive, params_json);
  if (method == "archive_list") {
    return AnswerArchiveList(impl_->archive, [this](const std::string& code) { return impl_->archive_answers.AgencyFor(code); }, params_json);
  }
  if (IsRetentionQuestion(method)) {
    const UseCoordinator with_coordinator = [&](const std::function<Result<std::string>(Coordinator&)>& use) {
      return impl_->WithCoordinator(method, use);
    };
    return AnswerRetention(impl_->archive, with_coordinator, impl_->agency.maintenance, method, params_json, progress);
  }
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
