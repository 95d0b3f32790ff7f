// SPDX-License-Identifier: Apache-2.0
//
// What a client did and what came of it, in a file of its own that outlives it: the memory
// of the test, outside of the system that is tested. A line an action: monotonic time, what,
// how it stands, dossier, batch, place, remarks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sohoa {

struct Action {
  std::int64_t at_ns = 0;
  std::string what;   // "open" "upload" "seal" "visible" "violation" ...
  std::string state;  // "invoke" "ok" "fail" "unknown"
  std::string dossier = "-";
  std::string batch = "-";
  std::uint32_t place = 0;
  std::string remark;
};

class ActionLog {
 public:
  explicit ActionLog(const std::string& path);
  ~ActionLog();
  ActionLog(const ActionLog&) = delete;
  ActionLog& operator=(const ActionLog&) = delete;

  // On the disk when it returns.
  void Add(Action action);

 private:
  int file_ = -1;
};

// Reads on from where it stood; a last line that is not whole yet is left for later.
class ActionReader {
 public:
  explicit ActionReader(std::string path) : path_(std::move(path)) {}
  std::vector<Action> More();

 private:
  std::string path_;
  std::uint64_t offset_ = 0;
};

std::int64_t MonotonicNs();

}  // namespace sohoa
