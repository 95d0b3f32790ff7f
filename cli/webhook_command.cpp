// SPDX-License-Identifier: Apache-2.0
//
// webhook: which systems are told of events. Run on the archive's own host.
#include <cstdio>
#include <string>

#include "api/outbound_request.h"
#include "cli/commands.h"
#include "cli/json_text.h"
#include "cli/messages.h"
#include "cli/question.h"
#include "cli/terminal.h"
#include "cli/who_decides.h"

namespace sohoa {
namespace {

const char* StateText(const std::string& state) {
  if (state == "away") return Say("không trả lời", "does not answer");
  if (state == "refused") return Say("có sự kiện bị từ chối", "refused some");
  if (state == "no_key") return Say("khóa không còn hiệu lực", "its key is not in force");
  return Say("tốt", "well");
}

void PrintWebhooks(const JsonView& answer) {
  for (const JsonView& webhook : answer["webhooks"].items()) {
    std::printf("%-20s  %-40s  %-20s  %s\n", webhook["name"].text().c_str(), webhook["url"].text().c_str(), webhook["key"].text().c_str(), StateText(webhook["state"].text()));
    std::printf("    %s %s, %s %s, %s %s", Say("đến sự kiện", "up to event"), webhook["after"].text().c_str(), Say("chờ gửi lại", "waiting"), webhook["waiting"].text().c_str(),
                Say("bỏ dở", "dead"), webhook["dead"].text().c_str());
    if (!webhook["failing_since"].is_null()) std::printf(", %s %s", Say("lỗi từ", "failing since"), webhook["failing_since"].text().c_str());
    std::printf("\n");
  }
}

void PrintDeadLetters(const JsonView& answer) {
  for (const JsonView& letter : answer["dead"].items()) {
    std::printf("%10s  %s  HTTP %s\n", letter["sequence"].text().c_str(), letter["since"].text().c_str(), letter["last_status"].text().c_str());
  }
}

void PrintTest(const JsonView& answer) { std::printf("HTTP %s\n", answer["status"].text().c_str()); }

}  // namespace

int RunWebhook(const WebhookArguments& arguments, const Config& config) {
  if (arguments.action == "list") return AskAndPrint(config, SessionUse::kRead, "webhook_list", "{}", PrintWebhooks);
  if (arguments.name.empty()) return FailWith(Status(StatusCode::kInvalidArgument, "webhook " + arguments.action + ": name the webhook"));
  const std::string params = JsonObject({{"name", arguments.name},
                                         {"url", arguments.url},
                                         {"key", arguments.key},
                                         {"kinds", arguments.events},
                                         {"from", arguments.from},
                                         {"by", WhoDecides("")}});
  if (arguments.action == "dead") return AskAndPrint(config, SessionUse::kRead, "webhook_dead", params, PrintDeadLetters);
  if (arguments.action == "test") return AskAndPrint(config, SessionUse::kRead, "webhook_test", params, PrintTest);
  if (arguments.action == "add") {
    // Said here rather than by deliveries that never go out.
    if (const Status allowed = CheckOutboundUrl(config.outbound, arguments.url); !allowed.ok()) return FailWith(allowed);
    return AskAndPrint(config, SessionUse::kRead, "webhook_add", params, [&config](const JsonView& answer) {
      std::printf("%s\n", answer["secret"].text().c_str());
      PrintNote(Say("mã ký chỉ hiện một lần này", "the secret that deliveries are signed with is shown this once"), config.quiet);
    });
  }
  return AskAndPrint(config, SessionUse::kRead, "webhook_" + arguments.action, params, [&config](const JsonView&) { PrintNote(Say("đã ghi nhận", "recorded"), config.quiet); });
}

}  // namespace sohoa
