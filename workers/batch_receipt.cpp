// SPDX-License-Identifier: Apache-2.0
#include "workers/batch_receipt.h"

#include <charconv>
#include <optional>
#include <utility>

#include "core/calendar.h"
#include "core/ed25519.h"

namespace sohoa {
namespace {

constexpr std::string_view kTitle = "sohoa-receipt 1\n";
constexpr std::int64_t kMsPerSecond = 1000;

Status Damaged() { return Status(StatusCode::kCorruption, "read a receipt: this is no statement of a coordinator"); }

// Takes "name value\n" from the front of `rest`.
std::optional<std::string_view> TakeLine(std::string_view& rest, std::string_view name) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos || !rest.starts_with(name) || rest.substr(name.size(), 1) != " ") return std::nullopt;
  const std::string_view value = rest.substr(name.size() + 1, end - name.size() - 1);
  rest.remove_prefix(end + 1);
  return value;
}

template <typename Number>
bool TakeNumber(std::string_view& rest, std::string_view name, Number& number) {
  const std::optional<std::string_view> value = TakeLine(rest, name);
  if (!value) return false;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
  return error == std::errc() && end == value->data() + value->size();
}

}  // namespace

Sha256 ContentsOf(const std::vector<ReceivedOriginal>& originals) {
  Sha256Hasher hasher;
  for (const ReceivedOriginal& original : originals) {
    hasher.Update(std::to_string(original.place) + " " + original.sha256.Hex() + " " + std::to_string(original.pages) + "\n");
  }
  return hasher.Finish();
}

std::string ReceiptStatement(const BatchReceipt& receipt) {
  std::string text(kTitle);
  text += "dossier " + receipt.dossier + "\n";
  text += "batch " + receipt.batch + "\n";
  text += "originals " + std::to_string(receipt.originals) + "\n";
  text += "pages " + std::to_string(receipt.pages) + "\n";
  text += "set-aside " + std::to_string(receipt.set_aside) + "\n";
  text += "contents " + receipt.contents.Hex() + "\n";
  text += "sealed " + std::to_string(receipt.sealed_unix_ms / kMsPerSecond) + "\n";
  text += "time " + FormatVietnamTime(receipt.sealed_unix_ms) + "\n";
  return text;
}

Result<BatchReceipt> ParseReceiptStatement(std::string_view statement) {
  std::string_view rest = statement;
  if (!rest.starts_with(kTitle)) return Damaged();
  rest.remove_prefix(kTitle.size());
  BatchReceipt receipt;
  const std::optional<std::string_view> dossier = TakeLine(rest, "dossier");
  const std::optional<std::string_view> batch = dossier ? TakeLine(rest, "batch") : std::nullopt;
  if (!batch || !TakeNumber(rest, "originals", receipt.originals) || !TakeNumber(rest, "pages", receipt.pages) ||
      !TakeNumber(rest, "set-aside", receipt.set_aside)) {
    return Damaged();
  }
  const std::optional<std::string_view> contents = TakeLine(rest, "contents");
  const std::optional<Sha256> hash = contents ? Sha256::FromHex(*contents) : std::nullopt;
  std::int64_t seconds = 0;
  if (!hash || !TakeNumber(rest, "sealed", seconds)) return Damaged();
  receipt.dossier = *dossier;
  receipt.batch = *batch;
  receipt.contents = *hash;
  receipt.sealed_unix_ms = seconds * kMsPerSecond;
  // The time once more as people read it: what is left must be just that.
  return ReceiptStatement(receipt) == statement ? Result<BatchReceipt>(receipt) : Damaged();
}

Result<ReceiptSigner> ReceiptSigner::Make(std::string private_pem) {
  ReceiptSigner signer;
  if (private_pem.empty()) return signer;
  Result<std::string> public_pem = PublicEd25519Key(private_pem);
  if (!public_pem) return Annotate(public_pem.status(), "sign receipts");
  signer.private_pem_ = std::move(private_pem);
  signer.public_pem_ = std::move(*public_pem);
  return signer;
}

Result<SignedReceipt> ReceiptSigner::Sign(const BatchReceipt& receipt) const {
  SignedReceipt out{ReceiptStatement(receipt), "", public_pem_};
  if (private_pem_.empty()) return out;
  Result<std::string> signature = SignEd25519(private_pem_, out.statement);
  if (!signature) return signature.status();
  out.signature = std::move(*signature);
  return out;
}

}  // namespace sohoa
