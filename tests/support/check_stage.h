// SPDX-License-Identifier: Apache-2.0
//
// What pipeline/stage.h promises of the page service: equal input gives equal output, a
// cancelled run ends at once, the smallest pages and blank ones give a result or a Status.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "core/record_codec.h"
#include "pipeline/pipeline.h"

namespace sohoa {

inline Result<PageRecord> RunPage(const std::vector<std::unique_ptr<PageStage>>& stages, const OriginalFile& original,
                                  const StageContext& context, std::string* failed_stage) {
  PageWork work;
  work.original = &original;
  work.record.source = {"H42-260930-0012", "b1", 0, Sha256(), 0};
  work.record.id = MakePageId(work.record.source);
  const Status status = RunPageStages(stages, work, context, failed_stage);
  if (!status.ok()) return status;
  return work.record;
}

inline void CheckPageStages(const std::vector<std::unique_ptr<PageStage>>& stages, const OriginalFile& original) {
  std::string failed;
  const Result<PageRecord> one = RunPage(stages, original, StageContext(), &failed);
  const Result<PageRecord> two = RunPage(stages, original, StageContext(), &failed);
  ASSERT_EQ(one.ok(), two.ok());
  if (one) {
    EXPECT_EQ(EncodePageRecord(*one, true), EncodePageRecord(*two, true));
    EXPECT_EQ(one->made_by.size(), stages.size());
    EXPECT_EQ(one->layer_sha256, Sha256::Of(one->layer.bytes));
  }
  StageContext cancelled;
  cancelled.cancelled = [] { return true; };
  const Result<PageRecord> none = RunPage(stages, original, cancelled, &failed);
  EXPECT_EQ(none.status().code(), StatusCode::kCancelled);
  EXPECT_EQ(failed, stages.front()->Name());
}

}  // namespace sohoa
