// SPDX-License-Identifier: Apache-2.0
//
// Papers of a draft that the archive has already from the same citizen: whoever receives a dossier has to look whether there
// is a valid electronic copy before asking for the paper (Decree 107/2021/NĐ-CP, Circular 01/2023/TT-VPCP). The same paper
// is one of the same class with the same number, in a dossier of the same agency (or below it) in which the citizen's
// identity number stands too; an identity card is the same by that number alone.
//
// Only numbers that were read as such count: a misread digit finds nothing. Nothing is told but a dossier's code and day.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/result.h"
#include "storage/archive.h"
#include "workers/dossier_draft.h"

namespace sohoa {

struct KnownPaper {
  std::size_t document = 0;  // of the draft
  std::string dossier;       // that has it
  std::int64_t committed_unix_ms = 0;  // its newest version
};

// None where the draft's agency is not known, or nobody's identity number was read. At most one of each document, the
// newest. `asked`: it was looked for by an identity number, which whoever answers keeps a record of.
Result<std::vector<KnownPaper>> FindKnownPapers(Archive& archive, const DossierDraft& draft, bool& asked);

}  // namespace sohoa
