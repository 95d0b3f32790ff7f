// SPDX-License-Identifier: Apache-2.0
#include "api/registry_checker.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "access/principal.h"
#include "api/signed_delivery.h"
#include "core/calendar.h"
#include "core/log.h"
#include "documents/registry_fields.h"
#include "storage/document_secrecy.h"
#include "storage/journal.h"
#include "storage/key_layout.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kEventsAtOnce = 500;
constexpr std::uint32_t kForgottenAtOnce = 500;
constexpr std::int64_t kForgetEachMs = 24ll * 3600 * 1000;
constexpr const char* kEverybody = "registers";  // one limit for all questions
const std::string kSystem = "system";

std::int64_t SteadyMs() { return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

Result<std::optional<std::uint64_t>> ReadFollowed(MetaReader& meta) {
  const Result<std::optional<std::string>> bytes = meta.Get(kRegistryEventKey);
  if (!bytes) return bytes.status();
  if (!*bytes) return std::optional<std::uint64_t>();
  return ReadBigEndian64(**bytes);
}

// That nobody answered is shown, and is no answer.
bool IsAnswered(const std::vector<RegistryCheck>& kept, const RegistryQuestion& question) {
  const Sha256 digest = DigestOf(question);
  return std::any_of(kept.begin(), kept.end(), [&](const RegistryCheck& check) {
    return check.kind == question.kind && check.question == digest && check.number != RegistryAnswer::kUnknown;
  });
}

}  // namespace

RegistryChecker::RegistryChecker(Archive& archive, ArchiveWriter write, std::unique_ptr<RegistryClient> client, RegistryCheckerOptions options)
    : archive_(archive), write_(std::move(write)), client_(std::move(client)), options_(std::move(options)),
      rate_(std::max(1.0, options_.per_minute / 4.0), 60'000.0 / std::max<std::uint32_t>(1, options_.per_minute)) {
  if (!options_.now_unix_ms) options_.now_unix_ms = NowUnixMs;
}

RegistryChecker::~RegistryChecker() {
  stop_ = true;
  client_->Stop();
  if (thread_.joinable()) thread_.join();
}

void RegistryChecker::Start() {
  thread_ = std::jthread([this] {
    constexpr std::int64_t kNapMs = 50;
    while (!stop_) {
      NoteState(Look().code());
      for (std::int64_t waited = 0; waited < options_.look_ms && !stop_; waited += kNapMs) std::this_thread::sleep_for(std::chrono::milliseconds(kNapMs));
    }
  });
}

// Logged when it changes, and not every second.
void RegistryChecker::NoteState(StatusCode code) {
  if (code != state_ && code != StatusCode::kOk) Log(LogLevel::kWarning, "register checks stand", {{"code", StatusCodeName(code)}});
  state_ = code;
}

// Secret documents are told to nobody outside.
std::vector<RegistryChecker::Asked> RegistryChecker::QuestionsOfDossier(const Dossier& dossier) const {
  std::vector<Asked> all;
  for (const Document& document : dossier.documents) {
    if (DegreeOf(document) != Secrecy::kNone) continue;
    for (RegistryQuestion& question : QuestionsOf(document)) {
      if (!client_->Has(question.kind)) continue;
      const auto same = std::find_if(all.begin(), all.end(), [&](const Asked& asked) { return asked.question == question; });
      if (same == all.end()) {
        all.push_back({std::move(question), {document.id}});
      } else {
        same->documents.push_back(document.id);
      }
    }
  }
  return all;
}

// Asked afresh, what was answered before the order does not count.
Result<std::vector<RegistryChecker::Asked>> RegistryChecker::OpenQuestions(const Dossier& dossier, const RegistryOrder& order) const {
  std::vector<Asked> questions = QuestionsOfDossier(dossier);
  if (questions.empty()) return questions;
  Result<std::vector<RegistryCheck>> kept = ReadRegistryChecks(archive_.meta(), dossier.head.code, options_.now_unix_ms());
  if (!kept) return kept.status();
  if (order.afresh) std::erase_if(*kept, [&order](const RegistryCheck& check) { return check.at_unix_ms < order.since_unix_ms; });
  std::erase_if(questions, [&kept](const Asked& asked) { return IsAnswered(*kept, asked.question); });
  return questions;
}

Status RegistryChecker::Order(const std::string& code, const std::string& actor) {
  const Result<Dossier> dossier = archive_.GetDossier(code);
  if (!dossier) return dossier.status();
  if (QuestionsOfDossier(*dossier).empty()) {
    return Status(StatusCode::kConflict, "check dossier " + code + ": none of its papers has a number with a name that a register could be asked about");
  }
  return write_([&](MetaBatch& batch) {
    return StageRegistryOrder(archive_.meta(), code, {options_.now_unix_ms(), 0, 0, actor, true}, batch);
  });
}

