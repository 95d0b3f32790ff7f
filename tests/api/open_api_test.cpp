// SPDX-License-Identifier: Apache-2.0
//
// The description against the server: nothing is served that is not described, and all that
// is described answers as it says.
#include <gtest/gtest.h>

#include <set>

#include "api/routes.h"
#include "api/served_archive.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

std::string Upper(std::string method) {
  for (char& c : method) c = static_cast<char>(c - 'a' + 'A');
  return method;
}

class OpenApi : public ServedArchive {
 protected:
  OpenApi() {
    // Something has to be asked for.
    made_.dossier.completeness.state = CompletenessState::kIncomplete;
    made_.dossier.completeness.papers.emplace_back().name = "Tờ trình";
    Serve();
    description_ = GetJson("/openapi.json");
  }
  ~OpenApi() override { queries_.SetCoordinator(nullptr); }

  void StartCoordinator() {
    CoordinatorOptions options;
    options.endpoints = {"inproc://open-api"};
    options.reader = options_.reader;
    Result<std::unique_ptr<Coordinator>> coordinator = Coordinator::Start(archive_, options, nullptr);
    ASSERT_TRUE(coordinator) << coordinator.status().ToString();
    coordinator_ = std::move(*coordinator);
    queries_.SetCoordinator(coordinator_.get());
    queries_.SetDeskEndpoint(options.endpoints[0]);
    const WireResponse begun = Ask(port(), "POST", "/v1/dossiers/H42.18-260930-0099/originals", "Upload-Complete: ?0\r\n", "x");
    ASSERT_EQ(begun.status, 201) << begun.body;
    upload_ = nlohmann::json::parse(begun.body)["upload"];
    const auto desk = DeskClient::Connect(options.endpoints[0], 20'000);
    ASSERT_TRUE(desk);
    ASSERT_TRUE((*desk)->OpenBatch({"H42.18-260930-0099", "", "", ""}, "b1", Lane::kCounter).ok());
    const auto receipt =
        (*desk)->Upload("H42.18-260930-0099", "b1", 0, *OriginalFile::FromBytes("\x89PNG\r\n\x1a\n", "x"), nullptr);
    ASSERT_TRUE(receipt) << receipt.status().ToString();
    quarantined_ = receipt->page_ids.at(0);
    ASSERT_TRUE(queries_.webhooks().Add({"mot-cua", "https://mot-cua.example", "secret", "mot-cua", {}, 0, false}, 0, "test").ok());
    DisposalProposal proposal;
    proposal.items.emplace_back().dossier = kServedDossier;
    proposal.by = "somebody";
    ASSERT_TRUE(coordinator_->RunChange([&](MetaBatch& batch) { return StageProposal(archive_, proposal, batch); }).ok());
  }

  // A path that is there for a pattern of one.
  std::string Filled(std::string pattern) const {
    const auto put = [&pattern](const std::string& name, const std::string& value) {
      const std::size_t at = pattern.find("{" + name + "}");
      if (at != std::string::npos) pattern.replace(at, name.size() + 2, value);
    };
    if (pattern.starts_with("/v1/searches/")) put("id", GetJson("/v1/searches").at("searches").at(0).at("id").get<std::string>());
    put("id", pattern.starts_with("/v1/pages") ? page(1).id : document(1).id);
    put("page", pattern.starts_with("/v1/quarantine") ? quarantined_ : page(1).id);
    put("code", kServedDossier);
    put("field", "subject");
    put("name", "mot-cua");
    put("worker", "nobody");
    put("hold", "1");
    put("number", "1");
    put("quarter", "2023-Q4");
    put("kind", "dossiers");
    put("upload", upload_);
    put("region", "full");
    put("size", "max");
    put("rotation", "0");
    put("quality", "default");
    put("format", "jpg");
    return pattern;
  }

  Json description_;
  std::unique_ptr<Coordinator> coordinator_;
  std::string quarantined_;
  std::string upload_;
};

TEST_F(OpenApi, DescribesEveryRouteThatIsServed) {
  PagePictures pictures(options_.reader, 1);
  HttpMetrics metrics;
  std::set<std::string> served;
  Authenticator people(queries_.accounts());
  ChangeWatch changes(archive_);
  const Router router = MakeRouter({archive_, queries_, pictures, metrics, people, changes});
  for (const Route& route : router.routes()) {
    served.insert(route.method + " " + route.pattern);
  }
  std::set<std::string> described;
  for (const auto& [path, operations] : description_["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      described.insert(Upper(method) + " " + path);
    }
  }
  EXPECT_EQ(described, served);
  EXPECT_TRUE(served.count("GET /openapi.json") == 1 && served.count("GET /v1/search") == 1);
}

TEST_F(OpenApi, EveryDescribedOperationAnswersAsItSays) {
  StartCoordinator();
  for (const auto& [path, operations] : description_["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      SCOPED_TRACE(method + " " + path);
      const std::string body = operation.contains("requestBody") ? "{\"reason\": \"a test\", \"status\": \"accepted\", \"bundle\": \"" + std::string(kServedDossier) + "/1\", \"dossier\": \"H42.18-260930-0098\", \"kind\": \"split\", \"value\": \"x\", \"order\": \"pause\", \"field\": \"issued_date\", \"review\": \"corrected\", \"name\": \"a search\", \"file\": \"a.toml\", \"text\": \"x = 1\", \"parameters\": \"q=khen\", \"dossiers\": \"" + std::string(kServedDossier) + "\"}" : "";
      const std::string target = Filled(path) + (path == "/v1/search" || path == "/v1/search/table" ? "?q=khen" : "");
      const WireResponse response = Ask(port(), Upper(method), target, "", body);
      const Json& answers = operation["responses"];
      ASSERT_TRUE(answers.contains(std::to_string(response.status))) << response.status << " " << response.body;
      // The served dossier has one version and was handed in by nobody.
      if ((path.starts_with("/v1/dossiers/{code}/") || path.starts_with("/v1/jobs/") || path.starts_with("/v1/review/")) && response.status == 404) continue;
      // No worker is there.
      if (path.starts_with("/v1/workers/") && response.status == 404) continue;
      // An upload that was ended is none, and the body has no word of where it goes on.
      if (path == "/v1/uploads/{upload}" && (response.status == 404 || response.status == 415)) continue;
      // There is no catalogue.
      if (path == "/v1/procedures/{code}" && response.status == 404) continue;
      // Nobody has an account.
      if (path == "/v1/session" && response.status == 400) continue;
      // One page cannot be put back to work and left out as well; nothing says how long the dossier is kept.
      if (method == "post" && response.status == 409) continue;
      // The page in quarantine is broken, or back at work by now: there is no picture of it.
      if (path.ends_with("/sample") && (response.status == 404 || response.status == 422)) continue;
      EXPECT_LT(response.status, 400) << response.body;
      const std::string type = response.Header("content-type");
      const Json content = answers[std::to_string(response.status)].value("content", Json::object());
      EXPECT_EQ(content.empty(), type.empty());
      EXPECT_TRUE(type.empty() || content.contains(type.substr(0, type.find(';')))) << type;
    }
  }
}

TEST_F(OpenApi, DescribesTheBodyThatAWriteTakes) {
  const Json& body = description_["paths"]["/v1/quarantine/{page}/reject"]["post"]["requestBody"];
  ASSERT_TRUE(body.is_object());
  const Json& schema = body["content"]["application/json"]["schema"];
  EXPECT_EQ(schema["required"], Json::array({"reason"}));
  EXPECT_EQ(schema["properties"]["reason"]["type"], "string");
  EXPECT_FALSE(description_["paths"]["/v1/quarantine/{page}/retry"]["post"].contains("requestBody"));
}

// All that stand anywhere under `json`.
void CollectReferences(const Json& json, std::set<std::string>& references) {
  if (json.is_object() && json.contains("$ref")) references.insert(json["$ref"].get<std::string>());
  if (json.is_structured()) {
    for (const Json& inner : json) CollectReferences(inner, references);
  }
}

TEST_F(OpenApi, NamesNoSchemaThatIsNotThereAndHasNoneForNothing) {
  std::set<std::string> references;
  CollectReferences(description_, references);
  for (const std::string& reference : references) EXPECT_TRUE(description_.contains(Json::json_pointer(reference.substr(1)))) << reference;
  for (const auto& [name, schema] : description_["components"]["schemas"].items()) EXPECT_TRUE(references.contains("#/components/schemas/" + name)) << name;
}

TEST_F(OpenApi, IsAnOpenApi31Description) {
  EXPECT_EQ(description_["openapi"].get<std::string>().substr(0, 4), "3.1.");
  EXPECT_TRUE(description_["info"]["title"].is_string() && description_["info"]["version"].is_string());
  std::set<std::string> ids;
  for (const auto& [path, operations] : description_["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      SCOPED_TRACE(method + " " + path);
      EXPECT_TRUE(ids.insert(operation["operationId"].get<std::string>()).second) << operation["operationId"];
      std::set<std::string> of_path;
      for (const Json& parameter : operation["parameters"]) {
        EXPECT_TRUE(parameter["schema"].is_object());
        if (parameter["in"] != "path") continue;
        EXPECT_EQ(parameter["required"], true);
        of_path.insert(parameter["name"].get<std::string>());
      }
      std::set<std::string> in_pattern;
      for (std::size_t at = path.find('{'); at != std::string::npos; at = path.find('{', at + 1)) {
        in_pattern.insert(path.substr(at + 1, path.find('}', at) - at - 1));
      }
      EXPECT_EQ(of_path, in_pattern);
      ASSERT_FALSE(operation["responses"].empty());
      for (const auto& [status, answer] : operation["responses"].items()) {
        if (!answer.contains("$ref")) {
          EXPECT_TRUE(answer["description"].is_string()) << status;
          continue;
        }
        const Json::json_pointer to(answer["$ref"].get<std::string>().substr(1));
        EXPECT_TRUE(description_.contains(to)) << answer;
      }
    }
  }
}

}  // namespace
}  // namespace sohoa
