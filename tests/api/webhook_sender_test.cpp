// SPDX-License-Identifier: Apache-2.0
//
// Deliveries to a real receiver over HTTP.
#include "api/webhook_sender.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>

#include "api/http_listener.h"
#include "core/calendar.h"
#include "support/made_dossier.h"

namespace sohoa {
namespace {

using DeliveredJson = nlohmann::json;

constexpr std::int64_t kDayMs = 24ll * 3600 * 1000;

class WebhookSenderTest : public testing::Test {
 protected:
  WebhookSenderTest() {
    ListenerOptions listener;
    listener.port = 0;
    receiver_ = std::move(*HttpListener::Start(listener, [this](HttpRequest request) {
      for (int i = 0; i < 2'000 && request.path == "/slow" && !let_go_; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
      HttpResponse response;
      const std::scoped_lock lock(mutex_);
      if (request.path == "/slow") return response;
      response.status = !refused_.empty() && request.body.find(refused_) != std::string::npos ? 400 : answer_;
      got_.push_back(std::move(request));
      if (answer_ == 302) response.headers.emplace_back("Location", "/elsewhere");
      return response;
    }));
    options_.outbound.allow = {Origin()};
    options_.outbound.networks = {"127.0.0.0/8"};
    options_.now_unix_ms = [this] { return now_; };
    EXPECT_TRUE(accounts_.AddKey("mot-cua", {{Role::kWorkflow}, {false, {"H42.18"}, Secrecy::kNone}}, 0, "test"));
    Webhook webhook;
    webhook.name = "mot-cua";
    webhook.url = Origin() + "/sohoa";
    webhook.secret = "secret";
    webhook.key = "mot-cua";
    webhook.kinds = {"dossier.committed"};
    EXPECT_TRUE(webhooks_.Add(webhook, 0, "test").ok());
  }

  std::string Origin() const { return "http://127.0.0.1:" + std::to_string(receiver_->port()); }

  void CommitDossier(int number, const std::string& agency = "H42.18") {
    MadeDossier made = NewDossier(agency + "-260930-000" + std::to_string(number), agency);
    made.dossier.committed_unix_ms = now_;
    AddPage(*archive_, made, {"trang"});
    ASSERT_TRUE(Commit(*archive_, made).ok());
  }

  // One round, as the sender's own thread makes it.
  Status Deliver() {
    WebhookSender sender(*archive_, accounts_, webhooks_, options_);
    return sender.Deliver(webhooks_.List()->at(0));
  }
  std::vector<std::string> Taken() {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> dossiers;
    for (const HttpRequest& request : got_) dossiers.push_back(DeliveredJson::parse(request.body)["dossier"]);
    got_.clear();
    return dossiers;
  }
  void SetAnswer(unsigned status) {
    const std::scoped_lock lock(mutex_);
    answer_ = status;
  }
  static std::string Dossier(int number) { return "H42.18-260930-000" + std::to_string(number); }
  std::vector<WebhookLetter> Letters() { return *webhooks_.Letters("mot-cua"); }
  WebhookProgress Progress() { return *webhooks_.ProgressOf("mot-cua"); }

  Status Write(const std::function<Status(MetaBatch&)>& stage) {
    MetaBatch batch;
    const Status staged = stage(batch);
    return staged.ok() ? archive_->meta().Write(batch) : staged;
  }

  std::int64_t now_ = 1'795'764'470'000;
  std::unique_ptr<Archive> archive_ = NewMemoryArchive();
  AccountStore accounts_{archive_->meta(), [this](const auto& stage) { return Write(stage); }};
  WebhookStore webhooks_{archive_->meta(), [this](const auto& stage) { return Write(stage); }};
  WebhookOptions options_;
  std::mutex mutex_;
  std::vector<HttpRequest> got_;
  unsigned answer_ = 204;
  std::string refused_;  // a dossier whose events are
  std::atomic<bool> let_go_{false};
  std::unique_ptr<HttpListener> receiver_;  // last: its handler uses the others
};

TEST_F(WebhookSenderTest, TellsOfWhatItsKeyMaySeeOnceAndInOrder) {
  CommitDossier(1);
  CommitDossier(2, "H42.19");
  CommitDossier(3);
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken(), (std::vector<std::string>{"H42.18-260930-0001", "H42.18-260930-0003"}));
  ASSERT_TRUE(Deliver().ok());
  EXPECT_TRUE(Taken().empty());
  CommitDossier(4);
  ASSERT_TRUE(accounts_.RevokeKey("mot-cua", "test").ok());
  EXPECT_EQ(Deliver().code(), StatusCode::kDenied);
  EXPECT_TRUE(Taken().empty()) << "to whom no key lets in any more";
}

TEST_F(WebhookSenderTest, SignsEachTryAfreshAndNamesNobody) {
  CommitDossier(1);
  SetAnswer(503);
  ASSERT_TRUE(Deliver().ok());
  now_ += 10'000;
  ASSERT_TRUE(Deliver().ok());
  const std::scoped_lock lock(mutex_);
  ASSERT_EQ(got_.size(), 2u);
  EXPECT_NE(got_[0].Header("x-timestamp"), got_[1].Header("x-timestamp"));
  for (const HttpRequest& request : got_) {
    EXPECT_EQ(request.Header("x-signature"), SignDelivery("secret", std::string(request.Header("x-timestamp")), request.body));
    EXPECT_EQ(request.Header("x-event-id"), "1");
    EXPECT_EQ(request.body.find("Bưởi"), std::string::npos) << "who handed it in";
  }
}

// As Python's hmac has it.
TEST(SignDelivery, IsHmacSha256OverTimestampAndBody) {
  EXPECT_EQ(SignDelivery("secret", "1", "{}"), "v1=1122767b193110cfec322b6f199b599edbf608ed087f2d27afb0b97d99523908");
}

TEST_F(WebhookSenderTest, WaitsLongerEachTimeForAReceiverThatIsAway) {
  CommitDossier(1);
  SetAnswer(503);
  for (int i = 0; i < 8; ++i) {
    ASSERT_TRUE(Deliver().ok());
    EXPECT_EQ(Taken().size(), 1u);
    ASSERT_TRUE(Deliver().ok());
    EXPECT_TRUE(Taken().empty()) << "before its time";
    const std::int64_t wait = Progress().next_try_unix_ms - now_;
    EXPECT_LE(wait, 1'000 << i);
    EXPECT_GE(wait, 500 << i);
    now_ += wait;
  }
  EXPECT_TRUE(Letters().empty());
  SetAnswer(204);
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken().size(), 1u);
  EXPECT_EQ(Progress().failing_since_unix_ms, 0);
}

TEST_F(WebhookSenderTest, KeepsDeadLettersOfAReceiverThatWasAwayForADay) {
  CommitDossier(1);
  SetAnswer(503);
  ASSERT_TRUE(Deliver().ok());
  now_ += kDayMs;
  CommitDossier(2);
  ASSERT_TRUE(Deliver().ok());
  ASSERT_EQ(Letters().size(), 1u);
  EXPECT_TRUE(Letters()[0].dead);
  EXPECT_EQ(Letters()[0].last_status, 503u);
  // The next one has its turn, and is not given up with it.
  SetAnswer(204);
  Taken();
  now_ = Progress().next_try_unix_ms;
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken(), std::vector<std::string>{Dossier(2)});

