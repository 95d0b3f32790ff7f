// SPDX-License-Identifier: Apache-2.0
//
// What holds for every path: who may ask, what an answer carries, health and metrics.
#include "api/http_server.h"

#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "api/served_archive.h"

namespace sohoa {
namespace {

class HttpServerTest : public ServedArchive {
 protected:
  HttpServerTest() { Serve(); }

  WireResponse GetAs(const std::string& host) const {
    return Ask(port(), "GET", "/healthz", "Host: " + host + "\r\n");
  }
};

TEST_F(HttpServerTest, SaysThatItLivesAndWhetherTheArchiveCanBeRead) {
  EXPECT_EQ(GetJson("/healthz")["status"], "ok");
  const nlohmann::json ready = GetJson("/readyz");
  EXPECT_EQ(ready["status"], "ready");
  EXPECT_EQ(ready["coordinator"], false);
  archive_.unreadable = true;
  ExpectProblem(Get("/readyz"), 503, "unavailable");
  EXPECT_EQ(Get("/healthz").status, 200);
}

// A site's name can be made to lead to this machine; its page must not read what is here.
TEST_F(HttpServerTest, AnswersOnlyThoseWhoAskForThisMachine) {
  const std::string with_port = ":" + std::to_string(port());
  for (const std::string host : {"localhost", "127.0.0.1", "127.0.0.2", "[::1]"}) {
    EXPECT_EQ(GetAs(host).status, 200) << host;
    EXPECT_EQ(GetAs(host + with_port).status, 200) << host;
  }
  for (const std::string host : {"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.evil.example",
                                 "[::1].evil.example", "192.168.1.2", "", "localhost@evil.example"}) {
    ExpectProblem(GetAs(host), 421, "invalid_argument");
    ExpectProblem(GetAs(host + with_port), 421, "invalid_argument");
  }
  HttpWire nameless(port());
  nameless.Send("GET /v1/dossiers HTTP/1.0\r\n\r\n");
  ExpectProblem(nameless.Receive(), 421, "invalid_argument");
}

TEST_F(HttpServerTest, LetsNoOtherSitesPageChangeAnything) {
  const std::string path = "/v1/quarantine/p/retry";
  for (const char* origin : {"http://evil.example", "null", "http://127.0.0.1:1"}) {
    ExpectProblem(Ask(port(), "POST", path, "Origin: " + std::string(origin) + "\r\n"), 403, "invalid_argument");
  }
  // Let through, to find that no coordinator runs.
  ExpectProblem(Ask(port(), "POST", path, "Origin: http://127.0.0.1\r\n"), 503, "unavailable");
  ExpectProblem(Ask(port(), "POST", path), 503, "unavailable");
  EXPECT_EQ(Ask(port(), "GET", "/healthz", "Origin: http://evil.example\r\n").status, 200);
}

TEST_F(HttpServerTest, SendsEveryAnswerWithRulesForTheBrowser) {
  for (const std::string path : {"/", "/v1/dossiers", "/nowhere"}) {
    const WireResponse response = Get(path);
    EXPECT_NE(response.Header("content-security-policy").find("default-src 'self'"), std::string::npos) << path;
    EXPECT_EQ(response.Header("x-content-type-options"), "nosniff") << path;
    EXPECT_EQ(response.Header("access-control-allow-origin"), "") << path;
  }
  EXPECT_EQ(Get("/v1/dossiers").Header("cache-control"), "no-store");
}

TEST_F(HttpServerTest, SaysWhatAPathOrAMethodLacks) {
  for (const std::string path : {"/nowhere", "/v1", "/healthz/", "//healthz", "/v1/documents//pdf", "/../etc/passwd",
                                 "/v1/documents/%zz", "/v1/documents/%00"}) {
    ExpectProblem(Get(path), 404, "not_found");
  }
  const WireResponse post = Ask(port(), "POST", "/healthz");
  ExpectProblem(post, 405, "invalid_argument");
  EXPECT_EQ(post.Header("allow"), "GET, HEAD");
  const WireResponse get = Get("/v1/quarantine/p/retry");
  ExpectProblem(get, 405, "invalid_argument");
  EXPECT_EQ(get.Header("allow"), "POST");
}

TEST_F(HttpServerTest, TakesNoBodyOfMoreThanAMebibyte) {
  ExpectProblem(Ask(port(), "POST", "/v1/quarantine/p/reject", "", std::string((1 << 20) + 1, ' ')), 413,
                "resource_limit");
}

TEST_F(HttpServerTest, ServesTheSearchPage) {
  const WireResponse page = Get("/");
  EXPECT_EQ(page.Header("content-type"), "text/html; charset=utf-8");
  EXPECT_NE(page.body.find("<html lang=\"vi\">"), std::string::npos);
  EXPECT_EQ(Get("/app.js").Header("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(Get("/style.css").Header("content-type"), "text/css; charset=utf-8");
  EXPECT_EQ(Get("/icon.svg").Header("content-type"), "image/svg+xml");
}

TEST_F(HttpServerTest, CountsAnswersByRouteAndNeverByPath) {
  Get("/v1/documents/ho-so-cua-toi");
  Get("/v1/search?q=Kh%C3%B3");
  const std::string metrics = Get("/metrics").body;
  EXPECT_NE(metrics.find("sohoa_http_requests_total{method=\"GET\",route=\"/v1/documents/{id}\",status=\"404\"} 1"),
            std::string::npos)
      << metrics;
  EXPECT_NE(metrics.find("sohoa_coordinator_up 0"), std::string::npos);
  EXPECT_EQ(metrics.find("ho-so-cua-toi"), std::string::npos);
}

TEST_F(HttpServerTest, MetricsAreThePrometheusTextFormat) {
  Get("/healthz");
  const WireResponse response = Get("/metrics");
  EXPECT_TRUE(response.Header("content-type").starts_with("text/plain; version=0.0.4"));
  const std::regex comment("# (HELP|TYPE) (sohoa_[a-z_]+) .+");
  const std::regex sample(
      R"re((sohoa_[a-z_]+)(\{[a-z_]+="(?:[^"\\]|\\.)*"(?:,[a-z_]+="(?:[^"\\]|\\.)*")*\})? ([-+0-9.eE]+|[+-]Inf|NaN))re");
  std::set<std::string> typed;
  std::set<std::string> series;
  std::istringstream lines(response.body);
  int samples = 0;
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_match(line, match, comment)) {
      if (match[1] == "TYPE") typed.insert(match[2]);
      continue;
    }
    ASSERT_TRUE(std::regex_match(line, match, sample)) << line;
    EXPECT_TRUE(series.insert(match[1].str() + match[2].str()).second) << "twice: " << line;
    // A histogram's samples have names of their own.
    const std::string family = std::regex_replace(match[1].str(), std::regex("_(bucket|sum|count)$"), "");
    EXPECT_TRUE(typed.count(match[1]) == 1 || typed.count(family) == 1) << line;
    ++samples;
  }
  EXPECT_GT(samples, 10);
}

}  // namespace
}  // namespace sohoa
