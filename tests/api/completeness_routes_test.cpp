// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "api/served_archive.h"
#include "documents/procedures/completeness_check.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kCatalogue = R"(
[[procedure]]
code = "1.001234"
name = "Khen thưởng"
maintenance = "02"
[[procedure.paper]]
id = "decision"
name = "Quyết định khen thưởng"
classes = ["QĐ"]
[[procedure.paper]]
id = "proposal"
name = "Tờ trình đề nghị khen thưởng"
classes = ["TTr"]
certified_copies = 1
)";

class CompletenessRoutes : public ServedArchive {
 protected:
  // Held against the catalogue as the coordinator does it.
  void Check() {
    std::vector<Status> problems;
    const ProcedureCatalogue catalogue(ReadProcedures(kCatalogue, "made.toml", problems), "0123456789abcdef");
    ASSERT_TRUE(problems.empty()) << problems.front().message();
    DossierPapers papers;
    papers.head = made_.dossier.head;
    for (Document& made : made_.dossier.documents) {
      made.type.review = ReviewState::kAutoAccepted;
      papers.documents.push_back(&made);
      papers.pages.push_back({&made_.pages[made.pages.front() - 1]});
    }
    made_.dossier.completeness = CheckCompleteness(papers, &catalogue);
  }
  static std::string Path() { return "/v1/dossiers/" + std::string(kServedDossier); }
};

const Json& ByMember(const Json& list, const char* member, const std::string& value) {
  for (const Json& item : list) {
    if (item[member] == value) return item;
  }
  throw std::runtime_error("no " + value);
}

TEST_F(CompletenessRoutes, ADossierSaysWhatItsProcedureAsksForAndWhatIsMissing) {
  Check();
  Serve();
  const Json found = GetJson(Path())["completeness"];
  EXPECT_EQ(found["checked"], true);
  EXPECT_EQ(found["state"], "incomplete");
  EXPECT_EQ(found["procedure"]["code"], "1.001234");
  EXPECT_EQ(found["procedure"]["verified"], false);
  EXPECT_EQ(found["catalogue"], "0123456789abcdef");
  EXPECT_EQ(found["received"]["on"], "2026-09-30");
  ASSERT_EQ(found["required"].size(), 2u);
  EXPECT_EQ(found["required"][0]["state"], "present");
  EXPECT_EQ(found["required"][0]["documents"], Json::array({document(1).id}));
  EXPECT_EQ(found["required"][0]["reason"], nullptr);
  EXPECT_EQ(found["required"][1]["state"], "missing");
  EXPECT_EQ(found["required"][1]["reason"]["code"], "none_found");
  EXPECT_EQ(found["required"][1]["on_paper"]["certified_copies"], 1);
  EXPECT_EQ(found["missing"], Json::array({{{"paper", "proposal"}, {"name", "Tờ trình đề nghị khen thưởng"}, {"state", "missing"}}}));
  EXPECT_EQ(ByMember(found["documents"], "document", document(2).id)["role"], "extra");
}

TEST_F(CompletenessRoutes, ADossierOfBeforeSaysThatItWasNotChecked) {
  Serve();
  const Json found = GetJson(Path())["completeness"];
  EXPECT_EQ(found["checked"], false);
  EXPECT_EQ(found["required"], Json::array());
  EXPECT_EQ(found["missing"], Json::array());
}

TEST_F(CompletenessRoutes, WhatIsMissingIsAskedForOnAPageThatRunsNothing) {
  Check();
  Serve();
  const WireResponse html = Get(Path() + "/supplement-request");
  EXPECT_EQ(html.status, 200) << html.body;
  EXPECT_EQ(html.Header("content-type"), "text/html; charset=utf-8");
  EXPECT_THAT(html.Header("content-security-policy"), HasSubstr("default-src 'none'"));
  EXPECT_THAT(html.body, HasSubstr("Tờ trình đề nghị khen thưởng"));
  EXPECT_THAT(html.body, HasSubstr("DỰ THẢO"));
  const WireResponse text = Get(Path() + "/supplement-request?format=text");
  EXPECT_THAT(text.body, HasSubstr("1. Tờ trình đề nghị khen thưởng; bản sao chứng thực: 1"));
  EXPECT_THAT(text.body, Not(HasSubstr("Quyết định khen thưởng")));
  ExpectProblem(Get(Path() + "/supplement-request?format=docx"), 400, "invalid_argument");
  ExpectProblem(Get("/v1/dossiers/H42.18-260930-9999/supplement-request"), 404, "not_found");
}

TEST_F(CompletenessRoutes, NothingIsAskedForWhereNothingWasChecked) {
  Serve();
  ExpectProblem(Get(Path() + "/supplement-request"), 409, "conflict");
}

TEST_F(CompletenessRoutes, ADossierAndItsDocumentsCarryArchiveFields) {
  Check();
  Serve();
  const Json dossier = GetJson(Path());
  ASSERT_EQ(dossier["archive"]["tt05"].size(), 18u);
  EXPECT_EQ(ByMember(dossier["archive"]["tt05"], "code", "fileCode")["value"], "H42.18.2026.260930-0012");
  EXPECT_EQ(ByMember(dossier["archive"]["tt05"], "code", "maintenance")["source"], "procedure");
  EXPECT_EQ(ByMember(dossier["archive"]["nd30"], "code", "Maintenance")["value"], "70 năm");
  const Json first = dossier["documents"][0]["archive"];
  EXPECT_EQ(first["direction"], "incoming");
  ASSERT_EQ(first["tt05"].size(), 21u);
  EXPECT_EQ(ByMember(first["tt05"], "code", "issuedDate")["value"], "04/10/2018");
  EXPECT_EQ(ByMember(first["tt05"], "code", "codeNumber")["value"], nullptr);
  const Json alone = GetJson("/v1/documents/" + document(1).id);
  EXPECT_EQ(alone["archive"], first) << "the same whichever way it is asked for";
}

}  // namespace
}  // namespace sohoa
