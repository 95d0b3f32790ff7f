// SPDX-License-Identifier: Apache-2.0
#include "api/review_routes.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <set>

#include <nlohmann/json.hpp>

#include "api/archive_json.h"
#include "api/review/class_question.h"
#include "api/review/review_queue.h"
#include "api/review/second_look.h"
#include "api/viewed_archive.h"
#include "core/calendar.h"
#include "core/vietnamese.h"
#include "documents/fields/field_labels.h"
#include "storage/journal.h"

namespace sohoa {
namespace {

using ReviewJsonValue = nlohmann::ordered_json;

constexpr std::chrono::milliseconds kPatience{400};
constexpr std::size_t kMostClaimed = 20;
constexpr std::uint32_t kMostListed = 1000;
// What is decided while somebody has more of the dossier in hand comes in one version, after so long at the latest.
constexpr std::int64_t kSettleMs = 30'000;
// The third person decides, whatever the two before said.
constexpr std::size_t kMostOpinions = 2;

std::string DumpReview(const ReviewJsonValue& json) { return json.dump(-1, ' ', false, ReviewJsonValue::error_handler_t::replace); }

HttpResponse ReviewAnswer(const ReviewJsonValue& json) {
  HttpResponse response;
  response.body = DumpReview(json);
  return response;
}

// `otherwise` where there is none; none where it is no number from 1 to `most`.
std::optional<std::uint32_t> CountIn(const std::string& text, std::uint32_t otherwise, std::uint32_t most) {
  if (text.empty()) return otherwise;
  std::uint32_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || value == 0 || value > most) return std::nullopt;
  return value;
}

class ReviewDesk {
 public:
  explicit ReviewDesk(const RouteContext& context)
      : context_(context),
        queue_(context.archive, [this](const std::string& code) { return DeadlineOf(code); }),
        opinions_(context.archive.meta(), [&queries = context.queries](const auto& stage) { return queries.Carry(stage); }) {}

  HttpResponse List(const HttpRequest& request) {
    const std::optional<std::uint32_t> limit = CountIn(request.Query("limit"), 100, kMostListed);
    if (!limit) return ProblemResponse(400, "invalid_argument", "limit is a number from 1 to 1000");
    const Result<bool> complete = queue_.Follow(kPatience);
    if (!complete) return ProblemResponse(complete.status());
    const WaitingValues list = queue_.List(SeesOf(request), *limit);
    ReviewJsonValue json = {{"waiting", list.count}, {"complete", *complete}, {"values", ReviewJsonValue::array()}};
    for (const WaitingValue& waiting : list.values) {
      ReviewJsonValue one = Describe(waiting);
      one["in_hand"] = waiting.in_hand;
      json["values"].push_back(std::move(one));
    }
    return ReviewAnswer(json);
  }

  HttpResponse Claim(const HttpRequest& request) {
    const ReviewJsonValue body = BodyOf(request);
    const std::optional<std::uint32_t> count = body.is_null() ? std::nullopt : CountIn(body.value("count", ""), 1, kMostClaimed);
    if (!count) return ProblemResponse(400, "invalid_argument", "the body is {\"count\": \"5\"}: how many to hand out, 1 to 20");
    const Result<bool> complete = queue_.Follow(kPatience);
    if (!complete) return ProblemResponse(complete.status());
    const std::string actor = ActorOf(request.principal);
    const WaitingValues claimed = queue_.Claim(actor, SeesOf(request), *count, [&](const WaitingValue& waiting) { return HasSaid(waiting, request.principal); });
    ReviewJsonValue json = {{"waiting", claimed.count}, {"complete", *complete}, {"values", ReviewJsonValue::array()}};
    if (const Status noted = NoteLooks(request.principal, claimed.values); !noted.ok()) {
      queue_.Release(actor);
      return ProblemResponse(noted);
    }
    for (const WaitingValue& waiting : claimed.values) {
      ReviewJsonValue one = DescribeWithValue(waiting, request.principal);
      if (one.is_null()) continue;
      if (one["kind"] == "class") json["classes"] = AllClasses();
      json["values"].push_back(std::move(one));
    }
    return ReviewAnswer(json);
  }

  HttpResponse Release(const HttpRequest& request) {
    for (const std::string& dossier : queue_.Release(ActorOf(request.principal))) {
      if (!queue_.IsInHand(dossier)) static_cast<void>(context_.queries.Answer("settle", DumpReview({{"dossier", dossier}})));  // else it comes by itself
    }
    HttpResponse response;
    response.status = 204;
    response.content_type.clear();
    return response;
  }

