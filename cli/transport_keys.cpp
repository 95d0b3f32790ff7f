// SPDX-License-Identifier: Apache-2.0
#include "cli/transport_keys.h"

namespace sohoa {

// On a coordinator's own host `key` is the coordinator's, and its workers and tools come by
// ipc://: they need none.
Result<ClientKeys> ClientKeysOf(const Config& config) {
  if (config.server_key.empty()) return ClientKeys{};
  if (config.key.empty()) {
    return Status(StatusCode::kInvalidArgument, "use transport.server_key: set transport.key too, to a file that sohoa peer make made");
  }
  Result<CurveKeys> own = ReadKeyFile(config.key);
  if (!own) return own.status();
  return ClientKeys{std::move(*own), config.server_key};
}

Result<ServerKeys> ServerKeysOf(const Config& config) {
  if (config.allow.empty()) return ServerKeys{};
  if (config.key.empty()) {
    return Status(StatusCode::kInvalidArgument, "use transport.allow: set transport.key too, to a file that sohoa peer make made");
  }
  Result<CurveKeys> own = ReadKeyFile(config.key);
  if (!own) return own.status();
  Result<std::shared_ptr<AllowList>> allowed = AllowList::Open(config.allow);
  if (!allowed) return Annotate(allowed.status(), "use transport.allow (sohoa peer allow makes it)");
  return ServerKeys{std::move(*own), std::move(*allowed)};
}

}  // namespace sohoa
