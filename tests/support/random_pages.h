// SPDX-License-Identifier: Apache-2.0
//
// Dossiers of random words, few enough that they meet: for comparing an index with a reference.
#pragma once

#include <array>
#include <random>
#include <string>
#include <vector>

#include "core/page.h"
#include "support/made_dossier.h"

namespace sohoa {

class RandomPages {
 public:
  explicit RandomPages(std::uint32_t seed) : random_(seed) {}

  std::size_t Draw(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }
  // Common ones first; some spell one word in several ways, some are another's misreading.
  std::string Word() {
    static const std::array<const char*, 40> words = {
        "quyết", "định", "của", "ủy", "ban", "nhân", "dân", "quyêt", "quyệt", "đinh", "dinh", "tỉnh", "tinh", "tính",
        "hoà", "hòa", "hoa", "họa", "quý", "quí", "quy", "kiểm", "kiếm", "kiêm", "kiern", "đất", "dat", "dát",
        "sở", "so", "61/2018/NĐ-CP", "85/KH-UBND", "2018", "2019", "cấp", "cap", "giấy", "giầy", "phép", "thuỷ"};
    return words[std::min(Draw(words.size()), Draw(words.size()))];
  }
  std::string Line(std::size_t most) {
    std::string line = Word();
    for (std::size_t i = Draw(most); i > 0; --i) line += " " + Word();
    return line;
  }
  // One to four pages, the first of them with a document's fields, some without a date.
  MadeDossier Dossier(const std::string& code, std::uint32_t version) {
    static const std::array<const char*, 3> agencies = {"H42", "H42.18", "H42.181"};
    static const std::array<const char*, 4> dates = {"2018-04-23", "2018-04-XX", "2019-10-04", ""};
    MadeDossier made = NewDossier(code, agencies[Draw(agencies.size())]);
    made.dossier.version = version;
    const std::size_t pages = 1 + Draw(4);
    for (std::size_t i = 0; i < pages; ++i) {
      PageRecord record;
      record.source = {code, "b" + std::to_string(version), static_cast<std::uint32_t>(i), Sha256::Of(code), 0};
      record.id = MakePageId(record.source);
      record.geometry = {2480, 3508, 0, 0, 2480, 3508, 300};
      record.text = MadeText({Line(12), Line(12), Line(12)});
      // What a reader was not sure of; some of it stands nowhere else.
      sohoa::Word& unsure = record.text.blocks[0].lines[Draw(3)].words[0];
      static const std::array<const char*, 5> others = {"lẫm", "96/KH-UBND", "khớp", "khứ", "đất"};
      if (Draw(2) == 0) unsure.alternatives = {{others[Draw(others.size())], 0.3}, {others[Draw(others.size())], 0.005}};
      made.dossier.pages.push_back({record.id, static_cast<std::uint32_t>(i + 1), record.source, Sha256{}, false});
      made.pages.push_back(std::move(record));
    }
    Document document;
    document.id = "d-" + code;
    for (const DossierPage& page : made.dossier.pages) document.pages.push_back(page.page);
    document.type.code = Draw(2) == 0 ? "QĐ" : "KH";
    document.type.label = document.type.code == "QĐ" ? "Quyết định" : "Kế hoạch";
    document.type.review = Draw(3) == 0 ? ReviewState::kNeedsReview : ReviewState::kAutoAccepted;
    if (Draw(3) == 0) made.dossier.completeness.state = CompletenessState::kIncomplete;
    AddField(document, "subject", Line(6));
    AddField(document, "signer_name", Line(3));
    if (const std::string date = dates[Draw(dates.size())]; !date.empty()) AddField(document, "issued_date", date, date);
    made.dossier.documents.push_back(std::move(document));
    return made;
  }

  // Of every kind that there is.
  SearchQuery Query() {
    SearchQuery query;
    query.limit = 1 + static_cast<std::uint32_t>(Draw(40));
    switch (Draw(15)) {
      case 0: query.text = Word(); break;
      case 1: query.text = Word() + " " + Word(); break;
      case 2: query.text = Word() + " " + Word() + " " + Word(); break;
      case 3: query.text = "\"" + Word() + " " + Word() + "\""; break;
      case 4: query.text = "\"" + Word() + " " + Word() + " " + Word() + "\""; break;
      case 5: query.text = Word() + " OR " + Word() + " " + Word(); break;
      case 6: query.text = Word() + " NOT " + Word(); break;
      case 7: query.text = "(" + Word() + " NOT " + Word() + ") OR \"" + Word() + " " + Word() + "\""; break;
      case 8: query.text = "qu* " + Word(); break;
      case 9: query.text = "kiể*"; break;
      case 10: query.text = "subject:" + Word() + " " + Word(); break;
      case 11: query.text = "signer:\"" + Word() + " " + Word() + "\""; break;
      case 12: query.text = "quyêtt dlnh " + Word(); break;
      case 13: query.text = std::array{"lẫm ", "\"96/KH-UBND\" ", "khop "}[Draw(3)] + (Draw(2) == 0 ? Word() : std::string()); break;
      default: query.text = "date:2018-04..2018-06 " + Word(); break;
    }
    if (Draw(3) == 0) query.text = FoldedKey(query.text).find("not") == std::string::npos && query.text.find("OR") == std::string::npos ? FoldedKey(query.text) : query.text;
    if (Draw(4) == 0) query.type = "QĐ";
    if (Draw(4) == 0) query.agency = Draw(2) == 0 ? "H42.18" : "H42";
    if (Draw(6) == 0) query.from = "2019";
    if (Draw(6) == 0) query.review = "needs_review";
    if (Draw(6) == 0) query.completeness = Draw(2) == 0 ? "incomplete" : "unchecked";
    if (Draw(6) == 0) query.order = Draw(2) == 0 ? SearchOrder::kNewest : SearchOrder::kOldest;
    return query;
  }

 private:
  std::mt19937 random_;
};

}  // namespace sohoa
