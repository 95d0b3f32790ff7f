// SPDX-License-Identifier: Apache-2.0
#include "documents/class_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/embedded_file.h"

SOHOA_EMBED_FILE(sohoa_class_model, SOHOA_CLASS_MODEL);

namespace sohoa {
namespace {

constexpr std::string_view kMagic = "SOHOACLASSES1\n";
constexpr std::uint32_t kMostClasses = 255;

void PutNumber(std::uint32_t number, std::string& out) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 255);
}

void PutText(std::string_view text, std::string& out) {
  PutNumber(static_cast<std::uint32_t>(text.size()), out);
  out += text;
}

void PutFloat(float number, std::string& out) {
  std::uint32_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  PutNumber(bits, out);
}

// What is left of the bytes; nothing more once one was missing.
class ModelBytes {
 public:
  explicit ModelBytes(std::string_view bytes) : rest_(bytes) {}

  std::string_view Take(std::size_t count) {
    if (count > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }
  std::uint8_t Byte() {
    const std::string_view one = Take(1);
    return one.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(one[0]);
  }
  std::uint32_t Number() {
    std::uint32_t number = 0;
    int shift = 0;
    for (const char c : Take(4)) {
      number |= static_cast<std::uint32_t>(static_cast<unsigned char>(c)) << shift;
      shift += 8;
    }
    return number;
  }
  float Float() {
    const std::uint32_t bits = Number();
    float number = 0;
    std::memcpy(&number, &bits, sizeof number);
    ok_ = ok_ && std::isfinite(number);
    return number;
  }
  std::string Text() { return std::string(Take(Number())); }
  bool ok() const { return ok_; }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

Status Damaged(std::string_view what) {
  return {StatusCode::kCorruption, "read the model of classes: " + std::string(what) + "; make it anew with train_classes"};
}

}  // namespace

ClassModel::ClassModel(Parts parts) : parts_(std::move(parts)) { parts_.weights.resize(kClassFeaturePlaces); }

std::vector<ClassProbability> ClassModel::Probabilities(const std::vector<ClassFeature>& features) const {
  const std::size_t classes = parts_.classes.size();
  std::vector<double> sums(classes, 0);
  for (const ClassFeature& feature : features) {
    for (const Weight& weight : parts_.weights[feature.place]) sums[weight.class_number] += static_cast<double>(feature.value) * weight.value;
  }
  std::vector<ClassProbability> found;
  double claimed = 0;
  for (std::size_t i = 0; i < classes; ++i) {
    const double sum = sums[i] * parts_.scales[i] + parts_.offsets[i];
    found.push_back({parts_.classes[i], 1 / (1 + std::exp(-parts_.slope * sum))});
    claimed += found.back().probability;
  }
  // What no class claims is of none; what several claim is shared.
  const auto none = std::find_if(found.begin(), found.end(), [](const ClassProbability& one) { return one.code == kNoClass; });
  if (claimed < 1 && none != found.end()) {
    none->probability += 1 - claimed;
  } else {
    for (ClassProbability& one : found) one.probability /= claimed;
  }
  std::stable_sort(found.begin(), found.end(), [](const ClassProbability& a, const ClassProbability& b) { return a.probability > b.probability; });
  return found;
}

std::string EncodeClassModel(const ClassModel::Parts& parts) {
  std::string out(kMagic);
  PutText(parts.made_by, out);
  PutNumber(static_cast<std::uint32_t>(parts.classes.size()), out);
  for (std::size_t i = 0; i < parts.classes.size(); ++i) {
    PutText(parts.classes[i], out);
    PutFloat(parts.scales[i], out);
    PutFloat(parts.offsets[i], out);
  }
  PutFloat(parts.slope, out);
  // Places without weights are a nought each.
  for (const std::vector<ClassModel::Weight>& weights : parts.weights) {
    out += static_cast<char>(weights.size());
    for (const ClassModel::Weight& weight : weights) {
      out += static_cast<char>(weight.class_number);
      out += static_cast<char>(weight.value);
    }
  }
  return out;
}

Result<ClassModel::Parts> DecodeClassModel(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return Damaged("it does not begin as one");
  ModelBytes rest(bytes.substr(kMagic.size()));
  ClassModel::Parts parts;
  parts.made_by = rest.Text();
  const std::uint32_t classes = rest.Number();
  if (classes == 0 || classes > kMostClasses) return Damaged("it has no classes");
  for (std::uint32_t i = 0; i < classes; ++i) {
    parts.classes.push_back(rest.Text());
    parts.scales.push_back(rest.Float());
    parts.offsets.push_back(rest.Float());
  }
  parts.slope = rest.Float();
  parts.weights.resize(kClassFeaturePlaces);
  for (std::vector<ClassModel::Weight>& weights : parts.weights) {
    weights.resize(rest.Byte());
    for (ClassModel::Weight& weight : weights) {
      weight.class_number = rest.Byte();
      weight.value = static_cast<std::int8_t>(rest.Byte());
      if (weight.class_number >= classes) return Damaged("a weight is of no class");
    }
  }
  if (!rest.ok() || !rest.empty()) return Damaged("it is too short or too long");
  return parts;
}

const ClassModel& BuiltInClassModel() {
  // A program whose own bytes are damaged says "none of the classes" of everything.
  static const ClassModel model = [] {
    Result<ClassModel::Parts> parts = DecodeClassModel(EmbeddedBytes(sohoa_class_model_begin, sohoa_class_model_end));
    if (parts) return ClassModel(std::move(*parts));
    ClassModel::Parts none;
    none.classes = {std::string(kNoClass)};
    none.scales = {0};
    none.offsets = {0};
    return ClassModel(std::move(none));
  }();
  return model;
}

}  // namespace sohoa
