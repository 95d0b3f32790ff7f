// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include <sys/resource.h>
#include <unistd.h>

#include "api/http_server.h"
#include "api/query_service.h"
#include "api/registry_checker.h"
#include "api/webhook_sender.h"
#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/http_address.h"
#include "cli/key_files.h"
#include "cli/log_output.h"
#include "cli/messages.h"
#include "cli/open_archive.h"
#include "cli/procedures_source.h"
#include "cli/service_notice.h"
#include "cli/standby.h"
#include "cli/terminal.h"
#include "cli/transport_keys.h"
#include "core/calendar.h"
#include "core/log.h"
#include "workers/coordinator.h"
#include "workers/fixity_watch.h"
#include "workers/process_memory.h"
#include "workers/supervisor.h"

namespace sohoa {
namespace {

constexpr std::int64_t kWatchdogTicks = 50;  // of 100 ms

// What holds an archive: opened, coordinated, findable by tools on this host. Ends in the
// reverse order.
struct Holder {
  std::unique_ptr<Archive> archive;
  std::unique_ptr<QueryService> queries;
  std::unique_ptr<LocalEndpoint> endpoint;
  std::unique_ptr<Coordinator> coordinator;
  std::unique_ptr<StoreWatch> watch;
  std::unique_ptr<FixityWatch> fixity;
  std::unique_ptr<WebhookSender> sender;
  std::unique_ptr<RegistryChecker> checker;
  ServedCatalogue catalogue;

