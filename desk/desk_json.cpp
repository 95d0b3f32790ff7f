// SPDX-License-Identifier: Apache-2.0
#include "desk/desk_json.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/calendar.h"
#include "desk/found_codes.h"

namespace sohoa {
namespace {

using DeskJson = nlohmann::ordered_json;

std::string Text(const DeskJson& json) { return json.dump(-1, ' ', false, DeskJson::error_handler_t::replace); }

DeskJson TimeJson(std::int64_t unix_ms) { return unix_ms == 0 ? DeskJson(nullptr) : DeskJson(FormatVietnamTime(unix_ms)); }

// Seconds between two moments of a capture; null where one has not come.
DeskJson SecondsJson(std::int64_t from_unix_ms, std::int64_t to_unix_ms) {
  if (from_unix_ms == 0 || to_unix_ms == 0) return nullptr;
  return static_cast<double>(to_unix_ms - from_unix_ms) / 1000;
}

DeskJson HeadJson(const CaptureHead& head) {
  return {{"dossier", head.dossier},
          {"procedure", head.procedure},
          {"agency", head.agency},
          {"applicant", head.applicant},
          {"point", head.point == CapturePoint::kResult ? "result" : "received"}};
}

DeskJson ReceiptOf(const Capture& capture) {
  const Result<BatchReceipt> receipt = ParseReceiptStatement(capture.receipt.statement);
  if (!receipt) return nullptr;
  return {{"pages", receipt->pages},
          {"set_aside", receipt->set_aside},
          {"originals", receipt->originals},
          {"contents", receipt->contents.Hex()},
          {"time", FormatVietnamTime(receipt->sealed_unix_ms)},
          {"signed", !capture.receipt.signature.empty()},
          {"statement", capture.receipt.statement}};
}

DeskJson SummaryJson(DeskService& desk, const Capture& capture) {
  const auto received = std::count_if(capture.originals.begin(), capture.originals.end(), [](const DeskOriginal& each) { return each.is_received(); });
  const Status problem = desk.ProblemOf(capture.id);
  return {{"id", capture.id},
          {"head", HeadJson(capture.head)},
          {"state", CaptureStateName(capture.state)},
          {"pages", Arrange(capture).pages.size()},
          {"originals", capture.originals.size()},
          {"received", received},
          {"begun", TimeJson(capture.times.begun_unix_ms)},
          {"last_page", TimeJson(capture.times.last_page_unix_ms)},
          {"receipted", TimeJson(capture.times.receipted_unix_ms)},
          {"searchable", TimeJson(capture.times.searchable_unix_ms)},
          {"seconds",
           {{"first_sheet_to_receipt", SecondsJson(capture.originals.empty() ? 0 : capture.originals.front().arrived_unix_ms, capture.times.receipted_unix_ms)},
            {"last_page_to_receipt", SecondsJson(capture.times.last_page_unix_ms, capture.times.receipted_unix_ms)},
            {"last_page_to_searchable", SecondsJson(capture.times.last_page_unix_ms, capture.times.searchable_unix_ms)}}},
          {"problem", problem.ok() ? DeskJson(nullptr) : DeskJson(problem.message())},
          {"problem_code", problem.ok() ? DeskJson(nullptr) : DeskJson(StatusCodeName(problem.code()))}};
}

// Null: nobody has looked at it yet.
DeskJson CheckJson(const std::optional<PageCheck>& check) {
  if (!check) return nullptr;
  const PageAssessment& found = check->found;
  constexpr double kSure = 0.7;
  return {{"problem", check->problem.empty() ? DeskJson(nullptr) : DeskJson(check->problem)},
          {"flags", found.quality.flags},
          {"blank", found.quality.blank},
          {"score", found.quality.score},
          {"dpi", found.dpi},
          {"paper_size", found.paper_size.empty() ? DeskJson(nullptr) : DeskJson(found.paper_size)},
          {"size_known", found.dpi_known},
          {"width_mm", found.dpi > 0 ? found.width_mm() : 0},
          {"height_mm", found.dpi > 0 ? found.height_mm() : 0},
          {"skew_degrees", found.skew_degrees},
          {"upright_turn", found.rotation},
          {"upside_down", found.rotation != 0 && found.orientation_confidence >= kSure},
          {"cut", {{"left", found.cut.left}, {"top", found.cut.top}, {"right", found.cut.right}, {"bottom", found.cut.bottom}}}};
}

// Of another dossier, on a page that bears no code of its own.
DeskJson OtherCode(const Capture& capture, const std::optional<PageCheck>& check) {
  const std::vector<std::string> codes = check ? DossierCodesIn(check->found.codes) : std::vector<std::string>();
  const bool own = std::find(codes.begin(), codes.end(), capture.head.dossier) != codes.end();
  return codes.empty() || own || capture.head.dossier.empty() ? DeskJson(nullptr) : DeskJson(codes.front());
}

DeskJson PageViewJson(DeskService& desk, const Capture& capture, const DeskPageView& view) {
  const DeskOriginal& original = *view.original;
  DeskJson json = {{"key", view.key},
                   {"original", original.id},
                   {"index", view.index},
                   {"sha256", original.sha256.Hex()},
                   {"name", original.arrival.name},
                   {"sheet", original.arrival.sheet},
                   {"side", original.arrival.back ? "back" : "front"},
                   {"arrived", TimeJson(original.arrived_unix_ms)},
                   {"received", !original.page_ids.empty()},
                   {"aside", view.aside},
                   {"rotation", view.rotation},
                   {"looks_like_before", original.arrival.looks_like_before},
                   {"same_bytes_as", view.same_bytes_as.empty() ? DeskJson(nullptr) : DeskJson(view.same_bytes_as)},
                   {"quarantined", original.quarantined > 0},
                   {"refused", original.refusal.empty() ? DeskJson(nullptr) : DeskJson(original.refusal)}};
  const std::optional<PageCheck> check = desk.checks().Find(capture.id, view.key);
  json["check"] = CheckJson(check);
  json["other_code"] = OtherCode(capture, check);
  json["begins"] = view.begins ? DeskJson(*view.begins) : DeskJson(nullptr);
  return json;
}

DeskJson RunJson(const std::optional<ScanRunStatus>& run) {
  if (!run) return nullptr;
  DeskJson left_out = DeskJson::array();
  for (const LeftOutFile& file : run->left_out) left_out.push_back(file.reason);
  return {{"capture", run->capture},
          {"device", run->device},
          {"state", ScanRunStateName(run->state)},
          {"device_state", DeviceStateName(run->scanner.device)},
          {"next_sheet", run->scanner.next_sheet},
          {"broken_frames", run->scanner.broken_frames},
          {"originals", run->originals},
          {"message", run->message.empty() ? DeskJson(nullptr) : DeskJson(run->message)},
          {"left_out", left_out}};
}

Status Wrong(const std::string& why) { return Status(StatusCode::kInvalidArgument, "read the request: " + why); }

Result<DeskJson> ParseObject(std::string_view json) {
  DeskJson parsed = DeskJson::parse(json.empty() ? std::string_view("{}") : json, nullptr, false);
  if (!parsed.is_object()) return Wrong("the body is no JSON object");
  return parsed;
}

// A member that is a text; empty where it is not there or null.
Result<std::string> TextIn(const DeskJson& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end() || found->is_null()) return std::string();
  if (!found->is_string()) return Wrong(std::string(name) + " is no text");
  return found->get<std::string>();
}

Result<std::uint32_t> NumberIn(const DeskJson& json, const char* name, std::uint32_t otherwise) {
  const auto found = json.find(name);
  if (found == json.end() || found->is_null()) return otherwise;
  if (!found->is_number_unsigned() || found->get<std::uint64_t>() > 100'000) return Wrong(std::string(name) + " is no number from 0 to 100000");
  return found->get<std::uint32_t>();
}

Result<bool> FlagIn(const DeskJson& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end() || found->is_null()) return false;
  if (!found->is_boolean()) return Wrong(std::string(name) + " is neither true nor false");
  return found->get<bool>();
}

// Takes several texts at once; the first that is none is the error.
Status TakeTexts(const DeskJson& json, std::initializer_list<std::pair<const char*, std::string*>> members) {
  for (const auto& [name, to] : members) {
    Result<std::string> text = TextIn(json, name);
    if (!text) return text.status();
    *to = std::move(*text);
  }
  return Status();
}

template <typename Value>
const Value* Chosen(const std::string& name, const std::vector<std::pair<std::string_view, Value>>& values) {
  const auto found = std::find_if(values.begin(), values.end(), [&](const auto& each) { return each.first == name; });
  return found == values.end() ? nullptr : &found->second;
}

}  // namespace

