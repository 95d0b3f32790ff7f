// SPDX-License-Identifier: Apache-2.0
//
// Stages: one step each of the work on a page or on a dossier. A stage knows nothing of
// sockets, queues, retries or of the stage that comes next; the order is a list in
// pipeline.cpp.
//
// One thread at a time per object.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dossier.h"
#include "core/page.h"
#include "core/result.h"
#include "imaging/page_imaging.h"
#include "ocr/ocr_engine.h"

namespace sohoa {

// What a stage may ask of whoever runs it.
struct StageContext {
  // True when the work is no longer wanted: return kCancelled soon.
  std::function<bool()> cancelled = [] { return false; };
  // Called as the work moves on; a lease is kept alive by it.
  std::function<void()> progress = [] {};
  // Called after each stage that came out well, with the time it took.
  std::function<void(std::string_view stage, std::uint64_t microseconds)> took = [](std::string_view, std::uint64_t) {};
};

// A page on its way through the page service. Each stage fills in what is its own.
struct PageWork {
  const OriginalFile* original = nullptr;
  DecodedPage decoded;    // decode; given up once it is read
  PreparedPage prepared;  // prepare; recognise where the page has to be turned
  PageRecord record;      // id and source from the start; the rest by the stages
  std::optional<int> rotation;  // the clockwise turn that a person decided on; else it is found
};

class PageStage {
 public:
  virtual ~PageStage() = default;
  // "decode". Stored with results, so a change of meaning needs a new name.
  virtual std::string_view Name() const = 0;
  // Raised whenever the same input may give another output.
  virtual int Version() const = 0;
  // Works on `work` in place. After a failure `work` is unspecified. Running twice on equal
  // input gives equal output.
  virtual Status Run(PageWork& work, const StageContext& context) = 0;
};

// Layers of pages, fetched one at a time, so that no document is in memory whole.
using LayerSource = std::function<Result<PageLayer>(const PageRecord& page)>;

// A document of an earlier version: its PDF is as good as new where pages and title are the same.
struct RenderedEarlier {
  std::vector<Sha256> records;  // of its pages, in order
  std::string label;            // of its class
  std::string made_by;          // "render/1"
  Sha256 pdf;
  std::uint64_t pdf_size = 0;
};

// A dossier on its way through the dossier service.
struct DossierWork {
  DossierHead head;
  std::vector<DossierPage> pages;   // in order
  std::vector<PageRecord> records;  // of the same pages
  LayerSource layers;
  std::filesystem::path scratch;      // an empty folder of its own for files
  std::map<std::string, std::int64_t> received_unix_ms;  // when pages were handed in, by id; where that is known
  std::vector<Edit> edits;            // what people decided; wins over what the stages find
  std::vector<RenderedEarlier> earlier;
  std::vector<Document> documents;    // separate, classify, extract
  std::vector<std::filesystem::path> pdfs;  // render: one a document; empty where an earlier one is taken over
};

class DossierStage {
 public:
  virtual ~DossierStage() = default;
  virtual std::string_view Name() const = 0;
  virtual int Version() const = 0;
  virtual Status Run(DossierWork& work, const StageContext& context) = 0;
};

// "recognise/1", as PageRecord::made_by has it.
std::string StageMark(std::string_view name, int version);

}  // namespace sohoa
