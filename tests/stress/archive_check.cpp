// SPDX-License-Identifier: Apache-2.0
//
// The store against the plan: every page where it must be, once, and nothing else.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include "core/record_codec.h"
#include "pipeline/pipeline.h"
#include "stress/checker.h"
#include "workers/reader_client.h"

namespace sohoa {
namespace {

constexpr std::uint32_t kPageOfList = 500;

// Faults that are not the page's own: it may be set aside for them, and has to be retried.
bool IsMisfortune(StatusCode code) { return IsRetryable(code) || code == StatusCode::kInternal; }

class ArchiveCheck {
 public:
  ArchiveCheck(Archive& archive, const DeskMemory& memory, Verdicts& verdicts, CheckFigures& figures)
      : archive_(archive), memory_(memory), verdicts_(verdicts), figures_(figures) {
    scratch_ = std::filesystem::temp_directory_path() / ("sohoa-stress-check-" + std::to_string(getpid()));
    std::filesystem::create_directories(scratch_);
  }
  ~ArchiveCheck() {
    std::error_code ignored;
    std::filesystem::remove_all(scratch_, ignored);
  }
  ArchiveCheck(const ArchiveCheck&) = delete;
  ArchiveCheck& operator=(const ArchiveCheck&) = delete;

  void CheckDossiers(const ShownDossiers& shown) {
    std::set<std::string> stored;
    for (std::string after;;) {
      const auto list = archive_.ListDossiers(after, kPageOfList);
      if (!list || list->empty()) break;
      for (const DossierSummary& summary : *list) stored.insert(summary.code);
      after = list->back().code;
    }
    for (const std::string& code : stored) {
      if (!memory_.dossiers().contains(code)) verdicts_.Add("I3 no invention", "dossier " + code + " was never handed in");
    }
    for (const auto& [code, planned] : memory_.dossiers()) CheckDossier(planned, shown);
    if (figures_.quarantine_list_known && figures_.quarantine_list != set_aside_) {
      verdicts_.Add("I2 no doubling", "the list of quarantine has " + std::to_string(figures_.quarantine_list.size()) +
                                          " pages, dossiers have " + std::to_string(set_aside_.size()) +
                                          " set aside, and they are not the same");
    }
  }

  // Every word of a page finds exactly the pages that must have it, and the index has no others.
  void CheckSearch() {
    for (const auto& [word, ids] : pages_of_word_) {
      SearchQuery query;
      query.text = word;
      query.limit = 1'000;
      const Result<SearchResult> result = archive_.index().Search(query);
      ++figures_.searches;
      std::set<std::string> found;
      if (result) {
        for (const SearchHit& hit : result->hits) found.insert(hit.page_id);
      }
      if (ids.size() <= query.limit && found != ids) {
        verdicts_.Add("I7 search finds what is there",
                      word + " finds " + std::to_string(found.size()) + " pages in place of " + std::to_string(ids.size()));
      }
    }
    const Result<IndexState> index = archive_.index().State();
    if (!index || index->pages != figures_.pages_in_documents) {
      verdicts_.Add("I7 search finds what is there",
                    "the index has " + (index ? std::to_string(index->pages) : "unknown") + " pages in place of " + std::to_string(figures_.pages_in_documents));
    }
  }

  // No work may be left, and no lease.
  void CheckNothingIsOpen() {
    for (const char* prefix : {"l/r/", "l/l/"}) {
      const Status scanned = archive_.meta().Scan(prefix, "", [&](std::string_view key, std::string_view) {
        verdicts_.Add("I8 nothing vanishes", "work is left open: " + std::string(key));
        return true;
      });
      if (!scanned.ok()) verdicts_.Add("I8 nothing vanishes", scanned.ToString());
    }
  }

  // Documents of dossiers against those that the stages make of the pages without any faults.
  void CompareDocuments(const std::string& null_reader, std::uint32_t every) {
    ReaderOptions options;
    options.executable = null_reader;
    const Result<std::unique_ptr<ReaderClient>> reader = StartReader(options);
    if (!reader) return verdicts_.Add("I6 same result", reader.status().ToString());
    std::uint32_t number = 0;
    for (const auto& [code, planned] : memory_.dossiers()) {
      if (number++ % every == 0) CompareDocuments(planned, **reader);
    }
  }