  ~Holder() {
    watch.reset();
    if (queries != nullptr) queries->SetRegistryChecker(nullptr);
    checker.reset();
    if (queries != nullptr) queries->SetWebhookSender(nullptr);
    sender.reset();
    if (queries != nullptr) queries->SetFixityWatch(nullptr);
    fixity.reset();
    if (queries != nullptr) queries->SetCoordinator(nullptr);
  }
};

// Thousands of clients that wait for events, besides the stores' files, are more than a shell allows at first.
void AllowManyFiles() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = std::max(files.rlim_cur, std::min<rlim_t>(files.rlim_max, 65'536));
  static_cast<void>(setrlimit(RLIMIT_NOFILE, &files));
}

void SendWebhooks(const Config& config, Holder& holder) {
  WebhookOptions options;
  options.outbound = config.outbound;
  holder.sender = std::make_unique<WebhookSender>(*holder.archive, holder.queries->accounts(), holder.queries->webhooks(), options);
  holder.sender->Start();
  holder.queries->SetWebhookSender(holder.sender.get());
}

// Read by the server alone, from a file that only its user may read; `setting` names it.
Result<std::string> SecretOf(const std::string& path, const std::string& setting) {
  std::string secret;
  std::ifstream file(path);
  std::getline(file, secret);
  if (secret.empty()) return Status(StatusCode::kInvalidArgument, "read " + path + " (" + setting + "): its first line is no secret, or it cannot be read");
  return secret;
}

// Of the addresses that are set, and of no other.
Result<HttpRegistryOptions> RegistryOptionsOf(const Config& config) {
  HttpRegistryOptions options = config.registries;
  if (!options.is_on()) return options;
  if (!config.registry_key_file.empty()) {
    Result<std::string> key = SecretOf(config.registry_key_file, "registries.key_file");
    if (!key) return key.status();
    options.key = std::move(*key);
  }
  options.outbound.section = "registries";
  for (const std::string* url : {&options.population_url, &options.enterprise_url}) {
    if (!url->empty()) options.outbound.allow.push_back(OriginOf(*url));
  }
  const Status checked = CheckRegistryOptions(options);
  if (!checked.ok()) return checked;
  return options;
}

void AskRegistries(HttpRegistryOptions options, const Config& config, Holder& holder) {
  if (!options.is_on()) return;
  const ArchiveWriter write = [queries = holder.queries.get()](const auto& stage) { return queries->Carry(stage); };
  holder.checker = std::make_unique<RegistryChecker>(*holder.archive, write, MakeHttpRegistryClient(std::move(options)), config.registry_checks);
  holder.checker->Start();
  holder.queries->SetRegistryChecker(holder.checker.get());
}

// Of a standby, once it leads; `face` is where it answers until then.
Result<std::unique_ptr<Archive>> LeadArchive(const ServeArguments& arguments, const Config& config, const std::optional<ListenerOptions>& face) {
  return arguments.standby || config.standby ? AwaitArchive(config, face) : OpenArchive(config);
}

Status HoldArchive(const ServeArguments& arguments, const Config& config, const std::optional<ListenerOptions>& face, Holder& holder) {
  KeepFreedBuffers();
  AllowManyFiles();
  if (const Status rules = CheckOutboundRules(config.outbound); !rules.ok()) return rules;
  Result<HttpRegistryOptions> registries = RegistryOptionsOf(config);
  if (!registries) return registries.status();
  Result<std::shared_ptr<const ProcedureCatalogue>> procedures = CatalogueOf(config);
  if (!procedures) return procedures.status();
  Result<std::unique_ptr<Archive>> archive = LeadArchive(arguments, config, face);
  if (!archive) return archive.status();
  holder.archive = std::move(*archive);
  holder.queries = std::make_unique<QueryService>(*holder.archive, config.agency);

  Result<std::unique_ptr<LocalEndpoint>> endpoint = LocalEndpoint::Make(config.archive);
  if (!endpoint) return endpoint.status();
  holder.endpoint = std::move(*endpoint);
  holder.watch = std::make_unique<StoreWatch>(*holder.archive, [own = holder.endpoint.get()] { own->Withdraw(); });

  CoordinatorOptions options;
  options.endpoints = {holder.endpoint->uri()};
  for (const auto* more : {&config.listen, &arguments.listen}) {
    options.endpoints.insert(options.endpoints.end(), more->begin(), more->end());
  }
  options.reader = config.reader;
  holder.catalogue = {*procedures == nullptr ? std::string() : CatalogueFolder(config), NowUnixMs(), *procedures};
  options.procedures = std::move(*procedures);
  options.secrecy_up_to = config.secrecy_up_to;
  Result<std::string> receipt_key = ReceiptKeyOf(config.archive);
  if (!receipt_key) return receipt_key.status();
  options.receipt_key = std::move(*receipt_key);
  Result<ServerKeys> keys = ServerKeysOf(config);
  if (!keys) return keys.status();
  options.keys = std::move(*keys);
  Result<std::unique_ptr<Coordinator>> coordinator = Coordinator::Start(
      *holder.archive, options, [queries = holder.queries.get()](std::string_view method, std::string_view params) {
        return queries->Answer(method, params);
      });
  if (!coordinator) return coordinator.status();
  holder.coordinator = std::move(*coordinator);
  holder.queries->SetCoordinator(holder.coordinator.get());
  holder.queries->SetDeskEndpoint(holder.endpoint->uri());
  if (config.fixity_days > 0) {
    constexpr std::int64_t kDayMs = 24ll * 3600 * 1000;
    holder.fixity = FixityWatch::Start(
        *holder.archive, [own = holder.coordinator.get()](const std::function<Status(MetaBatch&)>& stage) { return own->RunChange(stage); },
        {static_cast<std::int64_t>(config.fixity_days) * kDayMs, config.fixity_bytes_per_second});
    holder.queries->SetFixityWatch(holder.fixity.get());
  }
  SendWebhooks(config, holder);
  AskRegistries(std::move(*registries), config, holder);
  return Status();
}

Result<OidcOptions> OidcOptionsOf(const Config& config) {
  OidcOptions options = config.oidc;
  if (config.oidc_secret_file.empty()) return options;
  Result<std::string> secret = SecretOf(config.oidc_secret_file, "oidc.client_secret_file");
  if (!secret) return secret.status();
  options.client_secret = std::move(*secret);
  return options;
}

Result<HttpOptions> HttpOptionsOf(const std::string& address, const Config& config) {
  const Result<HttpAddress> listen = ParseHttpAddress(address);
  if (!listen) return listen.status();
  HttpOptions options;
  options.address = listen->host;
  options.port = listen->port;
  options.body_limit = config.body_limit;
  options.certificate = config.certificate;
  options.private_key = config.private_key;
  options.upload_folder = (std::filesystem::path(config.archive) / "uploads").string();
  options.reader = config.reader;
  options.second_look = config.second_look;
  Result<OidcOptions> oidc = OidcOptionsOf(config);
  if (!oidc) return oidc.status();
  options.oidc = std::move(*oidc);
  return options;
}

// The address of the server that a standby becomes.
ListenerOptions StandbyFaceOf(const HttpOptions& http) {
  ListenerOptions options;
  options.address = http.address;
  options.port = http.port;
  options.certificate = http.certificate;
  options.private_key = http.private_key;
  options.max_connections = 64;
  options.threads = 1;
  return options;
}

// Worker processes run this same program with the same reading options.
SupervisorOptions WorkersOf(const Config& config, const std::string& endpoint, std::uint32_t count) {
  SupervisorOptions options;
  options.count = count;
  options.command = {std::filesystem::read_symlink("/proc/self/exe").string()};
  if (config.quiet) options.command.emplace_back("--quiet");
  if (!config.file.empty()) options.command.insert(options.command.end(), {"--config", config.file});
  options.command.insert(options.command.end(), {"worker", "--connect", endpoint});
  return options;
}

// The supervisor goes before the queries do.
class ShownSupervisor {
 public:
  ShownSupervisor(QueryService& queries, Supervisor& supervisor) : queries_(queries) { queries_.SetSupervisor(&supervisor); }
  ~ShownSupervisor() { queries_.SetSupervisor(nullptr); }
  ShownSupervisor(const ShownSupervisor&) = delete;
  ShownSupervisor& operator=(const ShownSupervisor&) = delete;

 private:
  QueryService& queries_;
};

// A coordinator that does not answer itself any more is not reported as well.
void WaitForInterrupt(Coordinator& coordinator) {
  NotifyServiceManager("READY=1");
  for (std::int64_t ticks = 0; !Interrupted(); ++ticks) {
    if (ticks % kWatchdogTicks == 0) {
      static_cast<void>(coordinator.Snapshot());
      NotifyServiceManager("WATCHDOG=1");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  Log(LogLevel::kInfo, "service stopping");
  NotifyServiceManager("STOPPING=1");
}

int Fail(const Status& status) {
  if (status.code() == StatusCode::kCancelled) return kExitDone;  // a standby that was told to end
  PrintError(status);
  Log(LogLevel::kError, "service does not start", {{"code", StatusCodeName(status.code())}, {"reason", status.message()}});
  return ExitCodeOf(status);
}

LogLevel LevelOf(const Config& config) { return config.quiet ? std::max(config.log_level, LogLevel::kWarning) : config.log_level; }

// What runs with which settings: the first question of whoever reads a log.
void LogStart(const char* service, const Config& config, std::uint32_t workers, std::size_t listens) {
  Log(LogLevel::kInfo, "service starting",
      {{"service", service},
       {"version", SOHOA_VERSION},
       {"archive", config.archive},
       {"config", config.file},
       {"workers", workers},
       {"endpoints", listens},
       {"engine", config.reader.ocr.engine},
       {"model", config.reader.ocr.model},
       {"reader_memory_bytes", config.reader.memory_bytes},
       {"reader_timeout_ms", config.reader.call_timeout_ms}});
}

// For a person at a terminal; a log has it as a record.
bool ReadsNotes(const Config& config) { return !config.quiet && isatty(STDERR_FILENO) != 0; }

}  // namespace

int RunServe(const ServeArguments& arguments, const Config& config) {
  const LogOutput log(LevelOf(config), config.log_format);
  const std::uint32_t processes = arguments.workers.value_or(config.workers);
  LogStart("serve", config, processes, config.listen.size() + arguments.listen.size());
  Result<HttpOptions> http_options = HttpOptionsOf(arguments.http.empty() ? config.http : arguments.http, config);
  if (!http_options) return Fail(http_options.status());
  Holder holder;
  Status status = HoldArchive(arguments, config, StandbyFaceOf(*http_options), holder);
  if (!status.ok()) return Fail(status);

  http_options->catalogue = holder.catalogue;
  const Result<std::unique_ptr<HttpServer>> http = HttpServer::Start(*holder.archive, *holder.queries, *http_options);
  if (!http) return Fail(http.status());

  const Result<bool> has_accounts = holder.queries->accounts().HasAccounts();
  if (!has_accounts) return Fail(has_accounts.status());

  const Result<std::unique_ptr<Supervisor>> workers = Supervisor::Start(
      WorkersOf(config, holder.endpoint->uri(), processes));
  if (!workers) return Fail(workers.status());

  const ShownSupervisor shown(*holder.queries, **workers);
  status = holder.endpoint->Announce();
  if (!status.ok()) return Fail(status);
  const std::string address = http_options->address + ":" + std::to_string((*http)->port());
  const char* scheme = config.certificate.empty() ? "http://" : "https://";
  PrintNote(std::string(Say("đang phục vụ tại ", "serving on ")) + scheme + address + "/", !ReadsNotes(config));
  Log(LogLevel::kInfo, "service ready",
      {{"service", "serve"}, {"http", address}, {"epoch", holder.coordinator->Snapshot().epoch}});
  if (!*has_accounts) {
    PrintNote(Say("chưa có tài khoản: chỉ phục vụ chính máy này (sohoa user add)", "no accounts yet: this host alone is answered (sohoa user add)"), !ReadsNotes(config));
    Log(LogLevel::kWarning, "no accounts, this host alone is answered");
  }
  WaitForInterrupt(*holder.coordinator);
  PrintNote(Say("đang dừng", "stopping"), !ReadsNotes(config));
  return kExitDone;
}

int RunCoordinator(const ServeArguments& arguments, const Config& config) {
  const LogOutput log(LevelOf(config), config.log_format);
  LogStart("coordinator", config, 0, config.listen.size() + arguments.listen.size());
  Holder holder;
  Status status = HoldArchive(arguments, config, std::nullopt, holder);
  if (status.ok()) status = holder.endpoint->Announce();
  if (!status.ok()) return Fail(status);
  PrintNote(std::string(Say("đang điều phối tại ", "coordinating on ")) + holder.endpoint->uri(), !ReadsNotes(config));
  Log(LogLevel::kInfo, "service ready", {{"service", "coordinator"}, {"epoch", holder.coordinator->Snapshot().epoch}});
  WaitForInterrupt(*holder.coordinator);
  return kExitDone;
}

}  // namespace sohoa
