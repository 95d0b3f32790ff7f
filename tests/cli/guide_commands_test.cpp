// SPDX-License-Identifier: Apache-2.0
//
// The commands of the integrator's guides (docs/guides/), as they stand there, one after the other against a server.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "api/running_example.h"
#include "cli/command_runner.h"
#include "cli/running_server.h"

namespace sohoa {
namespace {

std::filesystem::path InSources(const std::string& path) { return std::filesystem::path(std::getenv("SOHOA_SOURCE_DIR")) / path; }

// What stands between ```sh and ```.
std::string CommandsOf(const std::string& guide) {
  std::ifstream file(InSources("docs/guides/" + guide));
  std::string commands;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      inside = line == "```sh";
    } else if (inside) {
      commands += line + "\n";
    }
  }
  return commands;
}

TEST(GuideCommands, OfBothLanguagesAreTheSame) {
  EXPECT_FALSE(CommandsOf("integrating.md").empty());
  EXPECT_EQ(CommandsOf("integrating.md"), CommandsOf("huong-dan-tich-hop.md"));
}

TEST(GuideCommands, WorkOneAfterTheOtherFromHandingInToTheAnswerThatNothingChanged) {
  CommandRunner sohoa;
  const pid_t server = sohoa.Start({"serve", "--http", "127.0.0.1:0", "--workers", "1"});
  ASSERT_TRUE(WaitForServer(sohoa));
  const CommandResult key = sohoa.Run({"--quiet", "key", "add", "mot-cua", "--role", "workflow", "--agency", "H42", "--expires", "2099-12-31"});
  ASSERT_EQ(key.exit_code, 0) << key.err;
  const std::filesystem::path folder = sohoa.folder() / "integrator";
  std::filesystem::create_directory(folder);
  std::filesystem::copy_file(CommandRunner::Samples() / "02-to-khai.jpg", folder / "to-khai.jpg");
  std::filesystem::create_directory_symlink(InSources("examples"), folder / "examples");
  std::ofstream(folder / "commands") << "cd " << folder << "\n" << CommandsOf("integrating.md");
  RunningExample commands({"bash", "-euo", "pipefail", (folder / "commands").string()},
                          {{"SOHOA", "http://127.0.0.1:" + std::to_string(HttpPortOf(sohoa))}, {"SOHOA_KEY", key.out.substr(0, key.out.find('\n'))}, {"CODE", "H42.18-261127-0100"}});
  ASSERT_EQ(commands.Wait(), 0) << commands.Err() << commands.Out();
  const std::string said = commands.Out();
  EXPECT_NE(said.find(R"("accepted":1)"), std::string::npos) << said;
  EXPECT_NE(said.find("D01 applicant_name Nông Thị Bích Hạnh"), std::string::npos) << said;
  EXPECT_NE(said.find("auto_accepted 1\n"), std::string::npos) << "with its page: " << said;
  EXPECT_NE(said.find("http://iiif.io/api/image/3/context.json"), std::string::npos) << said;
  EXPECT_NE(commands.Err().find("dossier.committed H42.18-261127-0100"), std::string::npos) << commands.Err();
  EXPECT_NE(said.find(R"("code":"not_found")"), std::string::npos) << said;
  EXPECT_TRUE(said.ends_with("304\n")) << said;
  const auto begins_with = [&](const char* name, const std::string& bytes) {
    std::ifstream file(folder / name, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    return text.starts_with(bytes);
  };
  EXPECT_TRUE(begins_with("part.jpg", "\xff\xd8"));
  EXPECT_TRUE(begins_with("to-khai.pdf", "%PDF-"));
  EXPECT_EQ(sohoa.Stop(server, SIGTERM), 0);
}

}  // namespace
}  // namespace sohoa
