// SPDX-License-Identifier: Apache-2.0
#include "api/change_watch.h"
#include "api/served_archive.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"

namespace sohoa {
namespace {

class StreamRoutes : public ServedArchive {
 protected:
  StreamRoutes() { queries_.CarryWithoutCoordinator(); }
  ~StreamRoutes() override { queries_.SetCoordinator(nullptr); }

  // A key of that agency; from then on everybody needs one.
  std::string KeyOf(const std::string& agency) {
    Account person;
    person.name = "an";
    person.grant = {{Role::kAdministrator}, {true, {}, Secrecy::kNone}};
    static_cast<void>(queries_.accounts().Add(person, "test"));
    return "Authorization: Bearer " + *queries_.accounts().AddKey("key-of-" + agency.substr(1), {{Role::kWorkflow}, {false, {agency}, Secrecy::kNone}}, 0, "test") + "\r\n";
  }

  void CommitOther(const std::string& code, const std::string& agency) {
    MadeDossier made = NewDossier(code, agency);
    AddPage(archive_, made, {"trang"});
    ASSERT_TRUE(Commit(archive_, made).ok());
  }

  // What is told up to the end of a message that has `text`.
  static std::string Told(HttpWire& wire, const std::string& text) {
    const std::string begin = wire.ReadUntil(text);
    return begin + wire.ReadUntil("\n\n");
  }
};

TEST_F(StreamRoutes, TellEventsAsTheyHappenAndGoOnBehindTheLastOneSeen) {
  Serve();
  const std::uint64_t last = archive_.Events(0, 100)->back().sequence;
  HttpWire wire(port());
  wire.Send(Request("GET", "/v1/events/stream?after=0"));
  const WireResponse head = wire.Receive();
  ASSERT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("content-type"), "text/event-stream");
  EXPECT_EQ(head.Header("cache-control"), "no-store");
  const std::string first = Told(wire, "event: dossier.committed\ndata: ");
  EXPECT_NE(first.find("retry: 2000\n"), std::string::npos) << first;
  EXPECT_NE(first.find("id: " + std::to_string(last) + "\n"), std::string::npos) << first;
  EXPECT_NE(first.find(kServedDossier), std::string::npos) << first;

  CommitOther("H42.18-260930-0013", "H42.18");
  EXPECT_NE(Told(wire, "data: ").find("H42.18-260930-0013"), std::string::npos);
  // As a browser does whose connection broke.
  HttpWire again(port());
  again.Send(Request("GET", "/v1/events/stream?after=0", "Last-Event-ID: " + std::to_string(last) + "\r\n"));
  again.Receive();
  EXPECT_NE(Told(again, "data: ").find("H42.18-260930-0013"), std::string::npos);
  ExpectProblem(Ask(port(), "GET", "/v1/events/stream", "Last-Event-ID: x\r\n"), 400, "invalid_argument");
}

TEST_F(StreamRoutes, TellNobodyOfWhatTheyMayNotSee) {
  Serve();
  const std::string key = KeyOf("H42.19");
  HttpWire wire(port());
  wire.Send(Request("GET", "/v1/events/stream?after=0", key));
  ASSERT_EQ(wire.Receive().status, 200);
  CommitOther("H42.18-260930-0013", "H42.18");
  CommitOther("H42.19-260930-0014", "H42.19");
  const std::string told = Told(wire, "data: ");
  EXPECT_NE(told.find("H42.19-260930-0014"), std::string::npos) << told;
  EXPECT_EQ(told.find("H42.18"), std::string::npos) << told;
  EXPECT_EQ(Ask(port(), "GET", "/v1/events/stream").status, 401);
  EXPECT_EQ(Ask(port(), "GET", std::string("/v1/dossiers/") + kServedDossier + "/progress/stream", key).status, 404);
}

TEST_F(StreamRoutes, OneKeyIsToldAHundredTimesAndNotMore) {
  Serve();
  const std::string key = KeyOf("H42.18");
  std::vector<std::unique_ptr<HttpWire>> wires;
  for (std::size_t i = 0; i < ChangeWatch::kMostOfOne; ++i) {
    wires.push_back(std::make_unique<HttpWire>(port()));
    wires.back()->Send(Request("GET", "/v1/events/stream", key));
    ASSERT_EQ(wires.back()->Receive().status, 200);
  }
  ExpectProblem(Ask(port(), "GET", "/v1/events/stream", key), 429, "resource_limit");
  wires.pop_back();
  int status = 429;
  for (int i = 0; i < 100 && status == 429; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    status = Ask(port(), "GET", "/v1/events/stream", key).status;
  }
  EXPECT_EQ(status, 200) << "a place became free";
}

TEST_F(StreamRoutes, TellHowFarADossierHasCome) {
  CoordinatorOptions options;
  options.endpoints = {"inproc://stream-routes"};
  options.reader = options_.reader;
  options.reader.ocr.engine = "null";
  Serve();
  const auto coordinator = Coordinator::Start(archive_, options, nullptr);
  ASSERT_TRUE(coordinator) << coordinator.status().ToString();
  queries_.SetCoordinator(coordinator->get());
  const std::string code = "H42.18-260930-0099";
  EXPECT_EQ(Get("/v1/dossiers/" + code + "/progress/stream").status, 404);
  const auto desk = DeskClient::Connect(options.endpoints[0], 20'000);
  ASSERT_TRUE(desk);
  ASSERT_TRUE((*desk)->OpenBatch({code, "", "", ""}, "b1", Lane::kCounter).ok());
  HttpWire wire(port());
  wire.Send(Request("GET", "/v1/dossiers/" + code + "/progress/stream"));
  ASSERT_EQ(wire.Receive().status, 200);
  EXPECT_NE(Told(wire, "event: progress\ndata: ").find("\"state\":\"open\",\"version\":0,\"pages\":0"), std::string::npos);
  const auto receipt = (*desk)->Upload(code, "b1", 0, *OriginalFile::FromBytes("\x89PNG\r\n\x1a\n", "x"), nullptr);
  ASSERT_TRUE(receipt) << receipt.status().ToString();
  EXPECT_NE(Told(wire, "data: ").find("\"pages_quarantined\":1"), std::string::npos);
  EXPECT_EQ(GetJson("/v1/dossiers/" + code + "/progress")["pages"], 1);
  queries_.SetCoordinator(nullptr);
}

}  // namespace
}  // namespace sohoa
