// SPDX-License-Identifier: Apache-2.0
#include "api/edits_json.h"

#include <charconv>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/calendar.h"

namespace sohoa {
namespace {

using EditJson = nlohmann::ordered_json;

std::string Dumped(const EditJson& json) { return json.dump(-1, ' ', false, EditJson::error_handler_t::replace); }

EditJson TextOrNone(const std::string& text) { return text.empty() ? EditJson(nullptr) : EditJson(text); }

// The members of a request.
class Members {
 public:
  explicit Members(const EditJson& json) : json_(json) {}

  std::string Text(const char* name) const {
    const auto found = json_.find(name);
    return found != json_.end() && found->is_string() ? found->get<std::string>() : std::string();
  }

  // `otherwise` where it is not there; none where it is no number.
  std::optional<std::uint32_t> Number(const char* name, std::uint32_t otherwise) const {
    const std::string text = Text(name);
    if (text.empty()) return otherwise;
    std::uint32_t value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
    return value;
  }

 private:
  const EditJson& json_;
};

Status Wrong(const std::string& why) { return Status(StatusCode::kInvalidArgument, "edit: " + why); }

std::optional<ReviewState> ReviewOfName(std::string_view name) {
  for (const ReviewState state : {ReviewState::kNeedsReview, ReviewState::kConfirmed, ReviewState::kCorrected, ReviewState::kUnreadable}) {
    if (ReviewStateName(state) == name) return state;
  }
  return std::nullopt;
}

Status ReadDecision(const Members& members, Edit& edit) {
  const std::string review = members.Text("review");
  edit.value = members.Text("value");
  edit.normalized = members.Text("normalized");
  edit.field = members.Text("field");
  const std::optional<ReviewState> state = review.empty() && !edit.value.empty() ? ReviewState::kCorrected : ReviewOfName(review);
  if (!state) return Wrong("review is confirmed, corrected, unreadable or needs_review");
  edit.review = *state;
  const std::optional<std::uint32_t> number = members.Number("number", 1);
  if (!number || *number == 0) return Wrong("number counts the fields with this code from 1");
  edit.ordinal = *number - 1;
  edit.took_ms = members.Number("took_ms", 0).value_or(0);
  return Status();
}

Status ReadKind(const Members& members, Edit& edit) {
  const std::optional<EditKind> kind = EditKindOfName(members.Text("kind"));
  if (!kind) return Wrong("there is no kind \"" + members.Text("kind") + "\"");
  edit.kind = *kind;
  edit.other = members.Text("other");
  edit.dossier = members.Text("to");
  edit.reason = members.Text("reason");
  edit.by = members.Text("by");
  if (edit.kind == EditKind::kRotate) {
    const std::optional<std::uint32_t> turn = members.Number("turn", 0);
    if (!turn || *turn >= 360) return Wrong("turn is 90, 180 or 270");
    edit.rotation = static_cast<int>(*turn);
  }
  return edit.kind == EditKind::kType || edit.kind == EditKind::kField ? ReadDecision(members, edit) : Status();
}

// A class or field is decided on of a document, which the page that it begins with stands for.
Status FindPlace(Archive& archive, const Members& members, EditRequest& request) {
  const std::string document = members.Text("document");
  if (!document.empty()) {
    const Result<DocumentEntry> entry = archive.FindDocument(document);
    if (!entry) return entry.status();
    request.dossier = entry->dossier;
    request.edit.page = entry->document.page_ids.front();
    return Status();
  }
  const Result<PageEntry> entry = archive.FindPage(members.Text("page"));
  if (!entry) return entry.status();
  request.dossier = entry->dossier;
  request.edit.page = members.Text("page");
  return Status();
}

EditJson OneEditJson(const Edit& edit) {
  EditJson json = {{"kind", EditKindName(edit.kind)}, {"page", edit.page}};
  if (!edit.other.empty()) json["other"] = edit.other;
  if (!edit.dossier.empty()) json[edit.kind == EditKind::kReceive ? "from" : "to"] = edit.dossier;
  if (edit.kind == EditKind::kRotate) json["rotation"] = edit.rotation;
  if (edit.kind == EditKind::kField) {
    json["field"] = edit.field;
    json["number"] = edit.ordinal + 1;
  }
  if (edit.kind == EditKind::kField || edit.kind == EditKind::kType) {
    json["review"] = ReviewStateName(edit.review);
    json["value"] = TextOrNone(edit.value);
    json["normalized"] = TextOrNone(edit.normalized);
  }
  json["reason"] = TextOrNone(edit.reason);
  json["by"] = edit.by;
  json["at"] = FormatVietnamTime(edit.at_unix_ms);
  if (edit.took_ms > 0) json["seconds"] = edit.took_ms / 1000.0;
  return json;
}

EditJson StandJson(const std::string& value, double confidence, ReviewState review) {
  return {{"value", TextOrNone(value)}, {"confidence", std::round(confidence * 1e4) / 1e4}, {"review", ReviewStateName(review)}};
}

EditJson ChangeJson(const VersionChange& change) {
  EditJson json = {{"kind", VersionChangeName(change.kind)}, {"document", TextOrNone(change.document)}, {"what", change.what}};
  using Kind = VersionChange::Kind;
  if (change.kind == Kind::kPageAdded || change.kind == Kind::kPageGone || change.kind == Kind::kPageReread) return json;
  if (change.kind >= Kind::kFieldAdded && change.what != "type") json["number"] = change.ordinal + 1;
  json["before"] = StandJson(change.before, change.confidence_before, change.review_before);
  json["after"] = StandJson(change.after, change.confidence_after, change.review_after);
  return json;
}

}  // namespace

Result<EditRequest> ReadEditRequest(Archive& archive, std::string_view params) {
  const EditJson json = EditJson::parse(params, nullptr, false);
  if (!json.is_object()) return Wrong("the request is no JSON object");
  const Members members(json);
  EditRequest request;
  Status status = ReadKind(members, request.edit);
  if (status.ok()) status = FindPlace(archive, members, request);
  if (!status.ok()) return status;
  const std::optional<std::uint32_t> version = members.Number("version", 0);
  if (!version) return Wrong("version is a number");
  request.version = *version;
  request.settle_ms = members.Number("settle_ms", 0).value_or(0);
  return request;
}

std::string EditsJson(const std::vector<Edit>& edits) {
  EditJson list = EditJson::array();
  for (const Edit& edit : edits) list.push_back(OneEditJson(edit));
  return Dumped(list);
}

std::string SetAsideJson(const std::vector<SetAsidePage>& pages) {
  EditJson list = EditJson::array();
  for (const SetAsidePage& aside : pages) {
    list.push_back({{"id", aside.page.id},
                    {"sha256", aside.page.source.original.Hex()},
                    {"index", aside.page.source.index},
                    {"reason", TextOrNone(aside.why.reason)},
                    {"replaced_by", TextOrNone(aside.why.replaced_by)},
                    {"sent_to", TextOrNone(aside.why.sent_to)}});
  }
  return Dumped(list);
}

std::string ChangesJson(const Dossier& before, const Dossier& after, const std::vector<VersionChange>& changes) {
  EditJson json = {{"dossier", after.head.code}, {"from", before.version}, {"to", after.version}, {"changes", EditJson::array()}};
  for (const VersionChange& change : changes) json["changes"].push_back(ChangeJson(change));
  return Dumped(json);
}

}  // namespace sohoa
