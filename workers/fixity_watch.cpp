// SPDX-License-Identifier: Apache-2.0
#include "workers/fixity_watch.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "core/calendar.h"
#include "core/log.h"
#include "storage/fixity.h"
#include "storage/journal.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

constexpr std::int64_t kShortestWaitMs = 5;
constexpr std::int64_t kLongestWaitMs = 60'000;
constexpr std::int64_t kSaveEveryMs = 600'000;
// More than that is one damage: a disk. `sohoa verify` lists all.
constexpr std::size_t kMostFindings = 1'000;
// Where reading meets damage, files are looked through no more often than that.
constexpr std::int64_t kFilesAgainMs = 24ll * 3600 * 1000;
constexpr int kNiceness = 10;

std::size_t SlotOf(const Sha256& name) { return name.bytes[0]; }

// Where a name stands among all, 0 to 1.
double PlaceOf(const Sha256& name) {
  double place = 0;
  for (int i = 5; i >= 0; --i) place = (place + name.bytes[static_cast<std::size_t>(i)]) / 256;
  return place;
}

constexpr std::string_view kLookUp = "look-up";

bool IsSame(const FixityProblem& a, const FixityProblem& b) {
  return a.what == b.what && a.dossier == b.dossier && a.object == b.object && a.sha256 == b.sha256;
}

struct NamedBlob {
  Sha256 name;
  std::string code;  // of a dossier that names it
  BlobReference reference;
};

Result<std::optional<NamedBlob>> NextBlob(MetaReader& store, const std::optional<Sha256>& after) {
  std::optional<NamedBlob> next;
  // Codes are of ASCII letters, so that none stands behind this.
  const std::string from = after ? ReferencePrefix(*after) + "\xff" : std::string();
  const Status scanned = store.Scan(kReferencePrefix, from, [&next](std::string_view key, std::string_view value) {
    const auto parsed = ParseReferenceKey(key);
    const std::optional<BlobReference> reference = DecodeReference(value);
    if (!parsed) return true;
    next = NamedBlob{parsed->first, parsed->second, reference ? *reference : BlobReference{"blob", ""}};
    return false;
  });
  if (!scanned.ok()) return scanned;
  return next;
}

}  // namespace

Status FixityRounds::Load(std::int64_t now_ms) {
  const Result<std::optional<std::string>> bytes = archive_.meta().Get(kFixityProgressKey);
  if (!bytes) return bytes.status();
  std::optional<FixityProgress> kept = *bytes ? DecodeFixityProgress(**bytes) : std::nullopt;
  progress_ = kept ? std::move(*kept) : FixityProgress();
  if (progress_.begun_at_unix_ms == 0) progress_.begun_at_unix_ms = progress_.round_at_unix_ms = now_ms;
  // A clock that was set back must not stop it for long.
  progress_.round_at_unix_ms = std::min(progress_.round_at_unix_ms, now_ms);
  saved_ms_ = now_ms;
  return {};
}

double FixityRounds::Done() const { return progress_.blob ? PlaceOf(*progress_.blob) : 0; }

Result<std::int64_t> FixityRounds::Step(std::int64_t now_ms) {
  Result<std::int64_t> wait = CheckNext(now_ms);
  // What leads to blobs and dossiers cannot be read, and the round stands still: then the file that it is in is told of at least.
  if (wait || wait.status().code() != StatusCode::kCorruption || now_ms - files_begun_ms_ < kFilesAgainMs) return wait;
  if (const Status begun = BeginFiles(now_ms); !begun.ok()) return begun;
  return kShortestWaitMs;
}

Result<std::int64_t> FixityRounds::CheckNext(std::int64_t now_ms) {
  std::uint64_t bytes = 0;
  bool is_empty = false;
  if (!files_.empty()) {
    if (const Status checked = CheckNextFile(now_ms, bytes); !checked.ok()) return checked;
  } else if (progress_.dossiers_due > 0) {
    if (const Status checked = CheckNextDossier(now_ms); !checked.ok()) return checked;
  } else {
    const double due = static_cast<double>(now_ms - progress_.round_at_unix_ms) / static_cast<double>(options_.round_ms);
    if (due < Done() || due <= 0) {
      const auto wait = static_cast<std::int64_t>((Done() - due) * static_cast<double>(options_.round_ms));
      return std::clamp(wait, kShortestWaitMs, kLongestWaitMs);
    }
    if (const Status checked = CheckNextBlob(now_ms, bytes, is_empty); !checked.ok()) return checked;
  }
  if (now_ms - saved_ms_ >= kSaveEveryMs) {
    if (const Status saved = Save(now_ms); !saved.ok()) return saved;
  }
  // An archive with nothing in it has its rounds too, but need not hurry.
  if (is_empty) return kLongestWaitMs;
  return std::max(kShortestWaitMs, static_cast<std::int64_t>(bytes * 1000 / options_.bytes_per_second));
}

