// SPDX-License-Identifier: Apache-2.0
#include "api/kept_responses.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

class KeptResponsesTest : public testing::Test {
 protected:
  static HttpRequest Change(const std::string& key, const std::string& body = "{}", const std::string& who = "an") {
    HttpRequest request;
    request.method = "POST";
    request.path = "/v1/dossiers/c/edits";
    request.body = body;
    request.headers["idempotency-key"] = key;
    request.principal.kind = Principal::Kind::kMachine;
    request.principal.name = who;
    return request;
  }

  HttpResponse Answer(const HttpRequest& request) {
    return kept_.Answer(request, [this](const HttpRequest&) {
      ++handled_;
      HttpResponse response;
      response.status = status_;
      response.body = std::to_string(handled_);
      return response;
    });
  }

  KeptResponses kept_;
  int handled_ = 0;
  unsigned status_ = 202;
};

TEST_F(KeptResponsesTest, AnswersARequestThatComesTwiceAsItDidBefore) {
  EXPECT_EQ(Answer(Change("k1")).body, "1");
  const HttpResponse again = Answer(Change("k1"));
  EXPECT_EQ(again.status, 202u);
  EXPECT_EQ(again.body, "1");
  EXPECT_EQ(again.headers.back().first, "Idempotency-Replayed");
  EXPECT_EQ(handled_, 1);
  EXPECT_EQ(Answer(Change("k2")).body, "2");
  EXPECT_EQ(Answer(Change("k1", "{}", "binh")).body, "3") << "everyone has keys of their own";
  EXPECT_EQ(Answer(Change("")).body, "4");
  EXPECT_EQ(Answer(Change("")).body, "5");
}

TEST_F(KeptResponsesTest, RefusesAKeyThatCameWithAnotherRequestAndOneThatIsNone) {
  EXPECT_EQ(Answer(Change("k1")).status, 202u);
  EXPECT_EQ(Answer(Change("k1", "{\"a\":1}")).status, 422u);
  EXPECT_EQ(Answer(Change(std::string(201, 'k'))).status, 400u);
  EXPECT_EQ(Answer(Change("k\n1")).status, 400u);
  EXPECT_EQ(handled_, 1);
}

TEST_F(KeptResponsesTest, TriesAgainWhatFailedForNow) {
  status_ = 503;
  EXPECT_EQ(Answer(Change("k1")).status, 503u);
  status_ = 409;
  EXPECT_EQ(Answer(Change("k1")).status, 409u);
  status_ = 202;
  EXPECT_EQ(Answer(Change("k1")).status, 409u) << "which is an answer";
}

TEST_F(KeptResponsesTest, SaysThatARequestIsStillBeingAnswered) {
  kept_.Answer(Change("k1"), [this](const HttpRequest&) {
    EXPECT_EQ(Answer(Change("k1")).status, 409u);
    return HttpResponse();
  });
  EXPECT_EQ(handled_, 0);
}

}  // namespace
}  // namespace sohoa
