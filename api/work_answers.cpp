// SPDX-License-Identifier: Apache-2.0
#include "api/work_answers.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "api/archive_json.h"
#include "api/draft_answer.h"
#include "api/edits_json.h"
#include "api/secrecy_edits.h"
#include "api/viewed_archive.h"
#include "core/calendar.h"
#include "storage/journal.h"
#include "workers/pipeline_watch.h"

namespace sohoa {
namespace {

using WorkJson = nlohmann::ordered_json;

constexpr std::int64_t kDemandMs = 1'000;

}  // namespace

WorkAnswers::WorkAnswers(Archive& archive, ArchiveWriter write, WithCoordinator with_coordinator)
    : archive_(archive), write_(std::move(write)), with_coordinator_(std::move(with_coordinator)) {}

std::optional<Result<std::string>> WorkAnswers::Answer(std::string_view method, const MethodParams& params, std::string_view params_json, const Principal* asks) {
  if (method == "progress") return Progressing(params.Text("dossier"));
  if (method == "draft") return Draft(params_json);
  if (method == "edit") return Edit(params_json, asks);
  if (method == "settle") return Settle(params);
  if (method == "reread") return Reread(params);
  if (method.starts_with("quarantine_")) return Quarantine(method, params, asks);
  return std::nullopt;
}

// By the work that is before it or beside it and how fast the threads that there are were seen to be. None: not known.
std::optional<double> WorkAnswers::SecondsTo(Coordinator& at, const DossierProgress& progress) {
  const std::scoped_lock turn(demand_mutex_);
  const std::int64_t now = NowUnixMs();
  // Many may ask at once for how their dossiers get on.
  if (now - demand_ms_ >= kDemandMs || now < demand_ms_) {
    demand_ms_ = now;
    busyness_ = at.Snapshot();
  }
  std::uint64_t ahead = 0;
  for (const LaneStatus& lane : busyness_.lanes) {
    ahead += lane.ready + lane.leased;
    if (lane.lane == LaneName(progress.lane)) break;
  }
  std::uint32_t threads = 0;
  for (const WorkerStatus& worker : busyness_.workers) threads += worker.threads;
  const std::uint64_t own = progress.pages - std::min(progress.pages, progress.pages_done + progress.pages_quarantined);
  const double rate = busyness_.demand.pages_per_thread_second * threads;
  if (rate <= 0 || progress.stage == ReadingStage::kReceiving) return std::nullopt;
  return std::ceil(static_cast<double>(std::max({ahead, own, std::uint64_t{1}})) / rate);
}

Result<std::string> WorkAnswers::Progressing(const std::string& code) {
  return with_coordinator_("progress", [&](Coordinator& at) -> Result<std::string> {
    const Result<DossierProgress> progress = at.Progress(code);
    if (!progress) return progress.status();
    WorkJson json = {{"id", code},
                 {"dossier", code},
                 {"state", DossierStateName(progress->state)},
                 {"version", progress->version},
                 {"pages", progress->pages},
                 {"pages_done", progress->pages_done},
                 {"pages_quarantined", progress->pages_quarantined},
                 {"all_visible", progress->all_batches_visible},
                 {"stage", ReadingStageName(progress->stage)},
                 {"lane", LaneName(progress->lane)}};
    json["deadline"] = progress->deadline_unix_ms == 0 ? WorkJson(nullptr) : WorkJson(FormatVietnamTime(progress->deadline_unix_ms));
    const bool done = progress->stage == ReadingStage::kDone;
    const std::uint32_t read = progress->pages_done + progress->pages_quarantined;
    // The last hundredth is for making documents of the pages.
    json["progress"] = done ? 1.0 : progress->pages == 0 ? 0.0 : 0.99 * read / progress->pages;
    const std::optional<double> eta = done ? 0.0 : SecondsTo(at, *progress);
    json["eta_seconds"] = eta ? WorkJson(*eta) : WorkJson(nullptr);
    return json.dump(-1, ' ', false, WorkJson::error_handler_t::replace);
  });
}

Result<QuarantinedPage> WorkAnswers::FindQuarantined(const std::string& id) {
  std::optional<QuarantinedPage> found;
  const Result<std::string> looked = with_coordinator_("quarantine_show", [&](Coordinator& at) -> Result<std::string> {
    std::string after;
    while (true) {
      const auto pages = at.Quarantined(after, kMostAtOnce);
      if (!pages) return pages.status();
      for (const QuarantinedPage& page : *pages) {
        if (page.page_id == id) found = page;
      }
      if (found || pages->size() < kMostAtOnce) return std::string();
      after = pages->back().page_id;
    }
  });
  if (!looked) return looked.status();
  if (found) return *found;
  return Status(StatusCode::kNotFound, "show page " + id + ": it is not in quarantine");
}

Result<std::string> WorkAnswers::QuarantineShow(const std::string& id) {
  const Result<QuarantinedPage> page = FindQuarantined(id);
  if (!page) return page.status();
  return QuarantinedPageJson(*page);
}

Result<std::string> WorkAnswers::Quarantine(std::string_view method, const MethodParams& params, const Principal* asks) {
  const std::string page = params.Text("page");
  if (method == "quarantine_show") return QuarantineShow(page);
  return with_coordinator_(method, [&](Coordinator& at) -> Result<std::string> {
    if (method == "quarantine_list") {
      Result<std::vector<QuarantinedPage>> pages = at.Quarantined(params.Text("after"), params.Limit(kListedAtOnce));
      if (!pages) return pages.status();
      const ViewedArchive view(archive_, asks);
      std::erase_if(*pages, [&](const QuarantinedPage& each) { return !view.KnowsPage(each.source.dossier, each.page_id); });
      return QuarantineJson(*pages);
    }
    Status status;
    if (method == "quarantine_retry") {
      status = at.RetryQuarantined(page);
    } else if (method == "quarantine_release") {
      status = at.ReleaseQuarantined(page, params.Text("reason"));
    } else {
      status = at.RejectQuarantined(page, params.Text("reason"));
    }
    if (!status.ok()) return status;
    return std::string("{}");
  });
}

Result<std::string> WorkAnswers::Edit(std::string_view params, const Principal* asks) {
  const Result<EditRequest> request = ReadEditRequest(archive_, params);
  if (!request) return request.status();
  const Status allowed = CheckEditAccess(archive_, *request, asks, [this](const auto& stage) { return write_(stage); });
  if (!allowed.ok()) return allowed;
  return with_coordinator_("edit", [&](Coordinator& at) -> Result<std::string> {
    const Status status = at.ApplyEdits(request->dossier, {request->edit}, request->version, request->settle_ms);
    if (!status.ok()) return status;
    WorkJson answer = {{"dossier", request->dossier}};
    if (request->edit.kind == EditKind::kSend) answer["to"] = request->edit.dossier;
    return answer.dump();
  });
}

Result<std::string> WorkAnswers::Settle(const MethodParams& params) {
  return with_coordinator_("settle", [&](Coordinator& at) -> Result<std::string> {
    at.Settle(params.Text("dossier"));
    return std::string("{}");
  });
}

Result<std::string> WorkAnswers::Reread(const MethodParams& params) {
  const std::string code = params.Text("dossier");
  return with_coordinator_("reread", [&](Coordinator& at) -> Result<std::string> {
    const Status status = at.Reread(code, params.Text("documents_only") != "true");
    if (!status.ok()) return status;
    return WorkJson{{"dossier", code}}.dump(-1, ' ', false, WorkJson::error_handler_t::replace);
  });
}

Result<std::string> WorkAnswers::Draft(std::string_view params) {
  const Result<DraftRequest> request = ReadDraftRequest(params);
  if (!request) return request.status();
  return with_coordinator_("draft", [&](Coordinator& at) -> Result<std::string> {
    const Result<DossierDraft> draft = at.Draft(*request);
    if (!draft) return draft.status();
    const Result<std::vector<KnownPaper>> known = KnownPapersOf(*draft);
    if (!known) return known.status();
    return DraftJson(*draft, *known);
  });
}

Result<std::vector<KnownPaper>> WorkAnswers::KnownPapersOf(const DossierDraft& draft) {
  bool asked = false;
  Result<std::vector<KnownPaper>> known = FindKnownPapers(archive_, draft, asked);
  if (!known || !asked) return known;
  std::string found;
  for (const KnownPaper& paper : *known) found += " " + paper.dossier;
  const std::lock_guard lock(noted_mutex_);
  // Drafts are asked for again and again while pages are read.
  if (noted_.contains(draft.head.code + found)) return known;
  const AuditEntry entry{"desk", "search.identity_number", draft.head.code, "papers that need not be handed in again", "", draft.head.code + found};
  const Status noted = write_([&](MetaBatch& batch) { return StageAudit(archive_.meta(), entry, batch); });
  if (!noted.ok()) return noted;
  constexpr std::size_t kMostNoted = 10'000;
  if (noted_.size() >= kMostNoted) noted_.clear();
  noted_.insert(draft.head.code + found);
  return known;
}

}  // namespace sohoa
