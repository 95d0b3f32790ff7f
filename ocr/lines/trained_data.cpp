// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/trained_data.h"

#include <bit>
#include <cstdint>
#include <cstring>
#include <utility>

#include "ocr/lines/damaged_model.h"
#include "ocr/lines/model_file.h"

namespace sohoa {
namespace {

static_assert(std::endian::native == std::endian::little, "model files are little-endian");

constexpr std::size_t kCountBytes = 4;
constexpr std::size_t kOffsetBytes = 8;
// Tesseract 5 knows 24 kinds; more than this is no model file.
constexpr std::uint32_t kMostParts = 100;

Status DamagedModelFile(const char* what) { return DamagedModel("open line model", what); }

}  // namespace

Result<TrainedData> TrainedData::Open(const std::string& path) {
  Result<std::string> bytes = ReadModelFile(path);
  if (!bytes) return bytes.status();
  return FromBytes(*std::move(bytes));
}

Result<TrainedData> TrainedData::FromBytes(std::string bytes) {
  TrainedData data;
  data.bytes_.assign(bytes.begin(), bytes.end());
  const std::size_t size = data.bytes_.size();
  std::uint32_t count = 0;
  if (size < kCountBytes) return DamagedModelFile("the file is too short");
  std::memcpy(&count, data.bytes_.data(), kCountBytes);
  const std::size_t table_end = kCountBytes + std::size_t{count} * kOffsetBytes;
  if (count == 0 || count > kMostParts || table_end > size) return DamagedModelFile("it is not a model file");
  std::vector<std::int64_t> offsets(count);
  std::memcpy(offsets.data(), data.bytes_.data() + kCountBytes, count * kOffsetBytes);
  data.parts_.resize(count, {0, 0});
  // A part ends where the next one that is there begins.
  std::size_t end = size;
  for (std::size_t i = count; i-- > 0;) {
    if (offsets[i] < 0) continue;
    const auto begin = static_cast<std::size_t>(offsets[i]);
    if (begin < table_end || begin > end) return DamagedModelFile("its table points outside it");
    data.parts_[i] = {begin, end - begin};
    end = begin;
  }
  return data;
}

std::string_view TrainedData::Part(ModelPart part) const {
  const auto index = static_cast<std::size_t>(part);
  if (index >= parts_.size()) return {};
  return {bytes_.data() + parts_[index].first, parts_[index].second};
}

}  // namespace sohoa
