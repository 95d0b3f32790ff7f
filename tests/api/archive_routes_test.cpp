// SPDX-License-Identifier: Apache-2.0
//
// Search, dossiers, documents and pages over HTTP, in the shapes of docs/API.md.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/served_archive.h"
#include "support/test_folder.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

class ArchiveRoutes : public ServedArchive {
 protected:
  ArchiveRoutes() { Serve(); }

  Json Search(const std::string& query, const std::string& more = "") const {
    return GetJson("/v1/search?q=" + PercentEncoded(query) + more);
  }
};

void ExpectPolygon(const Json& polygon, const Polygon& expected) {
  ASSERT_EQ(polygon.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(polygon[i][0].get<double>(), expected[i].x, 1e-5);
    EXPECT_NEAR(polygon[i][1].get<double>(), expected[i].y, 1e-5);
  }
}

TEST_F(ArchiveRoutes, ASearchAnswersInTheShapeOfTheContract) {
  const Json answer = Search("khen thưởng");
  EXPECT_EQ(answer["query"], "khen thưởng");
  EXPECT_TRUE(answer["took_ms"].is_number());
  EXPECT_EQ(answer["total"], (Json{{"value", 1}, {"relation", "eq"}}));
  EXPECT_TRUE(answer["facets"].is_object());
  EXPECT_TRUE(answer["next_cursor"].is_null());
  ASSERT_EQ(answer["hits"].size(), 1u);
  const Json& hit = answer["hits"][0];
  EXPECT_EQ(hit["dossier"], kServedDossier);
  EXPECT_EQ(hit["document"], document(1).id);
  EXPECT_EQ(hit["page"], 1);
  EXPECT_EQ(hit["page_id"], page(1).id);
  EXPECT_GT(hit["score"].get<double>(), 0);
  EXPECT_EQ(hit["match_level"], "exact");
  EXPECT_EQ(hit["type"]["code"], "QĐ");
  EXPECT_EQ(hit["type"]["label"], "Quyết định");
  EXPECT_TRUE(hit["type"]["review"]["state"].is_string());
}

TEST_F(ArchiveRoutes, AHitShowsWhereItsWordsStand) {
  const Json hit = Search("khen thưởng")["hits"].at(0);
  ASSERT_EQ(hit["boxes"].size(), 2u);
  const Line& line = page(1).text.blocks[0].lines[1];
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(hit["boxes"][i]["page"], 1);
    EXPECT_TRUE(hit["boxes"][i]["term"].is_string());
    ExpectPolygon(hit["boxes"][i]["polygon"], page(1).geometry.ToPolygon(line.words[i].box));
  }
  const std::string snippet = hit["snippet"];
  std::string marked;
  for (const Json& mark : hit["snippet_marks"]) {
    marked += snippet.substr(mark.at(0), mark.at(1).get<std::size_t>() - mark.at(0).get<std::size_t>()) + "|";
  }
  EXPECT_EQ(marked, "Khen|thưởng|");
}

TEST_F(ArchiveRoutes, AQueryWithoutMarksFindsThePage) {
  const Json answer = Search("khen thuong tap the");
  ASSERT_EQ(answer["hits"].size(), 1u);
  EXPECT_EQ(answer["hits"][0]["match_level"], "folded");
  EXPECT_EQ(answer["hits"][0]["boxes"].size(), 4u);
}

TEST_F(ArchiveRoutes, AQueryOfLettersWithMarksApartIsTheSame) {
  const Json answer = Search("quye\u0302\u0301t \u0111i\u0323nh");
  ASSERT_EQ(answer["hits"].size(), 1u);
  EXPECT_EQ(answer["hits"][0]["match_level"], "exact");
}

TEST_F(ArchiveRoutes, ASearchIsNarrowedByClassFieldAndDate) {
  EXPECT_EQ(Search("tập thể")["total"]["value"], 2);
  EXPECT_EQ(Search("tập thể", "&type=KH")["hits"].at(0)["page"], 2);
  EXPECT_EQ(Search("tập thể", "&field.issued_date=2018-10-04")["hits"].at(0)["page"], 1);
  EXPECT_EQ(Search("tập thể", "&from=2018-10-04&to=2018-10-04")["total"]["value"], 1);
  EXPECT_EQ(Search("tập thể", "&from=2018-10-05")["total"]["value"], 0);
  EXPECT_EQ(Search("tập thể", "&agency=H42.18")["total"]["value"], 2);
  EXPECT_EQ(Search("tập thể", "&agency=H43")["total"]["value"], 0);
  EXPECT_EQ(Search("85/KH-UBND")["hits"].at(0)["page"], 2);
}

TEST_F(ArchiveRoutes, ASearchGoesOnWhereItStopped) {
  const Json first = Search("tập thể", "&limit=1");
  ASSERT_EQ(first["hits"].size(), 1u);
  ASSERT_TRUE(first["next_cursor"].is_string());
  const Json second = Search("tập thể", "&limit=1&cursor=" + PercentEncoded(first["next_cursor"].get<std::string>()));
  ASSERT_EQ(second["hits"].size(), 1u);
  EXPECT_NE(second["hits"][0]["page"], first["hits"][0]["page"]);
  EXPECT_TRUE(second["next_cursor"].is_null());
}

