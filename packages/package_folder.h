// SPDX-License-Identifier: Apache-2.0
//
// PackageFolder: a package while it is written. It grows in a folder beside its place and takes the
// place in one step when it is whole and on the disk; until then there is nothing there.
//
// One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "core/sha256.h"
#include "packages/package_source.h"

namespace sohoa {

struct PackagedFile {
  std::string path;  // in the package, with '/'
  std::string mime;
  std::string format;  // its name in PREMIS; "" = not said
  std::uint64_t size = 0;
  Sha256 sha256;
  std::int64_t created_unix_ms = 0;  // of what is in it
};

// Files done and in all. May return false to cancel (kCancelled).
using PackageProgress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

class PackageFolder {
 public:
  // kConflict: something stands in its place.
  static Result<std::unique_ptr<PackageFolder>> Make(const std::filesystem::path& place, const PackageProgress& progress);
  ~PackageFolder();  // takes away what was not finished
  PackageFolder(const PackageFolder&) = delete;
  PackageFolder& operator=(const PackageFolder&) = delete;

  // How many files are to come, for the progress.
  void Expect(std::uint64_t files) { expected_ = files; }

  Result<PackagedFile> Write(const std::string& path, std::string_view bytes, const std::string& mime, std::int64_t created_unix_ms);
  // The bytes of a blob, which must have its name: kCorruption names it. `path` is that of the file without what its
  // kind is known by, where `with_extension`.
  Result<PackagedFile> Copy(PackageSource& source, const Sha256& blob, const std::string& path, bool with_extension,
                            std::int64_t created_unix_ms);
  // All that was written, by path.
  const std::map<std::string, PackagedFile>& files() const { return files_; }
  std::uint64_t bytes() const { return bytes_; }

  Status Finish();

 private:
  PackageFolder(std::filesystem::path place, std::filesystem::path growing, PackageProgress progress)
      : place_(std::move(place)), growing_(std::move(growing)), progress_(std::move(progress)) {}
  Status Tell();
  Status MakeParent(const std::filesystem::path& file) const;
  PackagedFile Note(PackagedFile file);

  const std::filesystem::path place_;
  const std::filesystem::path growing_;
  const PackageProgress progress_;
  std::map<std::string, PackagedFile> files_;
  std::uint64_t expected_ = 0;
  std::uint64_t bytes_ = 0;
  bool finished_ = false;
};

}  // namespace sohoa
