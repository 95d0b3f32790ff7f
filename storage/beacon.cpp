// SPDX-License-Identifier: Apache-2.0
#include "storage/beacon.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "core/calendar.h"
#include "storage/archive_codec.h"
#include "storage/key_layout.h"
#include "storage/sealed_text.h"

namespace sohoa {
namespace {

// Blocks of their own, so that a torn write of one cannot touch the other.
constexpr std::size_t kSlotBytes = 4096;
constexpr std::string_view kBeaconTitle = "sohoa beacon 1";

struct Slot {
  std::uint64_t serial = 0;
  BeaconMark mark;
};

Status BeaconFileError(const std::string& what) {
  return Status(StatusCode::kIoError, what + ": " + std::strerror(errno));
}

std::string EncodeSlot(const Slot& slot) {
  const BeaconMark& mark = slot.mark;
  std::string bytes = SealText(kBeaconTitle, {{"serial", std::to_string(slot.serial)},
                                        {"archive", mark.archive},
                                        {"epoch", std::to_string(mark.epoch)},
                                        {"ledger", std::to_string(mark.ledger)},
                                        {"audit", std::to_string(mark.audit)},
                                        {"audit_sha256", mark.audit_sha256.Hex()},
                                        {"at_unix_ms", std::to_string(mark.at_unix_ms)}});
  bytes.resize(kSlotBytes, '\n');
  return bytes;
}

std::optional<Slot> DecodeSlot(std::string_view bytes) {
  const std::optional<SealedText> text = SealedText::Parse(kBeaconTitle, bytes);
  if (!text) return std::nullopt;
  const auto serial = text->Number("serial");
  const auto epoch = text->Number("epoch");
  const auto ledger = text->Number("ledger");
  const auto audit = text->Number("audit");
  const auto at = text->Number("at_unix_ms");
  const std::optional<Sha256> sha256 = Sha256::FromHex(text->Text("audit_sha256"));
  if (!serial || !epoch || !ledger || !audit || !at || !sha256) return std::nullopt;
  return Slot{*serial, {text->Text("archive"), *epoch, *ledger, *audit, *sha256, static_cast<std::int64_t>(*at)}};
}

// The newer of both slots; none where neither can be read.
std::optional<Slot> ReadSlots(int file) {
  std::optional<Slot> newest;
  for (int number = 0; number < 2; ++number) {
    std::string bytes(kSlotBytes, '\0');
    const ssize_t got = pread(file, bytes.data(), bytes.size(), static_cast<off_t>(number * kSlotBytes));
    if (got <= 0) continue;
    bytes.resize(static_cast<std::size_t>(got));
    const std::optional<Slot> slot = DecodeSlot(bytes);
    if (slot && (!newest || slot->serial > newest->serial)) newest = slot;
  }
  return newest;
}

Result<std::uint64_t> ReadCounter(MetaReader& meta, std::string_view key) {
  const Result<std::optional<std::string>> value = meta.Get(key);
  if (!value) return value.status();
  if (!*value) return std::uint64_t{0};
  const std::optional<std::uint64_t> number = ReadBigEndian64(**value);
  if (!number) return Status(StatusCode::kCorruption, "read archive: a counter is malformed; restore a backup");
  return *number;
}

std::string Distance(const char* what, std::uint64_t database, std::uint64_t beacon) {
  return std::string(what) + " " + std::to_string(database) + " instead of at least " + std::to_string(beacon);
}

}  // namespace

Result<BeaconMark> ReadMark(MetaReader& meta) {
  BeaconMark mark;
  const Result<std::optional<std::string>> identity = meta.Get(kIdentityKey);
  if (!identity) return identity.status();
  mark.archive = identity->value_or("");
  const Result<std::uint64_t> epoch = ReadCounter(meta, kLedgerEpochKey);
  if (!epoch) return epoch.status();
  const Result<std::uint64_t> ledger = ReadCounter(meta, kLedgerSequenceKey);
  if (!ledger) return ledger.status();
  const Result<std::optional<std::string>> audit = meta.Get(kLastAuditKey);
  if (!audit) return audit.status();
  if (*audit) {
    const std::optional<AuditHead> head = DecodeAuditHead(**audit);
    if (!head) return Status(StatusCode::kCorruption, "read archive: the audit head is malformed; restore a backup");
    mark.audit = head->sequence;
    mark.audit_sha256 = head->sha256;
  }
  mark.epoch = *epoch;
  mark.ledger = *ledger;
  mark.at_unix_ms = NowUnixMs();
  return mark;
}

Status CompareWithBeacon(MetaReader& meta, const BeaconMark& beacon, const std::string& path) {
  const Result<BeaconMark> mark = ReadMark(meta);
  if (!mark) return mark.status();
  const std::string what = "open archive: the beacon " + path;
  if (mark->archive != beacon.archive) {
    return Status(StatusCode::kUnavailable, what + " is of another archive (" + beacon.archive + ", and here is " + mark->archive +
                                             "): is the right disk mounted? For a new archive, remove the beacon");
  }
  const std::string remedy =
      "; what was acknowledged since is not here: an old copy was put in its place, or the disk lost writes. Bring back the "
      "newer state, or accept the loss with `sohoa restore --accept REASON`, and let the desks send again";
  const std::string when = what + " of " + FormatUtcTime(beacon.at_unix_ms) + " shows that this database is older: ";
  if (mark->ledger < beacon.ledger) return Status(StatusCode::kCorruption, when + Distance("ledger", mark->ledger, beacon.ledger) + remedy);
  if (mark->audit < beacon.audit) return Status(StatusCode::kCorruption, when + Distance("audit", mark->audit, beacon.audit) + remedy);
  if (mark->epoch < beacon.epoch) return Status(StatusCode::kCorruption, when + Distance("epoch", mark->epoch, beacon.epoch) + remedy);
  if (beacon.audit == 0) return {};
  const Result<std::optional<std::string>> record = meta.Get(AuditKey(beacon.audit));
  if (!record) return record.status();
  if (*record && Sha256::Of(**record) == beacon.audit_sha256) return {};
  return Status(StatusCode::kCorruption, what + " shows that this database came another way: its audit record " +
                                           std::to_string(beacon.audit) + " is not the one that was acknowledged" + remedy);
}

Result<std::optional<BeaconMark>> ReadBeacon(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && errno == ENOENT) return std::optional<BeaconMark>();
  if (file < 0) return BeaconFileError("read beacon " + path);
  struct stat found {};
  const bool empty = fstat(file, &found) == 0 && found.st_size == 0;  // made, and never written
  const std::optional<Slot> slot = ReadSlots(file);
  close(file);
  if (slot) return std::optional<BeaconMark>(slot->mark);
  if (empty) return std::optional<BeaconMark>();
  return Status(StatusCode::kCorruption, "read beacon " + path + ": it is damaged; check its disk, and the archive against its last backup and "
                                         "the desks' receipts; then accept the archive with `sohoa restore --accept REASON`");
}

