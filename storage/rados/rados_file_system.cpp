// SPDX-License-Identifier: Apache-2.0
//
// RocksDB's errors are those of a disk here too: a file that is not there is "No such file or directory", by which the
// store knows damage; the rest of the words are ours.
#include "storage/rados/rados_file_system.h"

#include <rocksdb/file_system.h>
#include <rocksdb/io_status.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

#include "storage/rados/file_cache.h"
#include "storage/rados/rados_file.h"

namespace sohoa {
namespace {

using rocksdb::IOStatus;

// Read whole at once, by compactions, and not again soon.
constexpr std::size_t kPastCache = 256u << 10;

IOStatus ToRocks(RadosCluster& cluster, const Status& status) {
  if (status.ok()) return IOStatus::OK();
  if (cluster.IsFenced()) return IOStatus::IOFenced(status.message());
  if (status.code() == StatusCode::kNotFound) return IOStatus::PathNotFound(status.message(), std::strerror(ENOENT));
  if (status.code() == StatusCode::kCorruption) return IOStatus::Corruption(status.message());
  if (cluster.IsFull()) return IOStatus::NoSpace(status.message());
  return IOStatus::IOError(status.message());
}

class SequentialFile : public rocksdb::FSSequentialFile {
 public:
  SequentialFile(std::shared_ptr<RadosFolder> folder, std::shared_ptr<RadosFile> file) : folder_(std::move(folder)), file_(std::move(file)) {}

  IOStatus Read(std::size_t n, const rocksdb::IOOptions&, rocksdb::Slice* result, char* scratch, rocksdb::IODebugContext*) override {
    const Result<std::size_t> read = ReadRadosFile(folder_->cluster(), *file_, at_, n, scratch);
    if (!read) return ToRocks(folder_->cluster(), read.status());
    at_ += *read;
    *result = rocksdb::Slice(scratch, *read);
    return IOStatus::OK();
  }
  IOStatus Skip(std::uint64_t n) override {
    at_ += n;
    return IOStatus::OK();
  }

 private:
  const std::shared_ptr<RadosFolder> folder_;
  const std::shared_ptr<RadosFile> file_;
  std::uint64_t at_ = 0;
};

class RandomAccessFile : public rocksdb::FSRandomAccessFile {
 public:
  RandomAccessFile(std::shared_ptr<RadosFolder> folder, std::shared_ptr<RadosFile> file, FileCache& cache)
      : folder_(std::move(folder)), file_(std::move(file)), cache_(cache) {}

  IOStatus Read(std::uint64_t offset, std::size_t n, const rocksdb::IOOptions&, rocksdb::Slice* result, char* scratch,
                rocksdb::IODebugContext*) const override {
    const Result<std::size_t> read = n >= kPastCache || !file_->closed ? ReadRadosFile(folder_->cluster(), *file_, offset, n, scratch)
                                                                       : ReadPieces(offset, n, scratch);
    if (!read) return ToRocks(folder_->cluster(), read.status());
    *result = rocksdb::Slice(scratch, *read);
    return IOStatus::OK();
  }

 private:
  Result<std::size_t> ReadPieces(std::uint64_t offset, std::size_t n, char* scratch) const {
    constexpr std::size_t kPiece = FileCache::kPieceBytes;
    std::size_t done = 0;
    while (done < n && offset + done < file_->size) {
      const std::uint64_t number = (offset + done) / kPiece;
      const Result<std::shared_ptr<const std::string>> piece = cache_.Get(file_->id, number, [&]() -> Result<std::string> {
        std::string bytes(kPiece, '\0');
        const Result<std::size_t> read = ReadRadosFile(folder_->cluster(), *file_, number * kPiece, kPiece, bytes.data());
        if (!read) return read.status();
        bytes.resize(*read);
        return bytes;
      });
      if (!piece) return piece.status();
      const std::size_t within = (offset + done) % kPiece;
      const std::size_t part = std::min(n - done, (*piece)->size() - within);
      std::memcpy(scratch + done, (*piece)->data() + within, part);
      done += part;
    }
    return done;
  }

