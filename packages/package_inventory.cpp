// SPDX-License-Identifier: Apache-2.0
#include "packages/package_inventory.h"

#include <algorithm>
#include <cerrno>
#include <functional>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "packages/bag_manifest.h"

namespace sohoa {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 1'000'000;
constexpr int kDeepestFolder = 16;
constexpr std::uint64_t kLargestList = 64ull << 20;  // METS.xml, manifests

Status BadPackage(const std::string& why) { return Status(StatusCode::kBadInput, "check package: " + why); }

// A plain file and nothing else: no link is followed, no pipe is waited for.
class PlainFile {
 public:
  explicit PlainFile(const fs::path& path) : descriptor_(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) {
    struct stat info = {};
    if (descriptor_ < 0 || fstat(descriptor_, &info) != 0 || !S_ISREG(info.st_mode)) {
      status_ = BadPackage("cannot read " + path.filename().string() + " as a plain file");
      return;
    }
    size_ = static_cast<std::uint64_t>(info.st_size);
  }
  ~PlainFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  PlainFile(const PlainFile&) = delete;
  PlainFile& operator=(const PlainFile&) = delete;

  const Status& status() const { return status_; }
  std::uint64_t size() const { return size_; }

  Status Read(const std::function<Status(std::string_view)>& sink) const {
    std::string piece(std::size_t{1} << 20, '\0');
    while (true) {
      const ssize_t got = read(descriptor_, piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return Status(StatusCode::kIoError, "check package: a file cannot be read: " + std::generic_category().message(errno));
      if (got == 0) return {};
      if (const Status status = sink(std::string_view(piece).substr(0, static_cast<std::size_t>(got))); !status.ok()) return status;
    }
  }

 private:
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  Status status_;
};

Result<std::string> ReadWholeFile(const fs::path& path, std::uint64_t most) {
  const PlainFile file(path);
  if (!file.status().ok()) return file.status();
  std::string bytes;
  const Status read = file.Read([&](std::string_view piece) {
    bytes += piece;
    return bytes.size() <= most ? Status()
                                : Status(StatusCode::kResourceLimit, "check package: " + path.filename().string() + " is larger than any of its kind");
  });
  if (!read.ok()) return read;
  return bytes;
}

class InventoryTaker {
 public:
  InventoryTaker(fs::path folder, const PackageProgress& progress) : progress_(progress) {
    inventory_.folder = std::move(folder);
    if (!inventory_.folder.has_filename()) inventory_.folder = inventory_.folder.parent_path();
  }

  Result<PackageInventory> Take() {
    Status status = Walk();
    if (status.ok()) status = found_.contains("METS.xml") ? TakeMets() : found_.contains(std::string(kBagDeclaration)) ? TakeBag() : Unknown();
    if (status.ok()) status = Compare();
    if (status.ok()) status = CheckBytes();
    if (!status.ok()) return status;
    return std::move(inventory_);
  }

 private:
  Status Unknown() const {
    return Status(StatusCode::kUnsupported, "check package: there is neither a METS.xml (SIP, AIP) nor a bagit.txt (bag) in the folder");
  }

  Status Walk() {
    std::error_code error;
    if (fs::symlink_status(inventory_.folder, error).type() != fs::file_type::directory) {
      return Status(StatusCode::kNotFound, "check package " + inventory_.folder.string() + ": there is no such folder; unpack a zipped package first");
    }
    fs::recursive_directory_iterator entries(inventory_.folder, fs::directory_options::none, error);
    for (; !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
      const std::string path = entries->path().lexically_relative(inventory_.folder).generic_string();
      const fs::file_type type = entries->symlink_status(error).type();
      if (error) break;
      if (!IsPackagePath(path)) return BadPackage("it has a file or folder by a name that no package has");
      if (entries.depth() > kDeepestFolder) return BadPackage(path + " lies deeper than anything of a package");
      if (type == fs::file_type::directory) continue;
      if (type != fs::file_type::regular) return BadPackage(path + " is no plain file; links are not followed");
      if (found_.size() >= kMostFiles) return Status(StatusCode::kResourceLimit, "check package: it has more files than any package");
      found_.emplace(path, false);
    }
    return error ? Status(StatusCode::kIoError, "check package: a folder cannot be read: " + error.message()) : Status();
  }

  Result<std::string> ReadList(const std::string& path) {
    if (!found_.contains(path)) return BadPackage(path + " is missing");
    return ReadWholeFile(inventory_.folder / path, kLargestList);
  }

  Status List(ListedFile file) {
    const std::string path = file.path;
    if (!inventory_.files.emplace(path, std::move(file)).second) return BadPackage(path + " is listed twice");
    return {};
  }

  Status TakeMets() {
    const Result<std::string> bytes = ReadList("METS.xml");
    if (!bytes) return bytes.status();
    Result<ReadMetsDocument> mets = ReadMets(*bytes, "");
    if (!mets) return mets.status();
    if (mets->kind != "SIP" && mets->kind != "AIP") return Status(StatusCode::kUnsupported, "check package: its METS.xml is of neither a SIP nor an AIP");
    inventory_.kind = mets->kind;
    inventory_.id = mets->object;
    // It is written down here and there: no words of whoever made it.
    if (!IsPackagePath(PackageFolderName(inventory_.id)) || inventory_.id.find('/') != std::string::npos) return BadPackage("its OBJID is none");
    inventory_.dossier = mets->dossier;
    unlisted_ = {"METS.xml"};
    for (ListedFile& file : mets->files) {
      if (const Status status = List(std::move(file)); !status.ok()) return status;
    }
    for (const std::string& path : mets->representations) {
      // Held against its check sum later, as all that it lists.
      const Result<std::string> nested = ReadList(path);
      if (!nested) return nested.status();
      Result<ReadMetsDocument> representation = ReadMets(*nested, path.substr(0, path.size() - std::string_view("METS.xml").size()));
      if (!representation) return representation.status();
      for (ListedFile& file : representation->files) {
        if (const Status status = List(std::move(file)); !status.ok()) return status;
      }
    }
    return {};
  }