TEST_F(ArchiveRoutes, ASearchThatCannotBeUnderstoodIsRefused) {
  ExpectProblem(Get("/v1/search?q=%22khen"), 400, "invalid_argument");
  ExpectProblem(Get("/v1/search?q=khen&limit=many"), 400, "invalid_argument");
  ExpectProblem(Get("/v1/search?q=khen&limit=-1"), 400, "invalid_argument");
  ExpectProblem(Get("/v1/search?q=khen&from=yesterday"), 400, "invalid_argument");
  ExpectProblem(Get("/v1/search?q=khen&cursor=made-up"), 400, "invalid_argument");
  ExpectProblem(Get("/v1/search?q=%FF%FE"), 400, "invalid_argument");
}

TEST_F(ArchiveRoutes, ADossierHasItsDocumentsAndItsBlankPages) {
  const Json dossier = GetJson("/v1/dossiers/" + std::string(kServedDossier));
  EXPECT_EQ(dossier["dossier"], kServedDossier);
  EXPECT_EQ(dossier["state"], "committed");
  EXPECT_EQ(dossier["version"], 1);
  EXPECT_EQ(dossier["procedure"], "1.001234");
  EXPECT_EQ(dossier["agency"], "H42.18");
  EXPECT_EQ(dossier["applicant"], "Trần Thị Bưởi");
  ASSERT_EQ(dossier["documents"].size(), 2u);
  EXPECT_EQ(dossier["documents"][0]["id"], document(1).id);
  EXPECT_EQ(dossier["documents"][0]["pages"].at(0)["id"], page(1).id);
  EXPECT_EQ(dossier["documents"][0]["pages"].at(0)["sha256"], page(1).source.original.Hex());
  ASSERT_EQ(dossier["blank"].size(), 1u);
  EXPECT_EQ(dossier["blank"][0]["id"], page(3).id);
  EXPECT_EQ(dossier["quarantined"], Json::array());
  EXPECT_TRUE(dossier["completeness"].is_object());
}

TEST_F(ArchiveRoutes, FieldsSayWhereTheyWereReadAndWhyOneIsMissing) {
  const Json fields = GetJson("/v1/dossiers/" + std::string(kServedDossier) + "/documents/" + document(1).id + "/fields");
  EXPECT_EQ(fields["dossier"], kServedDossier);
  EXPECT_EQ(fields["document"], document(1).id);
  ASSERT_EQ(fields["fields"].size(), 2u);
  const Json& date = fields["fields"][0];
  EXPECT_EQ(date["code"], "issued_date");
  EXPECT_EQ(date["value"], "ngày 04 tháng 10 năm 2018");
  EXPECT_EQ(date["normalized"], "2018-10-04");
  EXPECT_EQ(date["location"].at(0)["page"], 1);
  ExpectPolygon(date["location"].at(0)["polygon"], page(1).geometry.ToPolygon({100, 220, 1000, 260}));
  EXPECT_TRUE(date["review"]["state"].is_string());
  EXPECT_TRUE(fields["fields"][1]["value"].is_null());
  EXPECT_EQ(fields["fields"][1]["null_reason"], "not_found");
}

TEST_F(ArchiveRoutes, APdfIsSentAsItIsStored) {
  const WireResponse pdf = Get("/v1/documents/" + document(1).id + "/pdf");
  EXPECT_EQ(pdf.status, 200);
  EXPECT_EQ(pdf.Header("content-type"), "application/pdf");
  EXPECT_EQ(pdf.Header("etag"), "\"" + document(1).pdf.Hex() + "\"");
  EXPECT_THAT(pdf.body, StartsWith("%PDF-"));
  EXPECT_EQ(pdf.body.size(), document(1).pdf_size);
  EXPECT_EQ(Sha256::Of(pdf.body), document(1).pdf);
  const WireResponse head = Ask(port(), "HEAD", "/v1/documents/" + document(1).id + "/pdf");
  EXPECT_EQ(head.Header("content-length"), std::to_string(document(1).pdf_size));
}

TEST_F(ArchiveRoutes, ADocumentHasItsPagesAndFields) {
  const Json shown = GetJson("/v1/documents/" + document(1).id);
  EXPECT_EQ(shown["id"], document(1).id);
  EXPECT_EQ(shown["dossier"], kServedDossier);
  EXPECT_EQ(shown["pages"], (Json::array({{{"id", page(1).id}, {"page", 1}}})));
  EXPECT_EQ(shown["fields"].size(), 2u);
}

