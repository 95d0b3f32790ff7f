// SPDX-License-Identifier: Apache-2.0
#include "stress/desk.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <thread>
#include <tuple>
#include <vector>

#include "stress/action_log.h"
#include "workers/desk_client.h"

namespace sohoa {
namespace {

// It may or may not have happened.
bool IsUnknown(const Status& status) {
  switch (status.code()) {
    case StatusCode::kUnavailable:
    case StatusCode::kTimeout:
    case StatusCode::kCancelled:
    case StatusCode::kIoError:
      return true;
    default:
      return false;
  }
}

std::vector<std::string> PageIdsOf(const std::string& code, const std::string& batch, const PlannedOriginal& original, const Sha256& hash) {
  std::vector<std::string> ids;
  for (std::uint32_t index = 0; index < original.pages(); ++index) ids.push_back(MakePageId({code, batch, original.place, hash, index}));
  return ids;
}

class Desk {
 public:
  explicit Desk(const DeskArguments& arguments)
      : arguments_(arguments),
        random_(arguments.rules.seed ^ (arguments.desk + 1) ^ static_cast<std::uint64_t>(MonotonicNs())),
        log_(arguments.log) {
    if (!arguments.key_file.empty()) keys_ = {*ReadKeyFile(arguments.key_file), arguments.server_key};
    Remember();
  }

  int Run() {
    for (std::uint32_t number = 0; !Enough(number); ++number) {
      const PlannedDossier dossier = PlanDossier(arguments_.rules, arguments_.desk, number);
      if (visible_.contains(dossier.head.code)) continue;
      HandIn(dossier);
      waiting_.push_back(dossier.head.code);
      while (waiting_.size() > arguments_.outstanding) LookAtWaiting();
    }
    while (!waiting_.empty()) LookAtWaiting();
    return 0;
  }

 private:
  using Place = std::tuple<std::string, std::string, std::uint32_t>;

  // What a life before this one did. A dossier that it began is finished first.
  void Remember() {
    for (const Action& action : ActionReader(arguments_.log).More()) {
      if (action.what == "open" && action.state == "invoke") began_.insert(action.dossier);
      if (action.state != "ok") continue;
      done_.insert({action.what + action.dossier, action.batch, action.place});
      if (action.what == "upload") ++acknowledged_[action.dossier];
      if (action.what == "upload") RememberReceipt(action);
      if (action.what == "visible" && action.batch == "-") visible_.insert(action.dossier);
    }
  }

  void RememberReceipt(const Action& upload) {
    std::string hash;
    std::uint64_t pages = 0;
    std::istringstream(upload.remark) >> hash >> pages >> sequences_[Place{upload.dossier, upload.batch, upload.place}];
  }

  bool Enough(std::uint32_t number) const {
    if (began_.contains(PlannedCode(arguments_.desk, number))) return false;
    if (arguments_.most_dossiers > 0 && number >= arguments_.most_dossiers) return true;
    return std::filesystem::exists(arguments_.stop_file);
  }

  bool Done(const std::string& what, const std::string& code, const std::string& batch, std::uint32_t place) const {
    return done_.contains(Place{what + code, batch, place});
  }

