// SPDX-License-Identifier: Apache-2.0
//
// A reader of SIP and AIP of its own: it shares no code with what writes them, and holds a package
// against every rule of Circular 05/2025/TT-BNV and of CSIP that is known here. Each broken rule is a
// sentence.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <libxml/tree.h>

namespace sohoa::test {

// A document that libxml2 reads, asked by XPath; names without their namespaces.
class JudgedXml {
 public:
  explicit JudgedXml(const std::filesystem::path& file);
  bool readable() const { return document_ != nullptr; }
  // Contents of the nodes that are found.
  std::vector<std::string> All(const std::string& path) const;
  std::string One(const std::string& path) const;  // "" unless there is exactly one
  // What the schema says against it; "" where it is valid.
  std::string Against(const std::filesystem::path& schema) const;

 private:
  std::unique_ptr<xmlDoc, void (*)(xmlDoc*)> document_;
};

// SHA-256 of a file, in upper case.
std::string DigestOf(const std::filesystem::path& file);
// All regular files below a folder, by their paths in it.
std::vector<std::string> FilesBelow(const std::filesystem::path& folder);

enum class ExpectedKind { kSip, kAip };
std::vector<std::string> JudgePackage(const std::filesystem::path& package, ExpectedKind kind);

// The fields of an EAD.xml or EAD_doc (judge_fields.cpp).
enum class FieldTable { kSipDossier, kSipDocument, kAipDossier, kAipDocument };
std::vector<std::string> JudgeFields(const JudgedXml& ead, FieldTable table, const std::string& name);

}  // namespace sohoa::test
