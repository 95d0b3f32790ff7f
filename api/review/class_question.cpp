// SPDX-License-Identifier: Apache-2.0
#include "api/review/class_question.h"

#include <algorithm>
#include <cmath>

#include "documents/document_classes.h"
#include "documents/fields/field_labels.h"
#include "documents/likely_classes.h"

namespace sohoa {
namespace {

using ClassJson = nlohmann::ordered_json;

constexpr std::size_t kMostChoices = 6;
constexpr const char* kOtherClass = "other";
// Of the first page, from its top: heads, titles and what a document begins with.
constexpr double kHeadShare = 0.4;

ClassJson ChoiceOf(const std::string& code, double probability) {
  return {{"code", code}, {"label", DocumentClassLabel(code)}, {"probability", std::round(probability * 1e4) / 1e4}};
}

}  // namespace

Status DescribeClassQuestion(Archive& archive, const Document& document, ClassJson& json) {
  std::vector<PageRecord> records;
  for (const std::string& id : document.page_ids) {
    Result<PageRecord> record = archive.GetPageRecord(id, true);
    if (!record) return record.status();
    records.push_back(std::move(*record));
  }
  std::vector<const PageRecord*> pages;
  for (const PageRecord& record : records) pages.push_back(&record);
  ClassJson choices = ClassJson::array();
  double of_own = document.type.confidence;
  std::vector<LikelyClass> likely = LikelyClasses(pages, kMostChoices + 1);
  for (const LikelyClass& one : likely) {
    if (one.code == document.type.code) of_own = std::max(of_own, one.probability);
  }
  choices.push_back(ChoiceOf(document.type.code, of_own));
  for (const LikelyClass& one : likely) {
    if (choices.size() < kMostChoices && one.code != document.type.code && one.code != kOtherClass) choices.push_back(ChoiceOf(one.code, one.probability));
  }
  const ClassJson corner = {{0.0, 0.0}, {1.0, 0.0}, {1.0, kHeadShare}, {0.0, kHeadShare}};
  const bool is_none = document.type.code == kOtherClass;
  json["value"] = {{"code", kDocumentClassField},
                   {"label", kDocumentClassLabel},
                   {"value", is_none ? ClassJson(nullptr) : ClassJson(DocumentClassLabel(document.type.code))},
                   {"normalized", document.type.code},
                   {"confidence", document.type.confidence},
                   {"location", {{{"page", document.pages.empty() ? 0 : document.pages.front()}, {"page_id", document.page_ids.front()}, {"polygon", corner}}}},
                   {"source", {{"kind", "inferred"}, {"engine", ""}}},
                   {"alternatives", ClassJson::array()},
                   {"validation", ClassJson::array()},
                   {"review", {{"state", ReviewStateName(document.type.review)}, {"reason", document.type.review_reason}}}};
  json["choices"] = std::move(choices);
  return {};
}

ClassJson AllClasses() {
  ClassJson all = ClassJson::array();
  for (const DocumentClass& one : DocumentClasses()) all.push_back({{"code", one.code}, {"label", one.label}});
  all.push_back({{"code", kOtherClass}, {"label", DocumentClassLabel(kOtherClass)}});
  return all;
}

Result<std::string> ClassSaid(const Document& document, const std::string& review, const std::string& value) {
  if (review == ReviewStateName(ReviewState::kConfirmed)) return document.type.code;
  if (review != ReviewStateName(ReviewState::kCorrected) || (value != kOtherClass && FindDocumentClass(value) == nullptr)) {
    return Status(StatusCode::kInvalidArgument, "of a class, review is confirmed, or corrected with its code as the value; one that cannot be told is \"other\"");
  }
  return value;
}

}  // namespace sohoa
