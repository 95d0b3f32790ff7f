// SPDX-License-Identifier: Apache-2.0
//
// The catalogue of procedures: versions of each by the day from which they are in force. A
// dossier is held against the version of the day on which it was received.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "documents/procedures/procedure.h"

namespace sohoa {

class ProcedureCatalogue {
 public:
  ProcedureCatalogue() = default;
  // Orders by code and day. `fingerprint` says which catalogue it is.
  ProcedureCatalogue(std::vector<Procedure> procedures, std::string fingerprint);

  // All versions, by code, the oldest first.
  const std::vector<Procedure>& procedures() const { return procedures_; }
  // 16 hexadecimal digits over its files; the same files give the same.
  const std::string& fingerprint() const { return fingerprint_; }
  bool empty() const { return procedures_.empty(); }

  bool Knows(std::string_view code) const;
  // The version in force on a day (ISO 8601); nullptr where there is none.
  const Procedure* Find(std::string_view code, std::string_view day) const;

  // What does not fit together: two versions of one code that are in force on the same day.
  std::vector<Status> Contradictions() const;

 private:
  std::vector<Procedure> procedures_;
  std::string fingerprint_;
};

// Reads the text of one catalogue file. What is wrong is added to `problems`, each with file,
// line and procedure; a procedure with a problem is left out.
std::vector<Procedure> ReadProcedures(std::string_view text, const std::string& file, std::vector<Status>& problems);

// The catalogue in a file, or in all files "*.toml" of a folder. Whatever is wrong with it
// stands in `problems`, and then it is not to be used.
ProcedureCatalogue ReadProcedureCatalogue(const std::string& path, std::vector<Status>& problems);
// The same; the first problem is the error.
Result<ProcedureCatalogue> LoadProcedureCatalogue(const std::string& path);

}  // namespace sohoa
