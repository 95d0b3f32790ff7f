// SPDX-License-Identifier: Apache-2.0
//
// HTTPS as OpenSSL's own client meets it.
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "api/http_listener.h"
#include "api/http_wire.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

// A certificate of localhost that it signed itself, and its key.
void WriteCertificate(const std::string& certificate_file, const std::string& key_file) {
  EVP_PKEY* key = EVP_EC_gen("P-256");
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_sign(certificate, key, EVP_sha256());
  std::FILE* file = std::fopen(certificate_file.c_str(), "wb");
  PEM_write_X509(file, certificate);
  std::fclose(file);
  file = std::fopen(key_file.c_str(), "wb");
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

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

  // The whole answer; empty where no connection of at most that version comes about. `version` gets the one spoken.
  std::string AskOver(int highest, const std::string& request, std::string* version = nullptr) const {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    SSL_CTX_set_max_proto_version(context.get(), highest);
    const int wire = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(listener_->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(wire, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), &SSL_free);
    SSL_set_fd(ssl.get(), wire);
    std::string answer;
    if (SSL_connect(ssl.get()) == 1 && SSL_write(ssl.get(), request.data(), static_cast<int>(request.size())) > 0) {
      if (version != nullptr) *version = SSL_get_version(ssl.get());
      char piece[4096];
      for (int got = SSL_read(ssl.get(), piece, sizeof piece); got > 0; got = SSL_read(ssl.get(), piece, sizeof piece)) answer.append(piece, static_cast<std::size_t>(got));
    }
    close(wire);
    return answer;
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
