// SPDX-License-Identifier: Apache-2.0
//
// Who may talk to a coordinator from another host: CURVE key pairs and their files, and the
// list of public keys that are let in, each with a name and a role. Keys are written as 64
// hexadecimal digits, which no shell and no configuration file takes for something else.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace sohoa {

enum class PeerRole : std::uint8_t {
  kLocal,     // of this host, let in by the folder of an ipc:// endpoint or by loopback: may do all
  kDesk,      // hands in originals
  kWorker,    // takes jobs, reads and stores blobs
  kOperator,  // hands in, asks, drains
};
std::string_view PeerRoleName(PeerRole role);  // "desk"

// Who sent a frame, as the transport knows it; nothing of it is taken from the frame.
struct PeerIdentity {
  PeerRole role = PeerRole::kLocal;
  std::string name;  // of the allow-list; empty for kLocal
};

struct CurveKeys {
  std::string public_key;
  std::string secret_key;
  bool empty() const { return secret_key.empty(); }
};

// What a program shows to a coordinator on another host, and the one that it expects there.
struct ClientKeys {
  CurveKeys own;
  std::string server_key;  // the coordinator's public key
  bool empty() const { return own.empty(); }
};

bool IsPublicKey(std::string_view text);  // 64 hexadecimal digits, lower case
// 1 to 64 of letters, digits, '.', '-' and '_'.
bool IsPeerName(std::string_view name);

// Makes a new pair and its file, readable by its owner alone. kConflict: the file is there
// already; kIoError.
Result<CurveKeys> MakeKeyFile(const std::string& path, const std::string& name);
// kInvalidArgument: not a key file, or one that others than its owner may read.
Result<CurveKeys> ReadKeyFile(const std::string& path);

struct AllowedPeer {
  PeerRole role = PeerRole::kDesk;
  std::string name;
  std::string public_key;
};
// A line each: role, name, public key. kInvalidArgument names the first line that is none;
// kNotFound: there is no such file.
Result<std::vector<AllowedPeer>> ReadAllowList(const std::string& path);
// Adds the peer; the file is made where there is none. kConflict: name or key is in it.
Status AllowPeer(const std::string& path, const AllowedPeer& peer);
// kNotFound: no peer has this name.
Status RevokePeer(const std::string& path, const std::string& name);

// The list in use. It is read again as soon as its file has changed, so that a key that was
// taken out is refused from the next frame on. What cannot be read lets nobody in.
//
// Safe from several threads.
class AllowList {
 public:
  // kInvalidArgument: a line of it is none, or others than its owner may write it.
  static Result<std::shared_ptr<AllowList>> Open(const std::string& path);
  std::optional<PeerIdentity> Find(const std::string& public_key);
  // What is wrong with the file as it is now; ok otherwise.
  Status trouble();

 private:
  struct Stamp {
    std::uint64_t inode = 0;
    std::int64_t size = -1;
    std::int64_t changed_ns = 0;
    bool operator==(const Stamp&) const = default;
  };

  explicit AllowList(std::string path) : path_(std::move(path)) {}
  void Refresh();

  const std::string path_;
  std::mutex mutex_;
  Stamp stamp_;
  bool settled_ = false;
  Status trouble_;
  std::map<std::string, PeerIdentity> peers_;  // by public key
};

// What a coordinator needs to be reached from other hosts.
struct ServerKeys {
  CurveKeys own;
  std::shared_ptr<AllowList> allowed;  // shared with the thread that answers handshakes
  bool empty() const { return own.empty(); }
};

}  // namespace sohoa
