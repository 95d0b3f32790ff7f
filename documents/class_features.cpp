// SPDX-License-Identifier: Apache-2.0
#include "documents/class_features.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

namespace sohoa {
namespace {

// Titles stand above this, capitals in the middle of the page.
constexpr double kTitlesEnd = 0.5;
constexpr double kHeadEnd = 0.2;
// How much each kind of evidence counts as a whole, however many words it has.
constexpr double kOfTitles = 1.0;
constexpr double kOfTitleLetters = 0.8;
constexpr double kOfHead = 0.7;
constexpr double kOfBody = 1.0;
constexpr double kOfLineStarts = 0.8;
constexpr double kOfLayout = 1.0;
// Words behind these say little of what a page is, and cost time.
constexpr std::size_t kMostBodyWords = 500;

// FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo), folded to the size of the table: the same on every machine.
std::uint32_t HashOf(char kind, std::string_view text) {
  std::uint32_t hash = 2166136261u;
  const auto add = [&hash](char c) { hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u; };
  add(kind);
  for (const char c : text) add(c);
  return (hash ^ (hash >> 16)) & (kClassFeaturePlaces - 1);
}

// Digits differ from paper to paper; how many there are is what a word of them says.
std::string WithoutDigits(std::string_view key) {
  std::string plain(key);
  for (char& c : plain) {
    if (c >= '0' && c <= '9') c = '0';
  }
  return plain;
}

std::vector<std::string_view> WordsOf(std::string_view key) {
  std::vector<std::string_view> words;
  for (std::size_t begin = 0; begin < key.size();) {
    const std::size_t end = std::min(key.find(' ', begin), key.size());
    if (end > begin) words.push_back(key.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

// Places of one kind of evidence.
class Evidence {
 public:
  explicit Evidence(double weight) : weight_(weight) {}

  void Add(char kind, std::string_view text) { places_.push_back(HashOf(kind, text)); }

  // Words of a line and pairs of them.
  void AddWords(char kind, std::string_view key) {
    const std::vector<std::string_view> words = WordsOf(key);
    for (std::size_t i = 0; i < words.size(); ++i) {
      Add(kind, words[i]);
      if (i + 1 == words.size()) continue;
      // Both stand in `key` with one space between them.
      Add(kind, std::string_view(words[i].data(), words[i].size() + 1 + words[i + 1].size()));
    }
    words_ += words.size();
  }

  // All together as long as the kind's weight.
  void Finish(std::vector<ClassFeature>& out) {
    std::sort(places_.begin(), places_.end());
    places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
    if (places_.empty()) return;
    const auto value = static_cast<float>(weight_ / std::sqrt(static_cast<double>(places_.size())));
    for (const std::uint32_t place : places_) out.push_back({place, value});
  }

  std::size_t words() const { return words_; }

 private:
  double weight_;
  std::size_t words_ = 0;
  std::vector<std::uint32_t> places_;
};

bool IsTitleLine(const TextLine& line) {
  return line.top < kTitlesEnd && std::abs(line.center_x() - 0.5) < 0.15 && line.key.size() > 2 && line.text.UpperShare() > 0.6;
}

// Letters of the title four by four, so that one that was misread leaves the others.
void AddTitle(const std::string& key, Evidence& words, Evidence& letters) {
  constexpr std::size_t kLetters = 4;
  words.AddWords('t', key);
  for (std::size_t i = 0; i + kLetters <= key.size(); ++i) letters.Add('c', std::string_view(key).substr(i, kLetters));
}

// One of a few steps, so that it is evidence that is there or not.
std::string Step(std::string_view name, double value, double step) {
  return std::string(name) + std::to_string(static_cast<int>(value / step));
}

void AddLayout(const PageRecord& page, const std::vector<TextLine>& lines, const PageHead& head, std::size_t pages, Evidence& layout) {
  const auto add = [&layout](std::string_view text) { layout.Add('l', text); };
  add(!head.has_motto ? "no motto" : (head.motto_centred ? "motto in the middle" : "motto on the right"));
  if (head.number_line) add("number");
  if (head.date) add("date");
  if (head.about_marked) add("about");
  if (head.addressee) add("addressee");
  if (!page.barcodes.empty()) add("bars");
  if (page.geometry.width > page.geometry.height) add("on its side");
  const std::string kind = ClassOfCode(head.code);
  if (!kind.empty()) add("kind " + kind);
  add(Step("pages", static_cast<double>(std::min<std::size_t>(pages, 4)), 1));
  add(Step("lines", std::log2(static_cast<double>(lines.size()) + 1), 1));
  double upper = 0;
  double centred = 0;
  double wide = 0;
  for (const TextLine& line : lines) {
    upper += line.text.UpperShare() > 0.6 ? 1 : 0;
    centred += std::abs(line.center_x() - 0.5) < 0.05 && line.left > 0.2 ? 1 : 0;
    wide += line.right - line.left > 0.6 ? 1 : 0;
  }
  const double all = std::max<double>(1, static_cast<double>(lines.size()));
  add(Step("upper", upper / all, 0.15));
  add(Step("centred", centred / all, 0.15));
  add(Step("wide", wide / all, 0.2));
}

}  // namespace

std::vector<ClassFeature> ClassFeaturesOf(const PageRecord& first, const std::vector<TextLine>& lines, const PageHead& head,
                                          std::size_t pages) {
  Evidence titles(kOfTitles);
  Evidence letters(kOfTitleLetters);
  Evidence top(kOfHead);
  Evidence body(kOfBody);
  Evidence starts(kOfLineStarts);
  Evidence layout(kOfLayout);
  const double head_end = std::max(head.bottom, kHeadEnd);
  for (const TextLine& line : lines) {
    const std::string key = WithoutDigits(line.key);
    if (IsTitleLine(line)) {
      AddTitle(key, titles, letters);
    } else if (line.center_y() < head_end) {
      top.AddWords('h', key);
    } else if (body.words() < kMostBodyWords) {
      body.AddWords('b', key);
      const std::vector<std::string_view> words = WordsOf(key);
      if (words.size() > 1) starts.Add('s', key.substr(0, words[0].size() + 1 + words[1].size()));
    }
  }
  AddLayout(first, lines, head, pages, layout);
  std::vector<ClassFeature> features;
  for (Evidence* evidence : {&titles, &letters, &top, &body, &starts, &layout}) evidence->Finish(features);
  std::sort(features.begin(), features.end(), [](const ClassFeature& a, const ClassFeature& b) { return a.place < b.place; });
  std::vector<ClassFeature> once;
  for (const ClassFeature& feature : features) {
    if (!once.empty() && once.back().place == feature.place) {
      once.back().value += feature.value;
    } else {
      once.push_back(feature);
    }
  }
  return once;
}

}  // namespace sohoa
