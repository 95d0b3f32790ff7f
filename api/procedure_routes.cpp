// SPDX-License-Identifier: Apache-2.0
#include "api/procedure_routes.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include <nlohmann/json.hpp>

#include "api/procedures_json.h"
#include "core/calendar.h"
#include "documents/document_classes.h"

namespace sohoa {
namespace {

using ProcedureRouteJson = nlohmann::ordered_json;

HttpResponse ProcedureAnswer(const ProcedureRouteJson& json) {
  HttpResponse response;
  response.body = json.dump(-1, ' ', false, ProcedureRouteJson::error_handler_t::replace);
  return response;
}

std::string FileNameOf(const std::string& path) { return std::filesystem::path(path).filename().string(); }

ProcedureRouteJson MessagesOfProblems(const std::vector<Status>& problems) {
  ProcedureRouteJson messages = ProcedureRouteJson::array();
  for (const Status& problem : problems) messages.push_back(problem.message());
  return messages;
}

// What the next start would read, where that is something else; null where it is the same.
ProcedureRouteJson OnDisk(const ServedCatalogue& served) {
  if (served.path.empty()) return nullptr;
  std::vector<Status> problems;
  const ProcedureCatalogue now = ReadProcedureCatalogue(served.path, problems);
  if (served.catalogue != nullptr && now.fingerprint() == served.catalogue->fingerprint()) return nullptr;
  return {{"catalogue", now.fingerprint()}, {"procedures", now.procedures().size()}, {"problems", MessagesOfProblems(problems)}};
}

HttpResponse ListProcedures(const ServedCatalogue& served) {
  ProcedureRouteJson json = {{"catalogue", nullptr}, {"path", nullptr}, {"loaded_at", nullptr}, {"on_disk", OnDisk(served)}, {"procedures", ProcedureRouteJson::array()}};
  if (served.catalogue == nullptr) return ProcedureAnswer(json);
  json["catalogue"] = served.catalogue->fingerprint();
  json["path"] = served.path;
  json["loaded_at"] = FormatVietnamTime(served.loaded_at_unix_ms);
  const std::string today = FormatVietnamTime(NowUnixMs()).substr(0, 10);
  ProcedureRouteJson list = ProcedureRouteJson::parse(ProcedureListJson(*served.catalogue, ""))["procedures"];
  const std::vector<Procedure>& procedures = served.catalogue->procedures();
  for (std::size_t i = 0; i < procedures.size(); ++i) {
    list[i]["in_force"] = served.catalogue->Find(procedures[i].code, today) == &procedures[i];
    list[i]["file"] = FileNameOf(procedures[i].file);
    list[i]["line"] = procedures[i].line;
  }
  json["procedures"] = std::move(list);
  return ProcedureAnswer(json);
}

HttpResponse ShowProcedure(const ServedCatalogue& served, const HttpRequest& request) {
  const std::string code = NationalProcedureCode(request.parts.at("code"));
  ProcedureRouteJson json = {{"code", code}, {"versions", ProcedureRouteJson::array()}, {"classes", ProcedureRouteJson::object()}};
  for (const Procedure& procedure : served.catalogue == nullptr ? std::vector<Procedure>() : served.catalogue->procedures()) {
    if (procedure.code != code) continue;
    json["versions"].push_back(ProcedureRouteJson::parse(ProcedureJson(procedure)));
    for (const RequiredPaper& paper : procedure.papers) {
      for (const PaperPattern& pattern : paper.any_of) {
        for (const std::string& one : pattern.classes) json["classes"][one] = DocumentClassLabel(one);
      }
    }
  }
  if (json["versions"].empty()) return ProblemResponse(404, "not_found", "the catalogue does not have this procedure");
  return ProcedureAnswer(json);
}

// By code and day: what a version says, but for where it stands.
std::map<std::string, std::string> VersionsOf(const std::vector<Procedure>& procedures) {
  std::map<std::string, std::string> versions;
  for (const Procedure& procedure : procedures) versions[procedure.code + (procedure.effective_from.empty() ? "" : " " + procedure.effective_from)] = ProcedureJson(procedure);
  return versions;
}

// The file as if it lay in the catalogue's folder, in place of the one of its name. Nothing is written.
HttpResponse CheckProcedures(const ServedCatalogue& served, const HttpRequest& request) {
  const ProcedureRouteJson body = ProcedureRouteJson::parse(request.body, nullptr, false);
  const auto text_of = [&](const char* name) {
    const auto found = body.is_object() ? body.find(name) : body.end();
    return body.is_object() && found != body.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  const std::string file = FileNameOf(text_of("file"));
  if (!file.ends_with(".toml") || text_of("text").empty()) return ProblemResponse(400, "invalid_argument", "the body is {\"file\": \"ho-tich.toml\", \"text\": the file's text}");
  std::vector<Status> problems;
  std::vector<Procedure> read = ReadProcedures(text_of("text"), file, problems);
  const std::map<std::string, std::string> after = VersionsOf(read);
  std::vector<Procedure> before;
  std::vector<Procedure> all = std::move(read);
  for (const Procedure& procedure : served.catalogue == nullptr ? std::vector<Procedure>() : served.catalogue->procedures()) {
    (FileNameOf(procedure.file) == file ? before : all).push_back(procedure);
  }
  const std::vector<Status> contradictions = ProcedureCatalogue(std::move(all), std::string()).Contradictions();
  problems.insert(problems.end(), contradictions.begin(), contradictions.end());
  const std::map<std::string, std::string> was = VersionsOf(before);
  ProcedureRouteJson json = {{"file", file}, {"procedures", after.size()}, {"problems", MessagesOfProblems(problems)},
                             {"added", ProcedureRouteJson::array()}, {"changed", ProcedureRouteJson::array()}, {"gone", ProcedureRouteJson::array()}};
  for (const auto& [name, version] : after) {
    const auto found = was.find(name);
    if (found == was.end()) json["added"].push_back(name);
    else if (found->second != version) json["changed"].push_back(name);
  }
  for (const auto& [name, version] : was) {
    if (!after.contains(name)) json["gone"].push_back(name);
  }
  return ProcedureAnswer(json);
}

}  // namespace

void AddProcedureRoutes(Router& router, const RouteContext& context) {
  const ServedCatalogue served = context.catalogue;
  router.Add(Needs(Action::kSeeStatus), {"GET", "/v1/procedures", "The catalogue of procedures that this server runs with, and what its folder has by now where that is something else", {},
                                         {"application/json"}, {}, [served](const HttpRequest&) { return ListProcedures(served); }, 200, {}, false, "Procedures"});
  router.Add(Needs(Action::kSeeStatus), {"GET", "/v1/procedures/{code}", "All versions of a procedure, with the papers that they ask for", {}, {"application/json"}, {404},
                                         [served](const HttpRequest& r) { return ShowProcedure(served, r); }, 200, {}, false, "Procedure"});
  router.Add(Needs(Action::kSeeAccounts),
             {"POST", "/v1/procedures/check", "Reads a file of the catalogue as if it lay in its folder, and says what is wrong and what would change; changes nothing", {}, {"application/json"}, {400},
              [served](const HttpRequest& r) { return CheckProcedures(served, r); }, 200,
              {{"file", "Its name, ending in .toml; it takes the place of the one of that name", true}, {"text", "What stands in it", true}}, false, "ProcedureCheck"});
}

}  // namespace sohoa
