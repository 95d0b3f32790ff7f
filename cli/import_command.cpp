// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <filesystem>

#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/followed_job.h"
#include "cli/intake.h"
#include "cli/messages.h"
#include "cli/terminal.h"
#include "packages/sip_contents.h"

namespace sohoa {
namespace {

Result<JsonView> ImportPackage(const ImportArguments& arguments, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kWork);
  if (!session) return session.status();
  const std::string from = std::filesystem::absolute(arguments.from).lexically_normal().string();
  const Result<std::string> begun = (*session)->Ask("import", JsonObject({{"from", from}}));
  if (!begun) return begun.status();
  return FollowJob(**session, "import", Say("nhập gói", "importing"), config.quiet,
                   [](ProgressBar& bar, const std::string& phase, std::uint64_t done, std::uint64_t total) {
                     bar.Show(done, total, phase == "check" ? Say("tệp đã kiểm tra", "files checked") : Say("tệp đã lưu", "files stored"));
                   });
}

// kConflict: there is a dossier of this code, which a SIP says nothing about.
Status CheckIsNew(const std::string& dossier, const Config& config) {
  const Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config, SessionUse::kRead);
  if (!session) return session.status();
  const Result<std::string> shown = (*session)->Ask("show", JsonObject({{"id", dossier}}));
  if (shown) return Status(StatusCode::kConflict, "import dossier " + dossier + ": this archive has it already; nothing was imported");
  return shown.status().code() == StatusCode::kNotFound ? Status() : shown.status();
}

Result<SipContents> CheckSip(const ImportArguments& arguments, const Config& config) {
  ProgressBar bar(Say("nhập gói", "importing"), config.quiet);
  Result<SipContents> sip = ReadSip(arguments.from, [&bar](std::uint64_t done, std::uint64_t total) {
    bar.Show(done, total, Say("tệp đã kiểm tra", "files checked"));
    return !Interrupted();
  });
  if (!sip) return sip.status();
  const Status is_new = CheckIsNew(sip->dossier, config);
  if (!is_new.ok()) return is_new;
  return sip;
}

Status HandIn(const SipContents& sip, Intake& intake) {
  for (const std::filesystem::path& document : sip.documents) {
    if (Interrupted()) return Status(StatusCode::kCancelled, "import dossier " + sip.dossier + ": interrupted; what has a receipt is safe");
    Result<OriginalFile> file = OriginalFile::Open(document.string());
    if (!file) return file.status();
    file->set_name(document.filename().string());
    if (const Status added = intake.Add(*file); !added.ok()) return Annotate(added, document.filename().string());
  }
  return {};
}

// The documents of a SIP are handed in, for it has no records; they are read here.
int ImportSip(const ImportArguments& arguments, const Config& config) {
  const Result<SipContents> sip = CheckSip(arguments, config);
  SubmitArguments handed_in;
  handed_in.lane = "backlog";
  handed_in.wait = true;
  Status status = sip.status();
  if (status.ok()) {
    handed_in.dossier = sip->dossier;
    const Result<std::unique_ptr<Intake>> intake = Intake::Begin(handed_in, config);
    status = intake ? HandIn(*sip, **intake) : intake.status();
    if (status.ok()) return (*intake)->Finish();
  }
  return FailWith(status);
}

}  // namespace

int RunImport(const ImportArguments& arguments, const Config& config) {
  if (LooksLikeSip(arguments.from)) return ImportSip(arguments, config);
  const Result<JsonView> report = ImportPackage(arguments, config);
  if (!report) return FailWith(report.status());
  if (config.json) {
    std::printf("%s\n", report->Pretty().c_str());
    return kExitDone;
  }
  std::printf("%s %s, %s %s (%s %s)\n", Say("đã nhập hồ sơ", "imported dossier"), (*report)["dossier"].text().c_str(), Say("phiên bản", "version"),
              (*report)["version"].text().c_str(), (*report)["blobs"].text().c_str(), Say("tệp", "files"));
  return kExitDone;
}

}  // namespace sohoa
