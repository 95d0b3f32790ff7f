// SPDX-License-Identifier: Apache-2.0
#include "workers/peer_keys.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/calendar.h"
#include "workers/curve_authority.h"

namespace sohoa {
namespace {

constexpr std::size_t kKeyDigits = 64;
constexpr std::size_t kLongestName = 64;
// File systems stamp changes by a clock of a few milliseconds: a file that was changed so
// shortly before it was read may change again under the same stamp.
constexpr std::int64_t kSettledNs = 1'000'000'000;

std::string SystemError() { return std::strerror(errno); }

std::optional<PeerRole> RoleOf(std::string_view name) {
  for (const PeerRole role : {PeerRole::kDesk, PeerRole::kWorker, PeerRole::kOperator}) {
    if (PeerRoleName(role) == name) return role;
  }
  return std::nullopt;
}

struct AllowLines {
  std::vector<AllowedPeer> peers;
  Status trouble;  // of the first line that is none
};

std::string LineOf(const AllowedPeer& peer) {
  return std::string(PeerRoleName(peer.role)) + " " + peer.name + " " + peer.public_key + "\n";
}

// Lines that are none are left out: they let nobody in.
AllowLines ParseAllowList(std::istream& in, const std::string& path) {
  AllowLines lines;
  std::set<std::string> names;
  std::set<std::string> keys;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    std::istringstream words(line);
    std::string role, name, key, more;
    if (!(words >> role) || role.front() == '#') continue;
    words >> name >> key >> more;
    const std::optional<PeerRole> known = RoleOf(role);
    std::string why;
    if (!known) why = "\"" + role + "\" is no role; write desk, worker or operator";
    if (why.empty() && !IsPeerName(name)) why = "a name has 1 to 64 of letters, digits, '.', '-' and '_'";
    if (why.empty() && !IsPublicKey(key)) why = "a public key is 64 hexadecimal digits, as sohoa peer make prints it";
    if (why.empty() && !more.empty()) why = "there is more than role, name and public key";
    if (why.empty() && !names.insert(name).second) why = "the name stands in it twice";
    if (why.empty() && !keys.insert(key).second) why = "the key stands in it twice";
    if (why.empty()) {
      lines.peers.push_back({*known, name, key});
    } else if (lines.trouble.ok()) {
      lines.trouble = Status(StatusCode::kInvalidArgument, "read allow-list " + path + " line " + std::to_string(number) + ": " + why);
    }
  }
  return lines;
}

Result<AllowLines> LoadAllowList(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) {
    return Status(errno == ENOENT ? StatusCode::kNotFound : StatusCode::kIoError, "read allow-list " + path + ": " + SystemError());
  }
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
    return Status(StatusCode::kInvalidArgument, "read allow-list " + path + ": others than its owner may write it; chmod go-w");
  }
  std::ifstream in(path);
  if (!in) return Status(StatusCode::kIoError, "read allow-list " + path + ": it cannot be opened");
  return ParseAllowList(in, path);
}

// Whole or not at all, and never over a file that is there unless `replace`.
Status WriteFile(const std::string& path, const std::string& text, mode_t mode, bool replace) {
  const std::string temporary = path + ".new-" + std::to_string(getpid());
  const int file = open(temporary.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
  if (file < 0) return Status(StatusCode::kIoError, "write " + path + ": " + SystemError());
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(file) == 0;
  close(file);
  const bool placed = written && (replace ? rename(temporary.c_str(), path.c_str()) : link(temporary.c_str(), path.c_str())) == 0;
  const int error = errno;
  if (!replace || !placed) unlink(temporary.c_str());
  if (placed) return Status();
  if (error == EEXIST) return Status(StatusCode::kConflict, "write " + path + ": it is there already; choose another name or remove it");
  return Status(StatusCode::kIoError, "write " + path + ": " + std::strerror(error));
}

}  // namespace

std::string_view PeerRoleName(PeerRole role) {
  switch (role) {
    case PeerRole::kLocal: return "local";
    case PeerRole::kDesk: return "desk";
    case PeerRole::kWorker: return "worker";
    case PeerRole::kOperator: return "operator";
  }
  return "?";
}

