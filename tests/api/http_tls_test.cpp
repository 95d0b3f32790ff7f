// SPDX-License-Identifier: Apache-2.0
//
// HTTPS as OpenSSL's own client meets it.
#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

#include "api/http_listener.h"
#include "api/http_wire.h"
#include "api/tls_wire.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

class HttpTls : public testing::Test {
 protected:
  HttpTls() {
    options_.port = 0;
    options_.certificate = folder_.Sub("certificate.pem");
    options_.private_key = folder_.Sub("key.pem");
    WriteCertificate(options_.certificate, options_.private_key);
  }

  void Listen() {
    Result<std::unique_ptr<HttpListener>> listener = HttpListener::Start(options_, [](HttpRequest request) {
      HttpResponse response;
      response.body = std::string(request.is_secure ? "secure " : "plain ") + request.method + " " + request.body;
      return response;
    });
    ASSERT_TRUE(listener) << listener.status().ToString();
    listener_ = std::move(*listener);
  }

  std::string AskOver(int highest, const std::string& request, std::string* version = nullptr) const {
    return AskOverTls(listener_->port(), highest, request, version);
  }

  const TestFolder folder_;
  ListenerOptions options_;
  std::unique_ptr<HttpListener> listener_;
};

TEST_F(HttpTls, AnswersByTls13) {
  Listen();
  std::string version;
  const std::string answer = AskOver(TLS1_3_VERSION, Request("POST", "/", "Connection: close\r\n", std::string(100'000, 'x')), &version);
  EXPECT_EQ(version, "TLSv1.3");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK")) << answer.substr(0, 200);
  EXPECT_NE(answer.find("secure POST xxxx"), std::string::npos);
}

TEST_F(HttpTls, TalksToNobodyByAnOlderVersionOrInTheClear) {
  Listen();
  EXPECT_EQ(AskOver(TLS1_2_VERSION, Request("GET", "/")), "");
  HttpWire plain(listener_->port());
  plain.Send(Request("GET", "/"));
  EXPECT_EQ(plain.Receive().status, 0);
}

TEST_F(HttpTls, CutsOffWhoNeverEndsTheHandshake) {
  options_.header_timeout_ms = 200;
  Listen();
  HttpWire silent(listener_->port());
  EXPECT_TRUE(silent.Ended());
}

TEST_F(HttpTls, DoesNotStartWithACertificateAndAKeyThatDoNotBelongTogether) {
  WriteCertificate(folder_.Sub("other.pem"), options_.private_key);
  const auto refused = [this] { return HttpListener::Start(options_, [](HttpRequest) { return HttpResponse(); }).status().code(); };
  EXPECT_EQ(refused(), StatusCode::kInvalidArgument);
  options_.certificate = folder_.Sub("nothing.pem");
  EXPECT_EQ(refused(), StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace sohoa
