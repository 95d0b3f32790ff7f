// SPDX-License-Identifier: Apache-2.0
#include "api/stream_routes.h"

#include <charconv>
#include <memory>

#include <nlohmann/json.hpp>

#include "api/archive_json.h"
#include "api/viewed_archive.h"

namespace sohoa {
namespace {

using StreamJson = nlohmann::ordered_json;

constexpr std::uint32_t kToldAtOnce = 100;

// JSON has no line of its own end in it, so that a message is one line of data.
std::string EventMessage(const std::string& id, const std::string& name, const std::string& json) {
  return "id: " + id + "\nevent: " + name + "\ndata: " + json + "\n\n";
}

std::optional<std::uint64_t> WholeNumber(std::string_view text) {
  std::uint64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

// How long to wait before coming again, and that this is no answer for proxies to gather.
HttpResponse Told(std::function<Result<std::string>()> next, std::function<std::uint64_t()> changes) {
  HttpResponse response;
  response.content_type = "text/event-stream";
  response.headers.emplace_back("X-Accel-Buffering", "no");
  HttpPush push;
  push.next = [is_first = true, next = std::move(next)]() mutable -> Result<std::string> {
    Result<std::string> told = next();
    if (!told || !is_first) return told;
    is_first = false;
    return "retry: 2000\n\n" + *told;
  };
  push.changes = std::move(changes);
  push.beat = ": still here\n\n";
  response.push = std::move(push);
  return response;
}

std::shared_ptr<void> PlaceOf(const RouteContext& context, const HttpRequest& request) {
  return context.changes.TakePlace(request.principal.is_holder() ? std::string() : ActorOf(request.principal));
}

HttpResponse NoPlace() {
  HttpResponse response = ProblemResponse(429, "resource_limit", "this account or key is told things " + std::to_string(ChangeWatch::kMostOfOne) + " times over already; end some");
  response.headers.emplace_back("Retry-After", "10");
  return response;
}

// Where to go on: behind the last event that a client has seen, else where it says, else with what happens from now on.
HttpResponse StreamEvents(const RouteContext& context, const HttpRequest& request) {
  const std::string last(request.Header("last-event-id"));
  const std::string asked = last.empty() ? request.Query("after") : last;
  const std::optional<std::uint64_t> given = WholeNumber(asked);
  if (!asked.empty() && !given) return ProblemResponse(400, "invalid_argument", "after and Last-Event-ID are numbers of events");
  const std::shared_ptr<void> place = PlaceOf(context, request);
  if (!place) return NoPlace();
  const auto after = std::make_shared<std::uint64_t>(given.value_or(context.changes.events()));
  return Told(
      [&archive = context.archive, principal = request.principal, after, place]() -> Result<std::string> {
        const Result<SeenEvents> seen = ViewedArchive(archive, &principal).Events(*after, kToldAtOnce);
        if (!seen) return seen.status();
        std::string told;
        for (const ArchiveEvent& event : seen->events) told += EventMessage(std::to_string(event.sequence), event.kind, EventJson(event));
        *after = std::max(*after, seen->next_after);
        return told;
      },
      [&changes = context.changes] { return changes.events(); });
}

Result<std::string> ProgressOf(const RouteContext& context, const std::string& code) {
  return context.queries.Answer("progress", StreamJson{{"dossier", code}}.dump(-1, ' ', false, StreamJson::error_handler_t::replace));
}

HttpResponse Progress(const RouteContext& context, const HttpRequest& request) {
  const Result<std::string> progress = ProgressOf(context, request.parts.at("code"));
  if (!progress) return ProblemResponse(progress.status());
  HttpResponse response;
  response.body = *progress;
  return response;
}

HttpResponse StreamProgress(const RouteContext& context, const HttpRequest& request) {
  const std::string code = request.parts.at("code");
  // Said with a status where it can still be.
  if (const Result<std::string> now = ProgressOf(context, code); !now) return ProblemResponse(now.status());
  const std::shared_ptr<void> place = PlaceOf(context, request);
  if (!place) return NoPlace();
  return Told(
      [context, code, place, last = std::string(), count = 0ull]() mutable -> Result<std::string> {
        Result<std::string> now = ProgressOf(context, code);
        if (!now) return now.status();
        if (*now == last) return std::string();
        last = *now;
        return EventMessage(std::to_string(++count), "progress", *now);
      },
      [&changes = context.changes] { return changes.ledger(); });
}

// The reading of a dossier, under both of its names.
void AddProgress(Router& router, const RouteContext& context, const std::string& path, const std::string& events) {
  router.Add(Needs(Action::kRead, RouteObject::kWholeDossier, "code"),
             {"GET", path, "How far the reading of a dossier has come", {}, {"application/json"}, {404, 503},
              [context](const HttpRequest& r) { return Progress(context, r); }, 200, {}, false, "Progress"});
  router.Add(Needs(Action::kRead, RouteObject::kWholeDossier, "code"),
             {"GET", path + events, "The same, told as it changes (Server-Sent Events)", {}, {"text/event-stream"}, {404, 429, 503},
              [context](const HttpRequest& r) { return StreamProgress(context, r); }});
}

}  // namespace

void AddStreamRoutes(Router& router, const RouteContext& context) {
  router.Add(Needs(Action::kFollowEvents),
             {"GET", "/v1/events/stream", "What happens, told as it happens (Server-Sent Events); goes on behind Last-Event-ID",
              {{"after", "Sequence number of the last one known; without it, what happens from now on"}}, {"text/event-stream"}, {400, 429, 503},
              [context](const HttpRequest& r) { return StreamEvents(context, r); }});
  AddProgress(router, context, "/v1/jobs/{code}", "/events");
  AddProgress(router, context, "/v1/dossiers/{code}/progress", "/stream");
}

}  // namespace sohoa
