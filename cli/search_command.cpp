// SPDX-License-Identifier: Apache-2.0
#include <cstdio>

#include "cli/commands.h"
#include "cli/messages.h"
#include "cli/question.h"
#include "cli/terminal.h"

namespace sohoa {
namespace {

void PrintHits(const JsonView& answer) {
  std::printf("%s %s (%.1f ms)\n", answer["total"]["value"].text().c_str(), Say("kết quả", "hits"),
              answer["took_ms"].number());
  for (const JsonView& hit : answer["hits"].items()) {
    std::printf("%s  %s  %s %s  %s %s  [%s]\n    %s\n", hit["dossier"].text().c_str(), hit["document"].text().c_str(),
                hit["type"]["code"].text().c_str(), hit["type"]["label"].text().c_str(), Say("trang", "page"),
                hit["page"].text().c_str(), hit["match_level"].text().c_str(), hit["snippet"].text().c_str());
  }
  if (!answer["did_you_mean"].is_null()) {
    std::printf("%s %s\n", Say("có phải ý bạn là:", "did you mean:"), answer["did_you_mean"].text().c_str());
  }
  if (!answer["next_cursor"].is_null()) {
    std::printf("%s --cursor %s\n", Say("còn nữa:", "more:"), answer["next_cursor"].text().c_str());
  }
}

}  // namespace

int RunSearch(const SearchArguments& arguments, const Config& config) {
  std::vector<std::pair<std::string, std::string>> fields;
  for (const std::string& field : arguments.fields) {
    const std::size_t equals = field.find('=');
    if (equals == std::string::npos || equals == 0) {
      PrintError(Status(StatusCode::kInvalidArgument, "--field " + field + ": write it as code=value"));
      return kExitUsage;
    }
    fields.emplace_back(field.substr(0, equals), field.substr(equals + 1));
  }
  std::string params = JsonObject({{"query", arguments.query},
                                   {"type", arguments.type},
                                   {"agency", arguments.agency},
                                   {"from", arguments.from},
                                   {"to", arguments.to},
                                   {"sort", arguments.sort},
                                   {"cursor", arguments.cursor}});
  params.pop_back();
  if (params.size() > 1) params += ',';
  params += "\"limit\":" + std::to_string(arguments.limit) + ",\"fields\":" + JsonObject(fields) + "}";
  return AskAndPrint(config, SessionUse::kRead, "search", params, PrintHits);
}

}  // namespace sohoa
