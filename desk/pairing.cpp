// SPDX-License-Identifier: Apache-2.0
#include "desk/pairing.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "access/secrets.h"
#include "core/sha256.h"
#include "core/vietnamese.h"
#include "desk/spool_records.h"

namespace sohoa {
namespace {

constexpr std::int64_t kCodeMs = 10 * 60 * 1000;
constexpr int kMostWrongTries = 5;
constexpr std::size_t kMostBrowsers = 50;
constexpr std::size_t kLongestName = 100;
// None that is taken for another one; 32, so that a byte chooses evenly.
constexpr std::string_view kOfCodes = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
constexpr std::size_t kCodeLength = 8;

std::string HashOf(std::string_view token) { return Sha256::Of(token).Hex(); }

// As it was shown, whatever case and dashes it was typed with.
std::string Plain(std::string_view code) {
  std::string plain;
  for (const char c : code) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) plain += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return plain;
}

}  // namespace

Result<std::unique_ptr<Pairing>> Pairing::Open(Spool& spool) {
  std::unique_ptr<Pairing> pairing(new Pairing(spool));
  const Result<std::map<std::string, std::string>> records = spool.Notes();
  if (!records) return records.status();
  for (const auto& [hash, record] : *records) {
    Result<PairedBrowser> browser = DecodePairedBrowser(record);
    if (!browser) return browser.status();
    pairing->browsers_[hash] = std::move(*browser);
  }
  return pairing;
}

PairingCode Pairing::NewCode() {
  const std::lock_guard lock(mutex_);
  PairingCode made;
  for (const char byte : RandomBytes(kCodeLength)) {
    if (made.code.size() == kCodeLength / 2) made.code += '-';
    made.code += kOfCodes[static_cast<unsigned char>(byte) % kOfCodes.size()];
  }
  made.until_unix_ms = spool_.Now() + kCodeMs;
  wrong_tries_ = 0;
  code_ = made;
  return made;
}

Result<std::string> Pairing::Pair(std::string_view code, const std::string& name) {
  const std::lock_guard lock(mutex_);
  const Status denied(StatusCode::kDenied, "pair a browser: that is not the code, or not any more; ask for a new one at the desk");
  if (!code_ || spool_.Now() >= code_->until_unix_ms) return denied;
  if (!AreEqualSecrets(Plain(code_->code), Plain(code))) {
    if (++wrong_tries_ >= kMostWrongTries) code_.reset();
    return denied;
  }
  if (browsers_.size() >= kMostBrowsers) return Status(StatusCode::kResourceLimit, "pair a browser: the desk has as many as it takes; take some back first");
  const std::string token = RandomToken();
  PairedBrowser browser{RandomToken().substr(0, 12), ToNfc(name).substr(0, kLongestName), spool_.Now()};
  if (const Status kept = spool_.KeepNote(HashOf(token), EncodePairedBrowser(browser)); !kept.ok()) return kept;
  browsers_[HashOf(token)] = std::move(browser);
  code_.reset();
  return token;
}

bool Pairing::IsPaired(std::string_view token) const {
  if (token.empty()) return false;
  const std::lock_guard lock(mutex_);
  return browsers_.contains(HashOf(token));
}

std::vector<PairedBrowser> Pairing::List() const {
  const std::lock_guard lock(mutex_);
  std::vector<PairedBrowser> list;
  for (const auto& [hash, browser] : browsers_) list.push_back(browser);
  std::sort(list.begin(), list.end(), [](const PairedBrowser& a, const PairedBrowser& b) { return a.paired_unix_ms < b.paired_unix_ms; });
  return list;
}

Status Pairing::Forget(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(browsers_.begin(), browsers_.end(), [&](const auto& each) { return each.second.id == id; });
  if (found == browsers_.end()) return Status(StatusCode::kNotFound, "take a paired browser back: there is none of this name");
  if (const Status kept = spool_.KeepNote(found->first, ""); !kept.ok()) return kept;
  browsers_.erase(found);
  return Status();
}

}  // namespace sohoa
