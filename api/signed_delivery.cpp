// SPDX-License-Identifier: Apache-2.0
#include "api/signed_delivery.h"

#include <algorithm>
#include <cstdlib>
#include <random>

#include <openssl/hmac.h>

#include "access/secrets.h"

namespace sohoa {

std::string SignDelivery(const std::string& secret, const std::string& timestamp, const std::string& body) {
  const std::string text = timestamp + "." + body;
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &size);
  std::string signature = "v1=";
  constexpr char kDigits[] = "0123456789abcdef";
  for (unsigned int i = 0; i < size; ++i) {
    signature += kDigits[mac[i] >> 4];
    signature += kDigits[mac[i] & 15];
  }
  return signature;
}

bool IsSignedDelivery(const std::string& secret, const std::string& timestamp, const std::string& body, std::string_view signature, std::int64_t now_unix_ms) {
  constexpr std::size_t kMostDigits = 12;
  if (timestamp.empty() || timestamp.size() > kMostDigits || timestamp.find_first_not_of("0123456789") != std::string::npos) return false;
  if (!AreEqualSecrets(SignDelivery(secret, timestamp, body), signature)) return false;
  return std::abs(now_unix_ms - std::strtoll(timestamp.c_str(), nullptr, 10) * 1000) <= kOldestSignatureMs;
}

std::int64_t BackOff(std::uint32_t failures, std::int64_t first_ms, std::int64_t longest_ms) {
  std::int64_t most = first_ms;
  for (std::uint32_t i = 1; i < failures && most < longest_ms; ++i) most *= 2;
  most = std::min(most, longest_ms);
  static thread_local std::mt19937_64 random{std::random_device{}()};
  return std::uniform_int_distribution<std::int64_t>(most / 2, most)(random);
}

}  // namespace sohoa