  ASSERT_TRUE(webhooks_.Replay("mot-cua", 0, "test").ok());
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken(), std::vector<std::string>{Dossier(1)});
  EXPECT_TRUE(Letters().empty());
}

TEST_F(WebhookSenderTest, OneEventThatIsRefusedHoldsUpNoOther) {
  for (int i = 1; i <= 3; ++i) CommitDossier(i);
  refused_ = Dossier(2);
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken(), (std::vector<std::string>{Dossier(1), Dossier(2), Dossier(3)}));
  ASSERT_EQ(Letters().size(), 1u);
  EXPECT_EQ(Letters()[0].last_status, 400u);
  ASSERT_TRUE(Deliver().ok());
  EXPECT_TRUE(Taken().empty()) << "before its time";
  now_ += 1'000;
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken(), std::vector<std::string>{Dossier(2)});
  EXPECT_FALSE(Letters()[0].dead);
  now_ += kDayMs;
  ASSERT_TRUE(Deliver().ok());
  Taken();
  ASSERT_EQ(Letters().size(), 1u);
  EXPECT_TRUE(Letters()[0].dead);
  now_ += kDayMs;
  ASSERT_TRUE(Deliver().ok());
  EXPECT_TRUE(Taken().empty()) << "given up";
}

TEST_F(WebhookSenderTest, AReceiverThatRefusesAllGetsThemOneByOne) {
  options_.most_waiting = 3;
  for (int i = 1; i <= 8; ++i) CommitDossier(i);
  SetAnswer(401);
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken().size(), 4u);
  EXPECT_EQ(Letters().size(), 3u);
  EXPECT_EQ(Progress().failures, 1u);
  SetAnswer(204);
  now_ += 2'000;
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken().size(), 8u) << "none is lost";
  EXPECT_TRUE(Letters().empty());
}

TEST_F(WebhookSenderTest, WhatWasDeliveredIsNotedWhereItEnds) {
  CommitDossier(1);
  ASSERT_TRUE(Deliver().ok());
  CommitDossier(2);
  SetAnswer(503);
  ASSERT_TRUE(Deliver().ok());
  Taken();
  SetAnswer(204);
  now_ += 1'000;
  // Another process, later, on the same archive.
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken(), std::vector<std::string>{Dossier(2)});
}

