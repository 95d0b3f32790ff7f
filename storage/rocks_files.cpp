// SPDX-License-Identifier: Apache-2.0
//
// The store's own files, below its keys: a key that nobody looks up has no other check.
#include <rocksdb/db.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/metadata.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
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

// Those of its bytes; `error` is that of the system, or 0.
std::string ChecksumOf(const std::string& path, rocksdb::FileChecksumGenerator& sum, std::uint64_t& bytes, int& error) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) {
    error = errno;
    return std::string();
  }
  const auto part = std::make_unique<char[]>(kReadBytes);
  while (const std::size_t size = std::fread(part.get(), 1, kReadBytes, file.get())) {
    sum.Update(part.get(), size);
    bytes += size;
  }
  error = std::ferror(file.get()) != 0 ? EIO : 0;
  sum.Finalize();
  return sum.GetChecksum();
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
  int error = 0;
  const std::string checksum = ChecksumOf(file->directory + "/" + name, *sum, bytes, error);
  if (error == 0 && checksum == file->file_checksum) return {};
  // A compaction may have put others in its place meanwhile.
  if (!FindTableFile(db, name)) return {};
  const std::string what = "read store file " + file->directory + "/" + name + ": ";
  if (error == ENOENT) return Status(StatusCode::kCorruption, what + "it is gone; restore the archive from a backup");
  if (error != 0) return Status(StatusCode::kIoError, what + std::strerror(error));
  return Status(StatusCode::kCorruption, what + "its bytes are not those that were written; restore the archive from a backup");
}

}  // namespace sohoa
