// SPDX-License-Identifier: Apache-2.0
//
// The search index at size, by itself and beside others:
//   search_bench --folder DIR --pages N [--queries Q] [--kind NAME | --text QUERY] [--slow MS] [--rounds N] [--peers | --only-peers] [--peer NAME] [--check Q] [--compact] [--cold] [--cache-mb N]
// Draws N pages (search_pages.h), puts them into an index in DIR and asks Q queries of each kind
// (search_queries.h), twice: what is printed is the second time, on one thread, by the clock and in
// time of the processor. A run that was cut short, or one with more pages, goes on with what is in
// DIR.
//   --queries 0: only fills it
//   --kind   only this kind of query; --text: only this query, Q times
//   --slow   prints queries that took more of the processor's time
//   --rounds asks so many times, of which the last counts
//   --peers  SQLite FTS5 and Xapian over the same pages, in DIR too; what was indexed to its end is
//            there the next time. --only-peers: without ours; --peer: only that one, fts5 or xapian
//   --check  compares Q answers of each kind with the reference that has no index; some 25 KB of
//            memory a page
//   --cache-mb  memory for what is read often; by itself what storage/cache_size.h chooses
//   --compact  makes it one segment first, as `sohoa index compact` does
//   --cold   once more with nothing of DIR in memory, each query once
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "search_pages.h"
#include "search_peers.h"
#include "search_queries.h"
#include "storage/cache_size.h"
#include "storage/index_entry.h"
#include "storage/key_layout.h"
#include "storage/ordered_store.h"
#include "storage/segment_index.h"
#include "support/reference_search.h"
#include "take_or_exit.h"

namespace sohoa {
namespace {

using Clock = std::chrono::steady_clock;

// What the thread itself has spent, which is what a query costs on a machine that does other things.
double ThreadMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1000 + static_cast<double>(now.tv_nsec) / 1e6;
}

double MsSince(Clock::time_point start) { return std::chrono::duration<double, std::milli>(Clock::now() - start).count(); }

void ExitUnless(const Status& status, const char* what) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s: %s\n", what, status.ToString().c_str());
  std::exit(1);
}

struct Arguments {
  std::string folder;
  std::string kind;  // empty: all
  std::string text;
  std::uint64_t pages = 100'000;
  std::uint64_t cache_mb = 0;
  int queries = 100;
  int check = 0;
  int rounds = 2;  // of which the last counts
  double slow = 0;
  std::string peer;  // empty: all
  bool peers = false;
  bool only_peers = false;
  bool compact = false;
  bool cold = false;
};

// An index in a store of its own.
class Bench {
 public:
  // As much memory as an archive would take.
  Bench(const std::string& folder, std::uint64_t cache_bytes) : folder_(folder + "/index"), caches_(ChooseCacheSizes(cache_bytes)) {
    Open();
  }

  void Fill(const SearchPages& pages, std::uint64_t wanted);
  // Nothing of it is in memory, ours or the system's.
  void Chill();
  SearchIndex& index() { return *index_; }
  void PrintSize();

 private:
  void Open() {
    RocksStoreOptions options;
    options.folder = folder_;
    options.cache_bytes = caches_.store;
    store_ = TakeOrExit(OpenRocksStore(options), "open the index");
    index_ = NewSegmentIndex(*store_, {.cache_bytes = caches_.pieces, .keeper = {}});
  }

  const std::string folder_;
  const CacheSizes caches_;
  std::unique_ptr<OrderedStore> store_;
  std::unique_ptr<SearchIndex> index_;
};

