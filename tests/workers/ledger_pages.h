// SPDX-License-Identifier: Apache-2.0
//
// What desks and workers do to a ledger, without sockets: originals handed in, pages read,
// documents made. Used by the tests of the ledger and by workers played by tests.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/record_codec.h"
#include "storage/archive.h"
#include "workers/ledger.h"

namespace sohoa {

// What a worker that does everything offers.
inline const std::vector<std::string> kBoth = {"page", "dossier"};

inline const std::string kCode = "H42.18-260930-0012";

// Stores bytes by the way of the test: straight into the archive, or over the wire.
using StoreBytes = std::function<Sha256(const std::string& bytes)>;

inline StoreBytes IntoArchive(Archive& archive) {
  return [&archive](const std::string& bytes) {
    const Result<BlobInfo> stored = PutBlob(archive.blobs(), bytes);
    EXPECT_TRUE(stored);
    return stored->sha256;
  };
}

// The page of a job as a worker would have read it.
inline OutcomeBody ReadPage(const JobBody& job, const StoreBytes& store) {
  const Result<PageJob> page = DecodePageJob(job.work);
  EXPECT_TRUE(page);
  PageRecord record;
  record.id = page->page_id;
  record.source = page->source;
  record.geometry = {100, 140, 0, 0, 100, 140, 300};
  record.quality.flags = page->flags;
  record.layer.width = 100;
  record.layer.height = 140;
  record.layer_sha256 = store("layer of " + page->page_id);
  OutcomeBody outcome{job.job, job.fence, {}, {}};
  outcome.record = store(EncodePageRecord(record, /*with_layer=*/false));
  return outcome;
}

// One document of all pages of a job; none where it has no pages.
inline OutcomeBody MakeDocuments(const JobBody& job, const StoreBytes& store) {
  const Result<DossierJob> dossier = DecodeDossierJob(job.work);
  EXPECT_TRUE(dossier);
  OutcomeBody outcome{job.job, job.fence, {}, {}};
  if (dossier->pages.empty()) return outcome;
  Document document;
  for (const DossierJobPage& page : dossier->pages) {
    document.page_ids.push_back(page.id);
    document.pages.push_back(static_cast<std::uint32_t>(document.page_ids.size()));
  }
  const std::string pdf = "pdf of " + dossier->head.code + " " + std::to_string(dossier->version);
  document.pdf = store(pdf);
  document.pdf_size = pdf.size();
  outcome.documents.push_back(EncodeDocument(document));
  return outcome;
}

inline OutcomeBody DoJob(const JobBody& job, const StoreBytes& store) {
  return job.service == "page" ? ReadPage(job, store) : MakeDocuments(job, store);
}

}  // namespace sohoa
