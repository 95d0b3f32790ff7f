// SPDX-License-Identifier: Apache-2.0
#include "workers/peer_roles.h"

#include <algorithm>
#include <cstdio>

namespace sohoa {
namespace {

constexpr unsigned kDesk = 1;
constexpr unsigned kWorker = 2;
constexpr unsigned kOperator = 4;

// Frames that are not here are taken from nobody.
constexpr struct {
  Command command;
  unsigned roles;
} kMaySend[] = {
    {Command::kHello, kDesk | kWorker | kOperator},
    {Command::kOpenBatch, kDesk | kOperator},
    {Command::kOpenOriginal, kDesk | kOperator},
    {Command::kChunk, kDesk | kWorker | kOperator},
    {Command::kEnd, kDesk | kWorker | kOperator},
    {Command::kHandIn, kDesk | kOperator},
    {Command::kSeal, kDesk | kOperator},
    {Command::kSealArranged, kDesk | kOperator},
    {Command::kAskProgress, kDesk | kOperator},
    {Command::kCall, kDesk | kOperator},
    {Command::kAskDrain, kOperator},
    {Command::kGetBlob, kWorker | kOperator},
    {Command::kPutBlob, kWorker},
    {Command::kStoreBlob, kWorker},
    {Command::kReady, kWorker},
    {Command::kBeat, kWorker},
    {Command::kResult, kWorker},
    {Command::kFail, kWorker},
    {Command::kReturn, kWorker},
};

// What a desk may ask: what has been read of what it hands in.
constexpr std::string_view kOfDesks[] = {"draft"};

unsigned BitOf(PeerRole role) {
  switch (role) {
    case PeerRole::kLocal: return kDesk | kWorker | kOperator;
    case PeerRole::kDesk: return kDesk;
    case PeerRole::kWorker: return kWorker;
    case PeerRole::kOperator: return kOperator;
  }
  return 0;
}

}  // namespace

Status CheckMaySend(const PeerIdentity& peer, Command command) {
  if (peer.role == PeerRole::kLocal) return Status();
  const auto rule = std::find_if(std::begin(kMaySend), std::end(kMaySend), [command](const auto& one) { return one.command == command; });
  if (rule != std::end(kMaySend) && (rule->roles & BitOf(peer.role)) != 0) return Status();
  char number[8];
  std::snprintf(number, sizeof number, "%02x", static_cast<unsigned>(command));
  return Status(StatusCode::kInvalidArgument, std::string("take frame ") + number + " from " + peer.name + ": its key is allowed as " +
                                                  std::string(PeerRoleName(peer.role)) +
                                                  ", which may not send this; allow a key of another role (sohoa peer)");
}

Status CheckMayCall(const PeerIdentity& peer, std::string_view method) {
  const std::string name(method);
  const bool of_accounts = name.starts_with("user_") || name.starts_with("key_") || name.starts_with("webhook_");
  if (peer.role != PeerRole::kLocal && of_accounts) {
    return Status(StatusCode::kInvalidArgument, "call " + name + " from " + peer.name + ": accounts, keys and webhooks are managed on the coordinator's host");
  }
  if (peer.role == PeerRole::kDesk && std::find(std::begin(kOfDesks), std::end(kOfDesks), method) == std::end(kOfDesks)) {
    return Status(StatusCode::kInvalidArgument, "call " + name + " from " + peer.name + ": a desk asks for its drafts alone; allow an operator's key for more (sohoa peer)");
  }
  if (peer.role == PeerRole::kLocal || (method != "backup" && method != "import")) return Status();
  return Status(StatusCode::kInvalidArgument, "call " + name + " from " + peer.name + ": only whoever is on the coordinator's host may name a folder "
                                                  "of it; run sohoa " + name + " there");
}

std::string WorkerIdOf(const PeerIdentity& peer, const std::string& own_word) {
  return peer.role == PeerRole::kLocal ? own_word : peer.name + "/" + own_word;
}

}  // namespace sohoa
