// SPDX-License-Identifier: Apache-2.0
//
// Records at rest, the descriptions of pages that workers send among them; keys; queries.
#include <cstdint>

#include "core/record_codec.h"
#include "fuzz/fuzz.h"
#include "storage/archive_codec.h"
#include "storage/fixity_progress.h"
#include "storage/index_codec.h"
#include "storage/key_layout.h"
#include "storage/query_parser.h"
#include "storage/registry_records.h"
#include "storage/retention_records.h"
#include "storage/sealed_text.h"
#include "workers/ledger_records.h"

namespace sohoa {
namespace {

void CheckCore(std::string_view bytes) {
  CheckCodec(bytes, DecodePageText, EncodePageText, "page text");
  CheckCodec(bytes, DecodePageRecord, [](const PageRecord& record) { return EncodePageRecord(record, true); }, "page record");
  CheckCodec(bytes, DecodeDocument, EncodeDocument, "document");
  CheckCodec(bytes, DecodeDossier, EncodeDossier, "dossier");
  CheckCodec(bytes, DecodeQuarantinedPage, EncodeQuarantinedPage, "quarantined page");
  CheckCodec(bytes, DecodePageSource, EncodePageSource, "page source");
  CheckCodec(bytes, DecodeOriginal, EncodeOriginal, "original");
}

void CheckArchive(std::string_view bytes) {
  CheckCodec(bytes, DecodeEvent, EncodeEvent, "event");
  CheckCodec(bytes, DecodeAuditRecord, EncodeAuditRecord, "audit record");
  CheckCodec(bytes, DecodeAuditHead, EncodeAuditHead, "audit head");
  CheckCodec(bytes, DecodeSummary, EncodeSummary, "summary");
  CheckCodec(bytes, DecodePlace, EncodePlace, "place");
  CheckCodec(bytes, DecodeReference, EncodeReference, "reference");
  CheckCodec(bytes, DecodeFixityProgress, EncodeFixityProgress, "progress of the fixity check");
  CheckCodec(bytes, DecodeRetention, EncodeRetention, "retention");
  CheckCodec(bytes, DecodeProposal, EncodeProposal, "proposal of a disposal");
  CheckCodec(bytes, DecodeCertificate, EncodeCertificate, "certificate of a disposal");
  CheckCodec(bytes, DecodeRegistryChecks, EncodeRegistryChecks, "answers of registers");
  CheckCodec(bytes, DecodeRegistryOrder, EncodeRegistryOrder, "order to ask registers");
  CheckCodec(bytes, DecodeIndexEntry, EncodeIndexEntry, "index entry");
  CheckCodec(bytes, DecodeIndexedPage, EncodeIndexedPage, "indexed page");
  CheckCodec(bytes, DecodePageWords, EncodePageWords, "page words");
  CheckCodec(bytes, DecodeIndexedDossier, EncodeIndexedDossier, "indexed dossier");
  CheckCodec(bytes, DecodeIndexStatistics, EncodeIndexStatistics, "index statistics");
  CheckCodec(bytes, DecodeIndexManifest, EncodeIndexManifest, "index manifest");
  CheckCodec(bytes, DecodeOrdinals, EncodeOrdinals, "ordinals");
}

template <typename Record>
void CheckLedgerRecord(std::string_view bytes, Result<Record> (*decode)(std::string_view), const char* what) {
  CheckCodec(bytes, decode, [](const Record& record) { return EncodeRecord(record); }, what);
}

void CheckLedger(std::string_view bytes) {
  CheckLedgerRecord(bytes, DecodeLedgerDossier, "ledger dossier");
  CheckLedgerRecord(bytes, DecodeLedgerBatch, "ledger batch");
  CheckLedgerRecord(bytes, DecodeLedgerOriginal, "ledger original");
  CheckLedgerRecord(bytes, DecodeLedgerPage, "ledger page");
  CheckLedgerRecord(bytes, DecodeLedgerLease, "ledger lease");
  CheckLedgerRecord(bytes, DecodeLedgerCounts, "ledger counts");
}

void CheckKeysAndTexts(std::string_view bytes) {
  std::string_view rest = bytes;
  if (const std::optional<std::string> text = TakeEscapedString(rest)) {
    Require(EscapedString(*text) + std::string(rest) == bytes, "an escaped string has one form only");
  }
  std::string_view own = bytes;
  const std::string escaped = EscapedString(own);
  std::string_view taken = escaped;
  Require(TakeEscapedString(taken) == std::string(bytes) && taken.empty(), "any string can be escaped");
  static_cast<void>(SealedText::Parse("sohoa beacon 1", bytes));
  const Result<ParsedQuery> query = ParseQuery(bytes);
  if (!query) return;
  for (const QueryLeaf& leaf : query->leaves) Require(!leaf.words.empty(), "a leaf of a query has words");
}

}  // namespace
}  // namespace sohoa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  sohoa::CheckCore(bytes);
  sohoa::CheckArchive(bytes);
  sohoa::CheckLedger(bytes);
  sohoa::CheckKeysAndTexts(bytes);
  return 0;
}
