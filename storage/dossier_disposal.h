// SPDX-License-Identifier: Apache-2.0
//
// A dossier that goes: what is in it, and the one batch after which it is not there any more. Its
// blobs are condemned by that batch and removed afterwards, unless another dossier names them
// (docs/adr/0011-disposal.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"
#include "core/sha256.h"
#include "storage/archive.h"
#include "storage/retention_records.h"

namespace sohoa {

struct DossierContents {
  std::string code;
  std::uint32_t version = 0;  // the newest
  std::string procedure;
  std::string agency;
  std::uint32_t documents = 0;
  std::uint32_t pages = 0;
  std::vector<Sha256> blobs;  // in order, each once
  std::uint64_t bytes = 0;
  // What it consisted of, for who has a copy and wants to know whether it is of this dossier:
  //   sohoa-dossier 1
  //   dossier: CODE
  //   version N: SHA-256 of its record, in hexadecimal; a line each
  //   blob: SHA-256; a line each, in order
  std::string statement;
};

// Of each of them, in their order. Walks all references of the archive once, so that none is forgotten: its time
// grows with them. kNotFound.
Result<std::vector<DossierContents>> ReadContents(Archive& archive, const std::vector<std::string>& codes);

// Adds to `batch` all that makes it gone: versions, look-ups, references, search entries and what was decided on
// keeping it or answered about it go; the certificate and the names of its blobs come, with the event "dossier.disposed" and an audit
// record of the certificate. kConflict: it has another version than `contents` says.
Status StageDisposal(Archive& archive, const DossierContents& contents, const DisposalCertificate& certificate, MetaBatch& batch);

// Some of the condemned blobs; none at the end.
Result<std::vector<Sha256>> CondemnedBlobs(MetaReader& store, std::uint32_t limit);
// A dossier names it.
Result<bool> IsReferenced(MetaReader& store, const Sha256& blob);

}  // namespace sohoa