Status FixityRounds::CheckNextBlob(std::int64_t now_ms, std::uint64_t& bytes, bool& is_empty) {
  const Result<std::optional<NamedBlob>> next = NextBlob(archive_.meta(), progress_.blob);
  if (!next) return next.status();
  if (!next->has_value()) {
    is_empty = !progress_.blob;
    return EndRound(now_ms);
  }
  const NamedBlob& blob = **next;
  Result<std::vector<FixityProblem>> problems = CheckBlobFixity(archive_, blob.name, blob.code, blob.reference, bytes);
  if (!problems) return problems.status();
  const auto of_blob = [&blob](const FixityProblem& problem) { return problem.sha256 == blob.name && problem.what != kLookUp; };
  if (const Status taken = Take(std::move(*problems), of_blob, now_ms); !taken.ok()) return taken;
  ++read_blobs_;
  read_bytes_ += bytes;
  const std::size_t before = progress_.blob ? SlotOf(*progress_.blob) : 0;
  progress_.blob = blob.name;
  return SlotOf(blob.name) == before ? Status() : EndSlots(SlotOf(blob.name), now_ms);
}

// All below `until` that this round has not ended yet have no more blobs to be checked.
Status FixityRounds::EndSlots(std::size_t until, std::int64_t now_ms) {
  for (std::size_t slot = 0; slot < until; ++slot) {
    if (progress_.slots_unix_ms[slot] < progress_.round_at_unix_ms) progress_.slots_unix_ms[slot] = now_ms;
  }
  std::uint64_t dossiers = 0;
  const Status counted = archive_.meta().Scan(kNewestPrefix, "", [&dossiers](std::string_view, std::string_view) { return ++dossiers, true; });
  if (!counted.ok()) return counted;
  // So that a round of blobs is a round of dossiers as well, where some slots are empty too.
  progress_.dossiers_due = static_cast<std::uint32_t>(std::min<std::uint64_t>((dossiers + kFixitySlots - 1) / kFixitySlots * 2, dossiers));
  return Save(now_ms);
}

Status FixityRounds::CheckNextDossier(std::int64_t now_ms) {
  const Result<std::vector<DossierSummary>> next = archive_.ListDossiers(progress_.dossier, 1);
  if (!next) return next.status();
  --progress_.dossiers_due;
  if (next->empty()) {
    progress_.dossier.clear();  // from the first again
    return {};
  }
  const std::string code = next->front().code;
  Result<std::vector<FixityProblem>> problems = CheckRecordFixity(archive_, code);
  if (!problems) return problems.status();
  progress_.dossier = code;
  const auto of_records = [&code](const FixityProblem& problem) { return problem.dossier == code && (problem.sha256 == Sha256{} || problem.what == kLookUp); };
  return Take(std::move(*problems), of_records, now_ms);
}

Status FixityRounds::CheckNextFile(std::int64_t now_ms, std::uint64_t& bytes) {
  const std::string name = files_.back();
  const Status status = archive_.CheckTableFile(name, bytes);
  if (!status.ok() && status.code() != StatusCode::kCorruption) return status;
  read_bytes_ += bytes;
  std::vector<FixityProblem> problems;
  if (!status.ok()) problems.push_back({FixityProblem::Kind::kChanged, std::string(kStoreFile), "", name, {}, status.message()});
  const auto of_file = [&name](const FixityProblem& problem) { return problem.what == kStoreFile && problem.object == name; };
  const Status taken = Take(std::move(problems), of_file, now_ms);
  if (taken.ok()) files_.pop_back();
  return taken;
}

// What was found in files that are of the store no more is gone with them.
Status FixityRounds::BeginFiles(std::int64_t now_ms) {
  files_begun_ms_ = now_ms;
  files_ = archive_.TableFiles();
  const auto of_others = [this](const FixityProblem& problem) {
    return problem.what == kStoreFile && std::find(files_.begin(), files_.end(), problem.object) == files_.end();
  };
  return Take({}, of_others, now_ms);
}

Status FixityRounds::EndRound(std::int64_t now_ms) {
  const Result<std::vector<std::string>> breaks = CheckAuditChain(archive_.meta());
  if (!breaks) return breaks.status();
  std::vector<FixityProblem> problems;
  if (!breaks->empty()) problems.push_back({FixityProblem::Kind::kChanged, "audit record", "", "", {}, breaks->front()});
  const auto of_chain = [](const FixityProblem& problem) { return problem.what == "audit record"; };
  if (const Status taken = Take(std::move(problems), of_chain, now_ms); !taken.ok()) return taken;
  if (const Status begun = BeginFiles(now_ms); !begun.ok()) return begun;
  const bool empty = !progress_.blob;
  for (std::int64_t& slot : progress_.slots_unix_ms) slot = slot < progress_.round_at_unix_ms || empty ? now_ms : slot;
  ++progress_.rounds;
  progress_.round_at_unix_ms = now_ms;
  progress_.blob.reset();
  return empty ? Status() : Save(now_ms);
}

