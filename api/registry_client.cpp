// SPDX-License-Identifier: Apache-2.0
#include "api/registry_client.h"

#include <optional>
#include <utility>

#include "access/secrets.h"
#include "api/registry_contract.h"
#include "api/signed_delivery.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

constexpr std::size_t kFewestKeyBytes = 16;

Status RegistrySetting(const std::string& what) { return Status(StatusCode::kInvalidArgument, "registries." + what); }

// Personal data leaves this host by TLS alone.
bool IsSafeAddress(const std::string& url) {
  if (url.starts_with("https://")) return !OriginOf(url).empty();
  const std::string origin = OriginOf(url);
  return origin == "http://127.0.0.1" || origin.starts_with("http://127.0.0.1:") || origin == "http://[::1]" || origin.starts_with("http://[::1]:");
}

class HttpRegistryClient : public RegistryClient {
 public:
  explicit HttpRegistryClient(HttpRegistryOptions options) : options_(std::move(options)) {
    if (!options_.now_unix_ms) options_.now_unix_ms = NowUnixMs;
  }

  bool Has(RegistryKind kind) const override { return !UrlOf(kind).empty(); }
  void Stop() override { stop_ = true; }

  Result<RegistryCheck> Ask(const RegistryQuestion& question, const RegistryReason& reason) override {
    const std::string what = "ask the " + std::string(RegistryKindName(question.kind)) + " register: ";
    if (!Has(question.kind)) return Status(StatusCode::kDenied, what + "the configuration has no address of it");
    const std::string request = RandomToken();
    const std::string body = RegistryQuestionJson(question, reason, options_.legal_basis, request);
    const std::string timestamp = std::to_string(options_.now_unix_ms() / 1000);
    const OutboundHeaders headers = {{"Content-Type", "application/json"},
                                     {"User-Agent", "sohoa"},
                                     {"X-Client-Id", options_.client_id},
                                     {"X-Timestamp", timestamp},
                                     {"X-Signature", SignDelivery(options_.key, timestamp, body)},
                                     {"Expect", ""}};
    const Result<OutboundAnswer> answer = AskOut(options_.outbound, UrlOf(question.kind), headers, body, &stop_);
    if (!answer) return answer.status();
    const std::string status = "it answers HTTP " + std::to_string(answer->status);
    if (answer->status == 408 || answer->status == 425 || answer->status == 429 || answer->status >= 500) return Status(StatusCode::kUnavailable, what + status);
    if (answer->status != 200) return Status(StatusCode::kInvalidArgument, what + status);
    const auto header = [&answer](const char* name) {
      const auto found = answer->headers.find(name);
      return found == answer->headers.end() ? std::string() : found->second;
    };
    if (!IsSignedDelivery(options_.key, header("x-timestamp"), answer->body, header("x-signature"), options_.now_unix_ms())) {
      return Status(StatusCode::kCorruption, what + "its answer is not signed with registries.key_file, or not now");
    }
    std::optional<RegistryCheck> check = ReadRegistryAnswer(question, request, answer->body);
    if (!check) return Status(StatusCode::kCorruption, what + "its answer is none to this question (docs/REGISTRIES.md)");
    check->system = OriginOf(UrlOf(question.kind));
    return std::move(*check);
  }

 private:
  const std::string& UrlOf(RegistryKind kind) const { return kind == RegistryKind::kPopulation ? options_.population_url : options_.enterprise_url; }

  HttpRegistryOptions options_;
  std::atomic<bool> stop_{false};
};

}  // namespace

Status CheckRegistryOptions(const HttpRegistryOptions& options) {
  if (!options.is_on()) return Status();
  for (const auto& [name, url] : {std::pair("population_url", &options.population_url), std::pair("enterprise_url", &options.enterprise_url)}) {
    if (!url->empty() && !IsSafeAddress(*url)) return RegistrySetting(std::string(name) + ": it is https://HOST..., or http:// of this host itself (127.0.0.1)");
  }
  if (options.client_id.empty()) return RegistrySetting("client_id: say under which name the gateway knows this installation");
  if (options.legal_basis.empty()) return RegistrySetting("legal_basis: say what the agency asks by; it is sent with each question");
  if (options.key.size() < kFewestKeyBytes) return RegistrySetting("key_file: its first line is the key, of 16 characters or more");
  return CheckOutboundRules(options.outbound);
}

std::unique_ptr<RegistryClient> MakeHttpRegistryClient(HttpRegistryOptions options) { return std::make_unique<HttpRegistryClient>(std::move(options)); }

}  // namespace sohoa
