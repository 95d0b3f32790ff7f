// SPDX-License-Identifier: Apache-2.0
#include "api/procedures_json.h"

#include <nlohmann/json.hpp>

namespace sohoa {
namespace {

using CatalogueJson = nlohmann::ordered_json;

std::string Written(const CatalogueJson& json) { return json.dump(-1, ' ', false, CatalogueJson::error_handler_t::replace); }

CatalogueJson NullIfEmpty(const std::string& text) { return text.empty() ? CatalogueJson(nullptr) : CatalogueJson(text); }

CatalogueJson SummaryOf(const Procedure& procedure) {
  return {{"code", procedure.code},
          {"name", procedure.name},
          {"field", NullIfEmpty(procedure.field)},
          {"levels", procedure.levels},
          {"agency", NullIfEmpty(procedure.agency)},
          {"effective_from", NullIfEmpty(procedure.effective_from)},
          {"effective_until", NullIfEmpty(procedure.effective_until)},
          {"verified", NullIfEmpty(procedure.verified)},
          {"papers", procedure.papers.size()}};
}

CatalogueJson PatternsOf(const std::vector<PaperPattern>& patterns) {
  CatalogueJson json = CatalogueJson::array();
  for (const PaperPattern& pattern : patterns) json.push_back({{"classes", pattern.classes}, {"titles", pattern.titles}});
  return json;
}

CatalogueJson PaperOf(const RequiredPaper& paper) {
  return {{"id", paper.id},
          {"name", paper.name},
          {"need", PaperNeedName(paper.need)},
          {"condition", NullIfEmpty(paper.condition)},
          {"documents", paper.documents},
          {"originals", paper.originals},
          {"certified_copies", paper.certified_copies},
          {"copies", paper.copies},
          {"valid_months", paper.valid_months == 0 ? CatalogueJson(nullptr) : CatalogueJson(paper.valid_months)},
          {"any_of", PatternsOf(paper.any_of)}};
}

CatalogueJson MessagesOf(const std::vector<Status>& problems) {
  CatalogueJson json = CatalogueJson::array();
  for (const Status& problem : problems) json.push_back(problem.message());
  return json;
}

}  // namespace

std::string ProcedureListJson(const ProcedureCatalogue& catalogue, const std::string& day) {
  CatalogueJson list = CatalogueJson::array();
  for (const Procedure& procedure : catalogue.procedures()) {
    if (day.empty() || catalogue.Find(procedure.code, day) == &procedure) list.push_back(SummaryOf(procedure));
  }
  return Written({{"catalogue", catalogue.fingerprint()}, {"procedures", list}});
}

std::string ProcedureJson(const Procedure& procedure) {
  CatalogueJson json = SummaryOf(procedure);
  json["legal_basis"] = NullIfEmpty(procedure.legal_basis);
  json["processing_days"] = procedure.processing_days == 0 ? CatalogueJson(nullptr) : CatalogueJson(procedure.processing_days);
  json["sets"] = procedure.sets;
  json["archive"] = {{"maintenance", NullIfEmpty(procedure.maintenance)},
                     {"mode", NullIfEmpty(procedure.mode)},
                     {"keyword", NullIfEmpty(procedure.keyword)},
                     {"information_sign", NullIfEmpty(procedure.information_sign)}};
  json["papers"] = CatalogueJson::array();
  for (const RequiredPaper& paper : procedure.papers) json["papers"].push_back(PaperOf(paper));
  json["results"] = CatalogueJson::array();
  for (const ProcedureResult& result : procedure.results) {
    json["results"].push_back({{"name", result.name}, {"any_of", PatternsOf({result.pattern})}});
  }
  return Written(json);
}

std::string CatalogueCheckJson(const ProcedureCatalogue& catalogue, const std::vector<Status>& problems) {
  return Written({{"catalogue", catalogue.fingerprint()}, {"procedures", catalogue.procedures().size()}, {"problems", MessagesOf(problems)}});
}

std::string ImportedListJson(const std::string& file, const ImportedList& imported, const std::vector<Status>& problems) {
  return Written({{"file", file},
                  {"added", imported.added},
                  {"updated", imported.updated},
                  {"known", imported.known},
                  {"renamed", imported.renamed},
                  {"not_listed", imported.not_listed},
                  {"problems", MessagesOf(problems)}});
}

}  // namespace sohoa
