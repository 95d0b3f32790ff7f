// SPDX-License-Identifier: Apache-2.0
#include "cli/json_text.h"

#include <gtest/gtest.h>

namespace sohoa {
namespace {

TEST(JsonObject, LeavesEmptyValuesOutAndEscapesTheRest) {
  EXPECT_EQ(JsonObject({{"a", "x\"y"}, {"b", ""}, {"c", "ơ"}}), "{\"a\":\"x\\\"y\",\"c\":\"ơ\"}");
}

TEST(JsonView, GivesEmptyValuesForWhatIsNotThere) {
  const Result<JsonView> view = JsonView::Parse("{\"a\":{\"b\":[1,null,\"x\"]}}");
  ASSERT_TRUE(view);
  EXPECT_EQ((*view)["a"]["b"].items().size(), 3u);
  EXPECT_TRUE((*view)["a"]["b"].items()[1].is_null());
  EXPECT_EQ((*view)["nothing"]["at"].text(), "");
  EXPECT_TRUE((*view)["nothing"].items().empty());
}

TEST(JsonView, RefusesWhatIsNoJson) {
  EXPECT_EQ(JsonView::Parse("{").status().code(), StatusCode::kCorruption);
}

}  // namespace
}  // namespace sohoa