void Bench::Fill(const SearchPages& pages, std::uint64_t wanted) {
  const std::uint64_t there = TakeOrExit(index_->State(), "read the index").pages;
  if (there >= wanted) return;
  const Clock::time_point start = Clock::now();
  double drawing = 0;
  for (std::uint64_t page = there; page < wanted;) {
    MetaBatch batch;
    for (int i = 0; i < 10 && page < wanted; ++i, page += kPagesOfADossier) {
      const Clock::time_point before = Clock::now();
      const DrawnDossier drawn = pages.Draw(page / kPagesOfADossier);
      drawing += MsSince(before);
      ExitUnless(index_->Add({drawn.dossier, drawn.pages}, batch), "index a dossier");
    }
    ExitUnless(store_->Write(batch), "write a dossier");
    ExitUnless(index_->KeepUp({}), "merge");
    if (page % 50'000 == 0) std::fprintf(stderr, "%llu pages, %.0f s\n", static_cast<unsigned long long>(page), MsSince(start) / 1000);
  }
  ExitUnless(index_->Settle({}), "merge");
  const double seconds = MsSince(start) / 1000;
  std::printf("indexed %llu pages in %.0f s, merges in the background and at the end included: %.0f pages/s (%.0f s of it drawing them)\n",
              static_cast<unsigned long long>(wanted - there), seconds, static_cast<double>(wanted - there) / seconds, drawing / 1000);
}

void Bench::PrintSize() {
  const IndexState state = TakeOrExit(index_->State(), "read the index");
  std::uint64_t shown = 0;
  ExitUnless(store_->Scan(kIndexEntryPrefix, "", [&](std::string_view key, std::string_view value) {
    shown += key.size() + value.size();
    return true;
  }), "read the index");
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double pages = static_cast<double>(state.pages);
  std::printf("%llu pages, %llu segments: %.0f bytes a page; kept for showing hits (before compression): %.0f; peak memory %ld MB\n",
              static_cast<unsigned long long>(state.pages), static_cast<unsigned long long>(state.segments),
              static_cast<double>(state.segment_bytes) / pages, static_cast<double>(shown) / pages, usage.ru_maxrss / 1024);
}

void Bench::Chill() {
  index_.reset();
  store_.reset();
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_)) {
    if (!file.is_regular_file()) continue;
    const int descriptor = open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) continue;
    fdatasync(descriptor);
    posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
    close(descriptor);
  }
  const Clock::time_point start = Clock::now();
  Open();
  SearchQuery query;
  query.text = "quyết";
  TakeOrExit(index_->Search(query), "search");
  std::printf("opened and first search, cold: %.0f ms\n", MsSince(start));
}

struct Latency {
  double p50 = 0;
  double p95 = 0;
  double p99 = 0;
};

Latency Of(std::vector<double> times) {
  std::sort(times.begin(), times.end());
  const auto at = [&](double share) { return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))]; };
  return {at(0.5), at(0.95), at(0.99)};
}

// How long answers took, by the clock and in time of the processor.
class Answers {
 public:
  void Begin() {
    start_ = Clock::now();
    spent_ = ThreadMs();
  }
  // The time that the processor took.
  double End(double hits) {
    spent_times_.push_back(ThreadMs() - spent_);
    times_.push_back(MsSince(start_));
    hits_ += hits;
    return spent_times_.back();
  }
  void Add(const Answers& other) {
    times_.insert(times_.end(), other.times_.begin(), other.times_.end());
    spent_times_.insert(spent_times_.end(), other.spent_times_.begin(), other.spent_times_.end());
    hits_ += other.hits_;
  }
  void Print(const std::string& who, const std::string& kind) const {
    const Latency clock = Of(times_);
    const Latency spent = Of(spent_times_);
    std::printf("| %s | %s | %.0f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |\n", who.c_str(), kind.c_str(),
                hits_ / static_cast<double>(times_.size()), clock.p50, clock.p95, clock.p99, spent.p50, spent.p95, spent.p99);
  }

 private:
  Clock::time_point start_;
  double spent_ = 0;
  std::vector<double> times_;
  std::vector<double> spent_times_;
  double hits_ = 0;
};

void Measure(SearchIndex& index, const std::vector<QueryKind>& mix, const std::string& who, int rounds, double slow) {
  Answers all;
  for (const QueryKind& kind : mix) {
    Answers answers;
    for (int round = 1; round <= rounds; ++round) {
      for (const SearchQuery& query : kind.queries) {
        answers.Begin();
        const SearchResult result = TakeOrExit(index.Search(query), "search");
        if (round < rounds) continue;
        const double spent = answers.End(static_cast<double>(result.total));
        if (slow > 0 && spent > slow) std::printf("%.2f ms: %s %s%s%s\n", spent, query.text.c_str(), query.type.c_str(), query.agency.c_str(), query.from.c_str());
      }
    }
    all.Add(answers);
    answers.Print(who, kind.name);
  }
  all.Print(who, "all");
}

void MeasurePeer(SearchPeer& peer, const std::vector<QueryKind>& mix) {
  for (const QueryKind& kind : mix) {
    if (peer.Search(kind.name, kind.queries.front()) < 0) continue;
    Answers answers;
    for (int round = 0; round < 2; ++round) {
      for (const SearchQuery& query : kind.queries) {
        answers.Begin();
        const int found = peer.Search(kind.name, query);
        if (round == 1) answers.End(found);
      }
    }
    answers.Print(peer.name(), kind.name);
  }
}

