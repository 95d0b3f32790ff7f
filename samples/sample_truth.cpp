// SPDX-License-Identifier: Apache-2.0
#include "samples/sample_truth.h"

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

using Json = nlohmann::ordered_json;

const char* InkName(SampleInk ink) {
  switch (ink) {
    case SampleInk::kPrint:
      return "print";
    case SampleInk::kHandwriting:
      return "handwriting";
    case SampleInk::kStamp:
      return "stamp";
  }
  return "print";
}

Json PageJson(const SamplePageTruth& page, std::size_t number) {
  Json out = {{"page", number},     {"width", page.width},       {"height", page.height},
              {"dpi", page.dpi},    {"rotation", page.rotation}, {"skew_deg", page.skew_degrees},
              {"blank", page.blank}};
  Json lines = Json::array();
  for (const SampleLine& line : page.lines) {
    Json words = Json::array();
    for (const SampleWord& word : line.words) {
      Json one = {{"text", word.text},
                  {"box", {word.box.left, word.box.top, word.box.right, word.box.bottom}}};
      if (word.ink != SampleInk::kPrint) one["ink"] = InkName(word.ink);
      words.push_back(std::move(one));
    }
    lines.push_back({{"text", line.text}, {"words", std::move(words)}});
  }
  out["lines"] = std::move(lines);
  return out;
}

}  // namespace

std::string TruthText(const SamplePageTruth& page) {
  std::string text;
  for (const SampleLine& line : page.lines) text += line.text + "\n";
  return text;
}

std::string TruthJson(const SampleTruth& truth, const std::string& file) {
  Json out = {{"file", file}, {"class", truth.class_code}};
  Json fields = Json::array();
  for (const SampleField& field : truth.fields) {
    fields.push_back(
        {{"code", field.code}, {"value", field.value}, {"normalized", field.normalized}});
  }
  out["fields"] = std::move(fields);
  if (!truth.table_rows.empty()) {
    out["table"] = {{"columns", truth.table_columns}, {"rows", truth.table_rows}};
  }
  Json pages = Json::array();
  for (const SamplePageTruth& page : truth.pages) pages.push_back(PageJson(page, pages.size() + 1));
  out["pages"] = std::move(pages);
  return out.dump(1) + "\n";
}

}  // namespace sohoa