 private:
  void CheckDossier(const PlannedDossier& planned, const ShownDossiers& shown) {
    const std::string& code = planned.head.code;
    std::map<std::string, ExpectedPage> expected;
    std::vector<std::string> order;
    for (const PlannedBatch& batch : planned.batches) {
      for (ExpectedPage& page : ExpectedPagesOf(code, batch)) {
        // What has no receipt and was not sealed may be there or not.
        order.push_back(page.id);
        expected.emplace(page.id, std::move(page));
      }
    }
    const Result<Dossier> dossier = archive_.GetDossier(code);
    if (!dossier) {
      if (dossier.status().code() != StatusCode::kNotFound)
        verdicts_.Add("I9 the store is whole", code + ": " + dossier.status().ToString());
      for (const auto& [id, page] : expected) {
        if (memory_.Acknowledged(page.source))
          verdicts_.Add("I1 no loss", "page " + id + " of " + code + " has a receipt, and the dossier is not there");
      }
      return;
    }
    std::map<std::string, std::uint32_t> places;
    for (const DossierPage& page : dossier->pages) ++places[page.id];
    for (const QuarantinedPage& page : dossier->quarantined) ++places[page.page_id];
    for (const auto& [id, page] : expected) CheckPlace(id, page, places[id]);
    for (const auto& [id, times] : places) {
      if (!expected.contains(id)) verdicts_.Add("I3 no invention", "page " + id + " of " + code + " was never sent");
    }
    CheckOrder(*dossier, order);
    CheckHead(planned, *dossier);
    CheckUses(*dossier);
    for (const DossierPage& page : dossier->pages) {
      if (const auto found = expected.find(page.id); found != expected.end()) CheckRead(page, found->second);
    }
    for (const QuarantinedPage& page : dossier->quarantined) {
      if (const auto found = expected.find(page.page_id); found != expected.end()) CheckSetAside(page, found->second);
    }
    for (const Original& original : dossier->originals) CheckBytes(code, original.sha256);
    CompareWithShown(*dossier, shown);
  }

  void CheckPlace(const std::string& id, const ExpectedPage& page, std::uint32_t times) {
    const std::string name =
        "page " + id + " of " + page.source.dossier + " " + page.source.batch + " place " + std::to_string(page.source.place);
    const bool acknowledged = memory_.Acknowledged(page.source);
    if (times > 1) verdicts_.Add("I2 no doubling", name + " is there " + std::to_string(times) + " times");
    if (times == 0 && acknowledged) verdicts_.Add("I1 no loss", name + " has a receipt and is not there");
    if (times == 1 && !acknowledged) ++figures_.pages_recovered;
  }

  void CheckOrder(const Dossier& dossier, const std::vector<std::string>& order) {
    auto next = order.begin();
    std::uint32_t number = 0;
    for (const DossierPage& page : dossier.pages) {
      next = std::find(next, order.end(), page.id);
      if (next == order.end() || page.page != ++number)
        return verdicts_.Add("I5 order", dossier.head.code + ": page " + page.id + " stands elsewhere");
      ++next;
    }
  }

  void CheckHead(const PlannedDossier& planned, const Dossier& dossier) {
    if (!(dossier.head == planned.head)) verdicts_.Add("I6 same result", dossier.head.code + ": its head is another");
  }

  // Each page that is not blank in one document, blank ones in at most one.
  void CheckUses(const Dossier& dossier) {
    std::map<std::string, std::uint32_t> uses;
    for (const Document& document : dossier.documents) {
      for (const std::string& id : document.page_ids) ++uses[id];
    }
    for (const DossierPage& page : dossier.pages) {
      const std::uint32_t times = uses[page.id];
      if (times > 1) verdicts_.Add("I2 no doubling", "page " + page.id + " stands in several documents");
      if (times == 0 && !page.blank) verdicts_.Add("I1 no loss", "page " + page.id + " stands in no document");
    }
  }

  void CheckRead(const DossierPage& page, const ExpectedPage& expected) {
    if (page.blank) ++figures_.pages_blank;
    if (!page.blank) ++figures_.pages_in_documents;
    if (expected.poison) return verdicts_.Add("I6 same result", "page " + page.id + " cannot be read, and was");
    const Result<PageRecord> record = archive_.GetPageRecord(page.id, true);
    if (!record) return verdicts_.Add("I1 no loss", "page " + page.id + ": " + record.status().ToString());
    PageRecord wanted = ExpectedRecord(expected);
    wanted.made_by = record->made_by;
    wanted.quality.flags = record->quality.flags;  // whether the same bytes came before depends on the order of coming
    if (!(*record == wanted))
      verdicts_.Add("I6 same result", "page " + page.id + " of " + expected.source.dossier + " was read as something else");
    if (!page.blank) pages_of_word_[NullWord(expected.page)].insert(page.id);
  }