std::string PairingCodeJson(DeskService& desk, const PairingCode& code) {
  return Text({{"code", code.code}, {"until", TimeJson(code.until_unix_ms)}, {"address", desk.options().lan}});
}

std::string PairedBrowsersJson(const std::vector<PairedBrowser>& browsers) {
  DeskJson list = DeskJson::array();
  for (const PairedBrowser& browser : browsers) list.push_back({{"id", browser.id}, {"name", browser.name}, {"paired", TimeJson(browser.paired_unix_ms)}});
  return Text({{"browsers", list}});
}

std::string DeskStateJson(DeskService& desk, bool is_here) {
  const LineState line = desk.Line();
  const StoreRoom room = desk.spool().Room();
  DeskJson json = {{"name", desk.options().name},
                   {"agency", desk.options().agency},
                   {"line", {{"up", line.is_up}, {"reason", line.reason.empty() ? DeskJson(nullptr) : DeskJson(line.reason)}, {"since", TimeJson(line.since_unix_ms)}}},
                   {"room", {{"free_bytes", room.free_bytes}, {"reserve_bytes", room.reserve_bytes}, {"failed", room.failed}}},
                   {"run", RunJson(desk.LastRun())},
                   {"lan", is_here && !desk.options().lan.empty() ? DeskJson(desk.options().lan) : DeskJson(nullptr)},
                   {"changes", desk.Changes()},
                   {"captures", DeskJson::array()}};
  for (const Capture& capture : desk.spool().List()) json["captures"].push_back(SummaryJson(desk, capture));
  return Text(json);
}

