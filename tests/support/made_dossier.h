// SPDX-License-Identifier: Apache-2.0
//
// Dossiers made up for tests: pages of given lines, with boxes, and documents with fields.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/record_codec.h"
#include "core/vietnamese.h"
#include "storage/archive.h"

namespace sohoa {

struct MadeDossier {
  Dossier dossier;
  std::vector<PageRecord> pages;
};

inline PageText MadeText(const std::vector<std::string>& lines) {
  PageText text;
  text.blocks.emplace_back();
  int top = 100;
  for (const std::string& line : lines) {
    Line& made = text.blocks[0].lines.emplace_back();
    int left = 100;
    for (std::size_t begin = 0; begin < line.size();) {
      const std::size_t end = std::min(line.find(' ', begin), line.size());
      Word word;
      word.text = line.substr(begin, end - begin);
      word.box = {left, top, left + 80, top + 40};
      word.confidence = 0.9;
      left += 100;
      made.words.push_back(std::move(word));
      begin = end + 1;
    }
    top += 60;
  }
  return text;
}

inline MadeDossier NewDossier(const std::string& code, const std::string& agency = "H42.18") {
  MadeDossier made;
  made.dossier.head = {code, "1.001234", agency, "Trần Thị Bưởi"};
  made.dossier.version = 1;
  made.dossier.committed_unix_ms = 1'700'000'000'000;
  return made;
}

// Stores original, layer and record of a page, and adds it.
inline PageRecord& AddPage(Archive& archive, MadeDossier& made,
                           const std::vector<std::string>& lines, bool blank = false) {
  const auto number = static_cast<std::uint32_t>(made.dossier.pages.size() + 1);
  const std::string& code = made.dossier.head.code;
  const Result<BlobInfo> original =
      PutBlob(archive.blobs(), "scan of " + code + " " + std::to_string(number));
  const Result<BlobInfo> layer =
      PutBlob(archive.blobs(), "layer of " + code + " " + std::to_string(number));
  EXPECT_TRUE(original && layer);
  PageRecord record;
  record.source = {code, "b1", number - 1, original->sha256, 0};
  record.id = MakePageId(record.source);
  record.geometry = {2480, 3508, 0, 0, 2480, 3508, 300};
  record.quality.blank = blank;
  record.text = MadeText(lines);
  record.layer.width = 2480;
  record.layer.height = 3508;
  record.layer_sha256 = layer->sha256;
  const Result<BlobInfo> stored =
      PutBlob(archive.blobs(), EncodePageRecord(record, /*with_layer=*/false));
  EXPECT_TRUE(stored);
  made.dossier.originals.push_back(
      {"scan.png", original->sha256, original->size, "b1", number - 1, 1});
  made.dossier.pages.push_back({record.id, number, record.source, stored->sha256, blank});
  made.pages.push_back(std::move(record));
  return made.pages.back();
}

// A document over pages first..last, with a PDF.
inline Document& AddDocument(Archive& archive, MadeDossier& made, std::uint32_t first,
                             std::uint32_t last, const std::string& type) {
  Document document;
  document.id = "d-" + made.dossier.head.code + "-" + std::to_string(first);
  for (std::uint32_t page = first; page <= last; ++page) {
    document.pages.push_back(page);
    document.page_ids.push_back(made.dossier.pages[page - 1].id);
  }
  document.type.code = type;
  document.type.label = type == "QĐ" ? "Quyết định" : type == "KH" ? "Kế hoạch" : "Khác";
  const Result<BlobInfo> pdf = PutBlob(archive.blobs(), "pdf of " + document.id);
  EXPECT_TRUE(pdf);
  document.pdf = pdf->sha256;
  document.pdf_size = pdf->size;
  made.dossier.documents.push_back(std::move(document));
  return made.dossier.documents.back();
}

inline void AddField(Document& document, const std::string& code, const std::string& value,
                     const std::string& normalized = "", const Box& box = {}) {
  FieldValue field;
  field.code = code;
  field.value = value;
  field.normalized = normalized;
  field.confidence = 0.9;
  PageGeometry geometry;
  geometry.width = 2480;
  geometry.height = 3508;
  field.locations.push_back({document.pages.front(), "", geometry.ToPolygon(box)});
  document.fields.push_back(std::move(field));
}

inline Status Commit(Archive& archive, const MadeDossier& made) {
  MetaBatch batch;
  const Status staged = archive.StageCommit(made.dossier, made.pages, batch);
  return staged.ok() ? archive.meta().Write(batch) : staged;
}

}  // namespace sohoa