Status RegistryChecker::Look() {
  Status done = FollowEvents();
  const Result<std::vector<std::pair<std::string, RegistryOrder>>> orders = ListRegistryOrders(archive_.meta());
  if (!orders) return orders.status();
  for (const auto& [code, order] : *orders) {
    if (stop_) break;
    if (order.next_try_unix_ms > options_.now_unix_ms()) continue;
    if (const Status carried = CarryOut(code, order); !carried.ok()) done = carried;
  }
  if (const Status forgotten = ForgetExpired(); !forgotten.ok()) done = forgotten;
  return done;
}

// Of an archive that was filled before, nothing is asked unless somebody orders it.
Status RegistryChecker::FollowEvents() {
  if (!after_) {
    const Result<std::optional<std::uint64_t>> followed = ReadFollowed(archive_.meta());
    if (!followed) return followed.status();
    const Result<std::uint64_t> newest = NewestEvent(archive_.meta());
    if (!newest) return newest.status();
    if (!*followed) {
      const Status begun = write_([&](MetaBatch& batch) {
        batch.Put(std::string(kRegistryEventKey), BigEndian64(*newest));
        return Status();
      });
      if (!begun.ok()) return begun;
    }
    after_ = followed->value_or(*newest);
  }
  while (!stop_) {
    const Result<std::vector<ArchiveEvent>> events = archive_.Events(*after_, kEventsAtOnce);
    if (!events) return events.status();
    if (events->empty()) return Status();
    std::set<std::string> due;
    for (const ArchiveEvent& event : *events) {
      if (event.kind != "dossier.committed" || due.contains(event.dossier)) continue;
      const Result<Dossier> dossier = archive_.GetDossier(event.dossier);
      if (!dossier && dossier.status().code() == StatusCode::kNotFound) continue;
      if (!dossier) return dossier.status();
      const Result<std::vector<Asked>> open = OpenQuestions(*dossier, {});
      if (!open) return open.status();
      if (!open->empty()) due.insert(event.dossier);
    }
    const std::uint64_t last = events->back().sequence;
    // What is looked at a second time costs little; a write for each event would be much.
    if (!due.empty() || events->size() == kEventsAtOnce) {
      const Status written = write_([&](MetaBatch& batch) {
        for (const std::string& code : due) {
          const Result<std::optional<RegistryOrder>> waits = ReadRegistryOrder(ReadFrom(archive_.meta(), batch), code);
          if (!waits) return waits.status();
          if (*waits) continue;
          const Status staged = StageRegistryOrder(archive_.meta(), code, {options_.now_unix_ms(), 0, 0, kSystem, false}, batch);
          if (!staged.ok() && staged.code() != StatusCode::kNotFound) return staged;
        }
        batch.Put(std::string(kRegistryEventKey), BigEndian64(last));
        return Status();
      });
      if (!written.ok()) return written;
    }
    after_ = last;
  }
  return Status();
}

Status RegistryChecker::CarryOut(const std::string& code, const RegistryOrder& order) {
  const Result<Dossier> dossier = archive_.GetDossier(code);
  if (!dossier && dossier.status().code() == StatusCode::kNotFound) return EndOrder(code, order);
  if (!dossier) return dossier.status();
  const Result<std::vector<Asked>> open = OpenQuestions(*dossier, order);
  if (!open) return open.status();
  const std::int64_t now = options_.now_unix_ms();
  bool waits = false;
  StatusCode why = StatusCode::kOk;
  std::int64_t until = now + BackOff(order.failures + 1, options_.first_retry_ms, options_.longest_retry_ms);
  for (const Asked& asked : *open) {
    const Result<bool> answered = AskOne(*dossier, asked, order);
    if (!answered && answered.status().code() == StatusCode::kCancelled) return Status();
    waits = waits || (answered && !*answered);
    if (answered || why != StatusCode::kOk) continue;
    why = answered.status().code();
    until = std::max(until, absences_[static_cast<std::size_t>(asked.question.kind)].until_unix_ms);
  }
  if (why == StatusCode::kOk) return waits ? Status() : EndOrder(code, order);
  return now - order.since_unix_ms >= options_.give_up_ms ? GiveUp(*dossier, order) : Postpone(code, order, why, until);
}

// False: not now.
Result<bool> RegistryChecker::AskOne(const Dossier& dossier, const Asked& asked, const RegistryOrder& order) {
  Absence& absence = absences_[static_cast<std::size_t>(asked.question.kind)];
  if (stop_ || absence.until_unix_ms > options_.now_unix_ms() || rate_.Take(kEverybody, SteadyMs()) != 0) return false;
  // Before it is sent, for what cannot be written down is not asked. Which question it was is said by its digest.
  AuditEntry entry;
  entry.actor = order.by;
  entry.action = "registry.lookup";
  entry.object = dossier.head.code + "/" + asked.documents.front();
  entry.purpose = PurposeName(Purpose::kHandling);
  entry.content = std::string(RegistryRuleName(asked.question.kind)) + "\n" + DigestOf(asked.question).Hex();
  const Status noted = write_([&](MetaBatch& batch) { return StageAudit(archive_.meta(), entry, batch); });
  if (!noted.ok()) return noted;
  const Result<RegistryCheck> check = client_->Ask(asked.question, {dossier.head.code, dossier.head.procedure});
  // It is away for all who ask.
  if (!check && check.status().code() == StatusCode::kUnavailable) {
    absence.until_unix_ms = options_.now_unix_ms() + BackOff(++absence.failures, options_.first_retry_ms, options_.longest_retry_ms);
  }
  if (!check) return check.status();
  absence = {};
  const Status put = PutAnswer(dossier, asked, *check, order);
  if (!put.ok()) return put;
  return true;
}