TEST_F(ArchiveRoutes, APagesTextComesInFourFormats) {
  const std::string path = "/v1/pages/" + page(1).id + "/text";
  for (const std::string& text : {path, path + "?format=text"}) {
    const WireResponse response = Get(text);
    EXPECT_EQ(response.Header("content-type"), "text/plain; charset=utf-8");
    EXPECT_THAT(response.body, StartsWith("QUYẾT ĐỊNH\nKhen thưởng tập thể và cá nhân\n"));
  }
  const Json json = GetJson(path + "?format=json");
  EXPECT_EQ(json["page"], 1);
  EXPECT_EQ(json["blocks"].at(0)["lines"].at(1)["words"].at(0)["text"], "Khen");
  const WireResponse hocr = Get(path + "?format=hocr");
  EXPECT_EQ(hocr.Header("content-type"), "application/xhtml+xml; charset=utf-8");
  EXPECT_THAT(hocr.body, HasSubstr("ocrx_word"));
  EXPECT_THAT(hocr.body, HasSubstr("bbox 100 160 180 200"));
  const WireResponse alto = Get(path + "?format=alto");
  EXPECT_EQ(alto.Header("content-type"), "application/xml; charset=utf-8");
  EXPECT_THAT(alto.body, HasSubstr("<alto"));
  EXPECT_THAT(alto.body, HasSubstr("CONTENT=\"Khen\""));
  ExpectProblem(Get(path + "?format=docx"), 400, "invalid_argument");
}

TEST_F(ArchiveRoutes, WhatIsNotThereIsNotFound) {
  const std::string dossier = "/v1/dossiers/" + std::string(kServedDossier);
  for (const std::string& path :
       {std::string("/v1/dossiers/H42.18-260930-9999"), "/v1/dossiers/" + document(1).id, dossier + "/documents/none/fields",
        "/v1/dossiers/other/documents/" + document(1).id + "/fields", std::string("/v1/documents/none"),
        "/v1/documents/" + std::string(kServedDossier), std::string("/v1/documents/none/pdf"),
        std::string("/v1/pages/none/text"), std::string("/v1/iiif/none/info.json"),
        std::string("/v1/documents/%FF"), std::string("/v1/documents/..%2F..%2Fetc")}) {
    SCOPED_TRACE(path);
    ExpectProblem(Get(path), 404, "not_found");
  }
}

TEST_F(ArchiveRoutes, ListsAreReadPieceByPiece) {
  MadeDossier second = NewDossier("H42.18-260930-0013");
  AddPage(archive_, second, {"TỜ TRÌNH"});
  AddDocument(archive_, second, 1, 1, "TTr");
  ASSERT_TRUE(Commit(archive_, second).ok());
  const Json first = GetJson("/v1/dossiers?limit=1");
  ASSERT_EQ(first["dossiers"].size(), 1u);
  EXPECT_EQ(first["dossiers"][0]["dossier"], kServedDossier);
  EXPECT_EQ(first["dossiers"][0]["documents"], 2);
  EXPECT_EQ(first["dossiers"][0]["pages"], 3);
  const Json rest = GetJson("/v1/dossiers?after=" + std::string(kServedDossier));
  ASSERT_EQ(rest["dossiers"].size(), 1u);
  EXPECT_EQ(rest["dossiers"][0]["dossier"], "H42.18-260930-0013");
  const Json events = GetJson("/v1/events");
  ASSERT_EQ(events["events"].size(), 2u);
  const Json later = GetJson("/v1/events?after=" + events["events"][0]["sequence"].dump());
  EXPECT_EQ(later["events"], Json::array({events["events"][1]}));
  EXPECT_EQ(later["events"][0]["dossier"], "H42.18-260930-0013");
  ExpectProblem(Get("/v1/events?after=first"), 400, "invalid_argument");
}

TEST_F(ArchiveRoutes, AnArchiveOnDiskAnswersTheSame) {
  const TestFolder folder;
  const Result<std::unique_ptr<Archive>> archive = OpenLocalArchive(folder.Sub("archive"));
  ASSERT_TRUE(archive) << archive.status().ToString();
  MadeDossier made = NewDossier(kServedDossier);
  AddPage(**archive, made, {"Khen thưởng tập thể"});
  AddDocument(**archive, made, 1, 1, "QĐ");
  // More than one piece of a stream.
  const std::string long_pdf = "%PDF-1.7\n" + std::string(1'000'000, 'x');
  made.dossier.documents[0].pdf = PutBlob((*archive)->blobs(), long_pdf)->sha256;
  ASSERT_TRUE(Commit(**archive, made).ok());
  QueryService queries(**archive);
  const auto server = HttpServer::Start(**archive, queries, options_);
  ASSERT_TRUE(server);
  const WireResponse found = Ask((*server)->port(), "GET", "/v1/search?q=khen+thuong");
  EXPECT_THAT(found.body, HasSubstr(made.dossier.documents[0].id));
  EXPECT_EQ(Ask((*server)->port(), "GET", "/v1/documents/" + made.dossier.documents[0].id + "/pdf").body, long_pdf);
}

}  // namespace
}  // namespace sohoa