  DeskClient& client() {
    while (client_ == nullptr) {
      Result<std::unique_ptr<DeskClient>> connected = DeskClient::Connect(arguments_.endpoint, 5'000, keys_);
      if (connected) client_ = std::move(*connected);
    }
    return *client_;
  }

  void Log(const std::string& what, const std::string& state, const std::string& code, const std::string& batch, std::uint32_t place,
           const std::string& remark) {
    log_.Add({0, what, state, code, batch, place, remark});
  }

  void Violation(const std::string& code, const std::string& batch, std::uint32_t place, const std::string& remark) {
    Log("violation", "fail", code, batch, place, remark);
  }

  // Again and again until it is done or refused for good; true when done.
  template <typename Call>
  bool Insist(const std::string& what, const std::string& code, const std::string& batch, std::uint32_t place, const Call& call) {
    if (Done(what, code, batch, place)) return true;
    for (int refusals = 0;;) {
      Log(what, "invoke", code, batch, place, "");
      const Status status = call();
      if (status.ok()) {
        Log(what, "ok", code, batch, place, remark_);
        done_.insert(Place{what + code, batch, place});
        return true;
      }
      Log(what, IsUnknown(status) ? "unknown" : "fail", code, batch, place, status.ToString());
      if (status.code() == StatusCode::kUnsupported) return false;
      // A frame that came late or twice may spoil a try; more than that it may not.
      if (!IsUnknown(status) && ++refusals == 20) {
        Violation(code, batch, place, what + " is refused: " + status.ToString());
        return false;
      }
      if (IsUnknown(status)) client_.reset();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
  }

  void HandIn(const PlannedDossier& dossier) {
    const std::string& code = dossier.head.code;
    for (const PlannedBatch& batch : dossier.batches) {
      if (Done("seal", code, batch.id, 0)) continue;
      if (batch.after_visible && &batch != &dossier.batches.front()) WaitForVersion(code);
      Insist("open", code, batch.id, 0, [&] { return client().OpenBatch(dossier.head, batch.id, dossier.lane); });
      for (const PlannedOriginal& original : batch.originals) HandIn(code, batch.id, original);
      Insist("seal", code, batch.id, 0, [&] { return client().Seal(code, batch.id); });
    }
  }

  void HandIn(const std::string& code, const std::string& batch, const PlannedOriginal& planned) {
    const std::string bytes = planned.Bytes();
    const Sha256 hash = Sha256::Of(bytes);
    const auto upload = [&]() -> Status {
      const Result<OriginalFile> file = OriginalFile::FromBytes(bytes, planned.name);
      if (!file) return file.status();
      const Result<OriginalReceipt> receipt = client().Upload(code, batch, planned.place, *file, nullptr);
      if (!receipt) return receipt.status();
      remark_ = hash.Hex() + " " + std::to_string(receipt->pages) + " " + std::to_string(receipt->ledger_sequence);
      CheckReceipt(code, batch, planned, hash, *receipt);
      return Status();
    };
    std::thread second;
    if (random_.Percent(2)) second = std::thread([=, this] { UploadBeside(code, batch, planned, bytes); });
    const bool before = Done("upload", code, batch, planned.place);
    const bool done = Insist("upload", code, batch, planned.place, upload);
    if (done && !before) ++acknowledged_[code];
    if (done && !before) RememberReceipt({0, "upload", "ok", code, batch, planned.place, remark_});
    if (done && planned.refused()) Violation(code, batch, planned.place, "what is not read was taken");
    if (!done && !planned.refused()) Violation(code, batch, planned.place, "not taken");
    if (second.joinable()) second.join();
    if (done && random_.Percent(4)) SendAgain(code, batch, planned, bytes, hash);
    if (done && random_.Percent(1)) SendOther(code, batch, planned.place);
  }

  void CheckReceipt(const std::string& code, const std::string& batch, const PlannedOriginal& planned, const Sha256& hash,
                    const OriginalReceipt& receipt) {
    if (receipt.sha256 != hash || receipt.page_ids != PageIdsOf(code, batch, planned, hash)) {
      Violation(code, batch, planned.place, "the receipt is for other pages");
    }
  }

  // Two desks at the same place: both get the receipt of one.
  void UploadBeside(const std::string& code, const std::string& batch, const PlannedOriginal& planned, const std::string& bytes) const {
    const Result<OriginalFile> file = OriginalFile::FromBytes(bytes, planned.name);
    const Result<std::unique_ptr<DeskClient>> other = DeskClient::Connect(arguments_.endpoint, 5'000, keys_);
    if (file && other) static_cast<void>((*other)->Upload(code, batch, planned.place, *file, nullptr).ok());
  }

  // What has a receipt gets that of the same moment of the ledger when it comes again, or it was lost.
  void SendAgain(const std::string& code, const std::string& batch, const PlannedOriginal& planned, const std::string& bytes,
                 const Sha256& hash) {
    const Result<OriginalFile> file = OriginalFile::FromBytes(bytes, planned.name);
    if (!file) return;
    Log("resend", "invoke", code, batch, planned.place, hash.Hex());
    const Result<OriginalReceipt> receipt = client().Upload(code, batch, planned.place, *file, nullptr);
    Log("resend", receipt ? "ok" : IsUnknown(receipt.status()) ? "unknown" : "fail", code, batch, planned.place, "");
    if (!receipt) {
      if (IsUnknown(receipt.status())) client_.reset();
      if (receipt.status().code() == StatusCode::kConflict) Violation(code, batch, planned.place, "resend: " + receipt.status().ToString());
      return;
    }
    CheckReceipt(code, batch, planned, hash, *receipt);
    if (receipt->ledger_sequence != sequences_[Place{code, batch, planned.place}])
      Violation(code, batch, planned.place, "lost: what had a receipt was taken as new");
  }

  // Other bytes at a taken place must not get in.
  void SendOther(const std::string& code, const std::string& batch, std::uint32_t place) {
    const Result<OriginalFile> file =
        OriginalFile::FromBytes("sohoa-null pages=1\nother bytes " + std::to_string(random_.Next()), "other.pnm");
    if (!file) return;
    const Result<OriginalReceipt> receipt = client().Upload(code, batch, place, *file, nullptr);
    Log("other", receipt ? "ok" : "fail", code, batch, place, receipt ? "" : receipt.status().ToString());
    if (receipt) Violation(code, batch, place, "another original was taken to a place that has one");
    if (!receipt && IsUnknown(receipt.status())) client_.reset();
  }

  void WaitForVersion(const std::string& code) {
    while (!Visible(code, false)) std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }

  void LookAtWaiting() {
    for (std::size_t i = 0; i < waiting_.size(); ++i) {
      if (!Visible(waiting_[i], true)) continue;
      waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }

  bool Visible(const std::string& code, bool remember) {
    const Result<DossierProgress> progress = client().Progress(code);
    if (!progress) {
      if (progress.status().code() == StatusCode::kNotFound) Violation(code, "-", 0, "lost: a sealed dossier is not known");
      if (IsUnknown(progress.status())) client_.reset();
      return false;
    }
    if (progress->pages < acknowledged_[code]) Violation(code, "-", 0, "lost: fewer pages than have receipts");
    if (progress->version < versions_[code]) Violation(code, "-", 0, "the version went back");
    versions_[code] = progress->version;
    if (progress->all_batches_visible && remember) {
      Log("visible", "ok", code, "-", 0, std::to_string(progress->version));
      visible_.insert(code);
    }
    return progress->all_batches_visible;
  }

  const DeskArguments arguments_;
  ClientKeys keys_;
  PlanRandom random_;
  std::set<Place> done_;
  std::set<std::string> began_;
  std::set<std::string> visible_;
  std::map<std::string, std::uint32_t> acknowledged_;  // originals, each of a page at least
  std::map<Place, std::uint64_t> sequences_;  // of the ledger, from receipts
  std::map<std::string, std::uint32_t> versions_;
  std::vector<std::string> waiting_;
  std::string remark_;
  std::unique_ptr<DeskClient> client_;
  ActionLog log_;
};

}  // namespace

int RunDesk(const DeskArguments& arguments) { return Desk(arguments).Run(); }

}  // namespace sohoa
