// SPDX-License-Identifier: Apache-2.0
//
// BatchReceipt: what a coordinator confirms of a batch once it is sealed: that so many originals and pages,
// with these very bytes, are durably in the dossier. Its statement is a text that people can read and
// anybody can check with OpenSSL and the coordinator's public key (docs/DESK.md).
//
// Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/sha256.h"

namespace sohoa {

struct BatchReceipt {
  std::string dossier;
  std::string batch;
  std::uint32_t originals = 0;
  std::uint32_t pages = 0;      // in the dossier's documents; those set aside are not among them
  std::uint32_t set_aside = 0;  // by the people at the desk; kept
  Sha256 contents;              // ContentsOf() its originals
  std::int64_t sealed_unix_ms = 0;
  bool operator==(const BatchReceipt&) const = default;
};

// One hash of all originals of a batch: SHA-256 over a line "PLACE SHA256 PAGES\n" for each, in order of place.
struct ReceivedOriginal {
  std::uint32_t place = 0;
  Sha256 sha256;
  std::uint32_t pages = 0;
};
Sha256 ContentsOf(const std::vector<ReceivedOriginal>& originals);

// A line "name value" each, in this order, always the same bytes for the same receipt. The time is that of
// Vietnam with milliseconds left out.
std::string ReceiptStatement(const BatchReceipt& receipt);
// kCorruption: no statement of ours.
Result<BatchReceipt> ParseReceiptStatement(std::string_view statement);

struct SignedReceipt {
  std::string statement;
  std::string signature;   // Ed25519 (RFC 8032) of the statement, 64 bytes; empty where the coordinator has no key
  std::string public_key;  // PEM; empty likewise
};

// Signs with one key. Safe from several threads.
class ReceiptSigner {
 public:
  // kInvalidArgument: `private_pem` is neither empty nor an Ed25519 key.
  static Result<ReceiptSigner> Make(std::string private_pem);
  Result<SignedReceipt> Sign(const BatchReceipt& receipt) const;

 private:
  std::string private_pem_;
  std::string public_pem_;
};

}  // namespace sohoa
