// SPDX-License-Identifier: Apache-2.0
//
// sohoa-samples: writes the sample dossier, or a text of one's own in the same layouts.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include <CLI/CLI.hpp>

#include "samples/sample_dossier.h"
#include "samples/sample_set.h"

namespace {

using namespace sohoa;

Status WriteFile(const std::filesystem::path& path, const std::string& bytes) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file)
    return {StatusCode::kIoError,
            "write " + path.string() + ": check the folder and the free space"};
  return {};
}

Result<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Status(StatusCode::kIoError, "read " + path + ": no such file, or it may not be read");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Draws sample papers of Vietnamese State agencies, with what stands on them");
  std::string out;
  std::string degrade;
  std::string only;
  std::string text_path;
  std::string layout = "plan";
  DossierOptions options;
  app.add_option("--out", out, "folder to write to")->required();
  int papers = 0;
  std::string class_code;
  app.add_option("--papers", papers, "draw this many papers of each class instead")
      ->check(CLI::Range(1, 100000));
  app.add_option("--class", class_code, "with --papers: of this class alone, such as QĐ or D03");
  app.add_option("--seed", options.seed,
                 "another seed, another scan of the same papers; with --papers, other papers");
  app.add_option("--dpi", options.dpi, "72 to 600")->capture_default_str();
  app.add_option("--degrade", degrade, "for all files")
      ->check(CLI::IsMember({"none", "light", "scan", "heavy", "copy", "fax"}));
  app.add_option("--only", only, "one paper")
      ->check(CLI::IsMember({"plan", "letter", "decision", "receipt", "declaration", "blank"}));
  app.add_option("--text", text_path, "draw this text instead")->check(CLI::ExistingFile);
  app.add_option("--layout", layout, "of the text")->check(CLI::IsMember({"plan", "letter"}));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!degrade.empty()) options.degradation = DegradationFromName(degrade);
  if (!only.empty()) options.only = SampleKindFromName(only);

  const SampleFileSink sink = [&out](const std::string& path, const std::string& bytes) {
    if (!path.starts_with("truth/")) std::cout << path << ' ' << bytes.size() << " bytes\n";
    return WriteFile(std::filesystem::path(out) / path, bytes);
  };
  Status status;
  if (papers > 0) {
    status =
        WriteSampleSet({papers, options.seed, options.dpi, options.degradation, class_code}, sink);
  } else if (text_path.empty()) {
    status = WriteSampleDossier(options, sink);
  } else {
    const Result<std::string> text = ReadFile(text_path);
    status =
        text ? WriteTextPaper(*text, *SampleKindFromName(layout), options, sink) : text.status();
  }
  if (status.ok()) return 0;
  std::cerr << "sohoa-samples: " << status.message() << '\n';
  return status.code() == StatusCode::kInvalidArgument ? 2 : 5;
}
