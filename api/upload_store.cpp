// SPDX-License-Identifier: Apache-2.0
#include "api/upload_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "access/secrets.h"
#include "core/calendar.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;
using UploadJson = nlohmann::ordered_json;

constexpr std::string_view kBytes = ".part";
constexpr std::string_view kDescription = ".json";

Status UploadNotThere() { return Status(StatusCode::kNotFound, "take upload: there is none of this name"); }

Status UploadFailed(const std::string& what) {
  const int error = errno;
  const bool full = error == ENOSPC || error == EDQUOT;
  return Status(full ? StatusCode::kUnavailable : StatusCode::kIoError, what + ": " + std::strerror(error) + (full ? "; try again later" : ""));
}

// Its characters are those of a name that Begin() gave; anything else leads nowhere.
bool IsUploadId(const std::string& id) { return id.size() == 32 && id.find_first_not_of("0123456789abcdef") == std::string::npos; }

std::string NewUploadId() { return Sha256::Of(RandomBytes(32)).Hex().substr(0, 32); }

// Into the place of what is there, or not at all.
Status WriteWhole(const std::string& path, const std::string& text) {
  const std::string beside = path + ".new";
  const int fd = ::open(beside.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0) return UploadFailed("keep upload");
  const bool written = ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fdatasync(fd) == 0;
  Status status = written ? Status() : UploadFailed("keep upload");
  ::close(fd);
  if (status.ok() && ::rename(beside.c_str(), path.c_str()) != 0) status = UploadFailed("keep upload");
  return status;
}

std::optional<std::uint64_t> SizeOf(const std::string& path) {
  struct stat file {};
  if (::stat(path.c_str(), &file) != 0) return std::nullopt;
  return static_cast<std::uint64_t>(file.st_size);
}

std::int64_t ChangedAt(const fs::path& path) {
  struct stat file {};
  return ::stat(path.c_str(), &file) == 0 ? static_cast<std::int64_t>(file.st_mtim.tv_sec) * 1000 : 0;
}

}  // namespace

class UploadStore::Sink : public HttpBodySink {
 public:
  Sink(int fd, std::shared_ptr<Turn> turn, std::uint64_t number, std::uint64_t offset, std::uint64_t most, const std::function<Status(std::uint64_t)>& check_room)
      : fd_(fd), turn_(std::move(turn)), number_(number), offset_(offset), most_(most), check_room_(check_room) {}
  ~Sink() override { ::close(fd_); }

  Status Write(std::string_view bytes) override {
    const std::scoped_lock lock(turn_->mutex);
    if (turn_->number != number_) return Status(StatusCode::kConflict, "take upload: its client has come again by another connection");
    if (bytes.size() > most_ - offset_) return Status(StatusCode::kResourceLimit, "take upload: it is longer than it said, or than " + std::to_string(most_) + " bytes");
    if (const Status room = check_room_(bytes.size()); !room.ok()) return room;
    while (!bytes.empty()) {
      const ssize_t written = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset_));
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return UploadFailed("take upload");
      offset_ += static_cast<std::uint64_t>(written);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
  }

 private:
  const int fd_;
  const std::shared_ptr<Turn> turn_;
  const std::uint64_t number_;
  std::uint64_t offset_;
  const std::uint64_t most_;
  const std::function<Status(std::uint64_t)>& check_room_;
};

UploadStore::UploadStore(std::string folder, UploadRules rules, std::function<Status(std::uint64_t)> check_room)
    : folder_(std::move(folder)), rules_(rules), check_room_(std::move(check_room)), is_temporary_(folder_.empty()) {
  if (is_temporary_) {
    folder_ = (fs::temp_directory_path() / "sohoa-uploads-XXXXXX").string();
    if (mkdtemp(folder_.data()) == nullptr) folder_.clear();
  }
  Sweep(NowUnixMs());
}

UploadStore::~UploadStore() {
  std::error_code ignored;
  if (is_temporary_ && !folder_.empty()) fs::remove_all(folder_, ignored);
}

std::string UploadStore::PathOf(const std::string& id) const { return folder_ + "/" + id + std::string(kBytes); }
std::string UploadStore::DescriptionOf(const std::string& id) const { return folder_ + "/" + id + std::string(kDescription); }

Status UploadStore::Write(const UploadState& state) const {
  const UploadPurpose& purpose = state.purpose;
  UploadJson json = {{"owner", purpose.owner}, {"dossier", purpose.dossier}, {"batch", purpose.batch}, {"name", purpose.name}, {"receipt", state.receipt}};
  json["place"] = purpose.place ? UploadJson(*purpose.place) : UploadJson(nullptr);
  json["length"] = purpose.length ? UploadJson(*purpose.length) : UploadJson(nullptr);
  json["sha256"] = purpose.sha256 ? UploadJson(purpose.sha256->Hex()) : UploadJson(nullptr);
  return WriteWhole(DescriptionOf(state.id), json.dump(-1, ' ', false, UploadJson::error_handler_t::replace));
}

