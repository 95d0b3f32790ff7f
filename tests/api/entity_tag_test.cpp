// SPDX-License-Identifier: Apache-2.0
//
// Answers that a client has already are not sent again.
#include "api/entity_tag.h"

#include "api/served_archive.h"

namespace sohoa {
namespace {

class EntityTags : public ServedArchive {
 protected:
  std::string IfNone(const std::string& tags) const { return "If-None-Match: " + tags + "\r\n"; }
};

TEST_F(EntityTags, WhoHasAnAnswerIsToldThatItStillHolds) {
  Serve();
  HttpWire wire(port());
  for (const std::string& path : {std::string("/v1/dossiers/") + kServedDossier, std::string("/v1/dossiers/") + kServedDossier + "/documents/" + document(1).id + "/fields",
                                  "/v1/documents/" + document(1).id, "/v1/documents/" + document(1).id + "/pdf", "/v1/pages/" + page(1).id + "/text?format=alto",
                                  "/v1/iiif/" + page(1).id + "/info.json", "/v1/iiif/" + page(1).id + "/full/max/0/default.jpg"}) {
    SCOPED_TRACE(path);
    const WireResponse first = Get(path);
    ASSERT_EQ(first.status, 200) << first.body;
    const std::string tag = first.Header("etag");
    ASSERT_GT(tag.size(), 30u);
    EXPECT_EQ(Get(path).Header("etag"), tag);
    // On one connection, which goes on behind an answer without a body.
    for (const std::string& have : {tag, "\"other\", W/" + tag, std::string("*")}) {
      wire.Send(Request("GET", path, IfNone(have)));
      const WireResponse again = wire.Receive();
      EXPECT_EQ(again.status, 304);
      EXPECT_EQ(again.Header("etag"), tag);
      EXPECT_EQ(again.headers.count("content-length"), 0u);
      EXPECT_EQ(again.headers.count("content-type"), 0u);
    }
    wire.Send(Request("GET", path, IfNone("\"other\"")));
    EXPECT_EQ(wire.Receive().body, first.body);
  }
}

TEST_F(EntityTags, OtherFormatsAndSizesAreOtherAnswers) {
  Serve();
  EXPECT_NE(Get("/v1/pages/" + page(1).id + "/text").Header("etag"), Get("/v1/pages/" + page(1).id + "/text?format=json").Header("etag"));
  EXPECT_NE(Get("/v1/iiif/" + page(1).id + "/full/max/0/default.jpg").Header("etag"), Get("/v1/iiif/" + page(1).id + "/full/max/90/default.jpg").Header("etag"));
  EXPECT_NE(Get("/v1/documents/" + document(1).id).Header("etag"), Get("/v1/documents/" + document(2).id).Header("etag"));
}

TEST_F(EntityTags, ANewVersionHasANewTag) {
  Serve();
  const std::string path = std::string("/v1/dossiers/") + kServedDossier;
  const std::string before = Get(path).Header("etag");
  EXPECT_TRUE(before.starts_with("\"1.")) << before;
  made_.dossier.version = 2;
  ASSERT_TRUE(Commit(archive_, made_).ok());
  const WireResponse after = Ask(port(), "GET", path, IfNone(before));
  EXPECT_EQ(after.status, 200);
  EXPECT_TRUE(after.Header("etag").starts_with("\"2."));
}

TEST_F(EntityTags, APictureThatTheClientHasIsNotDrawn) {
  options_.reader.executable = "/nowhere";
  Serve();
  const std::string path = "/v1/iiif/" + page(1).id + "/full/100,/0/default.jpg";
  EXPECT_GE(Get(path).status, 500) << "nobody draws";
  EXPECT_EQ(Ask(port(), "GET", path, IfNone("*")).status, 304);
}

TEST(EntityTag, NamesTheVersionThatItIsOf) {
  EXPECT_TRUE(NamesVersion("\"3\"", "3"));
  EXPECT_TRUE(NamesVersion(EntityTagOf("content", "3"), "3"));
  for (const char* other : {"\"31\"", "\"2\"", "3", "", "\"", "\"3.abc", "W/\"3\""}) EXPECT_FALSE(NamesVersion(other, "3")) << other;
}

}  // namespace
}  // namespace sohoa
