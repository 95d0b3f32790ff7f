// SPDX-License-Identifier: Apache-2.0
//
// Requests that are made to be read in two ways, to get out of the archive, or to wear the server out. What is too
// long or too slow is in http_limits_test.cpp, text that would be markup in page_test.cpp.
#include <gtest/gtest.h>

#include "access/account_store.h"
#include "api/served_archive.h"

namespace sohoa {
namespace {

class HttpAbuse : public ServedArchive {
 protected:
  HttpAbuse() { Serve(); }

  WireResponse Raw(const std::string& bytes) const {
    HttpWire wire(port());
    wire.Send(bytes);
    return wire.Receive();
  }
};

TEST_F(HttpAbuse, RefusesHeadsThatCanBeReadInTwoWays) {
  const std::string begin = "POST /v1/session HTTP/1.1\r\nHost: localhost\r\n";
  const std::string behind = "\r\n0\r\n\r\nGET /v1/dossiers HTTP/1.1\r\nHost: localhost\r\n\r\n";
  for (const std::string& twice : {std::string("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"), std::string("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n"),
                                   std::string("Content-Length: 4\r\nContent-Length: 40\r\n"), std::string("Content-Length: 4\r\nContent-Length: 4\r\n"),
                                   std::string("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), std::string("Transfer-Encoding: xchunked\r\n"),
                                   std::string("Transfer-Encoding: gzip, chunked\r\n"), std::string("Content-Length: +4\r\n"), std::string("Content-Length: 4, 4\r\n"),
                                   std::string("Content-Length : 4\r\n"), std::string("Transfer-Encoding : chunked\r\n"), std::string("Host: localhost\r\nContent-Length: 0\r\n"),
                                   std::string("X: a\nTransfer-Encoding: chunked\r\n")}) {
    HttpWire wire(port());
    wire.Send(begin + twice + behind);
    const WireResponse response = wire.Receive();
    // Refused, or broken off; and what follows is never taken for a request.
    EXPECT_TRUE(response.status == 0 || response.status == 400) << twice << response.status;
    EXPECT_EQ(wire.Receive().status, 0) << twice;
  }
  EXPECT_EQ(Raw("GET /healthz HTTP/1.1\r\n\r\n").status, 400) << "without a host";
}

TEST_F(HttpAbuse, RefusesChunksThatAreNone) {
  for (const std::string body : {"zz\r\nx\r\n0\r\n\r\n", "-1\r\nx\r\n0\r\n\r\n", "ffffffffffffffffff\r\nx\r\n0\r\n\r\n", "1\rx\r\n0\r\n\r\n"}) {
    const WireResponse response = Raw("POST /v1/session HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
    EXPECT_TRUE(response.status == 0 || response.status == 400 || response.status == 413) << body << response.status;
  }
  EXPECT_EQ(Get("/healthz").status, 200);
}

TEST_F(HttpAbuse, FindsNothingOutsideByAnyPath) {
  for (const char* path : {"/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/app.js/../../etc/passwd", "/v1/documents/..%2f..%2fmeta/pdf",
                           "/v1/documents/%2fetc%2fpasswd/pdf", "/v1/pages/..%00/text", "/v1/iiif/..%2f..%2fx/info.json", "/v1/dossiers/..%2f..%2f", "/v1/quarantine/..%5c..%5cx",
                           "/\\..\\etc", "//etc/passwd", "/v1//dossiers"}) {
    const WireResponse response = Get(path);
    EXPECT_TRUE(response.status == 404 || response.status == 400 || response.status == 503) << path << " " << response.status;
    EXPECT_EQ(response.body.find("root:"), std::string::npos) << path;
    EXPECT_TRUE(response.Header("content-type").starts_with("application/problem+json")) << path;
  }
}

// Nothing of what was sent stands in an answer's head.
TEST_F(HttpAbuse, PutsNothingOfARequestIntoTheHeadOfAnAnswer) {
  for (const char* path : {"/v1/iiif/a%0d%0aSet-Cookie:%20x=1", "/v1/dossiers/a%0d%0aX:%20y/reread", "/v1/documents/a%0d%0aX:%20y/pdf"}) {
    const WireResponse response = Get(path);
    EXPECT_EQ(response.Header("set-cookie"), "") << path;
    EXPECT_EQ(response.Header("x"), "") << path;
  }
}

TEST_F(HttpAbuse, TakesAnyWordOfAProxyForWhomItSpeaks) {
  for (const char* forwarded : {",", ", ", ",,,", "a,", "a, \t", "::1,10.0.0.1", " "}) {
    EXPECT_EQ(Ask(port(), "GET", "/healthz", std::string("X-Forwarded-For: ") + forwarded + "\r\n").status, 200) << forwarded;
  }
}

TEST_F(HttpAbuse, LetsNobodyTryKeysForLong) {
  int refused = 0;
  WireResponse response;
  for (; refused < 200; ++refused) {
    response = Ask(port(), "GET", "/v1/dossiers", "Authorization: Bearer sohoa_guessed_" + std::to_string(refused) + "\r\n");
    if (response.status != 401) break;
  }
  ExpectProblem(response, 429, "resource_limit");
  EXPECT_GE(refused, 60);
  EXPECT_GT(std::stoi(response.Header("retry-after")), 0);
}

}  // namespace
}  // namespace sohoa
