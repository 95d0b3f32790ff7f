// SPDX-License-Identifier: Apache-2.0
//
// What is asked of a login provider, and what is taken of its answers: one that says what the test wants.
#include "api/oidc/provider.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>

#include "api/http_listener.h"
#include "core/base64.h"

namespace sohoa {
namespace {

using SaidJson = nlohmann::json;
using testing::HasSubstr;

class OidcProviderTest : public testing::Test {
 protected:
  OidcProviderTest() {
    ListenerOptions listener;
    listener.port = 0;
    server_ = std::move(*HttpListener::Start(listener, [this](HttpRequest request) {
      HttpResponse response;
      std::this_thread::sleep_for(std::chrono::milliseconds(slow_ms_));
      const std::scoped_lock lock(mutex_);
      if (const auto said = says_.find(request.path); said != says_.end()) response = said->second;
      else response.status = 404;
      asked_.push_back(std::move(request));
      return response;
    }));
    here_ = "http://127.0.0.1:" + std::to_string(server_->port());
    options_.issuer = here_ + "/realm";
    options_.client_id = "so hoa";
    options_.client_secret = "a:b";
    options_.public_url = "https://sohoa.example";
    options_.outbound.networks = {"127.0.0.0/8"};
    options_.outbound.timeout_ms = 1'000;
    options_.now_unix_ms = [this] { return now_ms_.load(); };
    said_ = {{"issuer", options_.issuer}, {"authorization_endpoint", here_ + "/auth?x=1"}, {"token_endpoint", here_ + "/token"}, {"jwks_uri", here_ + "/jwks"}};
  }

  void Say(const std::string& path, const std::string& body, unsigned status = 200, const std::string& location = "") {
    const std::scoped_lock lock(mutex_);
    HttpResponse& response = says_[path];
    response = {};
    response.status = status;
    response.body = body;
    if (!location.empty()) response.headers.emplace_back("Location", location);
  }
  void Describe() { Say("/realm/.well-known/openid-configuration", said_.dump()); }
  // Of a provider that was not asked before.
  std::string WhyNot() {
    OidcProvider provider(options_);
    const Result<std::string> address = provider.LoginAddress("state", "nonce", "challenge");
    EXPECT_FALSE(address) << *address;
    if (address) return {};
    EXPECT_EQ(address.status().code(), StatusCode::kUnavailable);
    return address.status().message();
  }
  std::vector<HttpRequest> Asked() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(asked_, {});
  }

