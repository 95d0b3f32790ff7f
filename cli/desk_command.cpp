// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <utility>

#include <unistd.h>

#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/http_address.h"
#include "cli/json_text.h"
#include "cli/log_output.h"
#include "cli/messages.h"
#include "cli/procedures_source.h"
#include "cli/service_notice.h"
#include "cli/terminal.h"
#include "core/log.h"
#include "desk/desk_server.h"
#include "desk/desk_service.h"

namespace sohoa {
namespace {

constexpr std::int64_t kDayMs = 24ll * 3600 * 1000;

// What people type elsewhere: all addresses of this host are known by its name.
std::string LanUrlOf(const std::string& lan) {
  if (lan.empty()) return lan;
  const std::size_t colon = lan.rfind(':');
  const std::string host = lan.substr(0, colon);
  char name[256] = {};
  const bool every = (host == "0.0.0.0" || host == "[::]") && gethostname(name, sizeof name - 1) == 0;
  return "https://" + (every ? std::string(name) : host) + (colon == std::string::npos ? "" : lan.substr(colon)) + "/";
}

Result<DeskOptions> DeskOptionsOf(const DeskArguments& arguments, const Config& config) {
  DeskOptions options;
  options.spool.folder = arguments.spool.empty() ? config.desk_spool : arguments.spool;
  options.name = arguments.name.empty() ? config.desk_name : arguments.name;
  options.agency = config.desk_agency;
  options.folders = config.desk_folders;
  options.lan = LanUrlOf(config.desk_lan);
  options.reader = config.reader;
  // It looks at pages and reads none of their text.
  options.reader.ocr.engine = "null";
  options.connect = [config] { return ConnectToServer(config); };
  options.keep_ms = static_cast<std::int64_t>(config.desk_keep_days) * kDayMs;
  Result<std::shared_ptr<const ProcedureCatalogue>> procedures = CatalogueOf(config);
  if (!procedures) return procedures.status();
  options.procedures = std::move(*procedures);
  return options;
}

// For paired browsers of other hosts, where desk.lan names an address.
Result<std::unique_ptr<DeskServer>> StartLan(DeskService& desk, const Config& config) {
  if (config.desk_lan.empty()) return std::unique_ptr<DeskServer>();
  const Result<HttpAddress> address = ParseHttpAddress(config.desk_lan);
  if (!address) return address.status();
  DeskServerOptions options;
  options.address = address->host;
  options.port = address->port;
  options.body_limit = config.body_limit;
  options.certificate = config.desk_certificate;
  options.private_key = config.desk_private_key;
  return DeskServer::Start(desk, options);
}

int FailDesk(const Status& status) {
  PrintError(status);
  Log(LogLevel::kError, "desk does not start", {{"code", StatusCodeName(status.code())}, {"reason", status.message()}});
  return ExitCodeOf(status);
}

}  // namespace

int RunDesk(const DeskArguments& arguments, const Config& config) {
  const LogOutput log(config.quiet ? std::max(config.log_level, LogLevel::kWarning) : config.log_level, config.log_format);
  Result<DeskOptions> options = DeskOptionsOf(arguments, config);
  if (!options) return FailDesk(options.status());
  const Result<HttpAddress> address = ParseHttpAddress(arguments.http.empty() ? config.desk_http : arguments.http);
  if (!address) return FailDesk(address.status());
  const std::string folder = options->spool.folder;
  const Result<std::unique_ptr<DeskService>> desk = DeskService::Start(std::move(*options));
  if (!desk) return FailDesk(desk.status());
  DeskServerOptions server_options;
  server_options.address = address->host;
  server_options.port = address->port;
  server_options.body_limit = config.body_limit;
  const Result<std::unique_ptr<DeskServer>> server = DeskServer::Start(**desk, server_options);
  if (!server) return FailDesk(server.status());
  const Result<std::unique_ptr<DeskServer>> lan = StartLan(**desk, config);
  if (!lan) return FailDesk(lan.status());
  const std::string url = "http://" + address->host + ":" + std::to_string((*server)->port()) + "/";
  if (config.json) {
    std::printf("%s\n", JsonObject({{"http", url}, {"spool", folder}}).c_str());
    std::fflush(stdout);
  }
  PrintNote(std::string(Say("trạm quét tại ", "the desk is at ")) + url, config.quiet);
  Log(LogLevel::kInfo, "service ready", {{"service", "desk"}, {"http", url}, {"spool", folder}});
  NotifyServiceManager("READY=1");
  while (!Interrupted()) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  NotifyServiceManager("STOPPING=1");
  PrintNote(Say("đang dừng", "stopping"), config.quiet);
  return kExitDone;
}

}  // namespace sohoa
