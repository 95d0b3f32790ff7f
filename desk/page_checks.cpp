// SPDX-License-Identifier: Apache-2.0
#include "desk/page_checks.h"

#include <algorithm>
#include <utility>

#include "core/log.h"

namespace sohoa {
namespace {

constexpr int kThumbnailWidth = 240;
constexpr int kMostWidth = 2'000;
// Of pages whose findings are in memory: a day of a busy desk.
constexpr std::size_t kMostKept = 4'000;

}  // namespace

PageChecks::PageChecks(Spool& spool, DeskReader& reader, std::function<void()> changed)
    : spool_(spool), reader_(reader), changed_(std::move(changed)), thread_([this](std::stop_token stop) { Run(std::move(stop)); }) {}

PageChecks::~PageChecks() {
  thread_.request_stop();
  wake_.notify_all();
}

std::optional<PageCheck> PageChecks::Find(const std::string& capture, const std::string& page) {
  const std::lock_guard lock(mutex_);
  if (const auto found = found_.find(page); found != found_.end()) return found->second;
  if (asked_.insert(page).second) {
    wanted_.push_back({capture, page});
    wake_.notify_all();
  }
  return std::nullopt;
}

void PageChecks::Run(std::stop_token stop) {
  while (true) {
    Wanted next;
    {
      std::unique_lock lock(mutex_);
      if (!wake_.wait(lock, stop, [this] { return !wanted_.empty(); }) || stop.stop_requested()) return;
      next = std::move(wanted_.front());
      wanted_.pop_front();
    }
    const Result<PageAssessment> found = Look(next, kThumbnailWidth);
    if (!found) Log(LogLevel::kWarning, "page not looked at", {{"trace", next.capture}, {"page", next.page}, {"code", StatusCodeName(found.status().code())}});
    Keep(next.page, found);
    changed_();
  }
}

void PageChecks::Keep(const std::string& page, const Result<PageAssessment>& found) {
  const std::lock_guard lock(mutex_);
  if (found_.size() >= kMostKept) {
    // Keys sort by time.
    thumbnails_.erase(found_.begin()->first);
    asked_.erase(found_.begin()->first);
    found_.erase(found_.begin());
  }
  asked_.insert(page);
  PageCheck check;
  if (found) {
    check.found = *found;
    thumbnails_[page] = std::move(check.found.thumbnail);
    check.found.thumbnail.clear();
  } else {
    check.problem = found.status().message();
  }
  found_[page] = std::move(check);
}

Result<PageAssessment> PageChecks::Look(const Wanted& wanted, int width) {
  const std::optional<PageOfOriginal> page = ParsePageKey(wanted.page);
  if (!page) return Status(StatusCode::kInvalidArgument, "look at page " + wanted.page + ": that is no name of a page");
  const Result<OriginalFile> file = spool_.OpenOriginal(wanted.capture, page->original);
  if (!file) return file.status();
  return reader_.With<PageAssessment>([&](PageImaging& imaging) {
    AssessOptions options;
    options.thumbnail_width = width;
    return imaging.Assess(*file, page->index, options);
  });
}

Result<std::string> PageChecks::Picture(const std::string& capture, const std::string& page, int width) {
  width = std::clamp(width, 16, kMostWidth);
  if (width <= kThumbnailWidth) {
    const std::lock_guard lock(mutex_);
    if (const auto there = thumbnails_.find(page); there != thumbnails_.end()) return there->second;
  }
  const Result<PageAssessment> found = Look({capture, page}, width <= kThumbnailWidth ? kThumbnailWidth : width);
  if (!found) return found.status();
  std::string picture = found->thumbnail;
  if (width <= kThumbnailWidth) Keep(page, found);
  return picture;
}

}  // namespace sohoa
