// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include <unistd.h>

#include "cli/archive_session.h"
#include "cli/commands.h"
#include "cli/full_screen.h"
#include "cli/messages.h"
#include "cli/screen_line.h"
#include "cli/status_screen.h"
#include "cli/terminal.h"

namespace sohoa {
namespace {

constexpr std::int64_t kConnectMs = 2'000;
constexpr std::int64_t kAnswerMs = 5'000;

// Asks the server that holds the archive; holds the archive itself only where none was there to
// begin with, for one that is being started again must find it free.
class StatusSource {
 public:
  explicit StatusSource(const Config& config) : config_(config) {}

  Result<std::string> Ask() {
    if (session_ != nullptr) return session_->Ask("status", "{}");
    if (desk_ == nullptr) {
      const Status found = Find();
      if (!found.ok()) return found;
    }
    if (session_ != nullptr) return session_->Ask("status", "{}");
    Result<std::string> answer = desk_->Call("status", "{}", kAnswerMs);
    // It may come back under another address.
    if (!answer) desk_.reset();
    was_there_ = was_there_ || answer.ok();
    return answer;
  }

 private:
  Status Find() {
    const std::string endpoint = LocalEndpoint::Find(config_.archive);
    Status status(StatusCode::kUnavailable, "ask for the status of " + config_.archive + ": no server answers");
    if (!endpoint.empty()) {
      Result<std::unique_ptr<DeskClient>> desk = DeskClient::Connect(endpoint, kConnectMs);
      if (desk) desk_ = std::move(*desk);
      if (!desk) status = desk.status();
    }
    if (desk_ != nullptr) return Status();
    if (was_there_) return status;
    // For work, because the ledger's counts are the coordinator's.
    Result<std::unique_ptr<ArchiveSession>> session = ArchiveSession::Open(config_, SessionUse::kWork);
    if (!session) return session.status();
    session_ = std::move(*session);
    return Status();
  }

  const Config& config_;
  bool was_there_ = false;
  std::unique_ptr<DeskClient> desk_;
  std::unique_ptr<ArchiveSession> session_;
};

bool HasUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string_view locale(value);
    return locale.find("UTF-8") != std::string_view::npos || locale.find("utf8") != std::string_view::npos;
  }
  return false;
}

// no-color.org: set and not empty.
bool WantsColours() {
  const char* none = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return isatty(STDOUT_FILENO) != 0 && !dumb && (none == nullptr || *none == '\0');
}

int PrintOnce(StatusSource& source, const Config& config) {
  const Result<std::string> answer = source.Ask();
  const Result<JsonView> status = answer ? JsonView::Parse(*answer) : Result<JsonView>(answer.status());
  if (!status) return FailWith(status.status());
  if (config.json) {
    std::printf("%s\n", answer->c_str());
  } else {
    ScreenLook look;
    look.columns = 100;
    look.colours = WantsColours();
    look.blocks = HasUtf8();
    for (const std::string& line : DrawStatus(*status, look)) std::printf("%s\n", line.c_str());
  }
  std::fflush(stdout);
  return kExitDone;
}

void WaitASecond() {
  for (int i = 0; i < 10 && !Interrupted(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
}

// What was seen last stays, under a line that says that it is old.
std::vector<std::string> Frame(const std::optional<JsonView>& last, const Status& asked, const ScreenLook& look) {
  std::vector<std::string> lines;
  ScreenLook rest = look;
  if (!asked.ok()) {
    lines.push_back(ScreenLine(look.columns, look.colours).Add(Explain(asked), Ink::kBad).text());
    --rest.rows;
  }
  if (!last) return lines;
  for (std::string& line : DrawStatus(*last, rest)) lines.push_back(std::move(line));
  return lines;
}

int Watch(StatusSource& source) {
  // Before the screen: when there is nothing to be seen, the error stays to be read.
  Result<std::string> answer = source.Ask();
  if (!answer) return FailWith(answer.status());
  const FullScreen screen;
  ScreenLook look;
  look.colours = WantsColours();
  look.blocks = HasUtf8();
  std::optional<JsonView> last;
  while (!Interrupted()) {
    const Result<JsonView> status = answer ? JsonView::Parse(*answer) : Result<JsonView>(answer.status());
    if (status) last = *status;
    look.columns = screen.columns();
    look.rows = screen.rows();
    screen.Draw(Frame(last, status.status(), look));
    WaitASecond();
    if (!Interrupted()) answer = source.Ask();
  }
  return kExitDone;
}

}  // namespace

int RunStatus(const StatusArguments& arguments, const Config& config) {
  StatusSource source(config);
  if (arguments.watch && !config.json && isatty(STDOUT_FILENO) != 0) return Watch(source);
  while (true) {
    const int code = PrintOnce(source, config);
    if (!arguments.watch || code != kExitDone) return code;
    WaitASecond();
    if (Interrupted()) return kExitDone;
    if (!config.json) std::printf("\n");
  }
}

}  // namespace sohoa
