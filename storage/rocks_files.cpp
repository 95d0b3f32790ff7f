// SPDX-License-Identifier: Apache-2.0
//
// The store's own files, below its keys: a key that nobody looks up has no other check.
#include <rocksdb/db.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/file_system.h>
#include <rocksdb/metadata.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "storage/file_checksum.h"
#include "storage/rocks_parts.h"

namespace sohoa {
namespace {

constexpr std::size_t kReadBytes = 1u << 20;

std::optional<rocksdb::LiveFileMetaData> FindTableFile(rocksdb::DB& db, const std::string& name) {
  std::vector<rocksdb::LiveFileMetaData> files;
  db.GetLiveFilesMetaData(&files);
  const auto found = std::find_if(files.begin(), files.end(), [&name](const auto& file) { return file.relative_filename == name; });
  if (found == files.end()) return std::nullopt;
  return *found;
}

// Of the bytes of the file, wherever the store's files are.
rocksdb::Status SumUp(rocksdb::DB& db, const std::string& path, rocksdb::FileChecksumGenerator& sum, std::uint64_t& bytes) {
  std::unique_ptr<rocksdb::FSSequentialFile> file;
  rocksdb::IOStatus status = db.GetFileSystem()->NewSequentialFile(path, rocksdb::FileOptions(), &file, nullptr);
  if (!status.ok()) return status;
  const auto part = std::make_unique<char[]>(kReadBytes);
  rocksdb::Slice read;
  do {
    status = file->Read(kReadBytes, rocksdb::IOOptions(), &read, part.get(), nullptr);
    if (!status.ok()) return status;
    sum.Update(read.data(), read.size());
    bytes += read.size();
  } while (!read.empty());
  sum.Finalize();
  return status;
}

}  // namespace

std::vector<std::string> RocksTableFiles(rocksdb::DB& db) {
  std::vector<rocksdb::LiveFileMetaData> files;
  db.GetLiveFilesMetaData(&files);
  std::vector<std::string> names;
  for (const rocksdb::LiveFileMetaData& file : files) names.push_back(file.relative_filename);
  std::sort(names.begin(), names.end());
  return names;
}

Status CheckRocksTableFile(rocksdb::DB& db, const std::string& name, std::uint64_t& bytes) {
  bytes = 0;
  const std::optional<rocksdb::LiveFileMetaData> file = FindTableFile(db, name);
  if (!file) return {};
  rocksdb::FileChecksumGenContext context;
  context.file_name = name;
  context.requested_checksum_func_name = file->file_checksum_func_name;
  const std::unique_ptr<rocksdb::FileChecksumGenerator> sum = MakeFileChecksums()->CreateFileChecksumGenerator(context);
  if (!sum) return {};  // another program's checksum
  const rocksdb::Status read = SumUp(db, file->directory + "/" + name, *sum, bytes);
  if (read.ok() && sum->GetChecksum() == file->file_checksum) return {};
  // A compaction may have put others in its place meanwhile.
  if (!FindTableFile(db, name)) return {};
  const std::string what = "read store file " + file->directory + "/" + name + ": ";
  if (!read.ok() && IsDamage(read)) return Status(StatusCode::kCorruption, what + "it is gone; restore the archive from a backup");
  if (!read.ok()) return Status(StatusCode::kIoError, what + read.ToString());
  return Status(StatusCode::kCorruption, what + "its bytes are not those that were written; restore the archive from a backup");
}

}  // namespace sohoa
