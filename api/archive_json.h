// SPDX-License-Identifier: Apache-2.0
//
// The JSON of the public contract (docs/API.md) from core and storage values. Pure functions;
// the text is UTF-8 on one line. A null value stands with its null_reason; times are +07:00.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "documents/agency_defaults.h"
#include "storage/archive.h"
#include "storage/search_index.h"
#include "workers/coordinator.h"
#include "workers/desk_client.h"

namespace sohoa {

// One file as `sohoa inspect --json` prints it. `pages` are the pages that could be read, with
// their numbers in the file from 1; `failed` those that could not.
struct InspectedPage {
  std::uint32_t number = 1;
  const PageRecord* record = nullptr;
};
struct FailedPage {
  std::uint32_t number = 1;
  Status reason;
};
std::string InspectJson(const std::string& file, const std::vector<InspectedPage>& pages,
                        const std::vector<FailedPage>& failed, const std::vector<Document>& documents);

// One file as `sohoa ocr --format json` prints it: pages, blocks, lines, words, tables.
std::string OcrJson(const std::string& file, const std::vector<InspectedPage>& pages,
                    const std::vector<FailedPage>& failed);
// The receipt of submit and scan.
struct ReceiptSummary {
  std::string dossier;
  std::string batch;
  std::vector<OriginalReceipt> originals;
  std::uint32_t quarantined = 0;  // known so far, those of the receipts among them
  std::string missing_papers;  // as `missing` of the completeness; empty = not known (yet)
  double seconds_to_receipt = 0;
  double seconds_to_searchable = -1;  // < 0: null
};
std::string ReceiptJson(const ReceiptSummary& receipt);

// `show DOSSIER`. `progress` may be null when no coordinator is at hand.
std::string DossierJson(const Dossier& dossier, const DossierProgress* progress, const AgencyDefaults& agency);
// A dossier that has no committed version yet.
std::string OpenDossierJson(const std::string& code, const DossierProgress& progress);
// A class, as it stands in all of these.
std::string DocumentTypeJson(const DocumentType& type);
// `show DOCUMENT`, of the dossier's version that it is in.
std::string DocumentJson(const DocumentEntry& document, const Dossier& dossier, const AgencyDefaults& agency);
// `fields DOCUMENT`: {"dossier", "document", "type", "fields": [...]}.
std::string FieldsJson(const DocumentEntry& document);

std::string SearchJson(const SearchQuery& query, const SearchResult& result);
std::string IndexStateJson(const IndexState& state);
// `next_cursor`: empty at the end.
std::string DossierListJson(const std::vector<DossierSummary>& dossiers, const std::string& next_cursor);
// `next_after`: up to which events were looked at.
std::string EventJson(const ArchiveEvent& event);
std::string EventsJson(const std::vector<ArchiveEvent>& events, std::uint64_t next_after);
std::string QuarantineJson(const std::vector<QuarantinedPage>& pages);
std::string QuarantinedPageJson(const QuarantinedPage& page);
std::string FixityJson(const FixityReport& report);

}  // namespace sohoa
