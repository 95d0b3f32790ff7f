// SPDX-License-Identifier: Apache-2.0
#include "api/known_papers.h"

#include <algorithm>
#include <set>
#include <utility>

#include "core/vietnamese.h"
#include "documents/identity_numbers.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kMostHits = 50;
constexpr std::size_t kMostOfOneCitizen = 10;
constexpr std::string_view kIdentityCard = "D07";

std::string ValueOf(const Document& document, std::string_view code) {
  const FieldValue* field = document.Field(code);
  return field == nullptr ? std::string() : FoldedKey(field->value);
}

std::set<std::string> IdentityNumbers(const std::vector<Document>& documents) {
  std::set<std::string> numbers;
  for (const Document& document : documents) {
    for (const FieldValue& field : document.fields) {
      const bool names = field.code == "identity_number" || field.code.ends_with("_identity_number");
      if (names && IsIdentityNumber(field.value)) numbers.insert(field.value);
    }
  }
  return numbers;
}

// Equal of equal papers; empty of one that has no number to be known by.
std::string PaperKey(const Document& document) {
  const std::string number = document.type.code == kIdentityCard ? ValueOf(document, "identity_number") : ValueOf(document, "code_number");
  if (number.empty()) return number;
  return document.type.code + '\n' + number + '\n' + ValueOf(document, "code_notation");
}

// Newest versions of other dossiers of the agency in which one of the numbers stands.
Result<std::vector<Dossier>> DossiersOf(Archive& archive, const DossierHead& head, const std::set<std::string>& numbers) {
  std::vector<Dossier> dossiers;
  std::set<std::string> codes = {head.code};
  for (const std::string& number : numbers) {
    SearchQuery query;
    query.text = number;
    query.agency = head.agency;
    query.limit = kMostHits;
    query.access = SearchAccess{false, {head.agency}, Secrecy::kNone, true};
    const Result<SearchResult> result = archive.index().Search(query);
    if (!result) return result.status();
    for (const SearchHit& hit : result->hits) {
      if (dossiers.size() >= kMostOfOneCitizen || !codes.insert(hit.dossier).second) continue;
      Result<Dossier> dossier = archive.GetDossier(hit.dossier);
      if (dossier && IdentityNumbers(dossier->documents).contains(number)) dossiers.push_back(std::move(*dossier));
    }
  }
  return dossiers;
}

}  // namespace

Result<std::vector<KnownPaper>> FindKnownPapers(Archive& archive, const DossierDraft& draft, bool& asked) {
  std::vector<KnownPaper> known;
  const std::set<std::string> numbers = IdentityNumbers(draft.documents);
  const bool any = std::any_of(draft.documents.begin(), draft.documents.end(), [](const Document& each) { return !PaperKey(each).empty(); });
  asked = !draft.head.agency.empty() && !numbers.empty() && any;
  if (!asked) return known;
  Result<std::vector<Dossier>> dossiers = DossiersOf(archive, draft.head, numbers);
  if (!dossiers) return dossiers.status();
  std::sort(dossiers->begin(), dossiers->end(), [](const Dossier& a, const Dossier& b) { return a.committed_unix_ms > b.committed_unix_ms; });
  for (std::size_t i = 0; i < draft.documents.size(); ++i) {
    const std::string key = PaperKey(draft.documents[i]);
    if (key.empty()) continue;
    const auto has = [&](const Dossier& dossier) {
      return std::any_of(dossier.documents.begin(), dossier.documents.end(), [&](const Document& each) { return PaperKey(each) == key; });
    };
    const auto found = std::find_if(dossiers->begin(), dossiers->end(), has);
    if (found != dossiers->end()) known.push_back({i, found->head.code, found->committed_unix_ms});
  }
  return known;
}

}  // namespace sohoa