Result<std::unique_ptr<BeaconWriter>> BeaconWriter::Open(const std::string& path, const BeaconMark& mark) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return Annotate(BeaconFileError("write beacon " + path), "choose another place with storage.beacon in sohoa.toml");
  }
  std::unique_ptr<BeaconWriter> writer(new BeaconWriter(path, file));
  const std::optional<Slot> before = ReadSlots(file);
  writer->serial_ = before ? before->serial : 0;
  writer->noted_ = writer->written_ = mark;
  Status status = writer->WriteSlot(mark);
  if (status.ok()) status = SyncFolder(std::filesystem::absolute(path).parent_path().string());
  if (!status.ok()) return status;
  writer->thread_ = std::jthread([self = writer.get()](const std::stop_token& stop) { self->Run(stop); });
  return writer;
}

BeaconWriter::~BeaconWriter() {
  thread_.request_stop();
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
  close(file_);
}

void BeaconWriter::Note(const BeaconMark& mark) {
  const std::lock_guard lock(mutex_);
  noted_.epoch = std::max(noted_.epoch, mark.epoch);
  noted_.ledger = std::max(noted_.ledger, mark.ledger);
  noted_.at_unix_ms = std::max(noted_.at_unix_ms, mark.at_unix_ms);
  if (mark.audit > noted_.audit) {
    noted_.audit = mark.audit;
    noted_.audit_sha256 = mark.audit_sha256;
  }
  changed_.notify_all();
}

Status BeaconWriter::status() {
  const std::lock_guard lock(mutex_);
  return status_;
}

BeaconMark BeaconWriter::written() {
  const std::lock_guard lock(mutex_);
  return written_;
}

// Of the two slots the older one.
Status BeaconWriter::WriteSlot(const BeaconMark& mark) {
  const std::uint64_t serial = serial_ + 1;
  const std::string bytes = EncodeSlot({serial, mark});
  const auto offset = static_cast<off_t>((serial % 2) * kSlotBytes);
  if (pwrite(file_, bytes.data(), bytes.size(), offset) != static_cast<ssize_t>(bytes.size())) return BeaconFileError("write beacon " + path_);
  if (fdatasync(file_) != 0) return BeaconFileError("sync beacon " + path_);
  serial_ = serial;
  return {};
}

void BeaconWriter::Run(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, stop, [this] { return noted_ != written_; });
    if (noted_ != written_) {
      const BeaconMark mark = noted_;
      lock.unlock();
      const Status status = WriteSlot(mark);
      lock.lock();
      status_ = status;
      if (status.ok()) written_ = mark;
    }
    if (stop.stop_requested()) return;
    changed_.wait_for(lock, stop, std::chrono::milliseconds(kBeaconPauseMs), [] { return false; });
  }
}

Status CheckBeacon(MetaReader& meta, const std::string& path, bool must_match) {
  const Result<std::optional<BeaconMark>> beacon = path.empty() ? std::optional<BeaconMark>() : ReadBeacon(path);
  if (!beacon || !*beacon) return beacon.status();
  const Result<BeaconMark> mark = ReadMark(meta);
  if (!mark) return mark.status();
  if (!must_match && (*beacon)->archive != mark->archive) return {};
  return CompareWithBeacon(meta, **beacon, path);
}

}  // namespace sohoa