std::string CaptureJson(DeskService& desk, const Capture& capture) {
  DeskJson json = SummaryJson(desk, capture);
  json["by"] = capture.by;
  json["edits"] = capture.edits.size();
  json["receipt"] = ReceiptOf(capture);
  json["found_codes"] = DeskJson::array();
  for (const FoundCode& found : desk.FoundCodesOf(capture)) json["found_codes"].push_back({{"code", found.code}, {"page", found.page}});
  json["page_list"] = DeskJson::array();
  for (const DeskPageView& view : ViewPages(capture)) json["page_list"].push_back(PageViewJson(desk, capture, view));
  return Text(json);
}

std::string ScannersJson(const std::vector<ScannerDescription>& scanners) {
  static constexpr std::array<std::string_view, 3> kColours = {"colour", "gray", "black_and_white"};
  DeskJson json = DeskJson::array();
  for (const ScannerDescription& scanner : scanners) {
    DeskJson colours = DeskJson::array();
    for (const ScanColour colour : scanner.colours) colours.push_back(kColours[static_cast<std::size_t>(colour)]);
    json.push_back({{"uri", scanner.uri},
                    {"vendor", scanner.vendor},
                    {"model", scanner.model},
                    {"feeder", scanner.has_feeder},
                    {"flatbed", scanner.has_flatbed},
                    {"duplex", scanner.has_duplex},
                    {"resolutions", scanner.resolutions},
                    {"colours", colours}});
  }
  return Text({{"scanners", json}});
}

std::string DeskProceduresJson(const ProcedureCatalogue* procedures) {
  DeskJson list = DeskJson::array();
  if (procedures != nullptr) {
    const std::vector<Procedure>& all = procedures->procedures();
    for (std::size_t i = 0; i < all.size(); ++i) {
      // Versions of one code stand together, the newest last.
      if (i + 1 < all.size() && all[i + 1].code == all[i].code) continue;
      DeskJson papers = DeskJson::array();
      for (const RequiredPaper& paper : all[i].papers) papers.push_back({{"id", paper.id}, {"name", paper.name}});
      list.push_back({{"code", all[i].code}, {"name", all[i].name}, {"field", all[i].field}, {"papers", papers}});
    }
  }
  return Text({{"procedures", list}});
}

