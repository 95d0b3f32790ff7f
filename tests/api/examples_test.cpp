// SPDX-License-Identifier: Apache-2.0
//
// The examples for other systems (examples/), as they stand there, against a server of ours.
#include <gtest/gtest.h>

#include <sstream>

#include <nlohmann/json.hpp>

#include "api/running_example.h"
#include "api/served_archive.h"
#include "api/webhook_sender.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

using ExampleJson = nlohmann::json;

class Examples : public ServedArchive {
 protected:
  Examples() {
    queries_.CarryWithoutCoordinator();
    Serve();
    key_ = *queries_.accounts().AddKey("mot-cua", {{Role::kWorkflow}, {false, {"H42.18"}, Secrecy::kNone}}, 0, "test");
    Account person;
    person.name = "an";
    person.grant = {{Role::kAdministrator}, {true, {}, Secrecy::kNone}};
    EXPECT_TRUE(queries_.accounts().Add(person, "test").ok());
  }

  std::string key_;
};

TEST_F(Examples, FollowingEventsWithCurlPrintsThemAndWhereToGoOn) {
  RunningExample example({"sh", RunningExample::File("follow_events.sh"), "http://127.0.0.1:" + std::to_string(port())}, {{"SOHOA_KEY", key_}});
  ASSERT_EQ(example.Wait(), 0) << example.Err();
  EXPECT_NE(example.Err().find(std::string("dossier.committed ") + kServedDossier), std::string::npos) << example.Err();
  const std::uint64_t last = archive_.Events(0, 100)->back().sequence;
  EXPECT_EQ(example.Out(), std::to_string(last) + "\n");
  RunningExample again({"sh", RunningExample::File("follow_events.sh"), "http://127.0.0.1:" + std::to_string(port()), std::to_string(last)}, {{"SOHOA_KEY", key_}});
  ASSERT_EQ(again.Wait(), 0) << again.Err();
  EXPECT_EQ(again.Err(), "");
  RunningExample stranger({"sh", RunningExample::File("follow_events.sh"), "http://127.0.0.1:" + std::to_string(port())}, {{"SOHOA_KEY", "sohoa_nobody"}});
  EXPECT_NE(stranger.Wait(), 0);
}

TEST_F(Examples, TheReceiverTakesWhatIsSignedAndFreshAndEachEventOnce) {
  RunningExample receiver({"python3", RunningExample::File("webhook_receiver.py"), "0"}, {{"SOHOA_SECRET", "secret"}});
  const std::string there = receiver.FirstErrLine();
  ASSERT_FALSE(there.empty());
  const auto at = static_cast<std::uint16_t>(std::stoi(there));
  WebhookStore webhooks = queries_.webhooks();
  Webhook webhook;
  webhook.name = "mot-cua";
  webhook.url = "http://127.0.0.1:" + there + "/sohoa";
  webhook.secret = "secret";
  webhook.key = "mot-cua";
  webhook.kinds = {"dossier.committed"};
  ASSERT_TRUE(webhooks.Add(webhook, 0, "test").ok());
  WebhookOptions options;
  options.outbound = {{"http://127.0.0.1:" + there}, {"127.0.0.0/8"}};
  WebhookSender sender(archive_, queries_.accounts(), webhooks, options);
  EXPECT_EQ(*sender.Test("mot-cua"), 204u);
  ASSERT_TRUE(sender.Deliver(webhook).ok());
  // Told to send all again, it does; the receiver answers, and does nothing a second time.
  ASSERT_TRUE(webhooks.Replay("mot-cua", 1, "test").ok());
  ASSERT_TRUE(sender.Deliver(webhook).ok());
  EXPECT_TRUE(webhooks.Letters("mot-cua")->empty());
  EXPECT_EQ(webhooks.ProgressOf("mot-cua")->failures, 0u);

  const std::string body = R"({"id":9,"kind":"dossier.committed","at":"","dossier":"X","subject":null})";
  const auto post = [&](const std::string& timestamp, const std::string& signature, const std::string& text) {
    return Ask(at, "POST", "/sohoa", "X-Timestamp: " + timestamp + "\r\nX-Signature: " + signature + "\r\n", text).status;
  };
  const std::string now = std::to_string(NowUnixMs() / 1000);
  const std::string old = std::to_string(NowUnixMs() / 1000 - 301);
  EXPECT_EQ(post(old, SignDelivery("secret", old, body), body), 401) << "somebody kept it";
  EXPECT_EQ(post(now, SignDelivery("secret", old, body), body), 401) << "and gave it another time";
  EXPECT_EQ(post(now, SignDelivery("secret", now, body), body + " "), 401) << "altered";
  EXPECT_EQ(post(now, SignDelivery("other", now, body), body), 401);
  EXPECT_EQ(post(now, "", body), 401);
  EXPECT_EQ(post(now, SignDelivery("secret", now, body), body), 204);
  EXPECT_EQ(post(now, SignDelivery("secret", now, body), body), 204) << "sent again at once: answered, taken once";

  std::vector<std::string> dossiers;
  std::istringstream lines(receiver.Out());
  for (std::string line; std::getline(lines, line);) dossiers.push_back(ExampleJson::parse(line)["dossier"]);
  EXPECT_EQ(dossiers, (std::vector<std::string>{"", kServedDossier, "X"}));
}

