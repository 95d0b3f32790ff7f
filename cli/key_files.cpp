// SPDX-License-Identifier: Apache-2.0
#include "cli/key_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "cli/output_files.h"
#include "core/ed25519.h"

namespace sohoa {
namespace {

Status WriteNewKey(const std::string& path, const std::string& pem) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Status(StatusCode::kIoError, "write key " + path + ": it is there already or cannot be written; name another file");
  const bool written = ::write(file, pem.data(), pem.size()) == static_cast<ssize_t>(pem.size()) && ::fsync(file) == 0;
  ::close(file);
  return written ? Status() : Status(StatusCode::kIoError, "write key " + path + ": it cannot be written");
}

}  // namespace

Status MakeKeyFile(const std::string& path) {
  const Result<std::string> key = NewEd25519Key();
  if (!key) return key.status();
  const Result<std::string> public_key = PublicEd25519Key(*key);
  if (!public_key) return public_key.status();
  const Status status = WriteNewKey(path, *key);
  return status.ok() ? WriteWholeFile(path + ".pub", *public_key) : status;
}

Result<std::string> ReceiptKeyOf(const std::string& archive_folder) {
  const std::string path = (std::filesystem::path(archive_folder) / "receipt.key").string();
  if (!std::filesystem::exists(path)) {
    // Whole or not at all, so that no half of one is found after a cut of power.
    const std::string growing = path + ".new";
    std::error_code ignored;
    std::filesystem::remove(growing, ignored);
    if (const Status made = MakeKeyFile(growing); !made.ok()) return made;
    std::error_code error;
    std::filesystem::rename(growing + ".pub", path + ".pub", error);
    if (!error) std::filesystem::rename(growing, path, error);
    if (error) return Status(StatusCode::kIoError, "write key " + path + ": " + error.message());
  }
  std::ifstream file(path);
  std::string pem((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (pem.empty()) return Status(StatusCode::kIoError, "read key " + path + ": it cannot be read; it signs receipts");
  return pem;
}

Status CopyReceiptKey(const std::string& from_folder, const std::string& to_folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path from = fs::path(from_folder) / "receipt.key";
  const fs::path to = fs::path(to_folder) / "receipt.key";
  if (!fs::exists(from, error) || fs::exists(to, error)) return {};
  fs::create_directories(to_folder, error);
  // The public half first: whoever finds the key finds both.
  if (!error) fs::copy_file(from.string() + ".pub", to.string() + ".pub", fs::copy_options::overwrite_existing, error);
  if (error) return Status(StatusCode::kIoError, "copy key " + from.string() + ": " + error.message());
  std::ifstream file(from);
  const std::string pem((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (pem.empty()) return Status(StatusCode::kIoError, "read key " + from.string() + ": it cannot be read; it signs receipts");
  return WriteNewKey(to.string(), pem);
}

}  // namespace sohoa
