// SPDX-License-Identifier: Apache-2.0
//
// The signature is made here and not by the server, so that the key may belong to another user and lie on a disk that
// the server never sees.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "cli/key_files.h"
#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/output_files.h"
#include "cli/terminal.h"
#include "core/base64.h"
#include "core/calendar.h"
#include "core/ed25519.h"
#include "storage/audit_root.h"

namespace sohoa {
namespace {

int MakeKey(const std::string& path) {
  if (path.empty()) return FailWith(Status(StatusCode::kInvalidArgument, "make a key: name its file with --key"));
  const Status status = MakeKeyFile(path);
  if (!status.ok()) return FailWith(status);
  std::printf("%s, %s.pub\n", path.c_str(), path.c_str());
  return kExitDone;
}

std::string Yesterday() {
  constexpr std::int64_t kDayMs = 86'400'000;
  return FormatVietnamTime(NowUnixMs() - kDayMs).substr(0, 10);
}

// The records of the root's day, as the checking program reads them.
Result<std::string> RecordsOf(ArchiveSession& session, const JsonView& root) {
  std::string lines(kAuditRecordsHeader);
  const std::string last = root["last"].text();
  for (std::string next = root["first"].text(); std::stoull(next) <= std::stoull(last);) {
    const Result<std::string> answer = session.Ask("audit_records", JsonObject({{"first", next}, {"last", last}}));
    if (!answer) return answer.status();
    const Result<JsonView> part = JsonView::Parse(*answer);
    if (!part) return part.status();
    if ((*part)["next"].text() == next) return Status(StatusCode::kCorruption, "read audit records: record " + next + " is not there");
    next = (*part)["next"].text();
    lines += (*part)["lines"].text();
  }
  return lines;
}

Result<std::string> ReadKey(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string pem((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file || pem.empty()) return Status(StatusCode::kNotFound, "read key " + path + ": it cannot be read; make one with sohoa audit key");
  return pem;
}

// Records before their root: a root stands for records that are there.
Status WriteDay(const std::string& folder, const std::string& day, const std::string& root, const std::string& records) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  const std::filesystem::path base = std::filesystem::path(folder) / day;
  if (const Status status = WriteWholeFile(base.string() + ".records", records); !status.ok()) return status;
  return WriteWholeFile(base.string() + ".root", root);
}

}  // namespace

int RunAudit(const AuditArguments& arguments, const Config& config) {
  if (arguments.action == "key") return MakeKey(arguments.key);
  const bool sign = arguments.action == "sign";
  if (sign && (arguments.key.empty() || arguments.output.empty())) {
    return FailWith(Status(StatusCode::kInvalidArgument, "sign an audit root: name the key with --key and the folder with --output"));
  }
  const std::string day = arguments.day.empty() ? Yesterday() : arguments.day;
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return FailWith(session.status());
  const Result<std::string> answer = (*session)->Ask("audit_root", JsonObject({{"day", day}}));
  if (!answer) return FailWith(answer.status());
  const Result<JsonView> root = JsonView::Parse(*answer);
  if (!root) return FailWith(root.status());
  const std::string statement = (*root)["statement"].text();
  if (!sign) {
    std::printf("%s", config.json ? (*answer + "\n").c_str() : statement.c_str());
    return kExitDone;
  }
  const Result<std::string> key = ReadKey(arguments.key);
  if (!key) return FailWith(key.status());
  const Result<std::string> signature = SignEd25519(*key, statement);
  if (!signature) return FailWith(signature.status());
  const Result<std::string> records = RecordsOf(**session, *root);
  if (!records) return FailWith(records.status());
  const std::string signed_root = statement + "signature: " + EncodeBase64(*signature) + "\n";
  if (const Status status = WriteDay(arguments.output, day, signed_root, *records); !status.ok()) return FailWith(status);
  std::printf("%s", signed_root.c_str());
  return kExitDone;
}

}  // namespace sohoa
