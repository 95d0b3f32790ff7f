// SPDX-License-Identifier: Apache-2.0
//
// Keys of the hosts of a test: the coordinator's, and those that its allow-list names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "workers/peer_keys.h"

namespace sohoa {

class HostKeys {
 public:
  // Makes the coordinator's pair in `folder`; ends the program where there can be none.
  explicit HostKeys(const std::string& folder);

  // Makes a pair and lets it in. The text is the [transport] section of that host's sohoa.toml.
  std::string Admit(PeerRole role, const std::string& name);
  // The section of the coordinator.
  std::string CoordinatorSection() const;
  std::string FileOf(const std::string& name) const { return folder_ + "/" + name + ".key"; }
  const std::string& server_key() const { return server_key_; }
  const std::vector<AllowedPeer>& admitted() const { return admitted_; }

  // Takes a key out of the list, and puts it in again.
  bool Revoke(const AllowedPeer& peer);
  bool Allow(const AllowedPeer& peer);

 private:
  std::string ListFile() const { return folder_ + "/peers"; }

  const std::string folder_;
  std::string server_key_;
  std::vector<AllowedPeer> admitted_;
};

}  // namespace sohoa
