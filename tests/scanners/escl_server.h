// SPDX-License-Identifier: Apache-2.0
//
// A network scanner without hardware: as much of eSCL (Mopria eSCL 2.97) over HTTP as
// sane-airscan asks for, a feeder with sheets in it, and faults on demand. It listens on
// 127.0.0.1 and answers one request a connection.
//
// Besides the protocol it takes commands, so that other programs can lead it:
//   POST /control/load?sheets=N[&first=M]  N of its sheets from the one numbered M (from 0) on once more, behind those in
//                                      the feeder
//   POST /control/unload               the feeder is emptied, faults are gone, and sheets count from 1 again
//   POST /control/fault?kind=K&sheet=N [&side=1]   as Inject(); K as in kFaultNames
//   POST /control/clear                as Clear()
//   POST /control/put-back?sheet=N     as PutBack()
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sohoa {

// JPEG files of three components, as large as the resolution says.
struct EsclSheet {
  std::string front;
  std::string back;
};

enum class EsclFault : std::uint8_t {
  kNone,
  kJam,            // and the sheet lies in the way
  kCoverOpen,
  kDoubleFeed,     // two sheets at once, which eSCL has a word for
  kBusy,           // 503 to new jobs, and "Processing"
  kJobGone,        // 404 to the job, with paper still there
  kCut,            // the connection ends in the midst of a page whose length was told
  kCutUntold,      // the same where no length was told
  kTruncated,      // half of the JPEG file, as if it were whole
  kRepeat,         // the same side over and over until Clear()
  kSlow,           // the page comes in small pieces
};

class EsclServer {
 public:
  // `dpi`: of the pages, and the one resolution it has.
  EsclServer(std::vector<EsclSheet> sheets, int dpi);
  ~EsclServer();
  EsclServer(const EsclServer&) = delete;
  EsclServer& operator=(const EsclServer&) = delete;

  // Port 0: any that is free; the same one again after Stop(). False where it cannot be had.
  bool Listen(std::uint16_t port = 0);
  void Stop();  // as if unplugged
  std::uint16_t port() const;
  std::string Url() const;         // "http://127.0.0.1:PORT/eSCL"
  std::string SaneName() const;    // for "sane:": sane-airscan needs no configuration for it

  // Each takes effect with the next request.
  void Load(std::size_t sheets);   // into the feeder, behind what is there
  // When `sheet` (from 1, of those that were ever drawn in) or its `side` (0 or 1) is due.
  void Inject(EsclFault fault, std::size_t sheet, std::size_t side = 0);
  void Clear();                    // a person took the sheet out, put it back on top, closed it
  void PutBack(std::size_t sheet); // this one and what went through after it, on top of the others
  void SetPace(std::chrono::milliseconds per_side);

  std::size_t SheetsLeft() const;
  std::size_t Jobs() const;        // that were begun
  bool HasJob() const;             // that goes on

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sohoa