struct PeerKind {
  std::string name;  // as --peer has it
  std::unique_ptr<SearchPeer> (*make)(const std::string& path);
  std::unique_ptr<SearchPeer> (*open)(const std::string& path);
};
const std::array<PeerKind, 2> kPeerKinds = {{{"fts5", NewFts5, OpenFts5}, {"xapian", NewXapian, OpenXapian}}};

// Words of a page and of its fields.
std::vector<std::string> WordsOf(const IndexEntry& entry) {
  std::vector<std::string> words;
  const auto add = [&](const std::string& text) {
    for (const PlacedTerm& term : PlaceTerms(text)) {
      if (!term.whole_code) words.push_back(term.keys.exact);
    }
  };
  add(entry.words.text);
  for (const IndexedField& field : entry.words.fields) add(field.value);
  return words;
}

std::uint64_t BytesOf(const std::string& path) {
  if (!std::filesystem::is_directory(path)) return std::filesystem::file_size(path);
  std::uint64_t bytes = 0;
  for (const auto& part : std::filesystem::recursive_directory_iterator(path)) bytes += part.is_regular_file() ? part.file_size() : 0;
  return bytes;
}

void FillPeer(const PeerKind& kind, const std::string& path, std::uint64_t wanted, const SearchPages& pages) {
  std::filesystem::remove_all(path);
  const std::unique_ptr<SearchPeer> peer = kind.make(path);
  double seconds = 0;
  for (std::uint64_t page = 0; page < wanted;) {
    const DrawnDossier drawn = pages.Draw(page / kPagesOfADossier);
    for (const IndexEntry& entry : BuildIndexEntries({drawn.dossier, drawn.pages})) {
      const std::vector<std::string> words = WordsOf(entry);
      const Clock::time_point start = Clock::now();
      peer->Add(++page, words);
      seconds += MsSince(start) / 1000;
    }
    if (page % 50'000 == 0) std::fprintf(stderr, "%s: %llu pages\n", kind.name.c_str(), static_cast<unsigned long long>(page));
  }
  const Clock::time_point start = Clock::now();
  peer->Finish();
  std::printf("%s: indexed in %.0f s, %.0f s for making it small; %.0f bytes a page\n", peer->name().c_str(), seconds, MsSince(start) / 1000,
              static_cast<double>(BytesOf(path)) / static_cast<double>(wanted));
}

void RunPeers(const Arguments& arguments, const SearchPages& pages, const std::vector<QueryKind>& mix) {
  for (const PeerKind& kind : kPeerKinds) {
    if (!arguments.peer.empty() && arguments.peer != kind.name) continue;
    const std::string path = arguments.folder + "/" + kind.name;
    // Says that it holds so many pages.
    const std::string done = path + "-" + std::to_string(arguments.pages);
    if (!std::filesystem::exists(done)) {
      FillPeer(kind, path, arguments.pages, pages);
      std::ofstream(done) << "\n";
    }
    MeasurePeer(*kind.open(path), mix);
  }
}

std::vector<QueryKind> MixOf(const Arguments& arguments, const SearchPages& pages, int of_each) {
  if (!arguments.text.empty()) {
    SearchQuery query;
    query.text = arguments.text;
    return {{"the query", std::vector<SearchQuery>(static_cast<std::size_t>(of_each), query)}};
  }
  std::vector<QueryKind> mix = QueryMix(pages, of_each);
  if (arguments.kind.empty()) return mix;
  std::string names;
  for (const QueryKind& kind : mix) names += (names.empty() ? "" : ", ") + kind.name;
  std::erase_if(mix, [&](const QueryKind& kind) { return kind.name != arguments.kind; });
  if (mix.empty()) {
    std::fprintf(stderr, "search_bench: --kind %s: there is none; one of: %s\n", arguments.kind.c_str(), names.c_str());
    std::exit(2);
  }
  return mix;
}

// The agency that alone may be seen; empty where all may.
std::string OnlyAgency(const SearchQuery& query) { return query.access ? query.access->agencies.front() : std::string(); }

int Check(SearchIndex& index, const SearchPages& pages, const Arguments& arguments) {
  const std::uint64_t count = arguments.pages;
  const std::vector<QueryKind> mix = MixOf(arguments, pages, arguments.check);
  // What may not be seen counts nowhere: whoever sees one agency has a reference of its pages alone.
  std::map<std::string, ReferenceSearch> references;
  for (const QueryKind& kind : mix) {
    for (const SearchQuery& query : kind.queries) references[OnlyAgency(query)];
  }
  for (std::uint64_t page = 0; page < count; page += kPagesOfADossier) {
    const DrawnDossier drawn = pages.Draw(page / kPagesOfADossier);
    for (const IndexEntry& entry : BuildIndexEntries({drawn.dossier, drawn.pages})) {
      for (const std::string& seen : {std::string(), drawn.dossier.head.agency}) {
        const auto reference = references.find(seen);
        if (reference != references.end()) reference->second.Add(entry.page.dossier + ":" + std::to_string(entry.page.page), entry.page, entry.words);
      }
    }
  }
  int wrong = 0;
  int asked = 0;
  for (const QueryKind& kind : mix) {
    for (const SearchQuery& query : kind.queries) {
      const SearchResult result = TakeOrExit(index.Search(query), "search");
      const ReferenceSearch::Answer expected = references[OnlyAgency(query)].Search(query);
      std::vector<ReferenceSearch::Hit> hits;
      for (const SearchHit& hit : result.hits) hits.push_back({hit.dossier + ":" + std::to_string(hit.page), hit.score});
      const auto& types = result.facets.at(0).values;
      const bool equal = result.total == expected.total && hits == expected.hits &&
                         std::map<std::string, std::uint64_t>(types.begin(), types.end()) == expected.types;
      ++asked;
      if (equal) continue;
      ++wrong;
      std::printf("differs: %s: %s: %llu hits, expected %llu\n", kind.name.c_str(), query.text.c_str(),
                  static_cast<unsigned long long>(result.total), static_cast<unsigned long long>(expected.total));
    }
  }
  std::printf("compared with the reference on %llu pages: %d of %d answers equal (hits, their order and scores, totals, facets)\n",
              static_cast<unsigned long long>(count), asked - wrong, asked);
  return wrong == 0 ? 0 : 1;
}

int Run(const Arguments& arguments) {
  const SearchPages pages;
  std::filesystem::create_directories(arguments.folder);
  if (arguments.only_peers) {
    RunPeers(arguments, pages, MixOf(arguments, pages, arguments.queries));
    return 0;
  }
  Bench bench(arguments.folder, arguments.cache_mb << 20);
  bench.Fill(pages, arguments.pages);
  if (arguments.compact) ExitUnless(bench.index().Compact({}), "make it one segment");
  if (arguments.kind.empty() && arguments.text.empty()) bench.PrintSize();
  if (arguments.check > 0) return Check(bench.index(), pages, arguments);
  if (arguments.queries == 0) return 0;
  const std::vector<QueryKind> mix = MixOf(arguments, pages, arguments.queries);
  std::printf("| index | kind | hits | p50 ms | p95 ms | p99 ms | of processor: p50 | p95 | p99 |\n|---|---|---|---|---|---|---|---|---|\n");
  Measure(bench.index(), mix, "sohoa", arguments.rounds, arguments.slow);
  if (arguments.cold) {
    bench.Chill();
    Measure(bench.index(), mix, "sohoa cold", 1, arguments.slow);
  }
  if (arguments.peers) RunPeers(arguments, pages, mix);
  return 0;
}

}  // namespace
}  // namespace sohoa