// What was found before `of_these` and is not found again is whole. What is found is told once, for as long as it stands.
Status FixityRounds::Take(std::vector<FixityProblem> problems, const std::function<bool(const FixityProblem&)>& of_these, std::int64_t now_ms) {
  std::erase_if(progress_.findings, [&](const FixityFinding& finding) {
    return of_these(finding.problem) && std::none_of(problems.begin(), problems.end(), [&](const FixityProblem& each) { return IsSame(finding.problem, each); });
  });
  std::vector<FixityFinding> found;
  for (FixityProblem& problem : problems) {
    const bool known = std::any_of(progress_.findings.begin(), progress_.findings.end(),
                                   [&problem](const FixityFinding& finding) { return IsSame(finding.problem, problem); });
    if (known || progress_.findings.size() + found.size() >= kMostFindings) continue;
    Log(LogLevel::kError, "damage found", {{"kind", FixityKindName(problem.kind)}, {"what", problem.what}, {"dossier", problem.dossier},
                                           {"object", problem.object}, {"sha256", problem.sha256.Hex()}});
    problem.detail.clear();
    found.push_back({std::move(problem), now_ms});
  }
  if (found.empty()) return {};
  const Status written = run_([&](MetaBatch& batch) {
    for (const FixityFinding& finding : found) {
      const FixityProblem& problem = finding.problem;
      const std::string detail = std::string(FixityKindName(problem.kind)) + " " + problem.what + " " + problem.sha256.Hex();
      const Status staged = archive_.StageEvent({0, now_ms, "fixity.damaged", problem.dossier, problem.object, detail, ""}, batch);
      if (!staged.ok()) return staged;
    }
    return Status();
  });
  if (!written.ok()) return written;
  for (FixityFinding& finding : found) progress_.findings.push_back(std::move(finding));
  return Save(now_ms);
}

Status FixityRounds::Save(std::int64_t now_ms) {
  const Status saved = run_([this](MetaBatch& batch) {
    batch.Put(std::string(kFixityProgressKey), EncodeFixityProgress(progress_));
    return Status();
  });
  if (saved.ok()) saved_ms_ = now_ms;
  return saved;
}

FixityCoverage FixityRounds::Coverage(std::int64_t now_ms) const {
  FixityCoverage coverage;
  coverage.round_ms = options_.round_ms;
  coverage.rounds = progress_.rounds;
  coverage.findings = progress_.findings.size();
  coverage.read_bytes = read_bytes_;
  coverage.read_blobs = read_blobs_;
  coverage.oldest_check_unix_ms = now_ms;
  std::size_t fresh = 0;
  for (const std::int64_t slot : progress_.slots_unix_ms) {
    // Rounds follow each other with a little delay.
    fresh += slot != 0 && now_ms - slot <= options_.round_ms + options_.round_ms / 10;
    coverage.oldest_check_unix_ms = std::min(coverage.oldest_check_unix_ms, slot == 0 ? progress_.begun_at_unix_ms : slot);
  }
  coverage.checked_share = static_cast<double>(fresh) / static_cast<double>(kFixitySlots);
  return coverage;
}

std::unique_ptr<FixityWatch> FixityWatch::Start(Archive& archive, FixityRounds::RunChange run, const FixityWatchOptions& options) {
  std::unique_ptr<FixityWatch> watch(new FixityWatch(archive, std::move(run), options));
  watch->thread_ = std::jthread([own = watch.get()](const std::stop_token& stop) { own->Run(stop); });
  return watch;
}

FixityWatch::~FixityWatch() {
  thread_.request_stop();
  stopping_.notify_all();
}

FixityCoverage FixityWatch::Coverage() {
  const std::scoped_lock lock(mutex_);
  return coverage_;
}

void FixityWatch::Run(const std::stop_token& stop) {
  static_cast<void>(setpriority(PRIO_PROCESS, 0, kNiceness));  // of this thread alone
  bool loaded = false;
  while (!stop.stop_requested()) {
    const std::int64_t now = NowUnixMs();
    Result<std::int64_t> wait = kLongestWaitMs;
    if (!loaded) loaded = rounds_.Load(now).ok();
    if (loaded) wait = rounds_.Step(now);
    std::unique_lock lock(mutex_);
    coverage_ = rounds_.Coverage(now);
    stopping_.wait_for(lock, stop, std::chrono::milliseconds(wait ? *wait : kLongestWaitMs), [] { return false; });
  }
  if (loaded) static_cast<void>(rounds_.Save(NowUnixMs()).ok());
}

}  // namespace sohoa
