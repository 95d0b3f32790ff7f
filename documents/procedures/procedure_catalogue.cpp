// SPDX-License-Identifier: Apache-2.0
#include "documents/procedures/procedure_catalogue.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <tuple>

#include "core/sha256.h"
#include "core/vietnamese.h"
#include "documents/identity_numbers.h"

namespace sohoa {
namespace {

constexpr std::uintmax_t kMostFileBytes = 16u << 20;  // of what people write by hand

Status Problem(const Procedure& procedure, const std::string& what) {
  return Status(StatusCode::kInvalidArgument,
                "read " + procedure.file + " line " + std::to_string(procedure.line) + ": procedure " + procedure.code + ": " + what);
}

Result<std::string> ReadWhole(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return Status(StatusCode::kNotFound, "read " + path + ": " + error.message());
  if (size > kMostFileBytes) return Status(StatusCode::kResourceLimit, "read " + path + ": it is over 16 MiB; split it");
  std::ifstream file(path, std::ios::binary);
  if (!file) return Status(StatusCode::kIoError, "read " + path + ": it cannot be opened");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

Result<std::vector<std::string>> CatalogueFiles(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return Status(StatusCode::kNotFound, "read the catalogue of procedures: there is no " + path + "; see procedures.catalogue in sohoa.toml");
  }
  if (!std::filesystem::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (std::filesystem::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".toml") files.push_back(entry->path().string());
  }
  if (error) return Status(StatusCode::kIoError, "read the catalogue of procedures in " + path + ": " + error.message());
  std::sort(files.begin(), files.end(), NaturalLess);
  return files;
}

}  // namespace

std::string NationalProcedureCode(std::string_view code) {
  const std::string_view national = code.substr(0, 8);
  const bool whole = IsProcedureCode(national) && (code.size() == 8 || code[8] == '.');
  return std::string(whole ? national : code);
}

ProcedureCatalogue::ProcedureCatalogue(std::vector<Procedure> procedures, std::string fingerprint)
    : procedures_(std::move(procedures)), fingerprint_(std::move(fingerprint)) {
  std::stable_sort(procedures_.begin(), procedures_.end(), [](const Procedure& a, const Procedure& b) {
    return std::tie(a.code, a.effective_from) < std::tie(b.code, b.effective_from);
  });
}

bool ProcedureCatalogue::Knows(std::string_view code) const {
  const std::string national = NationalProcedureCode(code);
  return std::any_of(procedures_.begin(), procedures_.end(), [&](const Procedure& procedure) { return procedure.code == national; });
}

const Procedure* ProcedureCatalogue::Find(std::string_view code, std::string_view day) const {
  const std::string national = NationalProcedureCode(code);
  const Procedure* found = nullptr;
  // Days in ISO 8601 are in order as texts.
  for (const Procedure& procedure : procedures_) {
    if (procedure.code == national && procedure.effective_from <= day) found = &procedure;
  }
  if (found != nullptr && !found->effective_until.empty() && found->effective_until < day) return nullptr;
  return found;
}

std::vector<Status> ProcedureCatalogue::Contradictions() const {
  std::vector<Status> problems;
  for (std::size_t i = 0; i < procedures_.size(); ++i) {
    const Procedure& procedure = procedures_[i];
    if (!procedure.effective_until.empty() && procedure.effective_until < procedure.effective_from) {
      problems.push_back(Problem(procedure, "it ends on " + procedure.effective_until + ", before it begins"));
    }
    if (i == 0 || procedures_[i - 1].code != procedure.code) continue;
    const Procedure& before = procedures_[i - 1];
    if (before.effective_from == procedure.effective_from) {
      problems.push_back(Problem(procedure, "another version of it is in force from the same day (" + before.file + " line " +
                                                std::to_string(before.line) + "); set effective_from"));
    } else if (!before.effective_until.empty() && before.effective_until >= procedure.effective_from) {
      problems.push_back(Problem(procedure, "the version before it (" + before.file + " line " + std::to_string(before.line) +
                                                ") is in force until " + before.effective_until + "; mend one of the two days"));
    }
  }
  return problems;
}

ProcedureCatalogue ReadProcedureCatalogue(const std::string& path, std::vector<Status>& problems) {
  const Result<std::vector<std::string>> files = CatalogueFiles(path);
  if (!files) {
    problems.push_back(files.status());
    return ProcedureCatalogue();
  }
  std::vector<Procedure> procedures;
  Sha256Hasher hasher;
  for (const std::string& file : *files) {
    const Result<std::string> text = ReadWhole(file);
    if (!text) {
      problems.push_back(text.status());
      continue;
    }
    hasher.Update(std::filesystem::path(file).filename().string() + '\n' + std::to_string(text->size()) + '\n' + *text);
    std::vector<Procedure> read = ReadProcedures(*text, file, problems);
    std::move(read.begin(), read.end(), std::back_inserter(procedures));
  }
  ProcedureCatalogue catalogue(std::move(procedures), hasher.Finish().Hex().substr(0, 16));
  std::vector<Status> contradictions = catalogue.Contradictions();
  std::move(contradictions.begin(), contradictions.end(), std::back_inserter(problems));
  return catalogue;
}

Result<ProcedureCatalogue> LoadProcedureCatalogue(const std::string& path) {
  std::vector<Status> problems;
  ProcedureCatalogue catalogue = ReadProcedureCatalogue(path, problems);
  if (problems.empty()) return catalogue;
  const std::string more = problems.size() > 1 ? " (and " + std::to_string(problems.size() - 1) + " more; see sohoa procedures check)" : "";
  return Status(problems.front().code(), problems.front().message() + more);
}

}  // namespace sohoa
