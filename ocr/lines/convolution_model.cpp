// SPDX-License-Identifier: Apache-2.0
#include "ocr/lines/convolution_model.h"

#include <charconv>
#include <optional>
#include <set>

#include "core/sha256.h"
#include "core/vietnamese.h"
#include "ocr/lines/damaged_model.h"
#include "ocr/lines/model_layer_reader.h"
#include "ocr/lines/safetensors.h"

namespace sohoa {
namespace {

constexpr std::size_t kMostCharacters = 1 << 14;
constexpr std::size_t kMostNameBytes = 64;
constexpr int kLeastHeight = 8;
constexpr int kMostHeight = 128;

Status DamagedConvolutions(const char* what) { return DamagedModel("read line model", what); }

std::optional<int> Number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool IsControl(char32_t point) { return point < 0x20 || (point >= 0x7f && point < 0xa0); }

// Of all that changes what is read.
bool SumIsRight(const Safetensors& file) {
  Sha256Hasher hasher;
  for (const char* text : {"network", "alphabet", "height"}) {
    hasher.Update(file.Text(text));
    hasher.Update("\n");
  }
  hasher.Update(file.data());
  return hasher.Finish().Hex() == file.Text("sha256");
}

Status ReadName(const Safetensors& file, ConvolutionModel& model) {
  model.name = std::string(file.Text("name"));
  if (model.name.empty() || model.name.size() > kMostNameBytes) return DamagedConvolutions("it has no name, or a long one");
  for (const char32_t point : ToCodePoints(model.name)) {
    if (IsControl(point)) return DamagedConvolutions("its name is no plain text");
  }
  return Status();
}

Status ReadAlphabet(const Safetensors& file, ConvolutionModel& model) {
  const std::string_view text = file.Text("alphabet");
  model.alphabet = ToCodePoints(text);
  if (model.alphabet.empty() || model.alphabet.size() > kMostCharacters) {
    return DamagedConvolutions("its alphabet is empty or too large");
  }
  std::set<char32_t> seen;
  for (const char32_t point : model.alphabet) {
    const std::string character = FromCodePoints(std::u32string_view(&point, 1));
    if (IsControl(point) || ToNfc(character) != character) return DamagedConvolutions("its alphabet is not NFC");
    if (!seen.insert(point).second) return DamagedConvolutions("a character is in its alphabet twice");
  }
  if (!seen.contains(U' ')) return DamagedConvolutions("its alphabet has no space");
  return Status();
}

}  // namespace

Result<ConvolutionModel> ReadConvolutionModel(std::string_view bytes) {
  const Result<Safetensors> file = Safetensors::Parse(bytes);
  if (!file) return file.status();
  if (file->Text("format") != "sohoa-line-model") return DamagedConvolutions("it is a file of another kind");
  if (file->Text("version") != "1") {
    return Status(StatusCode::kUnsupported, "read line model: it is of another version than 1");
  }
  if (!SumIsRight(*file)) return DamagedConvolutions("its checksum is wrong");
  ConvolutionModel model;
  if (Status status = ReadName(*file, model); !status.ok()) return status;
  const std::optional<int> height = Number(file->Text("height"));
  if (!height || *height < kLeastHeight || *height > kMostHeight) return DamagedConvolutions("its height is impossible");
  model.height = *height;
  if (Status status = ReadAlphabet(*file, model); !status.ok()) return status;
  if (const std::string_view curve = file->Text("confidence"); !curve.empty()) {
    Result<ConfidenceCurve> parsed = ConfidenceCurve::Parse(curve);
    if (!parsed) return parsed.status();
    model.confidence = *std::move(parsed);
  }
  model.description = std::string(file->Text("network"));
  if (Status status = ReadModelLayers(*file, model.description, model); !status.ok()) return status;
  return model;
}

}  // namespace sohoa