Result<CaptureHead> ReadCaptureHead(std::string_view json) {
  const Result<DeskJson> body = ParseObject(json);
  if (!body) return body.status();
  CaptureHead head;
  std::string point;
  const Status taken = TakeTexts(*body, {{"dossier", &head.dossier}, {"procedure", &head.procedure}, {"agency", &head.agency}, {"applicant", &head.applicant}, {"point", &point}});
  if (!taken.ok()) return taken;
  head.dossier = DossierCodeOf(head.dossier);
  if (!point.empty() && point != "received" && point != "result") return Wrong("point is received or result");
  head.point = point == "result" ? CapturePoint::kResult : CapturePoint::kReceived;
  return head;
}

Result<ScanJob> ReadScanJob(const std::string& capture, std::string_view json) {
  const Result<DeskJson> body = ParseObject(json);
  if (!body) return body.status();
  ScanJob job;
  job.capture = capture;
  std::string source;
  std::string colour;
  const Status taken = TakeTexts(*body, {{"device", &job.device}, {"source", &source}, {"colour", &colour}, {"after", &job.placement.after}, {"replaces", &job.placement.replaces}});
  if (!taken.ok()) return taken;
  const ScanSource* from = Chosen<ScanSource>(source, {{"", ScanSource::kAutomatic}, {"feeder", ScanSource::kFeeder}, {"flatbed", ScanSource::kFlatbed}});
  if (from == nullptr) return Wrong("source is feeder or flatbed");
  const ScanColour* in = Chosen<ScanColour>(colour, {{"", ScanColour::kColour}, {"colour", ScanColour::kColour}, {"gray", ScanColour::kGray}, {"black_and_white", ScanColour::kBlackAndWhite}});
  if (in == nullptr) return Wrong("colour is colour, gray or black_and_white");
  const Result<bool> duplex = FlagIn(*body, "duplex");
  const Result<std::uint32_t> dpi = NumberIn(*body, "dpi", 300);
  const Result<std::uint32_t> sheets = NumberIn(*body, "sheets", 0);
  if (!duplex) return duplex.status();
  if (!dpi) return dpi.status();
  if (!sheets) return sheets.status();
  job.options.source = *from;
  job.options.colour = *in;
  job.options.duplex = *duplex;
  job.options.dpi = static_cast<int>(*dpi);
  job.options.sheets = *sheets;
  return job;
}

Result<std::vector<Edit>> ReadDeskEdits(std::string_view json) {
  const Result<DeskJson> body = ParseObject(json);
  if (!body) return body.status();
  const auto list = body->find("edits");
  if (list == body->end() || !list->is_array()) return Wrong("edits is no list");
  std::vector<Edit> edits;
  for (const DeskJson& each : *list) {
    if (!each.is_object()) return Wrong("an edit is no JSON object");
    Edit edit;
    std::string kind;
    const Status taken = TakeTexts(each, {{"kind", &kind}, {"page", &edit.page}, {"other", &edit.other}, {"reason", &edit.reason}});
    if (!taken.ok()) return taken;
    const std::optional<EditKind> known = EditKindOfName(kind);
    if (!known) return Wrong("there is no edit \"" + kind + "\"");
    edit.kind = *known;
    const Result<std::uint32_t> rotation = NumberIn(each, "rotation", 0);
    if (!rotation) return rotation.status();
    edit.rotation = static_cast<int>(*rotation);
    edits.push_back(std::move(edit));
  }
  return edits;
}

Result<std::uint32_t> ReadDeskNumber(std::string_view json, const char* name) {
  const Result<DeskJson> body = ParseObject(json);
  if (!body) return body.status();
  return NumberIn(*body, name, 0);
}

Result<std::string> ReadDeskText(std::string_view json, const char* name) {
  const Result<DeskJson> body = ParseObject(json);
  if (!body) return body.status();
  return TextIn(*body, name);
}

}  // namespace sohoa