bool IsPublicKey(std::string_view text) {
  return text.size() == kKeyDigits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool IsPeerName(std::string_view name) {
  return !name.empty() && name.size() <= kLongestName &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_") == std::string_view::npos;
}

Result<CurveKeys> MakeKeyFile(const std::string& path, const std::string& name) {
  Result<CurveKeys> keys = NewCurveKeys();
  if (!keys) return keys;
  const std::string text = "# Key pair of " + name + ". Whoever has the secret key is " + name +
                           ": this file is for its owner alone.\npublic " + keys->public_key + "\nsecret " + keys->secret_key + "\n";
  const Status written = WriteFile(path, text, 0600, false);
  if (!written.ok()) return written;
  return keys;
}

Result<CurveKeys> ReadKeyFile(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) {
    return Status(StatusCode::kInvalidArgument, "read key file " + path + ": " + SystemError() + "; make one with sohoa peer make");
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return Status(StatusCode::kInvalidArgument, "read key file " + path + ": others than its owner may read it; chmod 600, or make a new pair");
  }
  std::ifstream in(path);
  CurveKeys keys;
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string what, key;
    words >> what >> key;
    if (what == "public") keys.public_key = key;
    if (what == "secret") keys.secret_key = key;
  }
  if (!IsPublicKey(keys.public_key) || !IsPublicKey(keys.secret_key) || !IsKeyPair(keys)) {
    return Status(StatusCode::kInvalidArgument, "read key file " + path + ": it has no key pair; make one with sohoa peer make");
  }
  return keys;
}

Result<std::vector<AllowedPeer>> ReadAllowList(const std::string& path) {
  Result<AllowLines> lines = LoadAllowList(path);
  if (!lines) return lines.status();
  if (!lines->trouble.ok()) return lines->trouble;
  return std::move(lines->peers);
}

Status AllowPeer(const std::string& path, const AllowedPeer& peer) {
  const std::string what = "allow peer " + peer.name + ": ";
  if (!IsPeerName(peer.name)) return Status(StatusCode::kInvalidArgument, what + "a name has 1 to 64 of letters, digits, '.', '-' and '_'");
  if (!IsPublicKey(peer.public_key)) {
    return Status(StatusCode::kInvalidArgument, what + "a public key is 64 hexadecimal digits, as sohoa peer make prints it");
  }
  Result<std::vector<AllowedPeer>> peers = ReadAllowList(path);
  if (!peers && peers.status().code() != StatusCode::kNotFound) return peers.status();
  std::string text;
  if (peers) {
    for (const AllowedPeer& known : *peers) {
      if (known.name == peer.name) return Status(StatusCode::kConflict, what + "the name is taken; revoke it first");
      if (known.public_key == peer.public_key) return Status(StatusCode::kConflict, what + "the key is allowed already, as " + known.name);
    }
    // What stands in the file stays as it is, remarks included.
    std::ostringstream before;
    before << std::ifstream(path).rdbuf();
    text = before.str();
    if (!text.empty() && text.back() != '\n') text += '\n';
  } else {
    text = "# Who may connect from other hosts: role (desk, worker, operator), name, public key.\n";
  }
  return WriteFile(path, text + LineOf(peer), 0644, true);
}

Status RevokePeer(const std::string& path, const std::string& name) {
  std::ifstream in(path);
  if (!in) return Status(StatusCode::kNotFound, "revoke peer " + name + ": there is no allow-list " + path);
  std::string text;
  bool found = false;
  // By the line's name alone, so that a key can be revoked in a list that is damaged elsewhere.
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string role, of;
    words >> role >> of;
    const bool this_one = RoleOf(role).has_value() && of == name;
    found = found || this_one;
    if (!this_one) text += line + "\n";
  }
  if (!found) return Status(StatusCode::kNotFound, "revoke peer " + name + ": no such name in " + path + "; see sohoa peer list");
  return WriteFile(path, text, 0644, true);
}

Result<std::shared_ptr<AllowList>> AllowList::Open(const std::string& path) {
  std::shared_ptr<AllowList> list(new AllowList(path));
  const Status trouble = list->trouble();
  if (!trouble.ok()) return Status(StatusCode::kInvalidArgument, trouble.message());
  return list;
}

std::optional<PeerIdentity> AllowList::Find(const std::string& public_key) {
  const std::lock_guard lock(mutex_);
  Refresh();
  const auto found = peers_.find(public_key);
  if (found == peers_.end()) return std::nullopt;
  return found->second;
}

Status AllowList::trouble() {
  const std::lock_guard lock(mutex_);
  Refresh();
  return trouble_;
}

void AllowList::Refresh() {
  struct stat info {};
  Stamp now;
  if (stat(path_.c_str(), &info) == 0) {
    now = {info.st_ino, info.st_size, info.st_mtim.tv_sec * 1'000'000'000ll + info.st_mtim.tv_nsec};
    // A change of mode or owner counts as well.
    now.changed_ns = std::max<std::int64_t>(now.changed_ns, info.st_ctim.tv_sec * 1'000'000'000ll + info.st_ctim.tv_nsec);
  }
  if (now == stamp_ && settled_) return;
  stamp_ = now;
  settled_ = NowUnixMs() * 1'000'000 - now.changed_ns > kSettledNs;
  peers_.clear();
  Result<AllowLines> lines = LoadAllowList(path_);
  trouble_ = lines ? lines->trouble : lines.status();
  if (!lines) return;
  for (const AllowedPeer& peer : lines->peers) peers_[peer.public_key] = {peer.role, peer.name};
}

}  // namespace sohoa