Status RegistryChecker::PutAnswer(const Dossier& dossier, const Asked& asked, RegistryCheck check, const RegistryOrder& order) {
  const std::int64_t now = options_.now_unix_ms();
  check.at_unix_ms = now;
  check.expires_unix_ms = now + options_.keep_ms;
  check.by = order.by;
  const Status put = write_([&](MetaBatch& batch) {
    const Status staged = StageRegistryChecks(archive_.meta(), dossier.head.code, {check}, now, batch);
    if (!staged.ok()) return staged;
    for (const std::string& document : asked.documents) {
      ArchiveEvent event;
      event.at_unix_ms = now;
      event.kind = "field.validated";
      event.dossier = dossier.head.code;
      event.subject = document;
      event.detail = std::string(RegistryRuleName(check.kind)) + " " + std::string(RegistryVerdictName(VerdictOf(check)));
      if (const Status told = archive_.StageEvent(event, batch); !told.ok()) return told;
    }
    return Status();
  });
  // The dossier was disposed of while it was asked.
  return put.code() == StatusCode::kNotFound ? Status() : put;
}

Status RegistryChecker::Postpone(const std::string& code, RegistryOrder order, StatusCode why, std::int64_t until_unix_ms) {
  ++order.failures;
  order.next_try_unix_ms = until_unix_ms;
  Log(LogLevel::kWarning, "register not asked", {{"dossier", code}, {"code", StatusCodeName(why)}, {"failures", order.failures}});
  const RegistryOrder before = order;
  const Status put = write_([&](MetaBatch& batch) {
    // Another order may have come meanwhile, which goes before it.
    const Result<std::optional<RegistryOrder>> newest = ReadRegistryOrder(ReadFrom(archive_.meta(), batch), code);
    if (!newest) return newest.status();
    if (!*newest || (*newest)->since_unix_ms != before.since_unix_ms || (*newest)->by != before.by) return Status();
    return StageRegistryOrder(archive_.meta(), code, order, batch);
  });
  return put.code() == StatusCode::kNotFound ? Status() : put;
}

Status RegistryChecker::GiveUp(const Dossier& dossier, const RegistryOrder& order) {
  Log(LogLevel::kError, "register not asked, given up", {{"dossier", dossier.head.code}, {"failures", order.failures}});
  const Result<std::vector<Asked>> still = OpenQuestions(dossier, order);
  if (!still) return still.status();
  for (const Asked& asked : *still) {
    RegistryCheck unknown;
    unknown.kind = asked.question.kind;
    unknown.question = DigestOf(asked.question);
    if (!asked.question.name.empty()) unknown.name = RegistryAnswer::kUnknown;
    if (!asked.question.birth_date.empty()) unknown.birth_date = RegistryAnswer::kUnknown;
    if (const Status put = PutAnswer(dossier, asked, std::move(unknown), order); !put.ok()) return put;
  }
  return EndOrder(dossier.head.code, order);
}

// Unless somebody ordered it again meanwhile.
Status RegistryChecker::EndOrder(const std::string& code, const RegistryOrder& order) {
  return write_([&](MetaBatch& batch) {
    const Result<std::optional<RegistryOrder>> newest = ReadRegistryOrder(ReadFrom(archive_.meta(), batch), code);
    if (!newest) return newest.status();
    if (*newest && (*newest)->since_unix_ms == order.since_unix_ms && (*newest)->by == order.by) batch.Delete(RegistryOrderKey(code));
    return Status();
  });
}

Status RegistryChecker::ForgetExpired() {
  const std::int64_t now = options_.now_unix_ms();
  if (forgot_unix_ms_ != 0 && now - forgot_unix_ms_ < kForgetEachMs) return Status();
  const Result<std::vector<std::string>> codes = ListExpiredChecks(archive_.meta(), now, kForgottenAtOnce);
  if (!codes) return codes.status();
  if (!codes->empty()) {
    const Status gone = write_([&](MetaBatch& batch) {
      for (const std::string& code : *codes) {
        const Status staged = StageRegistryChecks(archive_.meta(), code, {}, now, batch);
        if (!staged.ok() && staged.code() != StatusCode::kNotFound) return staged;
      }
      return Status();
    });
    if (!gone.ok()) return gone;
  }
  if (codes->size() < kForgottenAtOnce) forgot_unix_ms_ = now;
  return Status();
}

}  // namespace sohoa