TEST_F(WebhookSenderTest, AWebhookThatIsGoneIsToldNothing) {
  CommitDossier(1);
  SetAnswer(400);
  ASSERT_TRUE(Deliver().ok());
  const Webhook webhook = webhooks_.List()->at(0);
  ASSERT_TRUE(webhooks_.Remove("mot-cua", "test").ok());
  EXPECT_TRUE(webhooks_.List()->empty());
  EXPECT_TRUE(Letters().empty());
  EXPECT_EQ(webhooks_.Put("mot-cua", {}, {}, {}).code(), StatusCode::kConflict) << "somebody was just at it";
  // Of the same name, and with nothing of the one before.
  ASSERT_TRUE(webhooks_.Add(webhook, 1, "test").ok());
  Taken();
  ASSERT_TRUE(Deliver().ok());
  EXPECT_TRUE(Taken().empty());
}

TEST_F(WebhookSenderTest, AReceiverThatNeverAnswersHoldsUpNeitherOthersNorTheEnd) {
  Webhook slow = webhooks_.List()->at(0);
  slow.name = "slow";
  slow.url = Origin() + "/slow";
  ASSERT_TRUE(webhooks_.Add(slow, 0, "test").ok());
  now_ = NowUnixMs();
  options_.now_unix_ms = nullptr;
  options_.look_ms = 50;
  {
    WebhookSender sender(*archive_, accounts_, webhooks_, options_);
    sender.Start();
    for (int i = 1; i <= 3; ++i) CommitDossier(i);
    std::size_t taken = 0;
    for (int i = 0; i < 400 && taken < 3; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(25));
      taken += Taken().size();
    }
    EXPECT_EQ(taken, 3u);
    EXPECT_EQ(webhooks_.ProgressOf("slow")->after, 0u);
  }
  EXPECT_TRUE(webhooks_.Letters("slow")->empty()) << "it did not refuse";
  EXPECT_EQ(webhooks_.ProgressOf("slow")->failures, 0u);
  let_go_ = true;
}

TEST_F(WebhookSenderTest, ATestSaysWhatTheReceiverAnswers) {
  SetAnswer(418);
  const WebhookSender sender(*archive_, accounts_, webhooks_, options_);
  EXPECT_EQ(*sender.Test("mot-cua"), 418u);
  EXPECT_EQ(sender.Test("nobody").status().code(), StatusCode::kNotFound);
  ASSERT_TRUE(accounts_.RevokeKey("mot-cua", "test").ok());
  EXPECT_EQ(sender.Test("mot-cua").status().code(), StatusCode::kDenied);
  const std::scoped_lock lock(mutex_);
  ASSERT_EQ(got_.size(), 1u);
  EXPECT_EQ(DeliveredJson::parse(got_[0].body)["kind"], "webhook.test");
}

TEST_F(WebhookSenderTest, SendsAgainFromAnEventOn) {
  for (int i = 1; i <= 3; ++i) CommitDossier(i);
  ASSERT_TRUE(Deliver().ok());
  Taken();
  ASSERT_TRUE(webhooks_.Replay("mot-cua", 2, "test").ok());
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken(), (std::vector<std::string>{"H42.18-260930-0002", "H42.18-260930-0003"}));
}

TEST_F(WebhookSenderTest, FollowsNoRedirectAndGoesNowhereThatIsNotAllowed) {
  CommitDossier(1);
  SetAnswer(302);
  ASSERT_TRUE(Deliver().ok());
  EXPECT_EQ(Taken().size(), 1u);
  EXPECT_EQ(Letters().size(), 1u);

  const std::string origin = Origin();
  const std::string behind = origin.substr(7);
  EXPECT_EQ(*PostOut(options_.outbound, origin + "/x", {}, "{}"), 302u);
  for (const std::string& url : {std::string("https://elsewhere.example/"), std::string("https://") + behind + "/", std::string("http://user@") + behind + "/", std::string("file:///etc/passwd"),
                                 origin + "0/", origin.substr(0, 16) + "/", std::string()}) {
    EXPECT_EQ(PostOut(options_.outbound, url, {}, "{}").status().code(), StatusCode::kDenied) << url;
  }
  // A name that is allowed and leads to a network that is not.
  OutboundRules rules = options_.outbound;
  rules.networks = {"10.0.0.0/8"};
  EXPECT_EQ(PostOut(rules, origin + "/x", {}, "{}").status().code(), StatusCode::kDenied);
  rules.allow = {"http://localhost:" + std::to_string(receiver_->port())};
  EXPECT_EQ(PostOut(rules, rules.allow[0] + "/x", {}, "{}").status().code(), StatusCode::kDenied);
}

TEST(OutboundRulesTest, AreOriginsAndNetworks) {
  EXPECT_TRUE(CheckOutboundRules({{"https://a.example", "http://10.0.0.5:9000"}, {"10.0.0.0/8", "fd00::/8", "127.0.0.1"}, 1}).ok());
  for (const char* origin : {"a.example", "https://a.example/", "ftp://a.example", "https://u@a.example"}) EXPECT_FALSE(CheckOutboundRules({{origin}, {}, 1}).ok()) << origin;
  for (const char* network : {"10.0.0.0/33", "10.0.0", "x/8", "10.0.0.0/", "10.0.0.0/8x"}) EXPECT_FALSE(CheckOutboundRules({{}, {network}, 1}).ok()) << network;
}

}  // namespace
}  // namespace sohoa
