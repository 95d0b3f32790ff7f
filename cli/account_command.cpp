// SPDX-License-Identifier: Apache-2.0
//
// user, key: who may use the archive over HTTP. Run on the archive's own host.
#include <cstdio>
#include <iostream>
#include <string>

#include <termios.h>
#include <unistd.h>

#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/question.h"
#include "cli/terminal.h"
#include "cli/who_decides.h"

namespace sohoa {
namespace {

// What is typed is not shown, for as long as it lives.
class HiddenTyping {
 public:
  HiddenTyping() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios hidden = before_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0;
  }
  ~HiddenTyping() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  HiddenTyping(const HiddenTyping&) = delete;
  HiddenTyping& operator=(const HiddenTyping&) = delete;

 private:
  termios before_{};
  bool changed_ = false;
};

std::string AskLine(const char* question) {
  std::fputs(question, stderr);
  std::string line;
  std::getline(std::cin, line);
  std::fputs("\n", stderr);
  return line;
}

// Typed twice at a terminal; else the first line of the standard input. Never an argument, which others on the host
// can see.
Result<std::string> AskPassword() {
  if (isatty(STDIN_FILENO) == 0) {
    std::string line;
    std::getline(std::cin, line);
    return line;
  }
  const HiddenTyping hidden;
  const std::string password = AskLine(Say("mật khẩu: ", "password: "));
  if (AskLine(Say("nhập lại: ", "again: ")) != password) return Status(StatusCode::kInvalidArgument, "set a password: the two differ");
  return password;
}

std::string Joined(const JsonView& list) {
  std::string text;
  for (const JsonView& item : list.items()) text += (text.empty() ? "" : ",") + item.text();
  return text;
}

// A list of codes, or "*" for every agency.
std::string AgenciesOf(const JsonView& entry) {
  const std::string listed = Joined(entry["agencies"]);
  if (!listed.empty()) return listed;
  return entry["agencies"].text() == "*" ? "*" : "-";
}

std::string RolesOf(const JsonView& entry) { return Joined(entry["roles"]); }

void PrintUsers(const JsonView& answer) {
  for (const JsonView& user : answer["users"].items()) {
    std::printf("%-20s  %-32s  %-20s  %-9s  %s\n", user["name"].text().c_str(), RolesOf(user).c_str(), AgenciesOf(user).c_str(),
                user["up_to"].text().c_str(), user["disabled"].text() == "true" ? Say("đã khóa", "disabled") : "");
  }
}

void PrintKeys(const JsonView& answer) {
  for (const JsonView& key : answer["keys"].items()) {
    const std::string state = !key["revoked_at"].is_null() ? Say("đã thu hồi", "revoked") : key["expires_at"].is_null() ? "" : Say("đến ", "until ") + key["expires_at"].text();
    std::printf("%-8s  %-20s  %-24s  %-20s  %-9s  %-25s  %s\n", key["id"].text().c_str(), key["name"].text().c_str(), RolesOf(key).c_str(), AgenciesOf(key).c_str(),
                key["up_to"].text().c_str(), key["used_at"].is_null() ? "-" : key["used_at"].text().c_str(), state.c_str());
  }
}

std::vector<std::pair<std::string, std::string>> GrantOf(const GrantArguments& grant) {
  return {{"roles", grant.roles}, {"agencies", grant.agencies}, {"up_to", grant.secrecy}, {"by", WhoDecides("")}};
}

int Ask(const Config& config, const std::string& method, std::vector<std::pair<std::string, std::string>> params) {
  return AskAndPrint(config, SessionUse::kRead, method, JsonObject(params), [&config](const JsonView&) { PrintNote(Say("đã ghi nhận", "recorded"), config.quiet); });
}

}  // namespace

int RunUser(const UserArguments& arguments, const Config& config) {
  if (arguments.action == "list") return AskAndPrint(config, SessionUse::kRead, "user_list", "{}", PrintUsers);
  if (arguments.name.empty()) return FailWith(Status(StatusCode::kInvalidArgument, "user " + arguments.action + ": name the account"));
  std::vector<std::pair<std::string, std::string>> params = GrantOf(arguments.grant);
  params.emplace_back("name", arguments.name);
  if (arguments.action == "enable") params.emplace_back("enable", "true");
  if (!arguments.subject.empty()) {
    // The same subject at another issuer is somebody else.
    if (config.oidc.issuer.empty()) return FailWith(Status(StatusCode::kInvalidArgument, "user " + arguments.action + ": a subject is of an issuer; set oidc.issuer in the configuration"));
    params.emplace_back("subject", SubjectAt(config.oidc.issuer, arguments.subject));
  }
  if (arguments.action == "password" || (arguments.action == "add" && arguments.subject.empty())) {
    const Result<std::string> password = AskPassword();
    if (!password) return FailWith(password.status());
    params.emplace_back("password", *password);
  }
  const std::string method = arguments.action == "enable" ? "user_disable" : "user_" + arguments.action;
  return Ask(config, method, std::move(params));
}

int RunKey(const KeyArguments& arguments, const Config& config) {
  if (arguments.action == "list") return AskAndPrint(config, SessionUse::kRead, "key_list", "{}", PrintKeys);
  if (arguments.name.empty()) return FailWith(Status(StatusCode::kInvalidArgument, "key " + arguments.action + ": name the key"));
  if (arguments.action == "revoke") return Ask(config, "key_revoke", {{"key", arguments.name}, {"by", WhoDecides("")}});
  std::vector<std::pair<std::string, std::string>> params = GrantOf(arguments.grant);
  params.emplace_back("name", arguments.name);
  params.emplace_back("expires", arguments.expires);
  return AskAndPrint(config, SessionUse::kRead, "key_add", JsonObject(params), [&config](const JsonView& answer) {
    std::printf("%s\n", answer["key"].text().c_str());
    PrintNote(Say("khóa chỉ hiện một lần này", "the key is shown this once"), config.quiet);
  });
}

}  // namespace sohoa
