// SPDX-License-Identifier: Apache-2.0
//
// KeptAnswers: answers that took long to find, kept for a while, so that a request that is sent
// again while it is worked on, or after its answer was lost, is not worked on twice and gets the
// very same answer. Any thread may call it.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "core/result.h"
#include "workers/protocol.h"

namespace sohoa {

class KeptAnswers {
 public:
  // Who asked for it, and under which tag.
  struct Asker {
    std::string peer;
    std::uint64_t tag = 0;
  };

  // What a request that came under `key` is to be met with.
  struct Meeting {
    bool is_known = false;       // it is worked on already, or was
    std::optional<Frame> answer;  // that it was given
  };
  // A known one is answered to whoever asked last.
  Meeting Meet(const std::string& key, const Asker& asker);
  void Begin(const std::string& key, const Asker& asker);
  // Its end: who it is to be sent to. A failure is not kept: what is asked again begins anew.
  Asker End(const std::string& key, const Result<Frame>& answer);
  // Drops what was answered longer ago than anybody asks again.
  void Forget();

 private:
  struct Entry {
    Asker asker;
    std::optional<Frame> answer;
    std::int64_t answered_ms = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

}  // namespace sohoa
