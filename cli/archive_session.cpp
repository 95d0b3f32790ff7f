// SPDX-License-Identifier: Apache-2.0
#include "cli/archive_session.h"

#include <algorithm>
#include <thread>

#include "cli/open_archive.h"
#include "cli/procedures_source.h"
#include "cli/transport_keys.h"

namespace sohoa {
namespace {

// Verifying a large archive, and writing one anew, take hours; everything else answers soon.
constexpr std::int64_t kAnswerTimeoutMs = 60'000;
constexpr std::int64_t kConnectTimeoutMs = 10'000;  // to another host
constexpr std::int64_t kLongTimeoutMs = 24ll * 3600 * 1000;

// An endpoint of this process alone.
constexpr const char* kInProcess = "inproc://sohoa-session";

}  // namespace

Result<std::unique_ptr<ArchiveSession>> ArchiveSession::Open(const Config& config, SessionUse use) {
  std::unique_ptr<ArchiveSession> session(new ArchiveSession());
  if (!config.connect.empty()) {
    Result<std::unique_ptr<DeskClient>> remote = ConnectToServer(config);
    if (!remote) return remote.status();
    session->desk_ = std::move(*remote);
    return session;
  }
  const Status here = session->OpenHere(config, use);
  if (here.ok()) return session;
  if (here.code() != StatusCode::kUnavailable) return here;

  if (LocalEndpoint::Find(config.archive).empty()) return here;
  Result<std::unique_ptr<DeskClient>> desk = ConnectToServer(config);
  if (!desk) return desk.status();
  session = std::unique_ptr<ArchiveSession>(new ArchiveSession());
  session->desk_ = std::move(*desk);
  return session;
}

Result<std::unique_ptr<DeskClient>> ConnectToServer(const Config& config) {
  if (!config.connect.empty()) {
    const Result<ClientKeys> keys = ClientKeysOf(config);
    if (!keys) return keys.status();
    return DeskClient::Connect(config.connect, kConnectTimeoutMs, *keys);
  }
  const std::string endpoint = LocalEndpoint::Find(config.archive);
  if (endpoint.empty()) {
    return Status(StatusCode::kUnavailable, "find the server of archive " + config.archive + ": none runs; start sohoa serve, or set transport.connect");
  }
  constexpr std::int64_t kLocalTimeoutMs = 5'000;
  return DeskClient::Connect(endpoint, kLocalTimeoutMs, {}, [folder = config.archive, endpoint] { return LocalEndpoint::IsGone(folder, endpoint); });
}

Status ArchiveSession::OpenHere(const Config& config, SessionUse use) {
  Result<std::unique_ptr<Archive>> archive = OpenArchive(config);
  if (!archive) return archive.status();
  archive_ = std::move(*archive);
  queries_ = std::make_unique<QueryService>(*archive_, config.agency);
  if (use == SessionUse::kRead) {
    queries_->CarryWithoutCoordinator();
    return Status();
  }

  // Other commands find this one for as long as it runs, as they would find a server.
  Result<std::unique_ptr<LocalEndpoint>> endpoint = LocalEndpoint::Make(config.archive);
  if (!endpoint) return endpoint.status();
  endpoint_ = std::move(*endpoint);
  watch_ = std::make_unique<StoreWatch>(*archive_, [own = endpoint_.get()] { own->Withdraw(); });
  CoordinatorOptions options;
  options.endpoints = {kInProcess, endpoint_->uri()};
  options.reader = config.reader;
  Result<std::shared_ptr<const ProcedureCatalogue>> procedures = CatalogueOf(config);
  if (!procedures) return procedures.status();
  options.procedures = std::move(*procedures);
  Result<std::unique_ptr<Coordinator>> coordinator =
      Coordinator::Start(*archive_, options, [queries = queries_.get()](std::string_view method, std::string_view params) {
        return queries->Answer(method, params);
      });
  if (!coordinator) return coordinator.status();
  coordinator_ = std::move(*coordinator);
  queries_->SetCoordinator(coordinator_.get());

  WorkerOptions worker_options;
  worker_options.endpoint = kInProcess;
  worker_options.threads = std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
  worker_options.reader = config.reader;
  Result<std::unique_ptr<Worker>> worker = Worker::Start(worker_options);
  if (!worker) return worker.status();
  worker_ = std::move(*worker);

  Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(kInProcess);
  if (!desk) return desk.status();
  desk_ = std::move(*desk);
  return endpoint_->Announce();
}

ArchiveSession::~ArchiveSession() {
  watch_.reset();
  desk_.reset();
  worker_.reset();
  if (queries_ != nullptr) queries_->SetCoordinator(nullptr);
  coordinator_.reset();
}

Result<std::string> ArchiveSession::Ask(std::string_view method, std::string_view params_json,
                                        const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
  const bool takes_long = method == "verify" || method == "retention_reclaim" || method == "report" || method == "disposal_confirm";
  if (queries_ == nullptr) {
    return desk_->Call(method, params_json, takes_long ? kLongTimeoutMs : kAnswerTimeoutMs);
  }
  return queries_->Answer(method, params_json, progress);
}

Status ArchiveSession::FetchBlob(const Sha256& name, const std::function<bool(std::string_view)>& sink) {
  if (archive_ == nullptr) return desk_->FetchBlob(name, sink);
  constexpr std::size_t kPiece = 1 << 20;
  for (std::uint64_t offset = 0;; offset += kPiece) {
    const Result<std::string> piece = archive_->blobs().Read(name, offset, kPiece);
    if (!piece) return piece.status();
    if (piece->empty() || !sink(*piece)) return Status();
    if (piece->size() < kPiece) return Status();
  }
}

}  // namespace sohoa
