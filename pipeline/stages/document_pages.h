// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "pipeline/stage.h"

namespace sohoa {

// The records of a document's pages, in its order. They live as long as `work`.
std::vector<const PageRecord*> RecordsOf(const Document& document, const DossierWork& work);

// The names of the same records as blobs.
std::vector<Sha256> RecordNamesOf(const Document& document, const DossierWork& work);

}  // namespace sohoa
