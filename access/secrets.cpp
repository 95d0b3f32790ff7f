// SPDX-License-Identifier: Apache-2.0
#include "access/secrets.h"

#include <cstdlib>
#include <mutex>

#include <sodium.h>

namespace sohoa {
namespace {

constexpr unsigned long long kPasses = crypto_pwhash_OPSLIMIT_INTERACTIVE;
constexpr std::size_t kMemory = crypto_pwhash_MEMLIMIT_INTERACTIVE;

void Start() {
  // Nothing of this file can be trusted without it.
  static const bool started = [] {
    if (sodium_init() < 0) std::abort();
    return true;
  }();
  static_cast<void>(started);
}

// So that many who log in at once do not take 64 MiB each.
std::mutex& OneAtATime() {
  static std::mutex mutex;
  return mutex;
}

const unsigned char* BytesOf(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* BytesOf(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string ToBase64Url(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), BytesOf(bytes), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  text.pop_back();  // the NUL
  return text;
}

std::optional<std::string> FromBase64Url(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  if (sodium_base642bin(BytesOf(bytes), bytes.size(), text.data(), text.size(), nullptr, &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
      end != text.data() + text.size()) {
    return std::nullopt;
  }
  bytes.resize(size);
  return bytes;
}

std::string RandomBytes(std::size_t count) {
  Start();
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string RandomToken() { return ToBase64Url(RandomBytes(32)); }

Result<std::string> HashPassword(std::string_view password) {
  Start();
  const std::scoped_lock lock(OneAtATime());
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(hash, password.data(), password.size(), kPasses, kMemory, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return Status(StatusCode::kResourceLimit, "hash a password: there are no 64 MiB of memory for it; try again");
  }
  return std::string(hash);
}

bool IsPassword(const std::string& hash, std::string_view password) {
  Start();
  const std::scoped_lock lock(OneAtATime());
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

void CheckNoPassword(std::string_view password) {
  static const Result<std::string> hash = HashPassword(RandomToken());
  if (hash) static_cast<void>(IsPassword(*hash, password));
}

bool AreEqualSecrets(std::string_view one, std::string_view other) {
  Start();
  return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::string SealText(std::string_view key, std::string_view text) {
  if (key.size() != crypto_secretbox_KEYBYTES) std::abort();
  std::string sealed = RandomBytes(crypto_secretbox_NONCEBYTES);
  std::string box(text.size() + crypto_secretbox_MACBYTES, '\0');
  crypto_secretbox_easy(BytesOf(box), BytesOf(text), text.size(), BytesOf(std::string_view(sealed)), BytesOf(key));
  return ToBase64Url(sealed + box);
}

std::optional<std::string> UnsealText(std::string_view key, std::string_view sealed) {
  Start();
  const std::optional<std::string> bytes = FromBase64Url(sealed);
  constexpr std::size_t kAround = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (key.size() != crypto_secretbox_KEYBYTES || !bytes || bytes->size() < kAround) return std::nullopt;
  std::string text(bytes->size() - kAround, '\0');
  const std::string_view box = std::string_view(*bytes).substr(crypto_secretbox_NONCEBYTES);
  if (crypto_secretbox_open_easy(BytesOf(text), BytesOf(box), box.size(), BytesOf(std::string_view(*bytes)), BytesOf(key)) != 0) return std::nullopt;
  return text;
}

}  // namespace sohoa
