// SPDX-License-Identifier: Apache-2.0
#include "documents/version_changes.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace sohoa {
namespace {

using Kind = VersionChange::Kind;
using FieldKey = std::pair<std::string, std::uint32_t>;

constexpr std::array<std::string_view, 12> kChangeNames = {
    "page_added",    "page_gone",   "page_reread", "document_added",  "document_gone",    "pages_changed",
    "type_changed", "field_added", "field_gone",  "field_changed", "reading_changed", "review_changed"};

bool IsDecided(ReviewState state) {
  return state == ReviewState::kConfirmed || state == ReviewState::kCorrected || state == ReviewState::kUnreadable;
}

std::map<FieldKey, const FieldValue*> FieldsByKey(const Document& document) {
  std::map<FieldKey, const FieldValue*> fields;
  std::map<std::string, std::uint32_t> seen;
  for (const FieldValue& field : document.fields) fields[{field.code, seen[field.code]++}] = &field;
  return fields;
}

std::string Joined(const std::vector<std::string>& ids) {
  std::string all;
  for (const std::string& id : ids) all += (all.empty() ? "" : " ") + id;
  return all;
}

class Comparing {
 public:
  void Pages(const Dossier& before, const Dossier& after) {
    std::map<std::string, Sha256> old;
    for (const DossierPage& page : before.pages) old[page.id] = page.record;
    for (const DossierPage& page : after.pages) {
      const auto same = old.find(page.id);
      if (same == old.end()) Add(Kind::kPageAdded, "", page.id);
      if (same != old.end() && same->second != page.record) Add(Kind::kPageReread, "", page.id);
      if (same != old.end()) old.erase(same);
    }
    for (const auto& [id, record] : old) Add(Kind::kPageGone, "", id);
  }

  void Documents(const Document& before, const Document& after) {
    if (before.page_ids != after.page_ids) {
      VersionChange& change = Add(Kind::kPagesChanged, after.id, "pages");
      change.before = Joined(before.page_ids);
      change.after = Joined(after.page_ids);
    }
    if (before.type.code != after.type.code) Types(before.type, after.type, Kind::kTypeChanged, after.id);
    if (before.type.code == after.type.code && before.type.review != after.type.review) {
      Types(before.type, after.type, Kind::kReviewChanged, after.id);
    }
    std::map<FieldKey, const FieldValue*> old = FieldsByKey(before);
    for (const auto& [key, field] : FieldsByKey(after)) {
      const auto same = old.find(key);
      Field(same == old.end() ? nullptr : same->second, field, after.id, key);
      if (same != old.end()) old.erase(same);
    }
    for (const auto& [key, field] : old) Field(field, nullptr, after.id, key);
  }

  VersionChange& Add(Kind kind, const std::string& document, const std::string& what) {
    VersionChange& change = changes_.emplace_back();
    change.kind = kind;
    change.document = document;
    change.what = what;
    return change;
  }

  std::vector<VersionChange> Take() { return std::move(changes_); }

 private:
  void Types(const DocumentType& before, const DocumentType& after, Kind kind, const std::string& document) {
    VersionChange& change = Add(kind, document, "type");
    change.before = before.code;
    change.after = after.code;
    change.confidence_before = before.confidence;
    change.confidence_after = after.confidence;
    change.review_before = before.review;
    change.review_after = after.review;
  }

  void Field(const FieldValue* before, const FieldValue* after, const std::string& document, const FieldKey& key) {
    static const FieldValue none;
    const FieldValue& old = before != nullptr ? *before : none;
    const FieldValue& now = after != nullptr ? *after : none;
    const bool value = old.value != now.value || old.normalized != now.normalized;
    const bool reading = IsDecided(old.review) && IsDecided(now.review) && old.reading.value != now.reading.value;
    Kind kind = Kind::kFieldChanged;
    if (before == nullptr) {
      kind = Kind::kFieldAdded;
    } else if (after == nullptr) {
      kind = Kind::kFieldGone;
    } else if (!value && reading) {
      kind = Kind::kReadingChanged;
    } else if (!value && old.review != now.review) {
      kind = Kind::kReviewChanged;
    } else if (!value) {
      return;
    }
    VersionChange& change = Add(kind, document, key.first);
    change.ordinal = key.second;
    change.before = kind == Kind::kReadingChanged ? old.reading.value : old.value;
    change.after = kind == Kind::kReadingChanged ? now.reading.value : now.value;
    change.confidence_before = old.confidence;
    change.confidence_after = now.confidence;
    change.review_before = old.review;
    change.review_after = now.review;
  }

  std::vector<VersionChange> changes_;
};

std::string FirstPageOf(const Document& document) { return document.page_ids.empty() ? document.id : document.page_ids.front(); }

}  // namespace

std::string_view VersionChangeName(VersionChange::Kind kind) { return kChangeNames.at(static_cast<std::size_t>(kind)); }

std::vector<VersionChange> CompareVersions(const Dossier& before, const Dossier& after) {
  Comparing comparing;
  comparing.Pages(before, after);
  std::map<std::string, const Document*> old;
  for (const Document& document : before.documents) old[FirstPageOf(document)] = &document;
  for (const Document& document : after.documents) {
    const auto same = old.find(FirstPageOf(document));
    if (same == old.end()) {
      comparing.Add(Kind::kDocumentAdded, document.id, "document").after = document.type.code;
      continue;
    }
    comparing.Documents(*same->second, document);
    old.erase(same);
  }
  for (const auto& [page, document] : old) comparing.Add(Kind::kDocumentGone, document->id, "document").before = document->type.code;
  return comparing.Take();
}

}  // namespace sohoa
