// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "workers/peer_keys.h"

namespace sohoa {
namespace {

PeerRole RoleOf(const std::string& name) {
  if (name == "worker") return PeerRole::kWorker;
  return name == "operator" ? PeerRole::kOperator : PeerRole::kDesk;
}

int Make(const PeerArguments& arguments, const Config& config) {
  if (!IsPeerName(arguments.name)) {
    return FailWith(Status(StatusCode::kInvalidArgument, "peer make: a name has 1 to 64 of letters, digits, '.', '-' and '_'"));
  }
  const std::string file = arguments.output.empty() ? arguments.name + ".key" : arguments.output;
  const Result<CurveKeys> keys = MakeKeyFile(file, arguments.name);
  if (!keys) return FailWith(keys.status());
  if (config.json) {
    std::printf("%s\n", JsonObject({{"name", arguments.name}, {"file", file}, {"public_key", keys->public_key}}).c_str());
  } else {
    std::printf("%s\n", keys->public_key.c_str());
    PrintNote(Say("khóa bí mật nằm trong ", "the secret key is in ") + file, config.quiet);
  }
  return kExitDone;
}

int List(const std::string& file, const Config& config) {
  const Result<std::vector<AllowedPeer>> peers = ReadAllowList(file);
  if (!peers) return FailWith(peers.status());
  for (const AllowedPeer& peer : *peers) {
    const std::string role(PeerRoleName(peer.role));
    if (config.json) {
      std::printf("%s\n", JsonObject({{"name", peer.name}, {"role", role}, {"public_key", peer.public_key}}).c_str());
    } else {
      std::printf("%-8s  %-24s  %s\n", role.c_str(), peer.name.c_str(), peer.public_key.c_str());
    }
  }
  return kExitDone;
}

}  // namespace

// Works on files alone: a running coordinator reads its list again when it has changed.
int RunPeer(const PeerArguments& arguments, const Config& config) {
  const bool needs_name = arguments.action != "list";
  if (needs_name && arguments.name.empty()) {
    return FailWith(Status(StatusCode::kInvalidArgument, "peer " + arguments.action + ": name the host or desk"));
  }
  if (arguments.action == "make") return Make(arguments, config);
  if (config.allow.empty()) {
    return FailWith(Status(StatusCode::kInvalidArgument, "peer " + arguments.action + ": set transport.allow to the allow-list file"));
  }
  if (arguments.action == "list") return List(config.allow, config);
  if (arguments.action == "allow" && (arguments.role.empty() || arguments.key.empty())) {
    return FailWith(Status(StatusCode::kInvalidArgument, "peer allow: give --role and --key"));
  }
  const Status status = arguments.action == "allow" ? AllowPeer(config.allow, {RoleOf(arguments.role), arguments.name, arguments.key})
                                                    : RevokePeer(config.allow, arguments.name);
  if (!status.ok()) return FailWith(status);
  PrintNote(Say("đã ghi nhận", "recorded"), config.quiet);
  return kExitDone;
}

}  // namespace sohoa
