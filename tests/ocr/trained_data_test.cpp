// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/trained_data.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

#include "ocr/line_network_drawing.h"

namespace sohoa {
namespace {

template <typename T>
void Append(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

// A file of parts at the given offsets from the end of its table; negative: not there.
std::string MakeFile(const std::vector<std::int64_t>& offsets, const std::string& content) {
  std::string bytes;
  Append(bytes, static_cast<std::uint32_t>(offsets.size()));
  const auto table_end = static_cast<std::int64_t>(4 + 8 * offsets.size());
  for (const std::int64_t offset : offsets) Append(bytes, offset < 0 ? std::int64_t{-1} : table_end + offset);
  return bytes + content;
}

TEST(TrainedDataTest, FindsThePartsOfAnInstalledModel) {
  const Result<TrainedData> data = TrainedData::Open(ModelPath("vie"));
  ASSERT_TRUE(data.ok()) << data.status().ToString();
  EXPECT_GT(data->Part(ModelPart::kNetwork).size(), 100000U);
  EXPECT_NE(data->Part(ModelPart::kUnicharset).find("NULL"), std::string_view::npos);
  EXPECT_FALSE(data->Part(ModelPart::kRecoder).empty());
  EXPECT_FALSE(data->Part(ModelPart::kVersion).empty());
}

TEST(TrainedDataTest, PartsStayWhereTheyAreWhenItIsMoved) {
  Result<TrainedData> data = TrainedData::FromBytes(MakeFile({0, -1, 3}, "abcdefgh"));
  ASSERT_TRUE(data.ok()) << data.status().ToString();
  const std::string_view first = data->Part(ModelPart::kLanguageConfig);
  const TrainedData moved = std::move(*data);
  EXPECT_EQ(first, "abc");
  EXPECT_EQ(moved.Part(ModelPart::kLanguageConfig).data(), first.data());
}

TEST(TrainedDataTest, APartThatIsMissingIsEmpty) {
  const Result<TrainedData> data = TrainedData::FromBytes(MakeFile({-1, 0}, "abc"));
  ASSERT_TRUE(data.ok()) << data.status().ToString();
  EXPECT_TRUE(data->Part(ModelPart::kLanguageConfig).empty());
  EXPECT_TRUE(data->Part(ModelPart::kVersion).empty());
}

TEST(TrainedDataTest, AFileThatIsNotThereIsNotFound) {
  const Result<TrainedData> data = TrainedData::Open("/nonexistent/xyz.traineddata");
  ASSERT_FALSE(data.ok());
  EXPECT_EQ(data.status().code(), StatusCode::kNotFound);
}

TEST(TrainedDataTest, GarbageAndTruncatedTablesAreCorrupt) {
  const std::string good = MakeFile({0, 3, 5}, "abcdefgh");
  std::vector<std::string> bad = {"", "abc", std::string(100, '\0'), std::string(100, '\xff'), "%PDF-1.7 something",
                                  MakeFile({}, "abc"), MakeFile({5, 3}, "abcdefgh"), MakeFile({900}, "abc")};
  for (std::size_t length = 0; length < 4 + 3 * 8; ++length) bad.push_back(good.substr(0, length));
  for (const std::string& bytes : bad) {
    const Result<TrainedData> data = TrainedData::FromBytes(bytes);
    ASSERT_FALSE(data.ok()) << bytes.size();
    EXPECT_EQ(data.status().code(), StatusCode::kCorruption);
  }
}

TEST(TrainedDataTest, AnOffsetIntoTheTableIsCorrupt) {
  std::string bytes = MakeFile({0}, "abc");
  const std::int64_t into_table = 4;
  std::memcpy(bytes.data() + 4, &into_table, sizeof(into_table));
  EXPECT_FALSE(TrainedData::FromBytes(bytes).ok());
}

}  // namespace
}  // namespace sohoa
