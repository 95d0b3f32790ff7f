// SPDX-License-Identifier: Apache-2.0
#include "stress/host_keys.h"

#include <cstdio>
#include <cstdlib>

namespace sohoa {
namespace {

// Without keys half of the installation would be missing, and nobody would see it.
std::string MustMake(const std::string& file, const std::string& name) {
  const Result<CurveKeys> keys = MakeKeyFile(file, name);
  if (!keys) {
    std::fprintf(stderr, "%s\n", keys.status().ToString().c_str());
    std::abort();
  }
  return keys->public_key;
}

}  // namespace

HostKeys::HostKeys(const std::string& folder) : folder_(folder) { server_key_ = MustMake(FileOf("coordinator"), "coordinator"); }

std::string HostKeys::Admit(PeerRole role, const std::string& name) {
  admitted_.push_back({role, name, MustMake(FileOf(name), name)});
  if (!Allow(admitted_.back())) std::abort();
  return "[transport]\nkey = \"" + FileOf(name) + "\"\nserver_key = \"" + server_key_ + "\"\n";
}

std::string HostKeys::CoordinatorSection() const {
  return "[transport]\nkey = \"" + FileOf("coordinator") + "\"\nallow = \"" + ListFile() + "\"\n";
}

bool HostKeys::Revoke(const AllowedPeer& peer) { return RevokePeer(ListFile(), peer.name).ok(); }
bool HostKeys::Allow(const AllowedPeer& peer) { return AllowPeer(ListFile(), peer).ok(); }

}  // namespace sohoa