int main(int argc, char** argv) {
  sohoa::Arguments arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    const std::string value = i + 1 < argc ? argv[i + 1] : "";
    if (name == "--peers") arguments.peers = true;
    if (name == "--only-peers") arguments.only_peers = true;
    if (name == "--compact") arguments.compact = true;
    if (name == "--cold") arguments.cold = true;
    if (name == "--peers" || name == "--only-peers" || name == "--compact" || name == "--cold") continue;
    if (name == "--folder") arguments.folder = value;
    if (name == "--kind") arguments.kind = value;
    if (name == "--pages") arguments.pages = std::strtoull(value.c_str(), nullptr, 10);
    if (name == "--queries") arguments.queries = std::atoi(value.c_str());
    if (name == "--cache-mb") arguments.cache_mb = std::strtoull(value.c_str(), nullptr, 10);
    if (name == "--peer") arguments.peer = value;
    if (name == "--text") arguments.text = value;
    if (name == "--rounds") arguments.rounds = std::atoi(value.c_str());
    if (name == "--slow") arguments.slow = std::atof(value.c_str());
    if (name == "--check") arguments.check = std::atoi(value.c_str());
    ++i;
  }
  if (arguments.folder.empty()) {
    std::fprintf(stderr, "search_bench --folder DIR --pages N [--queries Q] [--kind NAME | --text QUERY] [--slow MS] [--rounds N] [--peers | --only-peers] [--peer NAME] [--check Q] [--compact] [--cold] [--cache-mb N]\n");
    return 2;
  }
  return sohoa::Run(arguments);
}
