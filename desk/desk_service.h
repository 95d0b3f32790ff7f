// SPDX-License-Identifier: Apache-2.0
//
// DeskService: everything of one desk in one place: the spool, the scanner's run, the way to the coordinator, the
// reader process that looks at pages here. What its pages and commands ask.
//
// All methods are safe from several threads.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "desk/desk_reader.h"
#include "desk/pairing.h"
#include "desk/page_checks.h"
#include "desk/scan_run.h"
#include "desk/spool.h"
#include "desk/uploader.h"
#include "documents/procedures/procedure_catalogue.h"

namespace sohoa {

struct DeskOptions {
  SpoolOptions spool;
  std::string name;  // of the desk: who decided what is decided here
  std::string agency;  // code, of new captures that name none
  std::vector<std::string> folders;  // hot folders that may be scanned from, besides scanners
  std::string lan;  // "https://...", where paired browsers of other hosts find it; empty = nowhere
  ReaderOptions reader;
  DeskConnector connect;
  UploaderOptions uploader;
  std::shared_ptr<const ProcedureCatalogue> procedures;  // null: none to choose from
  std::int64_t keep_ms = 7ll * 24 * 3600 * 1000;  // of captures that the archive has
  // Opens a device; empty = OpenScanner.
  std::function<Result<std::unique_ptr<Scanner>>(const std::string& uri)> open_scanner;
};

// A page at the desk, as people see it there.
struct DeskPageView {
  std::string key;
  const DeskOriginal* original = nullptr;
  std::uint32_t index = 0;
  bool aside = false;
  int rotation = 0;              // that people decided on
  std::optional<bool> begins;    // a document, likewise
  std::string same_bytes_as;     // key of another page of the capture with the same bytes; empty = none
};
// In order, those that are set aside at the end.
std::vector<DeskPageView> ViewPages(const Capture& capture);

struct FoundCode {
  std::string code;
  std::string page;  // key
};

class DeskService {
 public:
  static Result<std::unique_ptr<DeskService>> Start(DeskOptions options);
  ~DeskService();

  Spool& spool() { return *spool_; }
  const DeskOptions& options() const { return options_; }
  LineState Line() const { return uploader_->Line(); }
  Status ProblemOf(const std::string& capture) const { return uploader_->ProblemOf(capture); }
  // Rises with everything that a page would show otherwise.
  std::uint64_t Changes() const;

  // Devices that are there. Scanning goes on meanwhile, where the device allows it.
  Result<std::vector<ScannerDescription>> Devices(ScannerReach reach);
  // One run at a time. kConflict: there is one; kInvalidArgument: the device's URI.
  Status StartScan(ScanJob job);
  std::optional<ScanRunStatus> LastRun() const;
  Status ResumeScan();
  Status StopScan();
  // A file of a person's own, into the capture.
  Result<DeskOriginal> AddFile(const std::string& capture, const OriginalFile& file, const Placement& placement);

  // kConflict: the scanner still brings pages into it.
  Status Finish(const std::string& capture);
  Status Discard(const std::string& capture, const std::string& reason);
  Status Changed(const Status& status);  // tells the uploader and the pages; gives `status` back

  // What the dossier would be by what is read so far: the coordinator's JSON (api/draft_answer.h), with page keys in
  // place of its ids; and `is_fresh` false where the line is down and this is of before. kUnavailable: there is none.
  struct Draft {
    std::string json;
    bool is_fresh = true;
  };
  Result<Draft> DraftOf(const std::string& capture);

  // As a PDF file: with the coordinator's receipt, or until that comes as a provisional one.
  Result<std::string> ReceiptOf(const std::string& capture);

  PageChecks& checks() { return *checks_; }
  Pairing& pairing() { return *pairing_; }
  // A device that the list of them may have, or one of the hot folders.
  bool IsOffered(const std::string& device) const;

  // Codes of dossiers on the first pages of a capture that has none yet. Only a person says that one is meant: once pages
  // went up under a code it is theirs for good, and a sheet of another dossier may lie on top.
  std::vector<FoundCode> FoundCodesOf(const Capture& capture);

 private:
  explicit DeskService(DeskOptions options) : options_(std::move(options)) {}
  void TidyUp(std::stop_token stop);
  Status RefuseWhileScanning(const std::string& capture) const;
  Result<std::string> AskDraft(const Capture& capture);

  DeskOptions options_;
  std::unique_ptr<Spool> spool_;
  std::unique_ptr<Pairing> pairing_;
  std::unique_ptr<DeskReader> reader_;
  std::atomic<std::uint64_t> scan_changes_ = 0;
  std::unique_ptr<PageChecks> checks_;
  std::unique_ptr<Uploader> uploader_;
  mutable std::mutex mutex_;  // of the run
  std::unique_ptr<ScanRun> run_;
  std::mutex draft_mutex_;  // of what follows
  std::unique_ptr<DeskClient> asker_;
  std::map<std::string, std::string> drafts_;  // the last ones, by capture
  std::jthread tidier_;  // last
};

}  // namespace sohoa
