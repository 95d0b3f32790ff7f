// SPDX-License-Identifier: Apache-2.0
#include "search_peers.h"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <xapian.h>

#include "storage/search_terms.h"

namespace sohoa {
namespace {

constexpr int kLimit = 20;

std::vector<std::string> KeysOfText(std::string_view text) {
  std::vector<std::string> keys;
  for (const PlacedTerm& term : PlaceTerms(text)) {
    if (!term.whole_code) keys.push_back(term.keys.exact);
  }
  return keys;
}

// Kinds that mean the same to a peer: words, all of them or either, and phrases.
bool IsPhrase(const std::string& kind) { return kind == "phrase" || kind == "long phrase" || kind == "number"; }
bool IsPlain(const std::string& kind) {
  return kind == "rare" || kind == "common" || kind == "mixed" || kind == "three" || kind == "either";
}

class Fts5 : public SearchPeer {
 public:
  Fts5(const std::string& file, bool fill) {
    Check(sqlite3_open(file.c_str(), &database_));
    if (!fill) {
      Run("PRAGMA cache_size=-65536");
      Check(sqlite3_prepare_v2(database_, "SELECT rowid FROM pages WHERE pages MATCH ? ORDER BY rank LIMIT 20", -1, &select_, nullptr));
      return;
    }
    Run("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;"
        "CREATE VIRTUAL TABLE IF NOT EXISTS pages USING fts5(body, content='', tokenize=\"unicode61 remove_diacritics 0\");"
        "BEGIN");
    Check(sqlite3_prepare_v2(database_, "INSERT INTO pages(rowid, body) VALUES(?, ?)", -1, &insert_, nullptr));
  }
  ~Fts5() override {
    sqlite3_finalize(insert_);
    sqlite3_finalize(select_);
    sqlite3_close(database_);
  }
  Fts5(const Fts5&) = delete;
  Fts5& operator=(const Fts5&) = delete;
  std::string name() const override { return "FTS5"; }
  void Add(std::uint64_t page, const std::vector<std::string>& words) override {
    std::string text;
    for (const std::string& word : words) text += word + " ";
    sqlite3_bind_int64(insert_, 1, static_cast<sqlite3_int64>(page));
    sqlite3_bind_text(insert_, 2, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
    if (sqlite3_step(insert_) != SQLITE_DONE) Check(sqlite3_errcode(database_));
    sqlite3_reset(insert_);
  }
  void Finish() override { Run("COMMIT; INSERT INTO pages(pages) VALUES('optimize')"); }
  int Search(const std::string& kind, const SearchQuery& query) override {
    if (!IsPhrase(kind) && !IsPlain(kind)) return -1;
    std::string match;
    for (const std::string& key : KeysOfText(query.text)) {
      if (kind == "either" && key == "or") continue;
      if (!match.empty()) match += kind == "either" ? " OR " : IsPhrase(kind) ? " + " : " AND ";
      match += "\"" + key + "\"";
    }
    sqlite3_bind_text(select_, 1, match.data(), static_cast<int>(match.size()), SQLITE_TRANSIENT);
    int hits = 0;
    while (sqlite3_step(select_) == SQLITE_ROW) ++hits;
    sqlite3_reset(select_);
    return hits;
  }

 private:
  void Check(int code) {
    if (code == SQLITE_OK) return;
    std::fprintf(stderr, "SQLite: %s\n", sqlite3_errmsg(database_));
    std::exit(1);
  }
  void Run(const char* statement) { Check(sqlite3_exec(database_, statement, nullptr, nullptr, nullptr)); }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  sqlite3_stmt* select_ = nullptr;
};

class XapianIndex : public SearchPeer {
 public:
  XapianIndex(const std::string& folder, bool fill) : folder_(folder) {
    if (fill) writable_ = Xapian::WritableDatabase(folder, Xapian::DB_CREATE_OR_OVERWRITE);
    if (!fill) database_ = Xapian::Database(folder);
  }
  std::string name() const override { return "Xapian"; }
  void Add(std::uint64_t, const std::vector<std::string>& words) override {
    Xapian::Document document;
    Xapian::termpos position = 0;
    for (const std::string& word : words) document.add_posting(word.substr(0, 200), ++position);
    writable_.add_document(document);
  }
  void Finish() override {
    writable_.commit();
    writable_.close();
    const std::string compact = folder_ + ".compact";
    Xapian::Database(folder_).compact(compact);
    std::filesystem::remove_all(folder_);
    std::filesystem::rename(compact, folder_);
  }
  int Search(const std::string& kind, const SearchQuery& query) override {
    if (!IsPhrase(kind) && !IsPlain(kind)) return -1;
    std::vector<std::string> keys = KeysOfText(query.text);
    if (kind == "either") std::erase(keys, "or");
    const Xapian::Query::op how = kind == "either" ? Xapian::Query::OP_OR : IsPhrase(kind) ? Xapian::Query::OP_PHRASE : Xapian::Query::OP_AND;
    Xapian::Enquire enquire(database_);
    enquire.set_query(Xapian::Query(how, keys.begin(), keys.end()));
    return static_cast<int>(enquire.get_mset(0, kLimit).size());
  }

 private:
  const std::string folder_;
  Xapian::WritableDatabase writable_;
  Xapian::Database database_;
};

}  // namespace

std::unique_ptr<SearchPeer> NewFts5(const std::string& file) { return std::make_unique<Fts5>(file, true); }
std::unique_ptr<SearchPeer> NewXapian(const std::string& folder) { return std::make_unique<XapianIndex>(folder, true); }
std::unique_ptr<SearchPeer> OpenFts5(const std::string& file) { return std::make_unique<Fts5>(file, false); }
std::unique_ptr<SearchPeer> OpenXapian(const std::string& folder) { return std::make_unique<XapianIndex>(folder, false); }

}  // namespace sohoa
