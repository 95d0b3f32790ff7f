// SPDX-License-Identifier: Apache-2.0
//
// PageChecks: what the desk's reader found on each page, while its paper is still at hand. Pages are looked at one after
// the other by a thread of its own, the newest capture's first; findings stay in memory while the program runs.
//
// All methods are safe from several threads.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "desk/desk_reader.h"
#include "desk/spool.h"
#include "imaging/page_assessment.h"

namespace sohoa {

struct PageCheck {
  // Without the thumbnail, which Thumbnail() gives.
  PageAssessment found;
  std::string problem;  // why it could not be looked at; empty = it was
};

class PageChecks {
 public:
  // `changed` is called on its thread after each page.
  PageChecks(Spool& spool, DeskReader& reader, std::function<void()> changed);
  ~PageChecks();

  // What was found; none: not yet. Asks for it where nobody has.
  std::optional<PageCheck> Find(const std::string& capture, const std::string& page);
  // A JPEG of the page as scanned, so many pixels wide, or as wide as it is. Waits for the reader.
  Result<std::string> Picture(const std::string& capture, const std::string& page, int width);

 private:
  struct Wanted {
    std::string capture;
    std::string page;
  };
  void Run(std::stop_token stop);
  Result<PageAssessment> Look(const Wanted& wanted, int width);
  void Keep(const std::string& page, const Result<PageAssessment>& found);

  Spool& spool_;
  DeskReader& reader_;
  const std::function<void()> changed_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Wanted> wanted_;
  std::set<std::string> asked_;  // page keys that are wanted or found
  std::map<std::string, PageCheck> found_;
  std::map<std::string, std::string> thumbnails_;
  std::jthread thread_;  // last
};

}  // namespace sohoa
