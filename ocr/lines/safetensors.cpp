// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/safetensors.h"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "ocr/lines/damaged_model.h"

namespace sohoa {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
// A network of hundreds of layers needs a twentieth of it.
constexpr std::uint64_t kMostHeaderBytes = 1 << 20;
constexpr std::size_t kMostDimensions = 8;

Status DamagedTensors(const char* what) { return DamagedModel("read safetensors", what); }

std::uint64_t HeaderLength(std::string_view bytes) {
  std::uint64_t length = 0;
  for (std::size_t i = kLengthBytes; i-- > 0;) length = length << 8 | static_cast<unsigned char>(bytes[i]);
  return length;
}

std::optional<std::uint64_t> Unsigned(const Json& json) {
  if (!json.is_number_unsigned()) return std::nullopt;
  return json.get<std::uint64_t>();
}

std::optional<Tensor> ReadTensor(const Json& json, std::string_view data) {
  if (!json.is_object()) return std::nullopt;
  const auto type = json.find("dtype");
  const auto shape = json.find("shape");
  const auto offsets = json.find("data_offsets");
  if (type == json.end() || shape == json.end() || offsets == json.end()) return std::nullopt;
  if (!type->is_string() || !shape->is_array() || !offsets->is_array()) return std::nullopt;
  if (shape->size() > kMostDimensions || offsets->size() != 2) return std::nullopt;
  Tensor tensor;
  tensor.type = type->get<std::string>();
  for (const Json& length : *shape) {
    const std::optional<std::uint64_t> number = Unsigned(length);
    // None is longer than the data; that bounds it for whoever multiplies.
    if (!number || *number > data.size()) return std::nullopt;
    tensor.shape.push_back(static_cast<std::int64_t>(*number));
  }
  const std::optional<std::uint64_t> begin = Unsigned((*offsets)[0]);
  const std::optional<std::uint64_t> end = Unsigned((*offsets)[1]);
  if (!begin || !end || *begin > *end || *end > data.size()) return std::nullopt;
  tensor.bytes = data.substr(static_cast<std::size_t>(*begin), static_cast<std::size_t>(*end - *begin));
  return tensor;
}

}  // namespace

Result<Safetensors> Safetensors::Parse(std::string_view bytes) {
  if (bytes.size() < kLengthBytes) return DamagedTensors("the file is too short");
  const std::uint64_t length = HeaderLength(bytes);
  bytes.remove_prefix(kLengthBytes);
  if (length > kMostHeaderBytes) return DamagedTensors("its header is no model's");
  if (length > bytes.size()) return DamagedTensors("it ends within its header");
  const Json header = Json::parse(bytes.substr(0, static_cast<std::size_t>(length)), nullptr, false);
  if (!header.is_object()) return DamagedTensors("its header does not parse");
  Safetensors file;
  file.data_ = bytes.substr(static_cast<std::size_t>(length));
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      if (!entry.is_object()) return DamagedTensors("its metadata is no list of texts");
      for (const auto& [key, text] : entry.items()) {
        if (!text.is_string()) return DamagedTensors("its metadata is no list of texts");
        file.texts_[key] = text.get<std::string>();
      }
      continue;
    }
    std::optional<Tensor> tensor = ReadTensor(entry, file.data_);
    if (!tensor) return DamagedTensors("a tensor is described wrongly, or lies outside the file");
    file.tensors_[name] = *std::move(tensor);
  }
  return file;
}

std::string_view Safetensors::Text(const std::string& name) const {
  const auto found = texts_.find(name);
  return found == texts_.end() ? std::string_view() : found->second;
}

const Tensor* Safetensors::Find(const std::string& name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? nullptr : &found->second;
}

}  // namespace sohoa