  HttpResponse Decide(const HttpRequest& request) {
    const ReviewJsonValue body = BodyOf(request);
    const std::optional<std::uint32_t> number = body.is_null() ? std::nullopt : CountIn(body.value("number", ""), 1, 10'000);
    if (body.is_null() || body.value("field", "").empty() || !number) {
      return ProblemResponse(400, "invalid_argument", "the body is {\"field\": \"subject\", \"number\": \"1\", \"review\": \"confirmed\"}, all text");
    }
    const ReviewedValue value{request.parts.at("page"), body.value("field", ""), *number - 1};
    if (queue_.IsDecided(value)) return ProblemResponse(409, "conflict", "somebody has decided on this already");
    const Result<PageEntry> page = context_.archive.FindPage(value.page);
    if (!page) return ProblemResponse(page.status());
    const Result<Dossier> dossier = context_.archive.GetDossier(page->dossier);
    if (!dossier) return ProblemResponse(dossier.status());
    const Document* document = DocumentAt(*dossier, value.page);
    if (document != nullptr && value.field == kDocumentClassField) return DecideClass(request, *dossier, *document, value, body);
    const FieldValue* field = document == nullptr ? nullptr : FieldOf(*document, value);
    if (field == nullptr) return ProblemResponse(404, "not_found", "no document begins at this page that has such a field");
    if (field->review != ReviewState::kNeedsReview) return ProblemResponse(409, "conflict", "somebody has decided on this value already");
    const std::string actor = ActorOf(request.principal);
    if (queue_.IsOthers(actor, value)) return ProblemResponse(409, "conflict", "somebody else has this value in hand");
    ReviewOpinion opinion;
    if (const Status read = ReadOpinion(body, *field, opinion); !read.ok()) return ProblemResponse(read);
    opinion.by = actor;
    const bool two = IsForTwo(*dossier, *document, *field, request.principal);
    return two ? SaySo(request, *dossier, value, *field, opinion) : Apply(request, *dossier, value, *field, opinion, actor);
  }

 private:
  ReviewQueue::Sees SeesOf(const HttpRequest& request) const {
    return [view = ViewedArchive(context_.archive, &request.principal)](const AccessObject& object) { return view.Sees(object); };
  }

  static ReviewJsonValue BodyOf(const HttpRequest& request) {
    const ReviewJsonValue body = request.body.empty() ? ReviewJsonValue::object() : ReviewJsonValue::parse(request.body, nullptr, false);
    if (!body.is_object()) return nullptr;
    const bool is_text = std::all_of(body.begin(), body.end(), [](const ReviewJsonValue& member) { return member.is_string(); });
    return is_text ? body : ReviewJsonValue(nullptr);
  }

  std::int64_t DeadlineOf(const std::string& code) const {
    const Result<std::string> progress = context_.queries.Answer("progress", DumpReview({{"dossier", code}}));
    if (!progress) return 0;
    const ReviewJsonValue json = ReviewJsonValue::parse(*progress, nullptr, false);
    const auto found = json.is_object() ? json.find("deadline") : json.end();
    if (!json.is_object() || found == json.end() || !found->is_string()) return 0;
    return ParseVietnamTime(std::string_view(found->get_ref<const std::string&>()).substr(0, 16)).value_or(0);  // to the minute
  }

  // Where there are no accounts, everybody is the same person.
  bool IsForTwo(const std::string& procedure, const std::string& type, const std::string& field, const Principal& principal) const {
    return !principal.is_holder() && NeedsSecondLook(context_.second_look, procedure, type, field);
  }
  bool IsForTwo(const Dossier& dossier, const Document& document, const FieldValue& field, const Principal& principal) const {
    return IsForTwo(dossier.head.procedure, document.type.code, field.code, principal);
  }

  std::vector<ReviewOpinion> OpinionsOf(const WaitingValue& waiting, const Principal& principal) {
    if (!IsForTwo(waiting.procedure, waiting.type, waiting.value.field, principal)) return {};
    Result<std::vector<ReviewOpinion>> opinions = opinions_.List(waiting.dossier, waiting.value);
    return opinions ? std::move(*opinions) : std::vector<ReviewOpinion>();
  }

  bool HasSaid(const WaitingValue& waiting, const Principal& principal) {
    const std::vector<ReviewOpinion> opinions = OpinionsOf(waiting, principal);
    return std::any_of(opinions.begin(), opinions.end(), [actor = ActorOf(principal)](const ReviewOpinion& one) { return one.by == actor; });
  }

  static ReviewJsonValue Describe(const WaitingValue& waiting) {
    return {{"kind", waiting.value.field == kDocumentClassField ? "class" : "field"},
            {"dossier", waiting.dossier},
            {"document", waiting.document},
            {"page", waiting.value.page},
            {"field", waiting.value.field},
            {"label", waiting.value.field == kDocumentClassField ? std::string(kDocumentClassLabel) : std::string(FieldLabel(waiting.value.field))},
            {"number", waiting.value.ordinal + 1},
            {"type", waiting.type},
            {"deadline", waiting.deadline_unix_ms == 0 ? ReviewJsonValue(nullptr) : ReviewJsonValue(FormatVietnamTime(waiting.deadline_unix_ms))},
            {"since", FormatVietnamTime(waiting.since_unix_ms)}};
  }

  // With what was read, and for a third person with what the two before said; a second one is shown nothing of the first.
  // Null: there is a newer version meanwhile.
  ReviewJsonValue DescribeWithValue(const WaitingValue& waiting, const Principal& principal) {
    const Result<DocumentEntry> entry = context_.archive.FindDocument(waiting.document);
    if (!entry) return nullptr;
    if (waiting.value.field == kDocumentClassField) return DescribeClass(waiting, *entry);
    const ReviewJsonValue shown = ReviewJsonValue::parse(FieldsJson(*entry));
    std::uint32_t ordinal = 0;
    for (const ReviewJsonValue& field : shown["fields"]) {
      if (field["code"] != waiting.value.field || ordinal++ != waiting.value.ordinal) continue;
      ReviewJsonValue json = Describe(waiting);
      json["type"] = shown["type"];
      json["pages"] = PagesOf(entry->document);
      json["value"] = field;
      const std::vector<ReviewOpinion> opinions = OpinionsOf(waiting, principal);
      json["look"] = opinions.size() + 1;
      json["opinions"] = ReviewJsonValue::array();
      for (const ReviewOpinion& one : opinions.size() < kMostOpinions ? std::vector<ReviewOpinion>() : opinions) {
        json["opinions"].push_back({{"review", ReviewStateName(one.review)}, {"value", one.value.empty() ? ReviewJsonValue(nullptr) : ReviewJsonValue(one.value)}});
      }
      return json;
    }
    return nullptr;
  }

  static ReviewJsonValue PagesOf(const Document& document) {
    ReviewJsonValue pages = ReviewJsonValue::array();
    for (std::size_t i = 0; i < document.page_ids.size(); ++i) pages.push_back({{"id", document.page_ids[i]}, {"page", document.pages[i]}});
    return pages;
  }

  ReviewJsonValue DescribeClass(const WaitingValue& waiting, const DocumentEntry& entry) const {
    ReviewJsonValue json = Describe(waiting);
    json["type"] = ReviewJsonValue::parse(FieldsJson(entry))["type"];
    json["pages"] = PagesOf(entry.document);
    if (!DescribeClassQuestion(context_.archive, entry.document, json).ok()) return nullptr;
    json["look"] = 1;
    json["opinions"] = ReviewJsonValue::array();
    return json;
  }

  // Personal data is given out: that is written down first, once for each document.
  Status NoteLooks(const Principal& principal, const std::vector<WaitingValue>& values) {
    if (principal.is_holder()) return {};
    std::set<std::string> objects;
    for (const WaitingValue& waiting : values) objects.insert(waiting.dossier + "/" + waiting.document);
    if (objects.empty()) return {};
    const std::string purpose(PurposeName(PurposeOfLook(principal)));
    return context_.queries.Carry([&](MetaBatch& batch) -> Status {
      for (const std::string& object : objects) {
        const Status staged = StageAudit(context_.archive.meta(), {ActorOf(principal), "access.review", object, purpose, principal.client, object}, batch);
        if (!staged.ok()) return staged;
      }
      return {};
    });
  }
  static Purpose PurposeOfLook(const Principal& principal) { return sohoa::Decide(principal, Action::kDecideValue, {}).purpose; }

  static const Document* DocumentAt(const Dossier& dossier, const std::string& page) {
    const auto found = std::find_if(dossier.documents.begin(), dossier.documents.end(), [&](const Document& one) { return !one.page_ids.empty() && one.page_ids.front() == page; });
    return found == dossier.documents.end() ? nullptr : &*found;
  }
  static const FieldValue* FieldOf(const Document& document, const ReviewedValue& value) {
    std::uint32_t ordinal = 0;
    for (const FieldValue& field : document.fields) {
      if (field.code == value.field && ordinal++ == value.ordinal) return &field;
    }
    return nullptr;
  }

  static Status ReadOpinion(const ReviewJsonValue& body, const FieldValue& field, ReviewOpinion& opinion) {
    const std::string review = body.value("review", "");
    opinion.value = ToNfc(body.value("value", ""));
    opinion.at_unix_ms = NowUnixMs();
    if (review == ReviewStateName(ReviewState::kConfirmed)) {
      if (field.value.empty()) return Status(StatusCode::kInvalidArgument, "there is no value that could be confirmed");
      opinion.review = ReviewState::kConfirmed;
      opinion.value = field.value;
    } else if (review == ReviewStateName(ReviewState::kUnreadable)) {
      opinion.review = ReviewState::kUnreadable;
      opinion.value.clear();
    } else if (review == ReviewStateName(ReviewState::kCorrected) && !opinion.value.empty()) {
      // Who writes what stands there already agrees with it.
      opinion.review = opinion.value == field.value ? ReviewState::kConfirmed : ReviewState::kCorrected;
    } else {
      return Status(StatusCode::kInvalidArgument, "review is confirmed, corrected (with a value) or unreadable");
    }
    return {};
  }

  // One of two. Where two agree, or a third has looked, it is a decision.
  HttpResponse SaySo(const HttpRequest& request, const Dossier& dossier, const ReviewedValue& value, const FieldValue& field, ReviewOpinion opinion) {
    const Result<std::vector<ReviewOpinion>> before = opinions_.List(dossier.head.code, value);
    if (!before) return ProblemResponse(before.status());
    if (std::any_of(before->begin(), before->end(), [&](const ReviewOpinion& one) { return one.by == opinion.by; })) {
      return ProblemResponse(409, "conflict", "you have said what it is already; somebody else has to look");
    }
    const auto agrees = std::find_if(before->begin(), before->end(), [&](const ReviewOpinion& one) { return one.AgreesWith(opinion); });
    if (agrees != before->end() || before->size() >= kMostOpinions) {
      const std::string by = agrees == before->end() ? opinion.by : agrees->by + ", " + opinion.by;
      HttpResponse response = Apply(request, dossier, value, field, opinion, by);
      if (response.status < 300) static_cast<void>(opinions_.Clear(dossier.head.code, value));  // what is left of it is not asked for again
      return response;
    }
    opinion.took_ms = queue_.Finish(opinion.by, value);
    if (const Status added = opinions_.Add(dossier.head.code, value, opinion); !added.ok()) return ProblemResponse(added);
    context_.metrics.CountDecision(std::string(ReviewStateName(opinion.review)), opinion.took_ms / 1000.0);
    return Accepted(before->empty() ? "second_look" : "third_look", opinion.took_ms);
  }

  HttpResponse DecideClass(const HttpRequest& request, const Dossier& dossier, const Document& document, const ReviewedValue& value, const ReviewJsonValue& body) {
    if (document.type.review != ReviewState::kNeedsReview) return ProblemResponse(409, "conflict", "somebody has decided on this class already");
    const std::string actor = ActorOf(request.principal);
    if (queue_.IsOthers(actor, value)) return ProblemResponse(409, "conflict", "somebody else has this document in hand");
    const Result<std::string> said = ClassSaid(document, body.value("review", ""), body.value("value", ""));
    if (!said) return ProblemResponse(said.status());
    const ReviewState review = *said == document.type.code ? ReviewState::kConfirmed : ReviewState::kCorrected;
    const std::int64_t at = NowUnixMs();
    const std::uint32_t took_ms = queue_.Finish(actor, value);
    ReviewJsonValue edit = {{"kind", "type"}, {"page", value.page}, {"review", ReviewStateName(review)}, {"by", actor}, {"took_ms", std::to_string(took_ms)}};
    if (review == ReviewState::kCorrected) edit["value"] = *said;
    // As with values: what they looked at is what they agree with.
    edit["version"] = review == ReviewState::kConfirmed ? std::to_string(dossier.version) : "";
    Result<std::string> answer = context_.queries.Answer("edit", DumpReview(edit), {}, &request.principal);
    if (!answer && answer.status().code() == StatusCode::kConflict && IsOfSameClass(dossier.head.code, value.page, document.type)) {
      edit["version"] = "";
      answer = context_.queries.Answer("edit", DumpReview(edit), {}, &request.principal);
    }
    if (!answer) return ProblemResponse(answer.status());
    queue_.MarkDecided(dossier.head.code, value, at);
    context_.metrics.CountDecision(std::string(ReviewStateName(review)), took_ms / 1000.0);
    return Accepted("decided", took_ms);
  }

  HttpResponse Apply(const HttpRequest& request, const Dossier& dossier, const ReviewedValue& value, const FieldValue& field, const ReviewOpinion& opinion, const std::string& by) {
    const std::uint32_t took_ms = queue_.Finish(opinion.by, value);
    ReviewJsonValue edit = {{"kind", "field"},  {"page", value.page}, {"field", value.field}, {"number", std::to_string(value.ordinal + 1)},
                            {"review", ReviewStateName(opinion.review)}, {"by", by}, {"took_ms", std::to_string(took_ms)}};
    if (opinion.review == ReviewState::kCorrected) edit["value"] = opinion.value;
    edit["settle_ms"] = std::to_string(queue_.IsInHand(dossier.head.code) ? kSettleMs : 0);
    // What they looked at is what they agree with: not what a version says that came since.
    edit["version"] = opinion.review == ReviewState::kConfirmed ? std::to_string(dossier.version) : "";
    Result<std::string> answer = context_.queries.Answer("edit", DumpReview(edit), {}, &request.principal);
    if (!answer && answer.status().code() == StatusCode::kConflict && SaysTheSame(dossier.head.code, value, field)) {
      edit["version"] = "";
      answer = context_.queries.Answer("edit", DumpReview(edit), {}, &request.principal);
    }
    if (!answer) return ProblemResponse(answer.status());
    queue_.MarkDecided(dossier.head.code, value, opinion.at_unix_ms);
    context_.metrics.CountDecision(std::string(ReviewStateName(opinion.review)), took_ms / 1000.0);
    return Accepted("decided", took_ms);
  }

  bool IsOfSameClass(const std::string& code, const std::string& page, const DocumentType& type) const {
    const Result<Dossier> newest = context_.archive.GetDossier(code);
    const Document* document = newest ? DocumentAt(*newest, page) : nullptr;
    return document != nullptr && document->type.code == type.code && document->type.review == type.review;
  }

  bool SaysTheSame(const std::string& code, const ReviewedValue& value, const FieldValue& field) const {
    const Result<Dossier> newest = context_.archive.GetDossier(code);
    const Document* document = newest ? DocumentAt(*newest, value.page) : nullptr;
    const FieldValue* now = document == nullptr ? nullptr : FieldOf(*document, value);
    return now != nullptr && now->value == field.value && now->review == field.review;
  }

  static HttpResponse Accepted(const char* state, std::uint32_t took_ms) {
    HttpResponse response = ReviewAnswer({{"state", state}, {"seconds", took_ms == 0 ? ReviewJsonValue(nullptr) : ReviewJsonValue(took_ms / 1000.0)}});
    response.status = 202;
    return response;
  }

  const RouteContext context_;
  ReviewQueue queue_;
  ReviewOpinions opinions_;
};

}  // namespace

void AddReviewRoutes(Router& router, const RouteContext& context) {
  const auto desk = std::make_shared<ReviewDesk>(context);
  router.Add(Needs(Action::kDecideValue),
             {"GET", "/v1/review", "Values that a person has to look at, by the deadline of their dossiers; not the values themselves", {{"limit", "At most so many, 1 to 1000"}},
              {"application/json"}, {400}, [desk](const HttpRequest& r) { return desk->List(r); }, 200, {}, false, "ReviewQueue"});
  router.Add(Needs(Action::kDecideValue),
             {"POST", "/v1/review/claims", "Hands out the next values, to this person alone for ten minutes", {}, {"application/json"}, {400, 503},
              [desk](const HttpRequest& r) { return desk->Claim(r); }, 200, {{"count", "How many, 1 to 20; 1 by default"}}, false, "ReviewClaims"});
  router.Add(Needs(Action::kDecideValue), {"DELETE", "/v1/review/claims", "Gives back what was handed out", {}, {}, {}, [desk](const HttpRequest& r) { return desk->Release(r); }, 204});
  router.Add(Needs(Action::kDecideValue, RouteObject::kPage, "page"),
             {"POST", "/v1/review/{page}/decisions", "Says what a value is, of the document that begins at the page; seen with the dossier's next version, or once a second person agrees", {},
              {"application/json"}, {400, 404, 409, 503}, [desk](const HttpRequest& r) { return desk->Decide(r); }, 202,
              {{"field", "Code of the field; document_class: the class of the document", true}, {"review", "confirmed, corrected or unreadable", true}, {"value", "What it is corrected to; of a class its code"}, {"number", "Which of the fields with this code, from 1"}},
              false, "ReviewDecision"});
}

}  // namespace sohoa
