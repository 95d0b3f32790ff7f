// SPDX-License-Identifier: Apache-2.0
//
// A dossier as completeness sees it, handed in paper by paper.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "documents/page_layout.h"
#include "documents/procedures/completeness_check.h"

namespace sohoa {

class HandedIn {
 public:
  explicit HandedIn(std::string code = "H42.18-260930-0012", std::string procedure = "1.001193") {
    head_ = {std::move(code), std::move(procedure), "H42.18", "Trần Thị Bưởi"};
  }

  // A document of one page with these lines, of a class that is beyond doubt. Its id is "d1", "d2" ...
  Document& Add(std::string_view type, const std::vector<std::string>& lines) {
    PageLayout layout;
    double y = 0.06;
    for (const std::string& line : lines) layout.Line(0.12, y += 0.03, line);
    return AddPage(type, layout.record());
  }
  Document& AddPage(std::string_view type, PageRecord record) {
    Document& document = documents_.emplace_back();
    const auto number = static_cast<std::uint32_t>(documents_.size());
    record.id = "p" + std::to_string(number);
    if (record.source.original == Sha256{}) record.source.original = Sha256::Of(record.id);
    document.id = "d" + std::to_string(number);
    document.pages = {number};
    document.page_ids = {record.id};
    document.type.code = std::string(type);
    document.type.review = ReviewState::kAutoAccepted;
    records_.push_back(std::move(record));
    return document;
  }
  // The same for a class that a person has to look at.
  Document& AddUncertain(std::string_view type, const std::vector<std::string>& lines) {
    Document& document = Add(type, lines);
    document.type.review = ReviewState::kNeedsReview;
    return document;
  }
  PageRecord& page(std::size_t number) { return records_[number - 1]; }
  std::uint32_t unread_pages = 0;

  Completeness Check(const ProcedureCatalogue& catalogue) const {
    DossierPapers papers;
    papers.head = head_;
    for (std::size_t i = 0; i < documents_.size(); ++i) {
      papers.documents.push_back(&documents_[i]);
      papers.pages.push_back({&records_[i]});
    }
    papers.unread_pages = unread_pages;
    papers.first_seen_unix_ms = 1'790'000'000'000;  // 2026-09-21
    return CheckCompleteness(papers, &catalogue);
  }

  static void SetField(Document& document, const std::string& code, const std::string& value,
                       ReviewState review = ReviewState::kAutoAccepted) {
    FieldValue field;
    field.code = code;
    field.value = field.normalized = value;
    field.review = review;
    document.fields.push_back(std::move(field));
  }

 private:
  DossierHead head_;
  std::deque<Document> documents_;
  std::deque<PageRecord> records_;
};

// A test with a problem in its catalogue has failed.
inline ProcedureCatalogue CatalogueOf(std::string_view text) {
  std::vector<Status> problems;
  ProcedureCatalogue catalogue(ReadProcedures(text, "test.toml", problems), "0123456789abcdef");
  if (!problems.empty()) throw std::runtime_error(problems.front().message());
  return catalogue;
}

inline const PaperCheck& PaperOf(const Completeness& completeness, std::string_view id) {
  for (const PaperCheck& check : completeness.papers) {
    if (check.paper == id) return check;
  }
  throw std::runtime_error("no paper " + std::string(id));
}

inline const DocumentCheck& DocumentOf(const Completeness& completeness, std::string_view id) {
  for (const DocumentCheck& check : completeness.documents) {
    if (check.document == id) return check;
  }
  throw std::runtime_error("no document " + std::string(id));
}

}  // namespace sohoa
