// SPDX-License-Identifier: Apache-2.0
#include "packages/bag_judge.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "packages/package_judge.h"

namespace sohoa::test {
namespace {

namespace fs = std::filesystem;

std::string Whole(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), {});
}

class BagJudge {
 public:
  explicit BagJudge(fs::path bag) : bag_(std::move(bag)) {}

  std::vector<std::string> Run() {
    for (const std::string& file : FilesBelow(bag_)) files_.insert(file);
    // 2.1.1: exactly these two lines, without a byte order mark.
    Require(Whole(bag_ / "bagit.txt") == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", "bagit.txt is not the declaration of BagIt 1.0");
    Require(fs::is_directory(bag_ / "data"), "there is no payload folder data/");
    JudgeManifest("manifest-sha256.txt", true);
    JudgeManifest("tagmanifest-sha256.txt", false);
    JudgeInfo();
    return broken_;
  }

 private:
  void Require(bool holds, const std::string& otherwise) {
    if (!holds) broken_.push_back(otherwise);
  }

  // 2.1.3 and 2.2.1: every payload file, or every tag file but tag manifests, once and with its digest.
  void JudgeManifest(const std::string& name, bool payload) {
    Require(files_.contains(name), "there is no " + name);
    std::map<std::string, std::string> listed;
    std::istringstream lines(Whole(bag_ / name));
    for (std::string line; std::getline(lines, line);) {
      std::smatch parts;
      if (!std::regex_match(line, parts, std::regex("([0-9a-fA-F]{64})[ \\t]+(\\S.*)"))) {
        Require(false, name + ": a line that is none");
        continue;
      }
      std::string digest = parts[1];
      std::transform(digest.begin(), digest.end(), digest.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      const std::string path = parts[2];
      Require(listed.emplace(path, digest).second, name + " lists " + path + " twice");
      Require(path.starts_with("data/") == payload, name + " lists " + path + ", which belongs into the other one");
      Require(path.find("..") == std::string::npos && path.front() != '/' && path.front() != '~', name + ": a path that leads out");
      Require(files_.contains(path), name + " lists " + path + ", which is not there");
      if (files_.contains(path)) Require(DigestOf(bag_ / path) == digest, path + " has another digest");
    }
    for (const std::string& file : files_) {
      const bool belongs = payload ? file.starts_with("data/") : !file.starts_with("data/") && !file.starts_with("tagmanifest-");
      if (belongs) Require(listed.contains(file), file + " is not in " + name);
    }
  }

  // 2.2.2: labels and values; Payload-Oxum is octets and streams.
  void JudgeInfo() {
    std::map<std::string, std::string> values;
    std::istringstream lines(Whole(bag_ / "bag-info.txt"));
    for (std::string line; std::getline(lines, line);) {
      std::smatch parts;
      if (std::regex_match(line, parts, std::regex("([A-Za-z][A-Za-z-]*): (\\S.*)"))) {
        values[parts[1]] = parts[2];
      } else {
        Require(false, "bag-info.txt: a line that is none");
      }
    }
    std::uintmax_t bytes = 0;
    std::size_t count = 0;
    for (const std::string& file : files_) {
      if (!file.starts_with("data/")) continue;
      bytes += fs::file_size(bag_ / file);
      ++count;
    }
    Require(values["Payload-Oxum"] == std::to_string(bytes) + "." + std::to_string(count), "Payload-Oxum is not that of the payload");
    Require(std::regex_match(values["Bagging-Date"], std::regex("[0-9]{4}-[0-9]{2}-[0-9]{2}")), "Bagging-Date is no date");
    Require(!values["External-Identifier"].empty(), "the bag does not say which dossier it is");
    Require(values["Bag-Software-Agent"].starts_with("Sohoa "), "the bag does not say what made it");
  }

  const fs::path bag_;
  std::set<std::string> files_;
  std::vector<std::string> broken_;
};

}  // namespace

std::vector<std::string> JudgeBag(const fs::path& bag) { return BagJudge(bag).Run(); }

}  // namespace sohoa::test