Result<UploadState> UploadStore::Read(const std::string& id) const {
  if (!IsUploadId(id)) return UploadNotThere();
  std::ifstream in(DescriptionOf(id), std::ios::binary);
  if (!in) return UploadNotThere();
  const UploadJson json = UploadJson::parse(std::string((std::istreambuf_iterator<char>(in)), {}), nullptr, false);
  if (!json.is_object()) return UploadNotThere();
  UploadState state;
  state.id = id;
  UploadPurpose& purpose = state.purpose;
  purpose.owner = json.value("owner", "");
  purpose.dossier = json.value("dossier", "");
  purpose.batch = json.value("batch", "");
  if (json["place"].is_number_unsigned()) purpose.place = json["place"].get<std::uint32_t>();
  purpose.name = json.value("name", "");
  state.receipt = json.value("receipt", "");
  if (json["length"].is_number_unsigned()) purpose.length = json["length"].get<std::uint64_t>();
  if (json["sha256"].is_string()) purpose.sha256 = Sha256::FromHex(json["sha256"].get<std::string>());
  state.offset = state.receipt.empty() ? SizeOf(PathOf(id)).value_or(0) : purpose.length.value_or(0);
  return state;
}

std::uint32_t UploadStore::CountOf(const std::string& owner) const {
  std::uint32_t count = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    if (entry.path().extension() != kBytes) continue;
    const Result<UploadState> state = Read(entry.path().stem().string());
    count += state && state->purpose.owner == owner && state->receipt.empty() ? 1 : 0;
  }
  return count;
}

Result<std::string> UploadStore::Begin(const UploadPurpose& purpose) {
  if (purpose.length && *purpose.length > rules_.most_bytes) {
    return Status(StatusCode::kResourceLimit, "begin upload: an original has at most " + std::to_string(rules_.most_bytes) + " bytes");
  }
  if (const Status room = check_room_(purpose.length.value_or(0)); !room.ok()) return room;
  Sweep(NowUnixMs());
  const std::scoped_lock lock(mutex_);
  std::error_code error;
  fs::create_directories(folder_, error);
  fs::permissions(folder_, fs::perms::owner_all, error);
  if (CountOf(purpose.owner) >= rules_.most_of_one) {
    return Status(StatusCode::kConflict, "begin upload: " + std::to_string(rules_.most_of_one) + " are unfinished already; end or remove some");
  }
  UploadState state{NewUploadId(), purpose, 0, ""};
  const int fd = ::open(PathOf(state.id).c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0) return UploadFailed("begin upload");
  ::close(fd);
  if (const Status kept = Write(state); !kept.ok()) {
    Remove(state.id);
    return kept;
  }
  return state.id;
}

Result<UploadState> UploadStore::Find(const std::string& id, const std::string& owner) {
  Result<UploadState> state = Read(id);
  if (!state) return state.status();
  if (state->purpose.owner != owner) return UploadNotThere();
  if (!state->receipt.empty()) return state;
  const int fd = ::open(PathOf(id).c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return UploadNotThere();
  struct stat file {};
  const bool synced = ::fdatasync(fd) == 0 && ::fstat(fd, &file) == 0;
  const Status failed = synced ? Status() : UploadFailed("keep upload");
  ::close(fd);
  if (!failed.ok()) return failed;
  state->offset = static_cast<std::uint64_t>(file.st_size);
  return state;
}

std::shared_ptr<UploadStore::Turn> UploadStore::TurnOf(const std::string& id) {
  const std::scoped_lock lock(mutex_);
  // Those that nobody holds are of no use any more.
  std::erase_if(turns_, [&id](const auto& turn) { return turn.first != id && turn.second.use_count() == 1; });
  std::shared_ptr<Turn>& turn = turns_[id];
  if (!turn) turn = std::make_shared<Turn>();
  return turn;
}

Result<std::shared_ptr<HttpBodySink>> UploadStore::Append(const std::string& id, const std::string& owner, std::uint64_t offset) {
  Result<UploadState> state = Find(id, owner);
  if (!state) return state.status();
  if (!state->receipt.empty()) return Status(StatusCode::kConflict, "take upload: it was handed in");
  const std::shared_ptr<Turn> turn = TurnOf(id);
  const std::scoped_lock lock(turn->mutex);
  ++turn->number;
  const std::uint64_t there = SizeOf(PathOf(id)).value_or(0);
  if (there != offset) return Status(StatusCode::kConflict, "take upload: " + std::to_string(there) + " bytes of it are here; go on from there");
  const int fd = ::open(PathOf(id).c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0) return UploadNotThere();
  const std::uint64_t most = std::min(rules_.most_bytes, state->purpose.length.value_or(rules_.most_bytes));
  return std::shared_ptr<HttpBodySink>(std::make_shared<Sink>(fd, turn, turn->number, offset, most, check_room_));
}

Status UploadStore::Finish(const std::string& id, const std::string& receipt) {
  Result<UploadState> state = Read(id);
  if (!state) return state.status();
  state->purpose.length = state->offset;
  state->receipt = receipt;
  const Status kept = Write(*state);
  if (kept.ok()) ::unlink(PathOf(id).c_str());
  return kept;
}

void UploadStore::Remove(const std::string& id) {
  if (!IsUploadId(id)) return;
  ::unlink(DescriptionOf(id).c_str());
  ::unlink(PathOf(id).c_str());
}

void UploadStore::Sweep(std::int64_t now_unix_ms) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const std::string id = entry.path().stem().string();
    if (!IsUploadId(id)) continue;
    const std::int64_t changed = std::max(ChangedAt(PathOf(id)), ChangedAt(DescriptionOf(id)));
    if (now_unix_ms - changed > rules_.most_age_ms) Remove(id);
  }
}

}  // namespace sohoa
