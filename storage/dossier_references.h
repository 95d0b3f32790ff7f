// SPDX-License-Identifier: Apache-2.0
//
// Which blobs a version of a dossier rests on.
#pragma once

#include <utility>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "storage/archive_codec.h"

namespace sohoa {

using NamedReference = std::pair<Sha256, BlobReference>;

// Originals, page records and PDFs: what the dossier's own record names.
std::vector<NamedReference> DossierReferences(const Dossier& dossier);
// The pages that are found by their ids: those that are in it, then those that it set aside.
std::vector<const DossierPage*> FindablePages(const Dossier& dossier);
// The layer of one page, where it has a blob of its own; none otherwise.
std::vector<NamedReference> LayerReferences(const PageRecord& page);

}  // namespace sohoa