  std::mutex mutex_;
  std::map<std::string, HttpResponse> says_;
  std::vector<HttpRequest> asked_;
  std::atomic<int> slow_ms_{0};
  std::unique_ptr<HttpListener> server_;
  std::string here_;
  OidcOptions options_;
  SaidJson said_;
  std::atomic<std::int64_t> now_ms_{1'795'764'000'000};
};

TEST_F(OidcProviderTest, SendsABrowserWhereTheProviderSaysWithWhatItAsksFor) {
  Describe();
  OidcProvider provider(options_);
  const Result<std::string> address = provider.LoginAddress("s/1", "n", "c");
  ASSERT_TRUE(address) << address.status().ToString();
  EXPECT_EQ(*address, here_ + "/auth?x=1&response_type=code&client_id=so%20hoa&redirect_uri=https%3A%2F%2Fsohoa.example%2Fv1%2Fsession%2Foidc%2Fcallback&scope=openid&state=s%2F1&nonce=n"
                              "&code_challenge=c&code_challenge_method=S256");
  EXPECT_EQ(provider.LogoutAddress(), "");
  said_["end_session_endpoint"] = here_ + "/end";
  Describe();
  EXPECT_TRUE(provider.LoginAddress("s", "n", "c")) << "as it is kept";
  EXPECT_EQ(provider.LogoutAddress(), "");
  now_ms_ += 3'600'000;
  EXPECT_TRUE(provider.LoginAddress("s", "n", "c"));
  EXPECT_EQ(provider.LogoutAddress(), here_ + "/end?client_id=so%20hoa&post_logout_redirect_uri=https%3A%2F%2Fsohoa.example%2F");
  EXPECT_EQ(Asked().size(), 2u);
}

TEST_F(OidcProviderTest, TakesNoWordOfAnotherIssuerAndNoAddressThatIsNotSafe) {
  EXPECT_THAT(WhyNot(), HasSubstr("status 404"));
  const SaidJson good = said_;
  for (const auto& [name, value] : std::map<std::string, std::string>{{"issuer", here_}, {"authorization_endpoint", "http://sso.example/auth"}, {"authorization_endpoint ", "x"}, {"token_endpoint", "javascript:x"},
                                                                      {"jwks_uri", "http://127.0.0.1.example/jwks"}}) {
    said_ = good;
    said_[name] = value;
    if (name.ends_with(' ')) said_.erase("authorization_endpoint");
    Describe();
    EXPECT_THAT(WhyNot(), HasSubstr("what it says of itself")) << name;
  }
  for (const char* text : {"", "[]", "{", "null"}) {
    Say("/realm/.well-known/openid-configuration", text);
    EXPECT_THAT(WhyNot(), HasSubstr("what it says of itself")) << text;
  }
  Say("/realm/.well-known/openid-configuration", "", 302, here_ + "/elsewhere");
  EXPECT_THAT(WhyNot(), HasSubstr("status 302")) << "it is not followed";
  Say("/realm/.well-known/openid-configuration", std::string(70'000, ' ') + good.dump());
  EXPECT_THAT(WhyNot(), HasSubstr("64 KiB"));
  said_ = good;
  Describe();
  options_.outbound.networks.clear();
  EXPECT_THAT(WhyNot(), HasSubstr("oidc.networks"));
}

TEST_F(OidcProviderTest, ThatIsSlowOrAwayIsAskedAgainAfterAMoment) {
  slow_ms_ = 2'000;  // longer than it is waited for
  Describe();
  OidcProvider provider(options_);
  EXPECT_EQ(provider.LoginAddress("s", "n", "c").status().code(), StatusCode::kUnavailable);
  slow_ms_ = 0;
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(provider.LoginAddress("s", "n", "c"));
  now_ms_ += 5'000;
  EXPECT_TRUE(provider.LoginAddress("s", "n", "c"));
}

TEST_F(OidcProviderTest, IsGivenTheSecretInTheWayThatItTakes) {
  const auto redeem = [&] {
    Describe();
    OidcProvider provider(options_);
    EXPECT_FALSE(provider.Redeem("the code", options_.issuer, "verifier", "nonce"));
    std::vector<HttpRequest> asked = Asked();
    EXPECT_EQ(asked.back().path, "/token");
    return asked.back();
  };
  Say("/token", "{}");
  const HttpRequest in_head = redeem();
  EXPECT_EQ(in_head.method, "POST");
  EXPECT_EQ(in_head.Header("authorization"), "Basic " + EncodeBase64("so%20hoa:a%3Ab"));
  EXPECT_EQ(in_head.body, "grant_type=authorization_code&code=the%20code&redirect_uri=https%3A%2F%2Fsohoa.example%2Fv1%2Fsession%2Foidc%2Fcallback&code_verifier=verifier");
  said_["token_endpoint_auth_methods_supported"] = {"client_secret_post", "private_key_jwt"};
  const HttpRequest in_body = redeem();
  EXPECT_EQ(in_body.Header("authorization"), "");
  EXPECT_THAT(in_body.body, HasSubstr("&client_id=so%20hoa&client_secret=a%3Ab"));
  options_.client_secret.clear();
  const HttpRequest without = redeem();
  EXPECT_THAT(without.body, testing::EndsWith("&client_id=so%20hoa"));
}

TEST_F(OidcProviderTest, IsAskedForTokensOnlyWhereTheConfigurationAllows) {
  said_["token_endpoint"] = "https://tokens.example/token";
  Describe();
  OidcProvider provider(options_);
  const Result<std::string> subject = provider.Redeem("code", "", "verifier", "nonce");
  ASSERT_FALSE(subject);
  EXPECT_EQ(subject.status().code(), StatusCode::kUnavailable);
  EXPECT_THAT(subject.status().message(), HasSubstr("oidc.allow"));
}

TEST_F(OidcProviderTest, SaysWhetherTheCodeIsAtFaultOrTheProvider) {
  Describe();
  OidcProvider provider(options_);
  const auto code_of = [&](unsigned status, const std::string& body) {
    Say("/token", body, status);
    return provider.Redeem("code", "", "verifier", "nonce").status().code();
  };
  EXPECT_EQ(code_of(400, R"({"error": "invalid_grant"})"), StatusCode::kDenied);
  EXPECT_EQ(code_of(401, R"({"error": "invalid_client"})"), StatusCode::kUnavailable);
  EXPECT_EQ(code_of(500, ""), StatusCode::kUnavailable);
  EXPECT_EQ(code_of(302, ""), StatusCode::kUnavailable);
  EXPECT_EQ(code_of(200, "no JSON"), StatusCode::kDenied);
  EXPECT_EQ(code_of(200, R"({"id_token": 1})"), StatusCode::kDenied);
  EXPECT_EQ(code_of(200, R"({"id_token": "a.b.c"})"), StatusCode::kUnavailable) << "it has no keys";
  Say("/jwks", R"({"keys": []})");
  now_ms_ += 5'000;
  EXPECT_EQ(code_of(200, R"({"id_token": "a.b.c"})"), StatusCode::kDenied);
  EXPECT_EQ(provider.Redeem("", "", "verifier", "nonce").status().code(), StatusCode::kDenied);
  EXPECT_EQ(provider.Redeem(std::string(5'000, 'a'), "", "verifier", "nonce").status().code(), StatusCode::kDenied);
}

TEST_F(OidcProviderTest, IsSetUpSafelyOrNotAtAll) {
  EXPECT_TRUE(CheckOidcOptions(options_).ok());
  const auto wrong = [&](const std::function<void(OidcOptions&)>& change) {
    OidcOptions options = options_;
    change(options);
    return CheckOidcOptions(options).message();
  };
  for (const char* issuer : {"", "http://sso.example", "https://", "sso.example", "https://a@b", "http://localhost.example"}) {
    EXPECT_THAT(wrong([&](OidcOptions& options) { options.issuer = issuer; }), HasSubstr("oidc.issuer")) << issuer;
  }
  for (const char* url : {"", "http://sohoa.example", "https://sohoa.example/", "https://sohoa.example/path"}) {
    EXPECT_THAT(wrong([&](OidcOptions& options) { options.public_url = url; }), HasSubstr("oidc.public_url")) << url;
  }
  EXPECT_THAT(wrong([](OidcOptions& options) { options.client_id.clear(); }), HasSubstr("oidc.client_id"));
  EXPECT_THAT(wrong([](OidcOptions& options) { options.scopes = "profile openid2"; }), HasSubstr("oidc.scopes"));
  EXPECT_THAT(wrong([](OidcOptions& options) { options.outbound.networks = {"10.0.0.0/99"}; }), HasSubstr("oidc.networks"));
}

}  // namespace
}  // namespace sohoa