  const std::shared_ptr<RadosFolder> folder_;
  const std::shared_ptr<RadosFile> file_;
  FileCache& cache_;
};

class WritableFile : public rocksdb::FSWritableFile {
 public:
  WritableFile(std::shared_ptr<RadosFolder> folder, std::shared_ptr<RadosFile> file)
      : cluster_(folder->cluster()), appender_(std::move(folder), std::move(file)) {}
  ~WritableFile() override {
    if (!closed_) (void)appender_.Close();
  }

  using FSWritableFile::Append;
  IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return ToRocks(cluster_, appender_.Append({data.data(), data.size()}));
  }
  // Only a sync makes it outlive this process, which is all that is ever promised of it.
  IOStatus Flush(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return IOStatus::OK(); }
  IOStatus RangeSync(std::uint64_t, std::uint64_t, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return ToRocks(cluster_, appender_.Send());
  }
  IOStatus Sync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return ToRocks(cluster_, appender_.Sync()); }
  bool IsSyncThreadSafe() const override { return true; }
  IOStatus Close(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    closed_ = true;
    return ToRocks(cluster_, appender_.Close());
  }
  std::uint64_t GetFileSize(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return appender_.size(); }

 private:
  RadosCluster& cluster_;
  RadosAppender appender_;
  bool closed_ = false;
};

// A change of names is durable when it is answered.
class Directory : public rocksdb::FSDirectory {
 public:
  IOStatus Fsync(const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return IOStatus::OK(); }
};

// The leadership keeps other processes out; this keeps out a second opening in the same one.
struct HeldName : public rocksdb::FileLock {
  explicit HeldName(std::string held) : name(std::move(held)) {}
  const std::string name;
};

class RadosFileSystem : public rocksdb::FileSystem {
 public:
  RadosFileSystem(std::shared_ptr<RadosFolder> folder, std::uint64_t cache_bytes)
      : folder_(std::move(folder)), root_("/" + folder_->name()), cache_(cache_bytes) {}

  const char* Name() const override { return "RadosFileSystem"; }

  IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions&, std::unique_ptr<rocksdb::FSSequentialFile>* result,
                             rocksdb::IODebugContext*) override {
    const Result<std::shared_ptr<RadosFile>> file = folder_->Find(NameOf(path));
    if (file) *result = std::make_unique<SequentialFile>(folder_, *file);
    return ToRocks(folder_->cluster(), file.status());
  }
  IOStatus NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions&, std::unique_ptr<rocksdb::FSRandomAccessFile>* result,
                               rocksdb::IODebugContext*) override {
    const Result<std::shared_ptr<RadosFile>> file = folder_->Find(NameOf(path));
    if (file) *result = std::make_unique<RandomAccessFile>(folder_, *file, cache_);
    return ToRocks(folder_->cluster(), file.status());
  }
  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions&, std::unique_ptr<rocksdb::FSWritableFile>* result,
                           rocksdb::IODebugContext*) override {
    if (!IsFile(path)) return NotOurs(path);
    const Result<std::shared_ptr<RadosFile>> file = folder_->Create(NameOf(path));
    if (file) *result = std::make_unique<WritableFile>(folder_, *file);
    return ToRocks(folder_->cluster(), file.status());
  }
  IOStatus NewDirectory(const std::string& path, const rocksdb::IOOptions&, std::unique_ptr<rocksdb::FSDirectory>* result,
                        rocksdb::IODebugContext*) override {
    if (!IsRoot(path)) return NotOurs(path);
    *result = std::make_unique<Directory>();
    return IOStatus::OK();
  }
  IOStatus FileExists(const std::string& path, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return IsRoot(path) || folder_->Has(NameOf(path)) ? IOStatus::OK() : IOStatus::NotFound(path);
  }
  IOStatus GetChildren(const std::string& path, const rocksdb::IOOptions&, std::vector<std::string>* result,
                       rocksdb::IODebugContext*) override {
    if (!IsRoot(path)) return IOStatus::NotFound(path);
    *result = folder_->Names();
    return IOStatus::OK();
  }
  IOStatus DeleteFile(const std::string& path, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return ToRocks(folder_->cluster(), folder_->Remove(NameOf(path)));
  }
  IOStatus CreateDir(const std::string& path, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return NotOurs(path); }
  IOStatus CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    return IsRoot(path) ? IOStatus::OK() : NotOurs(path);
  }
  IOStatus DeleteDir(const std::string& path, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override { return NotOurs(path); }
  IOStatus GetFileSize(const std::string& path, const rocksdb::IOOptions&, std::uint64_t* size, rocksdb::IODebugContext*) override {
    const Result<std::shared_ptr<RadosFile>> file = folder_->Find(NameOf(path));
    if (file) *size = (*file)->size;
    return ToRocks(folder_->cluster(), file.status());
  }
  // Asked for by features that the store does not use.
  IOStatus GetFileModificationTime(const std::string&, const rocksdb::IOOptions&, std::uint64_t* time, rocksdb::IODebugContext*) override {
    *time = 0;
    return IOStatus::OK();
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    if (!IsFile(to)) return NotOurs(to);
    return ToRocks(folder_->cluster(), folder_->Rename(NameOf(from), NameOf(to)));
  }
  IOStatus LockFile(const std::string& path, const rocksdb::IOOptions&, rocksdb::FileLock** lock, rocksdb::IODebugContext*) override {
    const std::scoped_lock locked(mutex_);
    if (!held_.insert(path).second) return IOStatus::IOError("lock " + path, "it is held by this process");
    *lock = new HeldName(path);
    return IOStatus::OK();
  }
  IOStatus UnlockFile(rocksdb::FileLock* lock, const rocksdb::IOOptions&, rocksdb::IODebugContext*) override {
    const std::unique_ptr<HeldName> held(static_cast<HeldName*>(lock));
    const std::scoped_lock locked(mutex_);
    held_.erase(held->name);
    return IOStatus::OK();
  }
  IOStatus GetTestDirectory(const rocksdb::IOOptions&, std::string* path, rocksdb::IODebugContext*) override {
    *path = root_;
    return IOStatus::OK();
  }
  IOStatus GetAbsolutePath(const std::string& path, const rocksdb::IOOptions&, std::string* absolute, rocksdb::IODebugContext*) override {
    *absolute = path;
    return IOStatus::OK();
  }
  IOStatus IsDirectory(const std::string& path, const rocksdb::IOOptions&, bool* is_folder, rocksdb::IODebugContext*) override {
    *is_folder = IsRoot(path);
    return *is_folder || folder_->Has(NameOf(path)) ? IOStatus::OK() : IOStatus::PathNotFound(path, std::strerror(ENOENT));
  }

 private:
  bool IsRoot(const std::string& path) const { return path == root_ || path == root_ + "/"; }
  bool IsFile(const std::string& path) const { return path.starts_with(root_ + "/") && path.find('/', root_.size() + 1) == std::string::npos; }
  // Of a path elsewhere a name that no file has.
  std::string NameOf(const std::string& path) const { return IsFile(path) ? path.substr(root_.size() + 1) : path; }
  IOStatus NotOurs(const std::string& path) const { return IOStatus::NotSupported("a store in RADOS has one folder, " + root_ + ", and not", path); }

  const std::shared_ptr<RadosFolder> folder_;
  const std::string root_;
  FileCache cache_;
  std::mutex mutex_;
  std::set<std::string> held_;
};

}  // namespace

std::shared_ptr<rocksdb::FileSystem> NewRadosFileSystem(std::shared_ptr<RadosFolder> folder, std::uint64_t cache_bytes) {
  return std::make_shared<RadosFileSystem>(std::move(folder), cache_bytes);
}

}  // namespace sohoa
