// SPDX-License-Identifier: Apache-2.0
//
// Which frames a peer of which role may send.
#pragma once

#include <string>
#include <string_view>

#include "core/status.h"
#include "workers/peer_keys.h"
#include "workers/protocol.h"

namespace sohoa {

// kInvalidArgument: its role does not include this one.
Status CheckMaySend(const PeerIdentity& peer, Command command);

// What CALL may ask for: where a backup goes is said by who is on this host, for the coordinator
// writes there with its own rights; so is who has an account. kInvalidArgument.
Status CheckMayCall(const PeerIdentity& peer, std::string_view method);

// The id of a worker as the coordinator knows it: its own word on this host; after the name
// of its key when it comes from another, so that nobody speaks for somebody else's worker.
std::string WorkerIdOf(const PeerIdentity& peer, const std::string& own_word);

}  // namespace sohoa
