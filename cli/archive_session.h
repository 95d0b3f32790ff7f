// SPDX-License-Identifier: Apache-2.0
//
// ArchiveSession: how a command reaches its archive. It talks to the server that holds it, on
// another host where transport.connect names one, and holds it itself, for as long as it runs,
// when there is none.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/query_service.h"
#include "cli/config.h"
#include "cli/store_watch.h"
#include "core/result.h"
#include "storage/archive.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"
#include "workers/worker.h"

namespace sohoa {

enum class SessionUse {
  kRead,  // questions only
  kWork,  // pages come in and are worked on
};

// The server's own side, for `serve`, `coordinator` and sessions that hold the archive: the
// endpoint for tools on this host, written into the archive's folder so that they find it.
class LocalEndpoint {
 public:
  // Makes the folder of the socket. The endpoint is gone when it is destroyed.
  static Result<std::unique_ptr<LocalEndpoint>> Make(const std::string& archive_folder);
  ~LocalEndpoint();
  const std::string& uri() const { return uri_; }
  // Takes its files away; for a process that ends without destroying anything.
  void Withdraw();
  // To be called once a coordinator listens on uri().
  Status Announce();

  // Where a server of this archive listens, or empty.
  static std::string Find(const std::string& archive_folder);
  // Nobody listens at `uri`, which Find() gave before: the server ended, and another one is somewhere else.
  static bool IsGone(const std::string& archive_folder, const std::string& uri);

 private:
  LocalEndpoint() = default;
  std::string uri_;
  std::string announcement_;
  std::string folder_;
};

// A line to the server that runs, and never an archive of one's own: for what only makes sense
// to a server. kUnavailable.
Result<std::unique_ptr<DeskClient>> ConnectToServer(const Config& config);

class ArchiveSession {
 public:
  // kUnavailable: neither a server answers nor can the archive be opened.
  static Result<std::unique_ptr<ArchiveSession>> Open(const Config& config, SessionUse use);
  ~ArchiveSession();

  // A method of api/query_service.h. `progress` is called where the method has any.
  Result<std::string> Ask(std::string_view method, std::string_view params_json,
                          const std::function<bool(std::uint64_t, std::uint64_t)>& progress = {});
  Status FetchBlob(const Sha256& name, const std::function<bool(std::string_view)>& sink);
  // Only in a session for work, or with a server.
  DeskClient& desk() { return *desk_; }

 private:
  ArchiveSession() = default;
  Status OpenHere(const Config& config, SessionUse use);

  // In the order in which they lean on each other.
  std::unique_ptr<Archive> archive_;
  std::unique_ptr<QueryService> queries_;
  std::unique_ptr<LocalEndpoint> endpoint_;
  std::unique_ptr<Coordinator> coordinator_;
  std::unique_ptr<Worker> worker_;
  std::unique_ptr<DeskClient> desk_;
  std::unique_ptr<StoreWatch> watch_;
};

}  // namespace sohoa