// Signed webhook, bundle, import, status: told twice, imported once.
TEST_F(Examples, AOneStopSystemImportsACommittedDossierOnceAndSaysSo) {
  RunningExample importer({"python3", RunningExample::File("one_stop_import.py"), "http://127.0.0.1:" + std::to_string(port()), "0"},
                          {{"SOHOA_SECRET", "secret"}, {"SOHOA_KEY", key_}});
  const std::string there = importer.FirstErrLine();
  ASSERT_FALSE(there.empty());
  Webhook webhook;
  webhook.name = "mot-cua";
  webhook.url = "http://127.0.0.1:" + there + "/";
  webhook.secret = "secret";
  webhook.key = "mot-cua";
  webhook.kinds = {"dossier.committed"};
  WebhookStore webhooks = queries_.webhooks();
  ASSERT_TRUE(webhooks.Add(webhook, 0, "test").ok());
  WebhookOptions options;
  options.outbound = {{"http://127.0.0.1:" + there}, {"127.0.0.0/8"}};
  WebhookSender sender(archive_, queries_.accounts(), webhooks, options);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(sender.Deliver(webhook).ok());
    EXPECT_TRUE(webhooks.Letters("mot-cua")->empty()) << "it was taken";
    EXPECT_EQ(webhooks.ProgressOf("mot-cua")->failures, 0u);
    ASSERT_TRUE(webhooks.Replay("mot-cua", 1, "test").ok());
  }
  std::istringstream lines(importer.Out());
  std::vector<ExampleJson> bundles;
  for (std::string line; std::getline(lines, line);) bundles.push_back(ExampleJson::parse(line));
  ASSERT_EQ(bundles.size(), 1u);
  EXPECT_EQ(bundles[0]["bundle"], std::string(kServedDossier) + "/1");
  EXPECT_EQ(bundles[0]["documents"].size(), made_.dossier.documents.size());
  std::vector<std::string> said;
  const auto events = archive_.Events(0, 1000);
  for (const ArchiveEvent& event : *events) {
    if (event.kind.starts_with("bundle.")) said.push_back(event.kind + " " + event.dossier + " " + event.detail);
  }
  EXPECT_EQ(said, (std::vector<std::string>{std::string("bundle.accepted ") + kServedDossier + " version 1, reference HS-1"}));

  const std::string authorized = "Authorization: Bearer " + key_ + "\r\n";
  const std::string path = std::string("/v1/dossiers/") + kServedDossier + "/bundle";
  const WireResponse xml = Ask(port(), "GET", path + "?format=xml", authorized);
  EXPECT_EQ(xml.status, 200);
  EXPECT_NE(xml.body.find("<bundle>" + std::string(kServedDossier) + "/1</bundle>"), std::string::npos) << xml.body;
  EXPECT_EQ(Ask(port(), "GET", path + "?format=csv", authorized).status, 400);
  const std::string begin = R"({"bundle":")" + std::string(kServedDossier);
  EXPECT_EQ(Ask(port(), "POST", path + "/status", authorized, begin + R"(/2","status":"accepted"})").status, 409) << "no such version";
  EXPECT_EQ(Ask(port(), "POST", path + "/status", authorized, begin + R"(/1","status":"lost"})").status, 400);
  EXPECT_EQ(Ask(port(), "POST", path + "/status", authorized, begin + R"(/1","status":"rejected","reference":"Trần Thị"})").status, 400) << "no names in events";
}

}  // namespace
}  // namespace sohoa