  void CheckSetAside(const QuarantinedPage& page, const ExpectedPage& expected) {
    ++figures_.pages_quarantined;
    set_aside_.insert(page.page_id);
    if (page.reason.ok() || page.reason.message().empty())
      verdicts_.Add("I8 nothing vanishes", "page " + page.page_id + " is set aside without a reason");
    if (expected.poison) return;
    ++figures_.pages_good_but_quarantined;
    verdicts_.Add("I8 nothing vanishes", "page " + page.page_id + " of " + expected.source.dossier + " is good and was set aside" +
                                             (IsMisfortune(page.reason.code()) ? ", and stays there after a retry: " : ": ") +
                                             page.reason.ToString());
  }

  void CheckBytes(const std::string& code, const Sha256& hash) {
    if (!checked_.insert(hash).second) return;
    const Status same = archive_.blobs().Check(hash);
    if (!same.ok()) verdicts_.Add("I1 no loss", "an original of " + code + ": " + same.ToString());
  }

  static std::string TextOf(const Dossier& dossier) {
    std::string text = "documents";
    for (const Document& document : dossier.documents) {
      for (const std::string& id : document.page_ids) text += " " + id;
      text += ";";
    }
    text += " blank";
    for (const DossierPage& page : dossier.pages) {
      if (page.blank) text += " " + page.id;
    }
    text += " quarantined";
    for (const QuarantinedPage& page : dossier.quarantined) text += " " + page.page_id;
    return text;
  }

  void CompareWithShown(const Dossier& dossier, const ShownDossiers& shown) {
    const auto found = shown.find(dossier.head.code);
    if (found != shown.end() && found->second != TextOf(dossier))
      verdicts_.Add("I1 no loss", dossier.head.code + ": the server shows other pages than the store has");
  }

  static Sha256 HashOfFile(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return Sha256::Of(std::string((std::istreambuf_iterator<char>(file)), {}));
  }

  void CompareDocuments(const PlannedDossier& planned, ReaderClient& reader) {
    const Result<Dossier> dossier = archive_.GetDossier(planned.head.code);
    if (!dossier) return;
    std::map<std::string, PlannedOriginal> originals;
    for (const PlannedBatch& batch : planned.batches) {
      for (const PlannedOriginal& original : batch.originals) originals[batch.id + "/" + std::to_string(original.place)] = original;
    }
    DossierWork work;
    work.head = planned.head;
    work.pages = dossier->pages;
    std::string stage;
    for (const DossierPage& page : dossier->pages) {
      const auto original = originals.find(page.source.batch + "/" + std::to_string(page.source.place));
      if (original == originals.end()) return;
      const Result<OriginalFile> file = OriginalFile::FromBytes(original->second.Bytes(), original->second.name);
      if (!file) return;
      PageWork page_work;
      page_work.original = &*file;
      page_work.record.id = page.id;
      page_work.record.source = page.source;
      const Status read = RunPageStages(MakePageStages(reader.imaging(), reader.engine()), page_work, StageContext(), &stage);
      if (!read.ok()) return verdicts_.Add("I6 same result", page.id + ": without faults it cannot be read: " + read.ToString());
      work.records.push_back(std::move(page_work.record));
    }
    work.scratch = scratch_;
    work.layers = [](const PageRecord& record) -> Result<PageLayer> { return record.layer; };
    const Status understood = RunDossierStages(MakeDossierStages(), work, StageContext(), &stage);
    if (!understood.ok()) return verdicts_.Add("I6 same result", planned.head.code + ": " + understood.ToString());
    for (std::size_t i = 0; i < work.documents.size(); ++i) {
      ++figures_.documents_compared;
      work.documents[i].pdf = HashOfFile(work.pdfs[i]);
      work.documents[i].pdf_size = std::filesystem::file_size(work.pdfs[i]);
    }
    std::vector<Document> there = dossier->documents;
    for (Document& document : there) document.id.clear();
    if (there != work.documents)
      verdicts_.Add("I6 same result", planned.head.code + ": documents, classes, fields or PDFs differ from those without faults");
  }

  Archive& archive_;
  const DeskMemory& memory_;
  Verdicts& verdicts_;
  CheckFigures& figures_;
  std::filesystem::path scratch_;
  std::set<Sha256> checked_;
  std::set<std::string> set_aside_;
  std::map<std::string, std::set<std::string>> pages_of_word_;
};

}  // namespace

void CheckArchive(Archive& archive, const DeskMemory& memory, const ShownDossiers& shown, const std::string& null_reader,
                  std::uint32_t compare_every, Verdicts& verdicts, CheckFigures& figures) {
  ArchiveCheck check(archive, memory, verdicts, figures);
  check.CheckDossiers(shown);
  check.CheckSearch();
  check.CheckNothingIsOpen();
  if (compare_every > 0) check.CompareDocuments(null_reader, compare_every);
}

}  // namespace sohoa