  Status TakeBag() {
    inventory_.kind = "bag";
    const Result<std::string> declaration = ReadList(std::string(kBagDeclaration));
    if (!declaration) return declaration.status();
    if (const Status status = CheckBagDeclaration(*declaration); !status.ok()) return status;
    for (const std::string_view name : {kBagManifest, kBagTagManifest}) {
      const std::string manifest(name);
      const Result<std::string> bytes = ReadList(manifest);
      if (!bytes) return bytes.status();
      if (name == kBagManifest) inventory_.id = "bag-" + Sha256::Of(*bytes).Hex();
      Result<std::vector<ListedFile>> files = ReadBagManifest(*bytes, manifest);
      if (!files) return files.status();
      for (ListedFile& file : *files) {
        if (file.path.starts_with("data/") != (name == kBagManifest)) return BadPackage(manifest + " lists " + file.path + ", which belongs into the other one");
        std::error_code error;
        file.size = fs::file_size(inventory_.folder / file.path, error);
        if (error) return BadPackage(file.path + " is missing");
        if (const Status status = List(std::move(file)); !status.ok()) return status;
      }
    }
    unlisted_ = {std::string(kBagTagManifest)};
    return TakeBagInfo();
  }

  // Payload-Oxum finds a payload of another size before all of it is read.
  Status TakeBagInfo() {
    const Result<std::string> info = ReadList(std::string(kBagInfo));
    if (!info) return info.status();
    const Result<std::vector<std::string>> codes = BagInfoValues(*info, "External-Identifier");
    const Result<std::vector<std::string>> sums = BagInfoValues(*info, "Payload-Oxum");
    if (!codes || !sums) return codes ? sums.status() : codes.status();
    if (codes->size() == 1) inventory_.dossier = codes->front();
    std::uint64_t bytes = 0;
    std::uint64_t count = 0;
    for (const auto& [path, file] : inventory_.files) {
      if (!path.starts_with("data/")) continue;
      bytes += file.size;
      ++count;
    }
    const std::string expected = std::to_string(bytes) + "." + std::to_string(count);
    const bool right = std::all_of(sums->begin(), sums->end(), [&expected](const std::string& sum) { return sum == expected; });
    return right ? Status() : BadPackage("its payload has another size or number of files than bag-info.txt says");
  }

  // What is listed and what is there.
  Status Compare() {
    for (const auto& [path, file] : inventory_.files) {
      const auto there = found_.find(path);
      if (there == found_.end()) return BadPackage(path + " is missing");
      there->second = true;
    }
    for (const std::string& path : unlisted_) {
      if (inventory_.files.contains(path)) return BadPackage(path + " is listed, which nothing can know the check sum of");
      found_[path] = true;
    }
    for (const auto& [path, listed] : found_) {
      if (!listed) return BadPackage(path + " is there, and nothing lists it");
    }
    return {};
  }

  Status CheckBytes() {
    std::uint64_t done = 0;
    for (const auto& [path, file] : inventory_.files) {
      if (const Status status = CheckFile(path, file); !status.ok()) return status;
      if (progress_ && !progress_(++done, inventory_.files.size())) return Status(StatusCode::kCancelled, "check package: cancelled; nothing was imported");
    }
    return {};
  }

  Status CheckFile(const std::string& path, const ListedFile& listed) const {
    const PlainFile file(inventory_.folder / path);
    if (!file.status().ok()) return file.status();
    if (file.size() != listed.size) return BadPackage(path + " has another size than is listed");
    Sha256Hasher hasher;
    const Status read = file.Read([&hasher](std::string_view piece) {
      hasher.Update(piece);
      return Status();
    });
    if (!read.ok()) return read;
    return hasher.Finish() == listed.sha256 ? Status() : BadPackage(path + " has another SHA-256 than is listed; get the package again");
  }

  const PackageProgress& progress_;
  PackageInventory inventory_;
  std::map<std::string, bool> found_;  // by path: whether it is listed
  std::vector<std::string> unlisted_;
};

}  // namespace

Result<PackageInventory> TakeInventory(const fs::path& package, const PackageProgress& progress) {
  return InventoryTaker(package, progress).Take();
}

Result<std::string> ReadListed(const PackageInventory& inventory, const std::string& path, std::uint64_t most_bytes) {
  const auto listed = inventory.files.find(path);
  if (listed == inventory.files.end()) return BadPackage(path + " is missing");
  Result<std::string> bytes = ReadWholeFile(inventory.folder / path, most_bytes);
  if (bytes && Sha256::Of(*bytes) != listed->second.sha256) return BadPackage(path + " changed while it was read");
  return bytes;
}

Status ReadPieces(const fs::path& path, const std::function<Status(std::string_view bytes)>& sink) {
  const PlainFile file(path);
  return file.status().ok() ? file.Read(sink) : file.status();
}

}  // namespace sohoa
