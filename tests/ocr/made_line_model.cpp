// SPDX-License-Identifier: Apache-2.0
#include "ocr/made_line_model.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <stdexcept>

#include "core/vietnamese.h"

namespace sohoa {
namespace {

template <typename Number>
void Append(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof(number));
}

std::vector<std::string> Characters(const std::string& text) {
  std::vector<std::string> characters;
  for (const char32_t point : ToCodePoints(text)) {
    characters.push_back(FromCodePoints(std::u32string_view(&point, 1)));
  }
  return characters;
}

struct Trie {
  struct Node {
    std::map<int, std::size_t> next;  // by letter
    bool ends_word = false;
  };
  std::vector<Node> nodes{1};

  void Add(const std::vector<int>& word) {
    std::size_t at = 0;
    for (const int letter : word) {
      const auto [place, added] = nodes[at].next.try_emplace(letter, nodes.size());
      at = place->second;
      if (added) nodes.emplace_back();
    }
    nodes[at].ends_word = true;
  }
};

}  // namespace

std::string MadeUnicharset(const std::vector<std::string>& unichars) {
  std::string text = std::to_string(unichars.size()) + "\n";
  for (const std::string& unichar : unichars) {
    const bool digit = unichar.size() == 1 && unichar[0] >= '0' && unichar[0] <= '9';
    if (unichar == " ") {
      text += "NULL 0 Common 0\n";
    } else {
      text += unichar + (digit ? " 8" : " 3") + " 0,255,0,255,0,0,0,0,0,0 Latin 1 0 1 " + unichar +
              "\t# it\n";
    }
  }
  return text;
}

std::string MadeRecoder(const std::vector<std::vector<int>>& codes) {
  std::string bytes;
  Append(bytes, static_cast<std::uint32_t>(codes.size()));
  for (const std::vector<int>& sequence : codes) {
    Append(bytes, std::int8_t{1});
    Append(bytes, static_cast<std::int32_t>(sequence.size()));
    for (const int code : sequence) Append(bytes, static_cast<std::int32_t>(code));
  }
  return bytes;
}

std::string MadeDawg(std::vector<std::vector<int>> words, int unichars) {
  Trie trie;
  for (const std::vector<int>& word : words) trie.Add(word);
  std::vector<std::size_t> first_edges(trie.nodes.size(), 0);
  std::size_t count = 0;
  for (std::size_t node = 0; node < trie.nodes.size(); ++node) {
    if (!trie.nodes[node].next.empty()) first_edges[node] = count;
    count += trie.nodes[node].next.size();
  }
  std::string bytes;
  Append(bytes, std::int16_t{42});
  Append(bytes, static_cast<std::int32_t>(unichars));
  Append(bytes, static_cast<std::int32_t>(count));
  const int letter_bits = std::bit_width(static_cast<unsigned>(unichars));
  for (const Trie::Node& node : trie.nodes) {
    std::size_t left = node.next.size();
    for (const auto& [letter, next] : node.next) {
      const std::uint64_t last = --left == 0 ? 1 : 0;
      const std::uint64_t ends = trie.nodes[next].ends_word ? 4 : 0;
      Append(bytes, static_cast<std::uint64_t>(letter) | ((last | ends) << letter_bits) |
                        (static_cast<std::uint64_t>(first_edges[next]) << (letter_bits + 3)));
    }
  }
  return bytes;
}

TrainedData MadeTrainedData(const std::map<ModelPart, std::string>& parts) {
  constexpr std::uint32_t kParts = 24;
  std::string table;
  std::string bodies;
  Append(table, kParts);
  for (std::uint32_t part = 0; part < kParts; ++part) {
    const auto found = parts.find(static_cast<ModelPart>(part));
    const bool there = found != parts.end();
    Append(table,
           there ? static_cast<std::int64_t>(4 + kParts * 8 + bodies.size()) : std::int64_t{-1});
    if (there) bodies += found->second;
  }
  Result<TrainedData> data = TrainedData::FromBytes(table + bodies);
  if (!data) throw std::runtime_error(data.status().ToString());
  return *std::move(data);
}

std::map<ModelPart, std::string> PartsOf(const TrainedData& model) {
  std::map<ModelPart, std::string> parts;
  for (const ModelPart part :
       {ModelPart::kPunctuationDawg, ModelPart::kWordDawg, ModelPart::kNumberDawg,
        ModelPart::kUnicharset, ModelPart::kRecoder}) {
    if (!model.Part(part).empty()) parts[part] = std::string(model.Part(part));
  }
  return parts;
}

MadeLineModel::MadeLineModel(const std::vector<std::string>& characters)
    : unichars_({" ", "Joined", "|Broken|0|1"}) {
  unichars_.insert(unichars_.end(), characters.begin(), characters.end());
  parts_[ModelPart::kUnicharset] = MadeUnicharset(unichars_);
  std::vector<std::vector<int>> codes;
  for (int id = 0; id < static_cast<int>(unichars_.size()); ++id) {
    codes.push_back({id == 0 ? 0 : id < 3 ? null_code() : id - 2});
  }
  parts_[ModelPart::kRecoder] = MadeRecoder(codes);
}

void MadeLineModel::SetDictionary(const std::vector<std::string>& words,
                                  const std::vector<std::string>& punctuation,
                                  const std::vector<std::string>& numbers) {
  parts_[ModelPart::kWordDawg] = Dawg(words);
  parts_[ModelPart::kPunctuationDawg] = Dawg(punctuation);
  parts_[ModelPart::kNumberDawg] = Dawg(numbers);
}

int MadeLineModel::Id(const std::string& character) const {
  const auto found = std::find(unichars_.begin(), unichars_.end(), character);
  if (found == unichars_.end()) throw std::runtime_error("no such character: " + character);
  return static_cast<int>(found - unichars_.begin());
}

int MadeLineModel::Code(const std::string& character) const {
  if (character.empty()) return null_code();
  return character == " " ? 0 : Id(character) - 2;
}

std::vector<int> MadeLineModel::Ids(const std::string& text) const {
  std::vector<int> ids;
  for (const std::string& character : Characters(text)) ids.push_back(Id(character));
  return ids;
}

std::string MadeLineModel::Dawg(const std::vector<std::string>& texts) const {
  std::vector<std::vector<int>> words;
  for (const std::string& text : texts) words.push_back(Ids(text));
  return MadeDawg(std::move(words), static_cast<int>(unichars_.size()));
}

MadeOutputs& MadeOutputs::Step(const std::vector<std::pair<std::string, double>>& probabilities) {
  double left = 1;
  for (const auto& [character, probability] : probabilities) left -= probability;
  std::vector<float> step(static_cast<std::size_t>(outputs_.classes),
                          static_cast<float>(std::max(left, 0.0) / outputs_.classes));
  for (const auto& [character, probability] : probabilities) {
    step[static_cast<std::size_t>(model_.Code(character))] += static_cast<float>(probability);
  }
  outputs_.probabilities.insert(outputs_.probabilities.end(), step.begin(), step.end());
  ++outputs_.steps;
  return *this;
}

MadeOutputs& MadeOutputs::Spell(const std::string& text, double probability) {
  for (const std::string& character : Characters(text)) {
    Step({{character, probability}}).Step({{character, probability}}).Step({{"", 0.99}});
  }
  return *this;
}

}  // namespace sohoa
