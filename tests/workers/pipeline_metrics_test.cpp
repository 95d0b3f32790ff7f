// SPDX-License-Identifier: Apache-2.0
#include "workers/pipeline_metrics.h"

#include <gtest/gtest.h>

#include <chrono>
#include <numeric>
#include <thread>

namespace sohoa {
namespace {

SecondsHistogram Bounded(std::vector<double> bounds) {
  SecondsHistogram histogram;
  histogram.counts.assign(bounds.size() + 1, 0);
  histogram.bounds = std::move(bounds);
  return histogram;
}

TEST(SecondsHistogram, CountsWhatLiesOnABoundBelowIt) {
  SecondsHistogram histogram = Bounded({1, 2});

  for (const double seconds : {0.5, 1.0, 1.5, 2.0, 9.0}) histogram.Observe(seconds);

  EXPECT_EQ(histogram.counts, (std::vector<std::uint64_t>{2, 2, 1}));
  EXPECT_EQ(histogram.observed, 5u);
  EXPECT_DOUBLE_EQ(histogram.sum, 14.0);
}

TEST(SecondsHistogram, FindsQuantilesBetweenBoundsByProportion) {
  SecondsHistogram histogram = Bounded({1, 3});
  EXPECT_EQ(histogram.Quantile(0.5), 0);

  for (int i = 0; i < 10; ++i) histogram.Observe(2);
  EXPECT_DOUBLE_EQ(histogram.Quantile(0.5), 2.0);
  EXPECT_DOUBLE_EQ(histogram.Quantile(1.0), 3.0);

  for (int i = 0; i < 90; ++i) histogram.Observe(100);
  EXPECT_DOUBLE_EQ(histogram.Quantile(0.5), 3.0) << "above all bounds only the highest is known";
}

TEST(PipelineMetrics, HaveTheirSeriesFromTheStart) {
  PipelineMetrics metrics;
  const PipelineNumbers numbers = metrics.Snapshot();
  EXPECT_EQ(numbers.retries.at("timeout"), 0u);
  EXPECT_EQ(numbers.searchable.size(), 3u);
}

TEST(PipelineMetrics, ShowAPageInTheSecondInWhichItWasDoneOnceThatIsOver) {
  PipelineMetrics metrics;
  metrics.CountDone();
  metrics.CountDone();

  PipelineNumbers numbers = metrics.Snapshot();
  for (int i = 0; i < 100 && std::accumulate(numbers.done_each_second.begin(), numbers.done_each_second.end(), 0u) < 2; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    numbers = metrics.Snapshot();
  }

  EXPECT_EQ(numbers.pages_done, 2u);
  EXPECT_EQ(std::accumulate(numbers.done_each_second.begin(), numbers.done_each_second.end(), 0u), 2u);
}

TEST(PipelineMetrics, TakesNoMoreStagesThanThereCanBe) {
  PipelineMetrics metrics;
  for (int i = 0; i < 1000; ++i) metrics.ObserveStages({{"made up " + std::to_string(i), 1}});
  EXPECT_LE(metrics.Snapshot().stages.size(), 64u);
}

}  // namespace
}  // namespace sohoa
